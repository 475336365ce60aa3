"""What an agent needs to call out, and what is refused in words before anything rings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from tests.flows.conftest import Api, Shop
from tests.flows.hotline import hangs_up, hotline, rings

from kefu.contact.telephony import actions
from kefu.contact.telephony.models import CallCommand
from kefu.contact.telephony.rules import machine

pytestmark = pytest.mark.django_db


def refused(api: Api, to: str, code: str, *, expect: int, **body: Any) -> None:
    assert api("POST", "/calls", {"to": to, **body}, expect=expect)["code"] == code


@pytest.fixture
def agent(shop: Shop) -> Api:
    return shop.agent("8202")


def equip(shop: Shop, agent: Api) -> dict[str, Any]:
    """A telephone, a line and a number to show."""
    me = agent("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    shop.owner("POST", "/trunks", {"name": "运营商", "host": "sip.carrier.example"}, expect=201)
    number: dict[str, Any] = shop.owner(
        "POST", "/phone-numbers", {"brand_id": str(shop.site.brand_id), "digits": "4000008202"}, expect=201
    )
    return number


def test_what_is_missing_is_named_one_after_another(shop: Shop, agent: Api) -> None:
    refused(agent, "13800138000", "no_extension", expect=409)
    me = agent("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    refused(agent, "13800138000", "no_number_to_show", expect=409)
    shop.owner("POST", "/phone-numbers", {"brand_id": str(shop.site.brand_id), "digits": "4000008202"}, expect=201)
    refused(agent, "13800138000", "no_trunk", expect=409)


def test_a_call_out_rings_at_the_agent_and_nobody_calls_twice_at_once(shop: Shop, agent: Api) -> None:
    number = equip(shop, agent)
    call = agent("POST", "/calls", {"to": "+86 138-0013-8000", "caller_number_id": number["id"]}, expect=201)
    assert (call["phase"], call["direction"], call["number"]["digits"]) == ("calling", "outbound", "4000008202")
    command = CallCommand.objects.for_actor(shop.system).get(call=call["id"])
    assert command.fact["kind"] == "Placed" and command.fact["shows"] == "13800138000"
    refused(agent, "13800138000", "dialled_just_now", expect=422)
    refused(agent, "13800138001", "on_the_phone", expect=409)
    refused(agent, "13800138001", "number_not_shown", expect=422, caller_number_id=call["id"])
    refused(agent, "0012125550100", "abroad_not_allowed", expect=422)
    actions.follow(shop.organization.id, UUID(call["id"]), machine.Asked("agent"))
    assert agent("GET", f"/calls/{call['id']}")["phase"] == "ended"
    again = agent("POST", "/calls", {"to": "13800138001"}, expect=201)
    assert again["phase"] == "calling", "free at once, since nobody was reached"


def test_the_customer_s_number_is_dialled_without_being_seen(shop: Shop, agent: Api) -> None:
    equip(shop, agent)
    customer = shop.owner(
        "POST",
        "/customers",
        {"brand_id": str(shop.site.brand_id), "name": "王女士", "phone": "13800138777"},
        expect=201,
    )
    call = agent("POST", "/calls", {"customer_id": customer["id"]}, expect=201)
    assert call["customer_id"] == customer["id"]
    command = CallCommand.objects.for_actor(shop.system).get(call=call["id"])
    assert command.fact["shows"] == "13800138777"


def test_hidden_numbers_are_dialled_by_whose_they_are(shop: Shop, agent: Api) -> None:
    """The second number of a customer whose address and id come first, and the caller of another call."""
    equip(shop, agent)
    brand = str(shop.site.brand_id)
    body = {"brand_id": brand, "name": "王女士", "external_id": "A-1", "email": "wang@example.com"}
    customer = shop.owner("POST", "/customers", body, expect=201)
    refused(agent, "", "wrong_number", expect=422, customer_id=customer["id"])
    shop.owner("PATCH", f"/customers/{customer['id']}", {"phones": ["13800138777", "13800138778"]})
    told = shop.owner("GET", f"/customers/{customer['id']}")["phones"]

    def dialled(**body: Any) -> str:
        call = agent("POST", "/calls", body, expect=201)
        command = CallCommand.objects.for_actor(shop.system).get(call=call["id"])
        actions.follow(shop.organization.id, UUID(call["id"]), machine.Asked("agent"))
        return str(command.fact["shows"])

    assert [dialled(customer_id=customer["id"], which=n)[-11:] for n in (0, 1)] == [phone[-11:] for phone in told]
    hotline(shop, "4000008203")
    called = hangs_up(rings("13900139555", "4000008203"))
    assert dialled(call_id=str(called.id)) == "13900139555"
    agent("POST", "/calls", {"call_id": customer["id"]}, expect=404)


def talk(shop: Shop, agent: Api) -> dict[str, Any]:
    """A call out that the customer has answered."""
    equip(shop, agent)
    call: dict[str, Any] = agent("POST", "/calls", {"to": "13800138000"}, expect=201)
    heed(shop, call)
    tell(shop, call, machine.LegUp("a1"), machine.LegUp(machine.CALLER))
    return call


def tell(shop: Shop, call: dict[str, Any], *facts: machine.Fact) -> None:
    for fact in facts:
        actions.follow(shop.organization.id, UUID(call["id"]), fact)


def heed(shop: Shop, call: dict[str, Any]) -> None:
    """As the telephony role does with what was asked for."""
    for command in CallCommand.objects.for_actor(shop.system).filter(call=call["id"], done_at=None).order_by("id"):
        actions.follow(shop.organization.id, UUID(call["id"]), machine.load(command.fact), command_id=command.id)


def take_calls(shop: Shop, api: Api) -> str:
    me: str = api("GET", "/auth/me")["user"]["id"]
    shop.owner("POST", "/extensions", {"user_id": me, "kind": "telephone"}, expect=201)
    api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    return me


def test_a_transfer_is_checked_and_its_work_goes_along(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    path = f"/calls/{call['id']}"
    expert = shop.agent("8203")
    assert agent("POST", f"{path}/transfer", {}, expect=409)["code"] == "not_now", "nobody was asked"
    assert agent("POST", f"{path}/consult", {}, expect=422)["code"] == "one_target"
    me = expert("GET", "/auth/me")["user"]["id"]
    assert agent("POST", f"{path}/transfer", {"to_agent": me}, expect=409)["code"] == "no_extension"
    take_calls(shop, expert)
    agent("POST", f"{path}/transfer", {"to_agent": me, "note": "看发票"}, expect=202)
    heed(shop, call)
    seen = expert("GET", path)
    assert (seen["stage"], seen["invitation"]["note"]) == ("transferring", "看发票"), "before answering"
    tell(shop, call, machine.LegUp("x2"))
    seen = expert("GET", path)
    assert (seen["assignee_id"], seen["stage"], seen["invitation"]["outcome"]) == (me, "", "taken")
    again = agent("POST", "/calls", {"to": "13800138001"}, expect=201)
    assert again["phase"] == "calling", "whoever gave it away is free"
    assert expert("POST", "/calls", {"to": "13800138002"}, expect=409)["code"] == "on_the_phone"


def test_a_colleague_who_was_asked_is_busy_meanwhile_and_free_afterwards(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    path, expert = f"/calls/{call['id']}", shop.agent("8203")
    me = take_calls(shop, expert)
    agent("POST", f"{path}/consult", {"to_agent": me}, expect=202)
    heed(shop, call)
    assert expert("POST", "/calls", {"to": "13800138002"}, expect=409)["code"] == "on_the_phone"
    tell(shop, call, machine.LegGone("x2", 19))
    seen = agent("GET", path)
    assert (seen["stage"], seen["invitation"]["outcome"]) == ("held", "no_answer")
    assert [m["name"] for m in seen["moments"] if m["kind"] == "talk"] == ["consult", "returned"]
    assert expert("POST", "/calls", {"to": "13800138002"}, expect=201)


def test_only_a_supervisor_listens_within_their_scope_and_it_is_audited(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    path, boss = f"/calls/{call['id']}", shop.agent("8204", role="admin")
    agent("POST", f"{path}/monitor", {"mode": "listen"}, expect=403)
    elsewhere = shop.agent("8205", role="supervisor")
    elsewhere("POST", f"{path}/monitor", {"mode": "listen"}, expect=404)
    assert boss("DELETE", f"{path}/monitor", expect=409)["code"] == "not_monitoring"
    take_calls(shop, boss)
    boss("POST", f"{path}/monitor", {"mode": "listen"}, expect=202)
    heed(shop, call)
    assert not agent("GET", path)["monitor"]["has_answered"], "it rings only"
    assert [one["id"] for one in boss("GET", "/calls/mine")["items"]] == [call["id"]], "on the supervisor's telephone"
    tell(shop, call, machine.LegUp("w2"))
    seen = agent("GET", path)["monitor"]
    assert (seen["mode"], seen["has_answered"]) == ("listen", True)
    tell(shop, call, machine.LegGone(machine.CALLER))
    audited = shop.owner("GET", "/audit?limit=50")["items"]
    assert "call.monitored" in [entry["action"] for entry in audited]


def test_the_board_shows_who_talks_and_since_when_to_supervisors_alone(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    began = agent("GET", f"/calls/{call['id']}")["in_state_since"]
    agent("GET", "/calls/live", expect=403)
    agent("POST", f"/calls/{call['id']}/hold", expect=202)
    heed(shop, call)
    (line,) = shop.owner("GET", "/calls/live")["items"]
    assert (line["id"], line["stage"], line["phase"]) == (call["id"], "held", "talking")
    assert line["in_state_since"] > began
    assert shop.agent("8206", role="supervisor")("GET", "/calls/live")["items"] == [], "another team's"
    tell(shop, call, machine.LegGone(machine.CALLER))
    assert shop.owner("GET", "/calls/live")["items"] == []


def test_a_pause_is_refused_twice_and_nobody_is_asked_in_it(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    path = f"/calls/{call['id']}"
    agent("POST", f"{path}/recording/resume", expect=409)
    agent("POST", f"{path}/recording/pause", expect=202)
    heed(shop, call)
    assert agent("GET", path)["recording_paused"]
    assert agent("POST", f"{path}/recording/pause", expect=409)["code"] == "recording_paused"
    refused = agent("POST", f"{path}/consult", {"to_number": "13800138009"}, expect=409)
    assert refused["code"] == "recording_paused"


def test_a_call_given_to_a_line_is_nobodys_until_somebody_takes_it(shop: Shop, agent: Api) -> None:
    call = talk(shop, agent)
    path = f"/calls/{call['id']}"
    agent("POST", f"{path}/transfer", {"to_queue": str(shop.queue.id)}, expect=202)
    heed(shop, call)
    seen = shop.owner("GET", path)
    assert (seen["phase"], seen["assignee_id"]) == ("waiting", None)
    tell(shop, call, machine.LegGone(machine.CALLER))
    assert shop.owner("GET", path)["phase"] == "ended"
