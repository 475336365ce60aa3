"""How callers and agents come together: what is said before the talk, a callback instead of waiting, an agent who is reached outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.journeys.house import House, Person
from tests.phone.engines import Carrier, hears
from tests.phone.voice import QUIET, first_heard, is_signed_in, newest, rung, says, sign_in, so_far

from kefu.config.tests.instances import Instance, wait_until

CALLER_HERTZ, AGENT_HERTZ = 700, 1900
Line = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def person(instance: Instance, house: House, network: Carrier, trunk: dict[str, Any]) -> Person:
    """6201, whose SIP telephone is signed in and answers by itself."""
    hired = house.hire("6201", status="offline")
    given = house.owner.api("POST", "/extensions", {"user_id": hired.id, "kind": "telephone"})
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    return hired


@pytest.fixture
def agent(person: Person) -> Iterator[Person]:
    person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    yield person
    person.is_now("offline")


@pytest.fixture(scope="module")
def line(house: House, person: Person) -> Line:
    """A queue of 6201's alone behind a number of its own; `manner` is how it behaves on the telephone."""

    def make(digits: str, **manner: Any) -> dict[str, Any]:
        api, brand = house.owner.api, house.queue["brand_id"]
        queue: dict[str, Any] = api(
            "POST", "/queues", {"brand_id": brand, "name": f"组 {digits}", "member_ids": [person.id]}
        )
        api("PATCH", f"/queue-manners/{queue['id']}", manner)
        draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": queue["id"]}}}
        flow = api("POST", "/call-flows", {"brand_id": brand, "name": f"流程 {digits}", "draft": draft})
        api("POST", f"/call-flows/{flow['id']}/publish")
        number = {"brand_id": brand, "digits": digits, "name": f"热线 {digits}", "flow_id": flow["id"]}
        api("POST", "/phone-numbers", number)
        return queue

    return make


def test_before_the_talk_the_caller_hears_that_it_is_recorded_and_who_serves_them(
    house: House, network: Carrier, line: Line, agent: Person
) -> None:
    api = house.owner.api
    line("02152000001")
    caller = network.call("02152000001", tone=CALLER_HERTZ).wait_answered(120)
    telephone = rung(network, api)
    wait_until(lambda: hears(so_far(caller), AGENT_HERTZ), seconds=60)
    call = newest(api)
    assert call["phase"] == "talking"
    before = so_far(caller)[: first_heard(so_far(caller), AGENT_HERTZ)]
    for sound in ("recording_notice", "agent_before", "digit_6", "digit_2", "digit_1", "agent_after"):
        assert says(before, f"zh-CN/{sound}"), sound
    wait_until(lambda: hears(so_far(telephone), CALLER_HERTZ), seconds=60)
    start = first_heard(so_far(telephone), CALLER_HERTZ)
    assert not hears(so_far(telephone)[:start], AGENT_HERTZ)
    moments = api("GET", f"/calls/{call['id']}")["moments"]
    order = [(one["kind"], one["name"], one["way"]) for one in moments if one["kind"] != "node"]
    assert order[order.index(("phase", "greeting", "")) :] == [
        ("phase", "greeting", ""),
        ("told", "recording_notice", "heard"),
        ("told", "agent_number", "heard"),
        ("phase", "talking", ""),
    ]
    caller.hang_up()
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)


def test_an_agent_on_a_mobile_presses_1_and_a_mailbox_is_passed_over(
    house: House, network: Carrier, line: Line, agent: Person
) -> None:
    api, mobile = house.owner.api, "13900006201"
    api("POST", "/extensions", {"user_id": agent.id, "kind": "telephone", "mobile": mobile})
    agent.api("PUT", "/extensions/mine/mobile", {"uses_mobile": True})
    line("02152000003", announce_seconds=None, **QUIET)
    caller = network.call("02152000003", tone=CALLER_HERTZ).wait_answered(120)
    telephone = rung(network, api)
    assert (telephone.number, telephone.caller) == (mobile, "02152000003"), "the network shows a number of the house"
    wait_until(lambda: says(so_far(telephone), "zh-CN/accept_call"), seconds=60)
    assert newest(api)["phase"] == "ringing" and not hears(so_far(caller), AGENT_HERTZ), "an answer is not yet a person"
    telephone.send_dtmf("1")
    wait_until(lambda: newest(api)["phase"] == "talking", seconds=60)
    wait_until(lambda: hears(so_far(caller), AGENT_HERTZ), seconds=60)
    wait_until(lambda: hears(so_far(telephone), CALLER_HERTZ), seconds=60)
    caller.hang_up()
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    tree = api("GET", "/dispositions")["items"]
    leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
    agent.api("POST", f"/calls/{newest(api)['id']}/wrap-up", {"disposition_id": leaf})

    second = network.call("02152000003", tone=CALLER_HERTZ).wait_answered(120)
    mailbox = rung(network, api)
    mailbox.wait_over(60)
    wait_until(lambda: newest(api)["phase"] == "waiting", seconds=60)
    assert newest(api)["answered_at"] is None and second.cause is None, "nobody pressed 1: the caller waits on"
    second.hang_up()
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    agent.api("PUT", "/extensions/mine/mobile", {"uses_mobile": False})


def test_a_flow_puts_a_caller_through_to_a_number_outside(
    house: House, network: Carrier, trunk: dict[str, Any]
) -> None:
    api, brand, outside = house.owner.api, house.queue["brand_id"], "02155559999"
    nodes = {"out": {"kind": "transfer", "number": outside, "otherwise": "bye"}, "bye": {"kind": "end"}}
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "转外线", "draft": {"start": "out", "nodes": nodes}})
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": "02152000004", "name": "外线", "flow_id": flow["id"]})
    caller = network.call("02152000004", caller="13900006204", tone=CALLER_HERTZ).wait_answered(120)
    partner = rung(network, api)
    assert (partner.number, partner.caller) == (outside, "02152000004")
    wait_until(lambda: hears(so_far(caller), AGENT_HERTZ), seconds=60)
    wait_until(lambda: hears(so_far(partner), CALLER_HERTZ), seconds=60)
    partner.hang_up()
    caller.wait_over(60)
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    first = newest(api)
    assert [one["way"] for one in api("GET", f"/calls/{first['id']}")["moments"] if one["kind"] == "node"] == [
        "reached"
    ]
    assert api("GET", f"/calls/{first['id']}/recording")["items"] == []
    network.answers[outside] = 17
    network.call("02152000004", caller="13900006204", tone=CALLER_HERTZ).wait_over(60)
    wait_until(lambda: newest(api)["id"] != first["id"] and newest(api)["phase"] == "ended", seconds=60)
    last = api("GET", f"/calls/{newest(api)['id']}")
    assert [one["way"] for one in last["moments"] if one["kind"] == "node"] == ["otherwise"]
    missed = [one for one in api("GET", "/missed-calls?state=open")["items"] if one["caller"] == "13900006204"]
    assert missed == [], "the flow led both to their end"


def test_who_does_not_want_to_wait_goes_and_is_called_in_their_turn(
    house: House, network: Carrier, line: Line, person: Person
) -> None:
    api = house.owner.api
    line("02152000002", callback_after=0, announce_seconds=None, **QUIET)
    network.tones["02152000051"] = CALLER_HERTZ
    caller = network.call("02152000002", caller="02152000051", tone=CALLER_HERTZ).wait_answered(120)
    wait_until(lambda: newest(api)["phase"] == "waiting", seconds=60)
    asked = newest(api)
    wait_until(lambda: says(so_far(caller), "zh-CN/callback_offer"), seconds=60)
    caller.send_dtmf("1")
    wait_until(lambda: says(so_far(caller), "zh-CN/callback_right"), seconds=60)
    caller.send_dtmf("1")
    caller.wait_over(60)
    heard = caller.recording()
    assert says(heard, "zh-CN/callback_own") and says(heard, "zh-CN/digit_5") and says(heard, "zh-CN/callback_done")
    (waiting,) = api("GET", "/callbacks")["items"]
    assert (waiting["number"], waiting["position"], waiting["call_id"]) == ("02152000051", 1, asked["id"])
    person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    agent_side, customer = rung(network, api), rung(network, api)
    assert (agent_side.caller, customer.number) == ("02152000051", "02152000051"), "the agent sees whom they call"
    assert customer.caller == "02152000002", "and the customer the number that they had called"
    wait_until(lambda: newest(api)["phase"] == "talking", seconds=60)
    back = newest(api)
    assert back["id"] == waiting["attempt_id"] and back["direction"] == "outbound"
    wait_until(lambda: hears(so_far(customer), AGENT_HERTZ), seconds=60)
    wait_until(lambda: hears(so_far(agent_side), CALLER_HERTZ), seconds=60)
    customer.hang_up()
    wait_until(lambda: api("GET", "/callbacks?state=closed")["items"], seconds=60)
    assert [one["state"] for one in api("GET", "/callbacks?state=closed")["items"]] == ["reached"]
    person.is_now("offline")
