"""What the worker leaves for the desk, and whom it tells."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from kefu.config import founding
from kefu.config.asterisk import keeper
from kefu.config.certificates import store
from kefu.config.environment import Environment
from kefu.config.state import write_state
from kefu.config.upkeep import backups, jobs, watch
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import User
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.notices.models import Notice
from kefu.kernel import clock
from kefu.kernel.models import Organization

Usage = namedtuple("Usage", "total used free")
PASSWORD = "harvest-moon-42"
pytestmark = pytest.mark.django_db


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    environment = Environment.read({"KEFU_DATA": str(tmp_path)})
    monkeypatch.setattr(settings, "ENVIRONMENT", environment)
    account_queries.forget()
    yield environment


@pytest.fixture
def shop() -> Organization:
    return founding.create(code="shop", name="店", admin_email="owner@shop.test", password=PASSWORD)


def ask(shop: Organization, method: str, path: str) -> Any:
    owner = User.objects.across_organizations("test").get(organization=shop)
    token = accounts.create_token(owner.id, "test")
    return Client().generic(method, f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def told() -> list[tuple[str, int]]:
    """To the shop: other tests leave theirs behind."""
    rows = Notice.objects.across_organizations("test").filter(organization__code="shop")
    return list(rows.order_by("id").values_list("text_en", "count"))


def test_the_desk_sees_what_the_worker_saw(here: Environment, shop: Organization) -> None:
    before = ask(shop, "GET", "/system").json()
    assert (before["at"], before["problems"], before["backup"]) == (None, ["silent"], None)
    watch.take(here)
    seen = ask(shop, "GET", "/system").json()
    assert seen["backup"]["state"] == "none" and seen["backup"]["folder"] == str(here.data / "backups")
    assert seen["disks"][0]["path"] == str(here.data) and seen["disks"][0]["total"] > 0
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        assert "silent" in ask(shop, "GET", "/system").json()["problems"]


def test_a_full_disk_is_told_once_a_day(here: Environment, shop: Organization, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(100 * 2**30, 91 * 2**30, 9 * 2**30))
    start = clock.now()
    for minutes, count in [(0, 1), (1, 1), (24 * 60, 2), (24 * 60 + 1, 2)]:
        with clock.frozen(start + timedelta(minutes=minutes)):
            watch.take(here)
        assert ("The disk is nearly full: free some space", count) in told()
    assert "disk_low" in ask(shop, "GET", "/system").json()["problems"]


def test_a_failed_backup_is_told_with_its_reason(here: Environment, shop: Organization) -> None:
    assert here.backups
    here.backups.write_text("not a folder")
    jobs.back_up(by_hand=True)
    seen = ask(shop, "GET", "/system").json()
    assert seen["problems"] == ["backup_failed"] and str(here.backups) in seen["backup"]["error"]
    assert told() == [("The last backup failed", 1)]
    failed_upgrade = {"at": clock.now().isoformat(), "kefu": "0.1.0", "error": "no plums"}
    write_state(here.state_directory / "upgrade.json", failed_upgrade)
    watch.take(here)
    assert ask(shop, "GET", "/system").json()["upgrade"]["error"] == "no plums"


def test_a_missing_telephone_is_shown_and_bothers_nobody(here: Environment, shop: Organization) -> None:
    watch.take(here)
    assert ask(shop, "GET", "/system").json()["voice"]["state"] == "off"
    write_state(
        here.state_directory / keeper.STATE_FILE, vars(keeper.Told("unavailable", "apt knows no Debian mirror here"))
    )
    watch.take(here)
    seen = ask(shop, "GET", "/system").json()
    assert seen["voice"] == {
        "state": "unavailable",
        "version": "",
        "sip_port": 0,
        "reason": "apt knows no Debian mirror here",
    }
    assert seen["problems"] == [] and told() == []


def test_a_certificate_that_cannot_be_renewed_is_told(here: Environment, shop: Organization) -> None:
    variables = {"KEFU_PUBLIC_URL": "https://chat.example.com", "KEFU_CERTIFICATE": "acme"}
    own = Environment.read({"KEFU_DATA": str(here.data), **variables})
    watch.take(own)
    assert ask(shop, "GET", "/system").json()["certificate"]["state"] == "none" and told() == []
    store.note(own, failures=1, error="port 80 is closed")
    watch.take(own)
    seen = ask(shop, "GET", "/system").json()
    assert seen["problems"] == ["certificate"] and seen["certificate"]["error"] == "port 80 is closed"
    assert told() == [("The https certificate cannot be renewed", 1)]


def test_the_night_is_that_of_the_oldest_real_calendar(here: Environment) -> None:
    assert str(watch.business_zone()) == "Asia/Shanghai"
    demo = founding.create(code="demo", name="演示", admin_email="a@demo.test", password=PASSWORD)
    Organization.objects.filter(id=demo.id).update(is_demo=True)
    shop = founding.create(code="shop", name="店", admin_email="owner@shop.test", password=PASSWORD)
    Calendar.objects.across_organizations("test").filter(organization=shop).update(time_zone="Europe/Berlin")
    assert str(watch.business_zone()) == "Europe/Berlin"


def test_switched_off_nothing_is_made_or_told(
    here: Environment, shop: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = Environment.read({"KEFU_DATA": str(here.data), "KEFU_BACKUPS": "off"})
    monkeypatch.setattr(settings, "ENVIRONMENT", off)
    with clock.frozen(clock.now() + timedelta(days=9)):
        assert not watch.is_due(off)
        watch.take(off)
    assert told() == [] and backups.listed(off) == []
    refused = ask(shop, "POST", "/system/backups")
    assert (refused.status_code, refused.json()["code"]) == (409, "backups_off")
