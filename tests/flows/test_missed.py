"""Callers who reached nobody: opened by themselves, given to somebody, closed when they were reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.flows.conftest import Api, Shop
from tests.flows.hotline import hangs_up, hotline, is_answered, rings

from kefu.contact.missed import actions as missed
from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.models import Call
from kefu.contact.telephony.rules import machine
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock, events

CALLER = "13800138000"


def listed(api: Api, state: str = "open") -> list[dict[str, Any]]:
    return list(api("GET", f"/missed-calls?state={state}")["items"])


def id_of(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def notices(api: Api, kind: str) -> list[str]:
    return [one["text"]["zh-CN"] for one in api("GET", "/notices")["items"] if one["kind"] == kind]


def customer(shop: Shop, tier: str = "normal") -> str:
    """Whoever calls from CALLER."""
    known = customers.identify(shop.system, brand_id=shop.site.brand_id, phone=CALLER, name="陈女士")
    shop.owner("PATCH", f"/customers/{known.id}", {"tier": tier})
    return str(known.id)


def dialled_back(shop: Shop, call: Call, *, answered: bool) -> Call:
    """What the record of a call to the customer says once it is over."""
    now = clock.now()
    out = Call.objects.create(
        organization_id=call.organization_id,
        brand_id=call.brand_id,
        direction=Call.Direction.OUTBOUND,
        version=call.version,
        channel_id=f"out-{now.timestamp()}",
        caller=CALLER,
        phase=Call.Phase.ENDED,
        started_at=now,
        answered_at=now if answered else None,
        ended_at=now,
        ended_by="visitor",
    )
    missed.heed(out.organization_id, out.id)
    return out


def with_telephone(shop: Shop, number: str, **settings: Any) -> Api:
    api = shop.agent(number, **settings)
    given = shop.owner("POST", "/extensions", {"user_id": id_of(api), "kind": "telephone"}, expect=201)
    telephony.note_state(given["account"], True)
    return api


@pytest.fixture
def agent(shop: Shop) -> Api:
    """The only one who has a telephone."""
    hotline(shop)
    return with_telephone(shop, "8401", status="offline")


def test_who_hangs_up_in_the_line_is_one_entry_a_day_with_a_count(shop: Shop, agent: Api) -> None:
    for written in (CALLER, "0" + CALLER, "+86" + CALLER):
        hangs_up(rings(written))
    (entry,) = listed(agent)
    assert (entry["count"], entry["why"], entry["assignee"]["id"]) == (3, "waiting", id_of(agent))
    assert agent("GET", "/missed-calls/to-ring-back") == {"mine": 1, "all": 1}
    assert len(notices(agent, "missed_call")) == 1
    with time_machine.travel(clock.now() + timedelta(days=1)):
        hangs_up(rings(CALLER))
    assert sorted(one["count"] for one in listed(agent)) == [1, 3]


def test_it_is_told_once_however_often_the_event_comes(shop: Shop, agent: Api) -> None:
    call = hangs_up(rings(CALLER))
    missed.heed(call.organization_id, call.id)
    assert [one["count"] for one in listed(agent)] == [1]


def test_a_call_that_the_engine_lost_is_an_entry_too(shop: Shop, agent: Api) -> None:
    call = rings(CALLER)
    telephony.follow(call.organization_id, call.id, machine.Asked("system"))
    hangs_up(call)
    assert [one["why"] for one in listed(agent)] == ["lost"]


def test_two_without_a_number_are_two(shop: Shop, agent: Api) -> None:
    for _ in range(2):
        hangs_up(rings("anonymous"))
    assert [one["count"] for one in listed(agent)] == [1, 1]


def test_it_stays_until_the_customer_was_reached(shop: Shop, agent: Api) -> None:
    call = hangs_up(rings(CALLER))
    dialled_back(shop, call, answered=False)
    (entry,) = listed(agent)
    assert (entry["attempts"], entry["attempted_at"] is not None) == (1, True)
    dialled_back(shop, call, answered=True)
    assert listed(agent) == []
    (entry,) = listed(agent, "closed")
    assert (entry["outcome"], entry["attempts"]) == ("reached", 1)


def test_who_calls_again_and_is_served_is_reached(shop: Shop, agent: Api) -> None:
    hangs_up(rings(CALLER))
    agent("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    call = rings("+86" + CALLER)
    is_answered(call, id_of(agent))
    hangs_up(call)
    assert listed(agent) == []
    assert [(one["outcome"], one["closed_by"]["id"]) for one in listed(agent, "closed")] == [("served", id_of(agent))]


def test_who_is_served_in_the_chat_is_reached(shop: Shop, agent: Api) -> None:
    known = customer(shop)
    hangs_up(rings(CALLER))
    agent("PUT", "/agents/me/presence", {"status": "online"})
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/customer", {"customer_id": known})
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "刚才没接到您的电话"}, expect=201)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    assert [one["outcome"] for one in listed(agent, "closed")] == ["served"]


def test_only_a_leader_gives_one_up_and_says_why(shop: Shop, agent: Api) -> None:
    leader = shop.owner
    hangs_up(rings(CALLER))
    (entry,) = listed(leader)
    settle = f"/missed-calls/{entry['id']}/settle"
    agent("POST", settle, {"reason": "算了"}, expect=403)
    leader("POST", settle, {"reason": ""}, expect=422)
    leader("POST", settle, {"reason": "空号，三次未接通"})
    leader("POST", settle, {"reason": "再来"}, expect=409)
    (closed,) = listed(leader, "closed")
    assert (closed["outcome"], closed["note"]) == ("settled", "空号，三次未接通")
    hangs_up(rings(CALLER))
    assert [(one["count"], one["outcome"]) for one in listed(leader)] == [(2, "")], "called again: open again"


def test_the_last_agent_gets_it_and_a_leader_may_give_it_to_another(shop: Shop, agent: Api) -> None:
    leader, other = shop.owner, with_telephone(shop, "8402")
    other("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    call = rings(CALLER)
    is_answered(call, id_of(other))
    hangs_up(call)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        hangs_up(rings(CALLER))
        (entry,) = listed(leader)
        assert entry["assignee"]["id"] == id_of(other)
        body = {"user_id": id_of(agent)}
        agent("POST", f"/missed-calls/{entry['id']}/assign", body, expect=403)
        assert leader("POST", f"/missed-calls/{entry['id']}/assign", body)["assignee"]["id"] == id_of(agent)
        assert len(notices(agent, "missed_call")) == 1


def due(organization_id: Any) -> None:
    """Do the timers of missed calls that are due, as the worker would."""
    rows = ProcrastinateJob.objects.filter(status="todo", task_name="kefu.contact.missed.jobs.escalate")
    for job in rows.exclude(scheduled_at__gt=clock.now()):
        missed.escalate(organization_id, job.args["missed_call_id"], int(job.args["count"]))


def test_at_two_in_the_night_of_five_callers_the_important_one_reaches_the_lead_and_then_the_next(
    shop: Shop, agent: Api
) -> None:
    first, second = (shop.agent(number, role="supervisor", status="offline") for number in ("8408", "8409"))
    robot = shop.owner(
        "POST", "/group-robots", {"name": "值班群", "kind": "sandbox", "events": ["important_missed"]}, expect=201
    )
    customer(shop, "vip")
    for place, lead in ((1, first), (2, second)):
        shift = {"kind": "lead", "weekdays": [1, 2, 3, 4, 5, 6, 7], "begins": "18:00", "ends": "09:00", "place": place}
        shop.owner("POST", "/duty-shifts", {**shift, "user_id": id_of(lead)}, expect=201)
    night = clock.now().replace(hour=18, minute=0, second=0)  # 02:00 in Beijing
    with time_machine.travel(night, tick=False) as travel:
        for caller in ("13900139001", "13900139002", CALLER, "13900139003", "13900139004"):
            hangs_up(rings(caller))
            travel.shift(1)
        events.drain()
        assert sorted(one["is_important"] for one in listed(shop.owner)) == [False] * 4 + [True]
        assert [one["customer"]["name"] for one in listed(first)] == ["陈女士"], "the lead sees what they were told of"
        assert notices(first, "important_missed") == ["重要来电漏接：陈女士（VIP 客户）"]
        assert notices(second, "important_missed") == []
        messages = shop.owner("GET", f"/group-robots/{robot['id']}/messages")["items"]
        assert [one["title"] for one in messages] == ["重要来电漏接：陈女士"]
        travel.shift(240)
        due(shop.organization.id)
        assert notices(second, "important_missed") == []
        travel.shift(60)
        due(shop.organization.id)
        events.drain()
        assert notices(second, "important_missed") == ["重要来电漏接，5 分钟仍未回拨：陈女士（VIP 客户）"]
        assert len(notices(first, "important_missed")) == 1
        assert len(shop.owner("GET", f"/group-robots/{robot['id']}/messages")["items"]) == 2


def test_who_was_rung_back_in_time_goes_no_further(shop: Shop, agent: Api) -> None:
    lead, other = (shop.agent(number, role="supervisor", status="offline") for number in ("8408", "8409"))
    customer(shop, "vip")
    call = hangs_up(rings(CALLER))
    told = sum(len(notices(api, "important_missed")) for api in (lead, other, shop.owner))
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        dialled_back(shop, call, answered=False)
    with time_machine.travel(clock.now() + timedelta(minutes=6)):
        due(shop.organization.id)
    assert sum(len(notices(api, "important_missed")) for api in (lead, other, shop.owner)) == told == 1


def test_ringing_back_dials_the_caller_without_showing_the_number(shop: Shop, agent: Api) -> None:
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "sip.carrier.example"}, expect=201)
    hangs_up(rings("0" + CALLER))
    hangs_up(rings("anonymous"))
    hidden, seen = listed(shop.owner)
    assert next(one["caller"] for one in listed(agent) if one["id"] == seen["id"]) == "0138****8000"
    shop.owner("POST", f"/missed-calls/{hidden['id']}/ring-back", expect=409)
    begun = agent("POST", f"/missed-calls/{seen['id']}/ring-back", expect=202)
    out = Call.objects.for_actor(shop.system).get(id=begun["call_id"])
    assert (out.direction, out.phase) == ("outbound", "calling") and out.caller.endswith(CALLER)
    telephony.follow(out.organization_id, out.id, machine.Asked("agent"))
    events.drain()
    assert [one["attempts"] for one in listed(shop.owner)] == [0, 1]
