"""What a caller hears and can do while nobody is free, and after the talk: real calls on a whole instance."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.journeys.house import Api, House, Person
from tests.phone.engines import Carrier, hears, loudness
from tests.phone.voice import QUIET, is_signed_in, newest, rung, samples, says, sign_in, so_far, tone

from kefu.config.tests.instances import Instance, wait_until

OWN_HERTZ, CALLER_HERTZ = 500, 700
Line = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def person(instance: Instance, house: House, network: Carrier, trunk: dict[str, Any]) -> Person:
    """8301, whose SIP telephone is signed in and answers by itself."""
    hired = house.hire("8301", status="offline")
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
def prompt(house: House, person: Person) -> str:
    made = house.owner.api.upload(
        "/prompts", "tone.wav", tone(OWN_HERTZ, 1), brand_id=house.queue["brand_id"], name="本组自己的话"
    )
    return str(made["id"])


@pytest.fixture(scope="module")
def line(house: House, person: Person) -> Line:
    """A queue of 8301's alone behind a number of its own: `manner` is how it behaves on the telephone, `queue` its settings."""

    def make(digits: str, *, manner: dict[str, Any] | None = None, **queue: Any) -> dict[str, Any]:
        api, brand = house.owner.api, house.queue["brand_id"]
        made = api("POST", "/queues", {"brand_id": brand, "name": f"组 {digits}", "member_ids": [person.id], **queue})
        api("PATCH", f"/queue-manners/{made['id']}", {**QUIET, **(manner or {})})
        draft = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": made["id"]}}}
        flow = api("POST", "/call-flows", {"brand_id": brand, "name": f"流程 {digits}", "draft": draft})
        api("POST", f"/call-flows/{flow['id']}/publish")
        number = {"brand_id": brand, "digits": digits, "name": f"热线 {digits}", "flow_id": flow["id"]}
        return {"queue": made, "number": api("POST", "/phone-numbers", number)}

    return make


def is_now(api: Api, phase: str) -> bool:
    return bool(newest(api)["phase"] == phase)


def path(api: Api, call_id: str) -> list[tuple[str, str]]:
    moments = api("GET", f"/calls/{call_id}")["moments"]
    return [(moment["name"], moment["way"]) for moment in moments if moment["kind"] == "node"]


def test_who_waits_hears_music_and_their_place_in_the_queue_s_own_words(
    house: House, network: Carrier, line: Line, prompt: str
) -> None:
    line("4000008301", manner={"announce_seconds": 10, "prompts": {"hold": prompt}})
    caller = network.call("4000008301", tone=CALLER_HERTZ).wait_answered()
    wait_until(lambda: hears(so_far(caller), OWN_HERTZ), seconds=90)
    heard = caller.recording()
    assert loudness(heard[8000:20_000]) > 0.005, "music"
    assert says(heard, "zh-CN/place_before") and says(heard, "zh-CN/place_1"), "the place"
    assert not says(heard, "zh-CN/wait_before"), "no figure without five samples"
    assert hears(heard, OWN_HERTZ), "the queue's own prompt instead of the standard one"
    assert not says(heard, "zh-CN/hold")
    wait_until(lambda: is_now(house.owner.api, "ended"), seconds=60)
    assert newest(house.owner.api)["ended_by"] == "visitor"


def test_a_full_line_takes_a_message_which_waits_with_the_others(house: House, network: Carrier, line: Line) -> None:
    api = house.owner.api
    made = line("4000008302", max_waiting=0, manner={"language": "en"})
    caller = network.call("4000008302", caller="13900008302", tone=CALLER_HERTZ).wait_answered()
    wait_until(lambda: is_now(api, "message"), seconds=60)
    caller.send_dtmf("#")
    spoken = newest(api)["seconds"]["before"]  # nothing is sent to whom is recorded: only the call tells the time
    wait_until(lambda: newest(api)["seconds"]["before"] >= spoken + 4, seconds=60)
    assert loudness(caller.recording()[:8000]) > 0.005, "they are asked for it"
    wait_until(lambda: is_now(api, "ended"), seconds=60)
    call = newest(api)
    assert path(api, call["id"]) == [("line", "full")]
    found: list[dict[str, Any]] = []

    def has_arrived() -> bool:
        rows = api("GET", "/conversations?channel=message")["items"]
        found[:] = [row for row in rows if row["queue"]["id"] == made["queue"]["id"]]
        return bool(found)

    wait_until(has_arrived, seconds=60)
    kept = api("GET", f"/calls/{call['id']}/voicemail")
    assert kept["id"] == found[0]["id"] and kept["seconds"] >= 1
    assert hears(samples(house, kept["url"]), CALLER_HERTZ)
    api("PUT", f"/calls/{call['id']}/voicemail/words", {"words": "请回电，订单没到"})
    shown = f"/conversations/{found[0]['id']}"
    wait_until(lambda: api("GET", shown)["messages"][0]["text"] == "请回电，订单没到", seconds=60)


def test_after_the_talk_the_caller_rates_by_keys(house: House, network: Carrier, agent: Person, line: Line) -> None:
    api = house.owner.api
    line("4000008303", manner={"asks_rating": True})
    caller = network.call("4000008303", tone=CALLER_HERTZ).wait_answered()
    rung(network, api)
    wait_until(lambda: is_now(api, "talking"), seconds=60)
    call = newest(api)
    agent.api("POST", f"/calls/{call['id']}/hangup")
    wait_until(lambda: is_now(api, "rating"), seconds=60)
    caller.send_dtmf("2")
    caller.send_dtmf("1")
    wait_until(lambda: api("GET", f"/ratings?conversation={call['id']}")["items"], seconds=60)
    (rating,) = api("GET", f"/ratings?conversation={call['id']}")["items"]
    assert (rating["score"], rating["solved"], rating["follow_up"]) == (2, "yes", "open")
    assert rating["agent"]["id"] == agent.id
    caller.wait_over(60)
    wait_until(lambda: is_now(api, "ended"), seconds=60)
    assert newest(api)["ended_by"] == "agent"
    assert says(caller.recording(), "zh-CN/rated")


def test_an_emergency_is_heard_before_everything_until_it_is_ended(
    house: House, network: Carrier, line: Line, prompt: str
) -> None:
    api = house.owner.api
    number = line("4000008304")["number"]
    begun = api("POST", "/emergencies", {"prompt_id": prompt, "number_id": number["id"], "then": "hang_up"})
    caller = network.call("4000008304", tone=CALLER_HERTZ).wait_answered()
    caller.wait_over(60)
    assert hears(caller.recording(), OWN_HERTZ)
    wait_until(lambda: is_now(api, "ended"), seconds=60)
    assert path(api, newest(api)["id"]) == [("@last_notice", "end")]
    api("POST", f"/emergencies/{begun['id']}/end")
    network.call("4000008304", tone=CALLER_HERTZ).wait_answered()
    wait_until(lambda: is_now(api, "waiting"), seconds=60)
