"""Calls out: the agent's telephone, then the customer's, and everything that may come between, on a whole instance."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.house import Desk, House, Person
from tests.phone.engines import RINGS, Carrier, CarrierCall, hears, share
from tests.phone.voice import is_signed_in, samples, sign_in

from kefu.config.tests.instances import Instance, wait_until

SHOWN = "4000008201"
SLOW_MS = 60_000
AGENT_HERTZ, CUSTOMER_HERTZ = 1300, 1900


@pytest.fixture(scope="module")
def hired(instance: Instance, house: House, network: Carrier, trunk: dict[str, Any]) -> Person:
    """8201 with a SIP telephone that answers by itself, and a number that customers see."""
    api = house.owner.api
    number = api("POST", "/phone-numbers", {"brand_id": house.queue["brand_id"], "digits": SHOWN, "name": "外呼"})
    person = house.hire("8201", status="offline")
    body = {"user_id": person.id, "kind": "telephone", "shown_number_id": number["id"]}
    given = api("POST", "/extensions", body)
    network.tones[given["account"]] = AGENT_HERTZ
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    return person


@pytest.fixture
def agent(hired: Person) -> Iterator[Person]:
    yield hired
    for call in hired.api("GET", "/calls?limit=20")["items"]:
        if call["phase"] != "ended" and call["assignee_id"] == hired.id:
            hired.api("POST", f"/calls/{call['id']}/hangup")
            wait_until(partial(is_over, hired, call), seconds=30)


def see(person: Person, call: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = person.api("GET", f"/calls/{call['id']}")
    return found


def is_over(person: Person, call: dict[str, Any]) -> bool:
    return bool(see(person, call)["phase"] == "ended")


def wrap_up(person: Person, call: dict[str, Any]) -> None:
    tree = person.api("GET", "/dispositions")["items"]
    leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
    person.api("POST", f"/calls/{call['id']}/wrap-up", {"disposition_id": leaf})


def phases(call: dict[str, Any]) -> list[str]:
    return [moment["name"] for moment in call["moments"] if moment["kind"] == "phase"]


def both(network: Carrier, number: str) -> tuple[CarrierCall, CarrierCall]:
    """The agent's telephone and the customer's, which answers."""
    own, customer = network.next_call(40), network.next_call(40)
    assert customer.number == number
    return own, customer


def test_a_customer_is_called_sees_the_number_and_is_recorded(house: House, network: Carrier, agent: Person) -> None:
    call = agent.api("POST", "/calls", {"to": "138 0000 8201"})
    assert (call["direction"], call["phase"], call["assignee_id"]) == ("outbound", "calling", agent.id)
    own, customer = both(network, "13800008201")
    assert customer.caller == SHOWN
    wait_until(lambda: see(agent, call)["phase"] == "talking", seconds=30)
    wait_until(lambda: see(agent, call)["seconds"]["talk"] >= 3, seconds=30)
    assert hears(customer.recording(), AGENT_HERTZ)
    wait_until(lambda: see(agent, call)["phase"] == "ended", seconds=30)
    own.wait_over()
    assert hears(own.recording(), CUSTOMER_HERTZ)
    over = house.owner.api("GET", f"/calls/{call['id']}")
    assert (over["ended_by"], over["cause"]["kind"]) == ("visitor", "ended")
    assert phases(over) == ["dialling", "talking", "ended"]
    recorded = f"/calls/{call['id']}/recording"
    wait_until(lambda: len(house.owner.api("GET", recorded)["items"]) == 3, seconds=60)
    sides = {one["side"]: samples(house, one["url"]) for one in house.owner.api("GET", recorded)["items"]}
    assert share(sides["caller"], CUSTOMER_HERTZ) > 0.8 and share(sides["agent"], AGENT_HERTZ) > 0.8
    wrap_up(agent, call)


@pytest.mark.parametrize(("locale", "number", "by_key"), [("zh-CN", "13800008231", False), ("en", "13800008232", True)])
def test_a_number_on_a_page_is_called_by_one_press(
    browser: Browser, house: House, network: Carrier, agent: Person, locale: str, number: str, by_key: bool
) -> None:
    customer = {"name": "周先生", "brand_id": house.queue["brand_id"], "phone": number}
    known = house.owner.api("POST", "/customers", customer)
    house.owner.api("PATCH", f"/users/{agent.id}", {"locale": locale})
    desk = Desk.of(browser, house, agent, locale=locale)
    page = desk.page
    page.goto(f"{house.url}/customers/{known['id']}")
    button = page.get_by_test_id("call-number")
    button.focus()
    if by_key:
        button.press("Enter")
    else:
        button.click()
    _, called = both(network, number)
    assert called.caller == SHOWN
    bar = page.get_by_test_id("phone-bar")
    expect(bar).to_have_attribute("data-phase", "talking", timeout=SLOW_MS)
    expect(page.get_by_test_id("call-card")).to_contain_text("周先生")
    assert page.url.endswith(f"/customers/{known['id']}"), "who reads on while it rings stays where they are"
    desk.press("call-hang-up")
    expect(page.get_by_test_id("call-card")).to_have_attribute("data-phase", "ended", timeout=SLOW_MS)
    wrap_up(agent, agent.api("GET", "/calls/mine")["items"][0])
    expect(page.get_by_test_id("call-card")).to_be_hidden()
    page.context.close()


def test_the_agent_hears_it_ring_and_gives_up(network: Carrier, agent: Person) -> None:
    network.answers["13800008219"] = RINGS
    call = agent.api("POST", "/calls", {"to": "13800008219"})
    own = network.next_call(40)
    wait_until(lambda: see(agent, call)["phase"] == "dialling", seconds=30)
    own.hear(3)
    heard = own.recording()
    assert hears(heard, 450), "the ringing"
    wait_until(lambda: see(agent, call)["phase"] == "ended", seconds=30)
    over = see(agent, call)
    assert (over["ended_by"], over["answered_at"]) == ("agent", None)


@pytest.mark.parametrize(("number", "cause", "kind"), [("13800008217", 17, "busy"), ("13800008221", 21, "refused"), ("13800008202", 1, "unallocated")])  # fmt: skip
def test_one_who_is_not_reached_is_told_in_words(
    network: Carrier, agent: Person, number: str, cause: int, kind: str
) -> None:
    network.answers[number] = cause
    call = agent.api("POST", "/calls", {"to": number})
    own = network.next_call(40)
    with pytest.raises(AssertionError, match="dialled_just_now"):
        agent.api("POST", "/calls", {"to": number})
    wait_until(lambda: see(agent, call)["phase"] == "ended", seconds=30)
    del network.answers[number]
    own.wait_over()
    over = see(agent, call)
    assert (over["cause"]["kind"], over["answered_at"]) == (kind, None)
    assert phases(over) == ["dialling", "ended"], "and the agent is free at once: the next call goes out"
