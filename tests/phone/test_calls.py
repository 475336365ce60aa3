"""Calls from the carrier through flow, line and agent's telephone to the record, on a whole instance."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from tests.journeys.house import House, Person
from tests.phone.engines import RATE, Carrier, hears, loudness, share
from tests.phone.voice import is_signed_in, newest, rung, samples, sign_in, tone

from kefu.config.state import read_state
from kefu.config.tests.instances import Instance, wait_until

HOTLINE = "4000000620"
PROMPT_HERTZ, CALLER_HERTZ, AGENT_HERTZ = 500, 700, 1900


@pytest.fixture(scope="module")
def number(house: House, trunk: dict[str, Any]) -> dict[str, Any]:
    """A hotline with a greeting and a menu: 1 leads to the line, everything else is said again and then leads there too."""
    api, queue = house.owner.api, house.queue
    brand = queue["brand_id"]
    prompt = api.upload("/prompts", "tone.wav", tone(PROMPT_HERTZ, 3), brand_id=brand, name="欢迎")
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "总机", "draft": {
        "start": "menu",
        "nodes": {
            "menu": {"kind": "menu", "prompt": prompt["id"], "keys": {"1": "line", "2": "bye"}, "otherwise": "line"},
            "bye": {"kind": "end"},
            "line": {"kind": "queue", "queue_id": queue["id"]},
        },
    }})  # fmt: skip
    assert flow["wrong"] == []
    api("POST", f"/call-flows/{flow['id']}/publish")
    made: dict[str, Any] = api(
        "POST", "/phone-numbers", {"brand_id": brand, "digits": HOTLINE, "name": "热线", "flow_id": flow["id"]}
    )
    return made


@pytest.fixture(scope="module")
def hired(instance: Instance, house: House, network: Carrier, number: dict[str, Any]) -> Person:
    """8001, whose SIP telephone is signed in and answers by itself."""
    person = house.hire("8001", status="offline")
    given = house.owner.api("POST", "/extensions", {"user_id": person.id, "kind": "telephone"})
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    return person


@pytest.fixture
def agent(hired: Person) -> Iterator[Person]:
    """At work, and free."""
    hired.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    yield hired
    hired.is_now("offline")


def test_a_caller_is_greeted_led_served_and_recorded(
    house: House, network: Carrier, agent: Person, number: dict[str, Any]
) -> None:
    api = house.owner.api
    caller = network.call(HOTLINE, tone=CALLER_HERTZ).wait_answered()
    caller.hear(1.0)
    caller.send_dtmf("1")
    telephone = rung(network, api)
    wait_until(lambda: newest(api)["phase"] == "talking", seconds=60)
    assert newest(api)["assignee_id"] == agent.id
    caller.wait_hears(AGENT_HERTZ)
    telephone.wait_hears(CALLER_HERTZ)
    wait_until(lambda: newest(api)["seconds"]["talk"] >= 3, seconds=30)
    assert hears(caller.recording(), PROMPT_HERTZ), "the greeting"
    telephone.wait_over()

    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    call = api("GET", f"/calls/{newest(api)['id']}")
    assert (call["ended_by"], call["caller"]) == ("visitor", "13800138000")
    path = [(moment["name"], moment["way"]) for moment in call["moments"] if moment["kind"] == "node"]
    assert path == [("menu", "1"), ("line", "queue")]
    phases = [moment["name"] for moment in call["moments"] if moment["kind"] == "phase"]
    assert phases == ["waiting", "ringing", "talking", "ended"]
    assert call["seconds"]["talk"] >= 1

    wait_until(lambda: len(api("GET", f"/calls/{call['id']}/recording")["items"]) == 3, seconds=60)
    sides = {one["side"]: samples(house, one["url"]) for one in api("GET", f"/calls/{call['id']}/recording")["items"]}
    assert share(sides["caller"], CALLER_HERTZ) > 0.8
    assert share(sides["agent"], AGENT_HERTZ) > 0.8
    assert share(sides["mix"], CALLER_HERTZ) > 0.2 and share(sides["mix"], AGENT_HERTZ) > 0.2

    tree = api("GET", "/dispositions")["items"]
    leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
    agent.api("POST", f"/calls/{call['id']}/wrap-up", {"disposition_id": leaf, "summary": "问发票"})
    assert api("GET", f"/queues/{house.queue['id']}/live")["active"] == 0, "the agent is free again"


def test_a_call_outlives_the_role_that_led_it_and_an_agent_ends_it(
    instance: Instance, house: House, network: Carrier, agent: Person, number: dict[str, Any]
) -> None:
    caller = network.call(HOTLINE, tone=CALLER_HERTZ).wait_answered()
    caller.hear(0.5)
    caller.send_dtmf("1")
    rung(network, house.owner.api)
    caller.wait_hears(AGENT_HERTZ)
    connections = instance.log().count("Connected with the engine")
    os.kill(read_state(instance.environment.state_directory / "supervisor.json")["roles"]["telephony"], signal.SIGKILL)
    wait_until(lambda: instance.log().count("Connected with the engine") > connections, seconds=60)
    call = newest(house.owner.api)
    assert call["phase"] == "talking"
    agent.api("POST", f"/calls/{call['id']}/hangup")
    caller.wait_over()
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
    assert newest(house.owner.api)["ended_by"] == "agent"
    assert house.owner.api("GET", f"/queues/{house.queue['id']}/live")["active"] == 1, "time to wrap up"
    assert hears(caller.recording()[-8000:], AGENT_HERTZ), "they heard each other until the end"
    wait_until(lambda: len(house.owner.api("GET", f"/calls/{call['id']}/recording")["items"]) == 3, seconds=60)
    kept = house.owner.api("GET", f"/calls/{call['id']}/recording")["items"]
    talked = newest(house.owner.api)["seconds"]["talk"]
    assert all(len(samples(house, one["url"])) > RATE * (talked - 2) for one in kept), "none was taken before its end"


def test_one_who_hangs_up_while_waiting_leaves_a_complete_record(
    house: House, network: Carrier, number: dict[str, Any]
) -> None:
    caller = network.call(HOTLINE).wait_answered()
    caller.hear(1.0)
    caller.send_dtmf("1")
    wait_until(lambda: newest(house.owner.api)["phase"] == "waiting", seconds=60)
    waited = newest(house.owner.api)["seconds"]["before"]
    wait_until(lambda: newest(house.owner.api)["seconds"]["before"] >= waited + 3, seconds=30)
    assert loudness(caller.recording()[-8000:]) > 0.005, "there is music while one waits"
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
    call = newest(house.owner.api)
    assert (call["ended_by"], call["answered_at"], call["assignee_id"]) == ("visitor", None, None)
    queue = house.owner.api("GET", f"/queues/{house.queue['id']}/live")
    assert queue["waiting"] == 0


def test_a_number_that_nobody_owns_is_refused(network: Carrier, number: dict[str, Any]) -> None:
    assert network.call("4009999999").wait_over() == 1
