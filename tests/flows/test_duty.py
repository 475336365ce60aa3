"""Off hours: who has duty is rung for important callers, everybody else hears that it is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from tests.flows.conftest import Api, Shop
from tests.flows.hotline import fresh, hangs_up, hotline, rings

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import WorkItem
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.models import Call, CallCommand
from kefu.contact.telephony.rules import machine
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, events

CALLER = "13800138000"
ANYBODY = "13900139000"


def id_of(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def has_duty(shop: Shop, number: str, place: int = 1, **more: Any) -> Api:
    """Somebody with a telephone, at home, who has duty every night."""
    api = shop.agent(number, status="offline")
    shop.owner("POST", "/extensions", {"user_id": id_of(api), "kind": "telephone"}, expect=201)
    nights = {"kind": "agent", "weekdays": [1, 2, 3, 4, 5, 6, 7], "begins": "18:00", "ends": "09:00", "place": place}
    shop.owner("POST", "/duty-shifts", {**nights, "user_id": id_of(api), **more}, expect=201)
    return api


@pytest.fixture
def night(shop: Shop) -> Any:
    """Two in the night in Beijing, at a hotline that is open by day; one VIP is known."""
    weekly = {str(day): [["09:00", "18:00"]] for day in range(1, 8)}
    body = {"name": "白天", "weekly": weekly, "follows_statutory_holidays": False}
    calendar = shop.owner("POST", "/calendars", body)
    nodes = {
        "open": {"kind": "hours", "calendar_id": calendar["id"], "open": "line", "closed": "bye"},
        "line": {"kind": "queue", "queue_id": str(shop.queue.id)},
        "bye": {"kind": "end"},
    }
    hotline(shop, draft={"start": "open", "nodes": nodes})
    known = customers.identify(shop.system, brand_id=shop.site.brand_id, phone=CALLER, name="陈女士")
    shop.owner("PATCH", f"/customers/{known.id}", {"tier": "vip"})
    with time_machine.travel(clock.now().replace(hour=18, minute=0, second=0), tick=True) as travel:
        yield travel


def rung(call: Call) -> list[str]:
    """Whose telephones were to ring for it, in order."""
    events.drain(times=1)
    facts = CallCommand.objects.across_organizations("a test").filter(call=call).order_by("id")
    return [row.fact["user"] for row in facts if row.fact["kind"] == "Offered"]


def declines(call: Call, user: str) -> None:
    """The telephone rang in vain."""
    telephony.follow(call.organization_id, call.id, machine.Offered(user, "PJSIP/x"))
    telephony.follow(call.organization_id, call.id, machine.LegGone(fresh(call.id).machine["leg"]))


def test_a_vip_rings_the_agent_on_duty_and_an_ordinary_caller_hears_that_it_is_closed(shop: Shop, night: Any) -> None:
    agent = has_duty(shop, "8401")
    important, ordinary = rings(CALLER), rings(ANYBODY)
    assert (important.phase, ordinary.phase) == ("waiting", "closing")
    assert rung(important) == [id_of(agent)]
    kinds = [one["kind"] for one in shop.owner("GET", f"/calls/{important.id}")["moments"]]
    assert "duty" in kinds, "its path says why it was let in"
    telephony.follow(important.organization_id, important.id, machine.Offered(id_of(agent), "PJSIP/x"))
    telephony.follow(important.organization_id, important.id, machine.LegUp(fresh(important.id).machine["leg"]))
    assert (fresh(important.id).phase, str(fresh(important.id).assignee_id)) == ("greeting", id_of(agent))


def test_who_does_not_answer_is_followed_by_the_next_on_duty(shop: Shop, night: Any) -> None:
    first, second = has_duty(shop, "8401"), has_duty(shop, "8402", place=2)
    call = rings(CALLER)
    assert rung(call) == [id_of(first)]
    declines(call, id_of(first))
    assert rung(call) == [id_of(first), id_of(second)]
    declines(call, id_of(second))
    assert rung(call) == [id_of(first), id_of(second)], "nobody is asked twice"
    work = routing.open_item(shop.system, call.id)
    assert work is not None and work.state == WorkItem.State.WAITING
    hangs_up(call)
    (entry,) = shop.owner("GET", "/missed-calls")["items"]
    assert (entry["is_important"], entry["why"]) == (True, "waiting")


def test_with_a_shift_for_everybody_ordinary_callers_ring_too(shop: Shop, night: Any) -> None:
    agent = has_duty(shop, "8401", takes_everybody=True)
    call = rings(ANYBODY)
    assert rung(call) == [id_of(agent)]


def test_without_duty_a_vip_hears_that_it_is_closed_and_is_missed(shop: Shop, night: Any) -> None:
    shop.agent("8401", status="offline")
    call = rings(CALLER)
    assert call.phase == "closing"
    hangs_up(call)
    (entry,) = shop.owner("GET", "/missed-calls")["items"]
    assert (entry["is_important"], entry["why"]) == (True, "closed")


def test_by_day_everybody_waits_in_the_line(shop: Shop, night: Any) -> None:
    has_duty(shop, "8401")
    night.shift(timedelta(hours=9))
    call = rings(CALLER)
    assert (call.phase, rung(call)) == ("waiting", [])
