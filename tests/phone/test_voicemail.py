"""What callers leave when nobody can be reached: by the flow, and while the application was away. Real calls."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest
from tests.journeys.house import Api, House
from tests.phone.engines import Carrier, hears, listening
from tests.phone.voice import newest, samples, tone

from kefu.config.asterisk import Endpoint, endpoint
from kefu.config.state import read_state
from kefu.config.tests.instances import Instance, wait_until

HOTLINE, CALLER, CALLER_HERTZ, OWN_HERTZ, AWAY_HERTZ = "4000008311", "13900008311", 700, 500, 400


@pytest.fixture(scope="module")
def queue(house: House, trunk: dict[str, Any]) -> dict[str, Any]:
    """A queue with a number whose callers are asked for a message at once, in words of its own."""
    api, brand = house.owner.api, house.queue["brand_id"]
    prompt = api.upload("/prompts", "tone.wav", tone(OWN_HERTZ, 1), brand_id=brand, name="请留言")
    made: dict[str, Any] = api("POST", "/queues", {"brand_id": brand, "name": "留言组"})
    node = {"kind": "voicemail", "prompt": prompt["id"], "queue_id": made["id"], "max_seconds": 60}
    draft = {"start": "note", "nodes": {"note": node}}
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "留言流程", "draft": draft})
    assert flow["wrong"] == []
    api("POST", f"/call-flows/{flow['id']}/publish")
    away = api.upload("/prompts", "away.wav", tone(AWAY_HERTZ, 2), brand_id=brand, name="系统升级")
    number = {"brand_id": brand, "digits": HOTLINE, "name": "留言", "flow_id": flow["id"], "away_prompt_id": away["id"]}
    api("POST", "/phone-numbers", number)
    return made


def messages(api: Api, queue: dict[str, Any]) -> list[dict[str, Any]]:
    rows = api("GET", "/conversations?channel=message")["items"]
    return [row for row in rows if row["queue"]["id"] == queue["id"]]


def test_a_message_ends_with_the_hash_key_and_the_caller_is_thanked(
    house: House, network: Carrier, queue: dict[str, Any]
) -> None:
    api, before = house.owner.api, len(messages(house.owner.api, queue))
    caller = network.call(HOTLINE, caller=CALLER, tone=CALLER_HERTZ).wait_answered()
    caller.hear(1.2)
    wait_until(lambda: newest(api)["phase"] == "message" and newest(api)["seconds"]["before"] >= 5, seconds=60)
    caller.send_dtmf("#")
    caller.wait_over(60)
    heard = caller.recording()
    assert hears(heard, OWN_HERTZ), "the node's own prompt"
    assert hears(heard, 1000, seconds=0.15), "the tone"
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)
    call = newest(api)
    assert (call["ended_by"], call["caller"]) == ("system", CALLER)
    wait_until(lambda: len(messages(api, queue)) == before + 1, seconds=60)
    kept = api("GET", f"/calls/{call['id']}/voicemail")
    assert hears(samples(house, kept["url"]), CALLER_HERTZ)
    assert kept["id"] in {row["id"] for row in messages(api, queue)}


def is_connected(place: Endpoint) -> bool:
    """Whether anybody speaks with the engine's ARI, or the engine has not noticed yet that they have gone."""
    port = urlsplit(place.url).port
    there = (psutil.CONN_ESTABLISHED, psutil.CONN_CLOSE_WAIT)
    return any(one.laddr and one.laddr.port == port and one.status in there for one in psutil.net_connections("tcp"))


@contextmanager
def away(instance: Instance) -> Iterator[Endpoint]:
    """The telephony role is dead, and comes back afterwards: until then its supervisor stands still."""
    known = read_state(instance.environment.state_directory / "supervisor.json")
    connections, supervisor = instance.log().count("Connected with the engine"), int(known["pid"])
    place = endpoint(instance.environment)
    assert place is not None
    os.kill(supervisor, signal.SIGSTOP)
    try:
        os.kill(known["roles"]["telephony"], signal.SIGKILL)
        wait_until(lambda: not is_connected(place), seconds=60)
        yield place
    finally:
        os.kill(supervisor, signal.SIGCONT)
    wait_until(lambda: instance.log().count("Connected with the engine") > connections, seconds=90)


def test_who_calls_while_the_application_is_away_has_left_a_message_nonetheless(
    instance: Instance, house: House, network: Carrier, queue: dict[str, Any]
) -> None:
    api, before = house.owner.api, len(messages(house.owner.api, queue))
    engine = instance.data / "asterisk" / "platform"
    spool = engine / "spool" / "voicemail"
    wait_until((engine / "sounds" / "own" / f"{HOTLINE}.wav").exists, seconds=60)
    with away(instance):
        caller = network.call(HOTLINE, caller="13900008312", tone=CALLER_HERTZ).wait_answered()
        wait_until(lambda: any(said.stat().st_size > 32_000 for said in spool.glob("*.wav")), seconds=90)
        assert hears(caller.recording(), AWAY_HERTZ), "what the number says then"
    wait_until(lambda: len(messages(api, queue)) == before + 1, seconds=90)
    call = newest(api)
    assert (call["caller"], call["phase"], call["answered_at"]) == ("13900008312", "ended", None)
    assert hears(samples(house, api("GET", f"/calls/{call['id']}/voicemail")["url"]), CALLER_HERTZ)
    wait_until(lambda: not list(spool.iterdir()), seconds=60)


def test_who_came_in_as_the_connection_was_lost_is_taken_up_at_its_return(
    instance: Instance, house: House, network: Carrier, queue: dict[str, Any]
) -> None:
    with away(instance) as place, listening(place) as events:  # ears under our name, that heed nothing
        caller = network.call(HOTLINE, caller="13900008313", tone=CALLER_HERTZ)
        next(event for event in map(json.loads, events) if event["type"] == "StasisStart")
    caller.wait_answered(60)
    wait_until(lambda: newest(house.owner.api)["caller"] == "13900008313", seconds=60)
    caller.hang_up()
    wait_until(lambda: newest(house.owner.api)["phase"] == "ended", seconds=60)
