from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from kefu.config import founding
from kefu.config.demo import seed
from kefu.config.environment import Environment, remember, remembered
from kefu.config.setup import actions, address, choice, removal
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import User
from kefu.foundation.customers.models import Customer
from kefu.kernel import limits
from kefu.kernel.models import Organization

PASSWORD = "harvest-moon-42"
ANSWERS = {"choice": "use", "name": "青山小店", "login": "13800138000", "password": PASSWORD, "profile": "shop"}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Environment]:
    """The data directory of an instance where nobody has lived."""
    environment = Environment.read({"KEFU_DATA": str(tmp_path), "KEFU_PORT": "8123"})
    monkeypatch.setattr(settings, "ENVIRONMENT", environment)
    limits.forget()
    account_queries.forget()
    yield environment


@pytest.fixture
def empty(transactional_db: None) -> None:
    """Nobody lives in the database: tests that commit leave their organizations behind."""
    call_command("flush", verbosity=0, interactive=False)


def answer(here: Environment, *, expect: int = 201, **answers: Any) -> Any:
    body = {"token": choice.token(here), **ANSWERS, **answers}
    told = Client().post("/api/v1/setup", body, "application/json")
    assert told.status_code == expect, told.content
    return told.json()


@pytest.mark.parametrize(
    ("profile", "said", "voice"),
    [("shop", "", "off"), ("shop", "on", "on"), ("centre", "", None), ("group", "off", "off")],
)
def test_a_shop_begins_without_calls_unless_it_wants_them(
    here: Environment, profile: str, said: str, voice: Any
) -> None:
    remember(here.data, KEFU_VOICE=said)
    choice.choose_voice(here, profile)
    assert remembered(here.data).get("KEFU_VOICE") == voice


@pytest.mark.usefixtures("empty")
def test_one_uses_it_with_an_own_account_and_no_demo(here: Environment) -> None:
    assert Client().get("/api/v1/setup").json() == {"is_needed": True}
    told = answer(here, address="proxy", domain="https://kefu.example.com/")
    assert told["addresses"] == ["https://kefu.example.com"] and told["needs_restart"]
    for block in told["proxy"].values():
        assert "proxy_set_header Upgrade $http_upgrade" in block and "127.0.0.1:8123" in block
    assert Client().get("/api/v1/setup").json() == {"is_needed": False}
    organization = Organization.objects.get()
    assert (organization.name, organization.profile, organization.is_demo) == ("青山小店", "shop", False)
    owner = accounts.sign_in(login="138 0013 8000", password=PASSWORD, ip="8.8.8.8")
    assert owner.organization == organization and not owner.must_change_password
    assert not Customer.objects.across_organizations("test").exists()
    assert choice.chosen(here) == "use" and remembered(here.data)["KEFU_VOICE"] == "off"
    assert Environment.read({"KEFU_DATA": str(here.data)}).public_url == "https://kefu.example.com"
    assert answer(here, expect=409)["code"] == "already_set_up"


@pytest.mark.usefixtures("empty")
def test_the_first_page_is_for_whoever_reads_the_console(here: Environment) -> None:
    for token in ("", "guess", choice.token(here)[:-1]):
        assert answer(here, token=token, expect=403)["code"] == "wrong_setup_token"
    assert not Organization.objects.exists()
    for _ in range(30):
        status = Client().post("/api/v1/setup", {"token": "guess", "choice": "demo"}, "application/json").status_code
    assert status == 429


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "  "}, "name"),
        ({"login": "nobody"}, "mobile"),
        ({"login": "a@"}, "email"),
        ({"password": "123"}, "password"),
        ({"address": "proxy", "domain": "localhost"}, "domain"),
        ({"address": "proxy", "domain": "a.com; rm"}, "domain"),
        ({"address": "own", "domain": ""}, "domain"),
    ],
)
def test_a_wrong_answer_founds_nothing_and_names_its_field(here: Environment, wrong: Any, field: Any) -> None:
    told = answer(here, expect=422, **wrong)
    assert {error["field"] for error in told["errors"]} == {field}
    assert not Organization.objects.exists()


@pytest.mark.usefixtures("empty")
def test_one_may_let_it_fetch_its_own_certificate(here: Environment) -> None:
    told = answer(here, address="own", domain="kefu.example.com")
    assert told["addresses"] == ["https://kefu.example.com"] and told["needs_restart"] and told["proxy"] is None
    after = Environment.read({"KEFU_DATA": str(here.data)})
    assert after.acme_directory and (after.https_port, after.http_port) == (443, 80)
    address.choose(after, "proxy", "kefu.example.com")
    assert Environment.read({"KEFU_DATA": str(here.data)}).acme_directory is None


def rows_of(organization: Organization) -> dict[str, int]:
    """How many rows each table holds for it."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if any(field.column == "organization_id" for field in model._meta.concrete_fields):
                table = model._meta.db_table
                cursor.execute(f'SELECT count(*) FROM "{table}" WHERE organization_id = %s', [organization.id])
                found[table] = (cursor.fetchone() or (0,))[0]
    return found


@pytest.mark.usefixtures("empty")
def test_the_demo_goes_whole_and_touches_nobody_else(here: Environment) -> None:
    demo = seed.plant(report=lambda what: None)
    other = founding.create(code="other", name="别家", admin_email="owner@other.test", password=PASSWORD)
    before = rows_of(other)
    assert rows_of(demo)["conversations_message"] > 100
    assert answer(here, expect=409)["code"] == "already_set_up"
    files = settings.MEDIA_ROOT / str(demo.id)
    files.mkdir(parents=True, exist_ok=True)
    (files / "a.png").write_text("x")

    owner = User.objects.across_organizations("test").get(email="admin@demo.test")
    agent = User.objects.across_organizations("test").get(email="agent1@demo.test")
    assert remove(accounts.create_token(agent.id, "test")).status_code == 403
    token = accounts.create_token(owner.id, "test")
    assert remove(token).json() == {"setup_path": None}

    assert set(rows_of(demo).values()) == {0}
    assert rows_of(other) == before
    assert not files.exists() and choice.chosen(here) == "page"
    assert remove(token).status_code == 401
    with connection.cursor() as cursor, pytest.raises(Exception, match="append"):
        cursor.execute("DELETE FROM kernel_auditentry")


@pytest.mark.usefixtures("empty")
def test_after_the_demo_one_sets_up_for_real(here: Environment) -> None:
    demo = actions.try_demo(here)
    assert answer(here, expect=409)["code"] == "demo_is_here"
    removal.remove_demo(here, demo.id)
    answer(here)
    assert not Organization.objects.get().is_demo


@pytest.mark.django_db
def test_a_real_organization_is_never_removed(here: Environment) -> None:
    shop = founding.create(code="shop", name="店", admin_email="owner@shop.test", password=PASSWORD)
    owner = User.objects.across_organizations("test").get(organization=shop)
    answer = remove(accounts.create_token(owner.id, "test"))
    assert (answer.status_code, answer.json()["code"]) == (409, "no_demo")


def remove(token: str) -> Any:
    return Client().post("/api/v1/setup/remove-demo", headers={"Authorization": f"Bearer {token}"})


@pytest.mark.parametrize("name", ["kefu.example.com", "a.cn", "xn--fiq228c.example"])
def test_domains(name: Any) -> None:
    assert address.is_domain(name)


@pytest.mark.parametrize("name", ["", "localhost", "1.2.3.4", "-a.com", "a..com", "a.com;", "a b.com", "a.com\n"])
def test_what_is_no_domain(name: Any) -> None:
    assert not address.is_domain(name)
