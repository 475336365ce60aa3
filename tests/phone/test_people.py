"""Who is calling, with real calls: blocked callers, missed ones who are rung back, and important ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.journeys.house import House, Person
from tests.phone.engines import Carrier
from tests.phone.voice import is_signed_in, newest, rung, sign_in

from kefu.config.tests.instances import Instance, wait_until

HOTLINE = "4000008420"
REJECTED = 21
BLOCKED, MISSED, VIP, KNOWN = "13800008421", "13800008422", "13800008423", "13800008424"


@pytest.fixture(scope="module")
def number(house: House, trunk: dict[str, Any]) -> dict[str, Any]:
    """A hotline whose callers wait in the line at once; it may be shown to those who are called."""
    api, queue = house.owner.api, house.queue
    nodes = {"line": {"kind": "queue", "queue_id": queue["id"]}}
    flow = api("POST", "/call-flows", {
        "brand_id": queue["brand_id"], "name": "来电者", "draft": {"start": "line", "nodes": nodes},
    })  # fmt: skip
    api("POST", f"/call-flows/{flow['id']}/publish")
    body = {"brand_id": queue["brand_id"], "digits": HOTLINE, "name": "来电者热线", "flow_id": flow["id"]}
    made: dict[str, Any] = api("POST", "/phone-numbers", body)
    return made


@pytest.fixture(scope="module")
def agent(instance: Instance, house: House, network: Carrier, number: dict[str, Any]) -> Iterator[Person]:
    """8420, with a telephone, but not at work."""
    person = with_telephone(instance, house, network, number, "8420")
    yield person
    person.is_now("offline")


def with_telephone(
    instance: Instance, house: House, network: Carrier, number: dict[str, Any], employee_number: str
) -> Person:
    """Somebody new, whose SIP telephone is signed in and answers by itself, but who is not at work."""
    person = house.hire(employee_number, status="offline")
    body = {"user_id": person.id, "kind": "telephone", "shown_number_id": number["id"]}
    given = house.owner.api("POST", "/extensions", body)
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    return person


def missed_of(house: House, caller: str, state: str = "open") -> list[dict[str, Any]]:
    found = house.owner.api("GET", f"/missed-calls?state={state}&limit=200")["items"]
    return [one for one in found if one["caller"].endswith(caller)]


def hangs_up_in_the_line(house: House, network: Carrier, caller: str) -> None:
    call = network.call(HOTLINE, caller=caller).wait_answered()
    wait_until(
        lambda: newest(house.owner.api)["caller"].endswith(caller) and newest(house.owner.api)["phase"] == "waiting",
        seconds=60,
    )
    call.hang_up()
    call.wait_over()


def test_a_blocked_number_is_refused_before_it_is_answered(
    house: House, network: Carrier, number: dict[str, Any]
) -> None:
    api = house.owner.api
    block = api("POST", "/blocks", {"kind": "phone", "value": f"+86 {BLOCKED}", "reason": "骚扰"})
    call = network.call(HOTLINE, caller=BLOCKED)
    assert call.wait_over() == REJECTED
    assert not call.is_answered.is_set(), "nobody pays"
    wait_until(
        lambda: next(one for one in api("GET", "/blocks")["items"] if one["id"] == block["id"])["refusals"] == 1,
        seconds=30,
    )
    assert any(BLOCKED in one["target"]["label"] for one in api("GET", "/audit?action=block.refused")["items"])
    assert missed_of(house, BLOCKED) == []


def test_who_hangs_up_in_the_line_is_rung_back_and_then_gone(house: House, network: Carrier, agent: Person) -> None:
    hangs_up_in_the_line(house, network, MISSED)
    wait_until(lambda: len(missed_of(house, MISSED)) == 1, seconds=30)
    (entry,) = missed_of(house, MISSED)
    assert (entry["why"], entry["count"]) == ("waiting", 1)
    agent.api("POST", f"/missed-calls/{entry['id']}/ring-back")
    network.next_call(40)  # the agent's own telephone
    customer = network.next_call(40)
    assert customer.number == MISSED
    wait_until(lambda: newest(house.owner.api)["phase"] == "talking", seconds=40)
    assert missed_of(house, MISSED), "open while they talk"
    customer.hang_up()
    wait_until(lambda: missed_of(house, MISSED) == [], seconds=40)
    (closed,) = missed_of(house, MISSED, "closed")
    assert (closed["outcome"], closed["closed_by"]["id"]) == ("reached", agent.id)


def test_a_missed_vip_reaches_the_group_of_the_leads(house: House, network: Carrier, agent: Person) -> None:
    api = house.owner.api
    robot = api("POST", "/group-robots", {"name": "值班长群", "kind": "sandbox", "events": ["important_missed"]})
    body = {"name": "陈女士", "brand_id": house.queue["brand_id"], "phone": VIP, "tags": ["大客户"]}
    api("POST", "/customers", body)
    api("POST", "/warnings", {"number": VIP, "reason": "已投诉两次", "grade": "serious"})
    hangs_up_in_the_line(house, network, VIP)
    wait_until(
        lambda: [one["state"] for one in api("GET", f"/group-robots/{robot['id']}/messages")["items"]] == ["sent"],
        seconds=60,
    )
    (message,) = api("GET", f"/group-robots/{robot['id']}/messages")["items"]
    assert "已投诉两次" in message["text"]
    assert [one["is_important"] for one in missed_of(house, VIP)] == [True]


def test_the_owner_of_the_caller_s_ticket_is_rung_first_and_somebody_else_when_offline(
    instance: Instance, house: House, network: Carrier, number: dict[str, Any], agent: Person
) -> None:
    api, brand = house.owner.api, house.queue["brand_id"]
    owner = with_telephone(instance, house, network, number, "8424")  # who would come second
    customer = api("POST", "/customers", {"name": "林女士", "brand_id": brand, "phone": KNOWN})
    ticket = {"subject": "包裹三天没动", "description": "一直停在中转站"}
    api("POST", "/tickets", {**ticket, "customer_id": customer["id"], "owner_id": owner.id})
    for person in (agent, owner):
        person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})

    def is_served_by() -> Any:
        caller = network.call(HOTLINE, caller=KNOWN)
        rung(network, api)
        wait_until(lambda: newest(api)["phase"] == "talking", seconds=40)
        served = newest(api)
        caller.hang_up()
        caller.wait_over()
        return served["assignee_id"]

    assert is_served_by() == owner.id
    owner.is_now("offline")
    assert is_served_by() == agent.id
