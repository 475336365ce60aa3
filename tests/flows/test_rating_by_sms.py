"""A served caller who pressed no key is asked by SMS, follows the link and rates, through the public API."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from tests.flows.conftest import Api, Shop
from tests.flows.hotline import fresh, hangs_up, hotline, is_answered, rings
from tests.flows.test_phone_line import on_the_phone

from kefu.contact.routing.models import Contact, Disposition
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.models import Call, RatingInvitation
from kefu.contact.telephony.rules import machine as m
from kefu.kernel import events

CALLER, OTHER = "13800138000", "13900139000"
NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


@pytest.fixture
def clock_of_noon() -> Any:
    with time_machine.travel(NOON, tick=False) as moved:
        yield moved


@pytest.fixture
def desk(shop: Shop, clock_of_noon: time_machine.Traveller) -> tuple[Api, str]:
    """A line that asks by keys and, once in thirty days, by SMS; an agent on the phone."""
    hotline(shop)
    shop.owner("PATCH", f"/queue-manners/{shop.queue.id}", {"asks_rating": True, "rating_sms_days": 30})
    shop.owner("POST", "/sms-lines", {"brand_id": str(shop.site.brand_id), "sign": "青禾优选"}, expect=201)
    agent, user_id = on_the_phone(shop, "8301")
    return agent, str(user_id)


def serves(shop: Shop, desk: tuple[Api, str], caller: str = CALLER, *, keys: str = "", reason: str = "") -> Call:
    """A call from its ring to its end and the wrap-up; `keys` are pressed when the caller is asked to rate."""
    agent, user_id = desk
    call = rings(caller)
    is_answered(call, user_id)
    if fresh(call.id).phase == Call.Phase.GREETING:
        telephony.follow(shop.organization.id, call.id, m.Played(fresh(call.id).machine["playback"]))
    telephony.follow(shop.organization.id, call.id, m.Asked("agent"))
    for key in keys:
        telephony.follow(shop.organization.id, call.id, m.Key(key))
    events.drain()
    agent("POST", f"/calls/{call.id}/wrap-up", {"disposition_id": reason or shop.leaf(), "summary": "问发票"})
    return hangs_up(call)


def invited(shop: Shop, call: Call) -> RatingInvitation | None:
    return telephony.invite_to_rate(shop.organization.id, call.id)


def texts(shop: Shop) -> list[str]:
    (line,) = shop.owner("GET", "/sms-lines")["items"]
    return [row["text"] for row in shop.owner("GET", f"/sms-lines/{line['id']}/messages")["items"]]


def link(text: str) -> str:
    found = re.search(r"/r/([\w-]+) ", text)
    assert found is not None, text
    return f"/api/v1/call-ratings/{found[1]}"


def test_a_caller_who_pressed_no_key_rates_by_the_link_and_the_leader_hears_of_a_low_one(
    shop: Shop, desk: tuple[Api, str], clock_of_noon: time_machine.Traveller
) -> None:
    call = serves(shop, desk)
    assert texts(shop) == [], "not before the agent has wrapped up"
    clock_of_noon.shift(timedelta(minutes=3))
    assert invited(shop, call) is not None and invited(shop, call) is None
    (text,) = texts(shop)
    assert text.startswith("【青禾优选】请评价您刚才与") and text.endswith("拒收请回复R")
    page = Client()
    shown = page.get(link(text)).json()
    assert (shown["score"], shown["locale"]) == (None, "zh-CN") and CALLER not in str(shown)
    assert shown["tags"]["agent"] and shown["tags"]["business"]
    said = {"score": 1, "solved": "no", "comment": "等太久", "tags": shown["tags"]["agent"][:1]}
    for wrong in ({"score": 6}, {"score": 0}, {}):
        assert page.post(link(text), wrong, "application/json").status_code == 422
    assert page.post(link(text), said, "application/json").status_code == 204
    again = page.post(link(text), said, "application/json")
    assert (again.status_code, again.json()["code"]) == (409, "already_rated")
    assert page.get(link(text)).json()["score"] == 1
    (rating,) = shop.owner("GET", f"/ratings?conversation={call.id}")["items"]
    assert (rating["score"], rating["solved"], rating["channel"], rating["follow_up"]) == (1, "no", "phone", "open")
    events.drain()
    heard = [one["kind"] for one in shop.owner("GET", "/notices")["items"]]
    assert "low_rating" in heard


def test_who_has_said_it_by_keys_is_not_asked(shop: Shop, desk: tuple[Api, str]) -> None:
    assert invited(shop, serves(shop, desk, keys="51")) is None
    assert texts(shop) == []


def test_a_customer_is_asked_once_in_so_many_days_by_whichever_number(
    shop: Shop, desk: tuple[Api, str], clock_of_noon: time_machine.Traveller
) -> None:
    body = {"brand_id": str(shop.site.brand_id), "name": "陈女士", "phone": CALLER}
    known = shop.owner("POST", "/customers", body, expect=201)
    shop.owner("PATCH", f"/customers/{known['id']}", {"phones": [CALLER, OTHER]})
    assert invited(shop, serves(shop, desk)) is not None
    clock_of_noon.shift(timedelta(days=29))
    assert invited(shop, serves(shop, desk)) is None
    assert invited(shop, serves(shop, desk, OTHER)) is None
    assert invited(shop, serves(shop, desk, "13700137000")) is not None
    clock_of_noon.shift(timedelta(days=2))
    assert invited(shop, serves(shop, desk)) is not None


@pytest.mark.parametrize(
    "why", ["abandoned", "nobody to serve", "a landline", "blocked", "the queue does not ask", "no line"]
)
def test_who_is_not_asked(shop: Shop, desk: tuple[Api, str], why: str) -> None:
    caller, reason = CALLER, ""
    if why == "nobody to serve":
        leaves = Disposition.objects.for_actor(shop.system).filter(code__startswith="invalid-")
        reason = str(leaves.earliest("id").id)
    if why == "a landline":
        caller = "02165432100"
    if why == "the queue does not ask":
        shop.owner("PATCH", f"/queue-manners/{shop.queue.id}", {"rating_sms_days": None})
    if why == "no line":
        (line,) = shop.owner("GET", "/sms-lines")["items"]
        shop.owner("PATCH", f"/sms-lines/{line['id']}", {"is_active": False})
    call = hangs_up(rings(caller)) if why == "abandoned" else serves(shop, desk, caller, reason=reason)
    if why == "blocked":
        shop.owner("POST", "/blocks", {"kind": "phone", "value": CALLER, "reason": "骚扰"}, expect=201)
    assert invited(shop, call) is None
    assert Contact.objects.for_actor(shop.system).filter(subject_id=call.id).exists()


def test_a_link_holds_three_days_from_the_hour_at_which_it_went_out(
    shop: Shop, desk: tuple[Api, str], clock_of_noon: time_machine.Traveller
) -> None:
    clock_of_noon.move_to(NOON + timedelta(hours=10))  # 22:00 in Beijing: it waits until nine
    assert invited(shop, serves(shop, desk)) is not None
    (text,) = texts(shop)
    clock_of_noon.move_to(NOON + timedelta(days=3, hours=20))
    assert Client().get(link(text)).status_code == 200
    clock_of_noon.move_to(NOON + timedelta(days=3, hours=22))
    assert Client().get(link(text)).status_code == 410
    late = Client().post(link(text), {"score": 5}, "application/json")
    assert (late.status_code, late.json()["code"]) == (410, "invitation_over")
    assert Client().get(link(text)[:-2]).status_code == 404
