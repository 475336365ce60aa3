"""The engine itself: real calls from the carrier's Asterisk into the platform's, with an application and without."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from tests.phone.engines import (
    Carrier,
    Engines,
    alone,
    ask,
    hand_over,
    hears,
    listening,
    loudness,
    place_of,
    plan,
    read_wave,
    share,
    take_away,
)
from tests.phone.sip import Telephone

from kefu.config.asterisk import objects, sounds
from kefu.config.asterisk.address import Endpoint
from kefu.config.asterisk.modules import NEEDED
from kefu.config.asterisk.plan import Account, Trunk
from kefu.config.asterisk.server import Server, authorization
from kefu.config.tests.instances import wait_until
from kefu.contact.telephony.driver.performing import MIXING

REFUSED = (401, 403, 404)
Ask = Callable[..., Awaitable[Any]]


@asynccontextmanager
async def application(place: Endpoint) -> AsyncIterator[tuple[aiohttp.ClientWebSocketResponse, Ask]]:
    """What the telephony role is to the engine: its events, and requests."""
    headers = {"Authorization": authorization(place.user, place.password)}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def ask(method: str, path: str, body: Any = None, **query: str) -> Any:
            async with session.request(method, f"{place.url}{path}", params=query, json=body) as answer:
                assert answer.status < 400, f"{method} {path}: {answer.status} {await answer.text()}"
                return await answer.json() if answer.status == 200 else None

        async with session.ws_connect(place.events, params={"app": place.application}) as events:
            yield events, ask


async def next_event(events: aiohttp.ClientWebSocketResponse, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(30):
        async for message in events:
            event: dict[str, Any] = json.loads(message.data)
            if event["type"] == kind:
                return event
    raise AssertionError(f"no {kind}")


def test_every_module_that_calls_need_is_loaded(engines: Engines) -> None:
    assert engines.platform.missing_modules(NEEDED) == set()
    assert engines.platform.plan.tree.version().startswith("2")


def test_a_call_reaches_the_application_and_both_hear_each_other(
    engines: Engines, carrier: Carrier, tmp_path: Path
) -> None:
    tone = tmp_path / "tone.wav"
    sounds.write_tone(tone, 1100)

    async def serve() -> tuple[dict[str, Any], str, Path]:
        async with application(engines.place) as (events, ask):
            call = carrier.call("4008001234", caller="13800138000", tone=700)
            arrived = await next_event(events, "StasisStart")
            channel = arrived["channel"]["id"]
            await ask("POST", f"/channels/{channel}/answer")
            await ask("POST", f"/channels/{channel}/snoop/ear", spy="in", app="kefu")
            await next_event(events, "StasisStart")  # the ear is there only now
            await ask("POST", "/channels/ear/record", name="heard", format="wav", ifExists="overwrite")
            await ask("POST", f"/channels/{channel}/play", media=f"sound:{tone.with_suffix('')}")
            await asyncio.to_thread(call.wait_answered)
            await asyncio.to_thread(call.send_dtmf, "4")
            digit = (await next_event(events, "ChannelDtmfReceived"))["digit"]
            await asyncio.to_thread(call.hear, 1.5)
            await asyncio.to_thread(call.hang_up)
            await next_event(events, "RecordingFinished")
            heard = call.recording()
            assert hears(heard, 1100)
            return arrived, digit, engines.platform.plan.spool / "recording" / "heard.wav"

    arrived, digit, recording = alone(serve())
    assert arrived["args"] == ["in", "4008001234"] and arrived["channel"]["caller"]["number"] == "13800138000"
    assert digit == "4"
    assert hears(read_wave(recording), 700)


def test_without_the_application_a_caller_hears_a_prompt_and_leaves_a_message(
    engines: Engines, carrier: Carrier
) -> None:
    call = carrier.call("02188889999", caller="+8613900000000", tone=700).wait_answered()
    voicemail = engines.platform.plan.spool / "voicemail"
    wait_until(lambda: [path for path in voicemail.glob("*.wav") if path.stat().st_size > 16_000], seconds=60)
    heard = call.recording()
    wait_until(lambda: list(voicemail.glob("*.txt")))
    (told,) = voicemail.glob("*.txt")
    facts = dict(word.split("=") for word in told.read_text().split())
    assert (facts["caller"], facts["dialled"]) == ("+8613900000000", "02188889999")
    prompt = heard[4000:16000]
    assert loudness(prompt) > 0.01 and share(prompt, 1000) < 0.5  # speech, not a tone
    assert hears(heard, 1000, seconds=0.2), "no beep"
    message = read_wave(told.with_suffix(".wav"))
    assert hears(message, 700)


def test_a_caller_who_goes_during_the_prompt_is_remembered(engines: Engines, carrier: Carrier) -> None:
    voicemail = engines.platform.plan.spool / "voicemail"
    before = set(voicemail.glob("*.txt"))
    carrier.call("4008001234", caller="13700000000").wait_answered().hang_up()
    wait_until(lambda: set(voicemail.glob("*.txt")) - before)
    (told,) = set(voicemail.glob("*.txt")) - before
    assert "caller=13700000000 dialled=4008001234" in told.read_text()


@pytest.mark.parametrize("number", ["4008001234,evil", "400${EPOCH}", "400;tag=1"])
def test_a_hostile_number_stays_a_number(engines: Engines, carrier: Carrier, number: str) -> None:
    from urllib.parse import quote

    async def arrive() -> list[str]:
        async with application(engines.place) as (events, _):
            call = carrier.call(quote(number, safe=""))
            arrived = await next_event(events, "StasisStart")
            await asyncio.to_thread(call.hang_up)
            return list(arrived["args"])

    args = alone(arrive())
    assert len(args) == 2 and set(args[1]) <= set("+0123456789")


def test_accounts_come_and_go_while_a_call_runs(engines: Engines, carrier: Carrier) -> None:
    place = engines.place
    telephone, browser = (
        Account("8001", "a password; with marks", "telephone"),
        Account("desk-8002", "another", "browser"),
    )
    made = [one for account in (telephone, browser) for one in objects.of_account(account)]
    with listening(place) as events:
        ask(place, "POST", "/channels?endpoint=PJSIP/13912345678@carrier&app=kefu&callerId=4008001234&channelId=out")
        called = carrier.next_call()
        assert called.number == "13912345678"
        next(event for event in map(json.loads, events) if event["type"] == "StasisStart")
        assert Telephone(place, "8001", telephone.password).sign_in_by_udp() in REFUSED  # not yet
        hand_over(place, made)
        assert Telephone(place, "8001", telephone.password).sign_in_by_udp() == 200
        assert Telephone(place, "desk-8002", browser.password).sign_in_by_socket() == 200
        assert Telephone(place, "8001", "a wrong one").sign_in_by_udp() in REFUSED
        take_away(place, made)
        assert Telephone(place, "8001", telephone.password).sign_in_by_udp() in REFUSED
        assert not called.is_over.is_set(), "the call ended with the change"
        ask(place, "DELETE", "/channels/out")
    called.wait_over()


def test_an_engine_that_has_just_started_wants_them_again(tmp_path: Path) -> None:
    server = Server(plan(tmp_path, "platform"))
    server.start()
    try:
        account = objects.of_account(Account("8001", "secret", "telephone"))
        for _ in range(2):
            assert Telephone(place_of(server), "8001", "secret").sign_in_by_udp() in REFUSED
            hand_over(place_of(server), account)
            assert Telephone(place_of(server), "8001", "secret").sign_in_by_udp() == 200
            server.restart()
    finally:
        server.stop()


def test_what_an_earlier_supervisor_left_running_makes_way(tmp_path: Path) -> None:
    """Where the kernel could not end it with its parent, it would hold the ports."""
    made = plan(tmp_path, "platform")
    left, next_one = Server(made), Server(made)
    left.start()
    try:
        next_one.start()
        assert left.process_id is None and next_one.process_id is not None
    finally:
        next_one.stop()
        left.stop()


def test_a_calls_bridge_mixes_in_one_way_from_its_first_party_to_its_last(engines: Engines) -> None:
    """Each change of it would leave parties unheard (decision 0045)."""
    place, seen = engines.place, []

    def look() -> None:
        wait_until(lambda: len(ask(place, "GET", "/bridges/talk")["channels"]) == len(legs))
        seen.append(ask(place, "GET", "/bridges/talk")["technology"])

    ask(place, "POST", f"/bridges/talk?type={MIXING}")
    legs: list[str] = []
    with listening(place) as events:
        for leg in ("first", "second"):
            ask(place, "POST", f"/channels?endpoint=PJSIP/1391234567{len(legs)}@carrier&app=kefu&channelId={leg}")
            next(event for event in map(json.loads, events) if event["type"] == "StasisStart")
            ask(place, "POST", f"/bridges/talk/addChannel?channel={leg}")
            legs.append(leg)
            look()
        ask(place, "POST", "/channels/first/snoop/ear?spy=in&app=kefu")
        ask(place, "POST", "/bridges/talk/record?name=talk&format=wav&ifExists=overwrite")
        look()
        first, second = (engines.carrier.next_call() for _ in legs)
        assert first.wait_hears(1900) and second.wait_hears(1900)
        ask(place, "DELETE", f"/channels/{legs.pop()}")
        look()
        ask(place, "DELETE", f"/channels/{legs.pop()}")
    ask(place, "DELETE", "/bridges/talk")
    assert seen == ["softmix"] * 4


def test_a_line_that_registers_is_set_up_while_it_runs(engines: Engines) -> None:
    """The carrier knows the platform by name and password here, and calls it on that registration."""
    platform, network = engines.place, place_of(engines.carrier.server)
    account = objects.of_account(Account("line-1", "secret", "telephone"), role="carrier")
    line = objects.of_trunk(
        Trunk(
            "registered", "127.0.0.1", network.sip_port, user="line-1", password="secret", addresses=("198.51.100.9",)
        )
    )
    hand_over(network, account)
    hand_over(platform, line)
    wait_until(lambda: ask(network, "GET", "/endpoints/PJSIP/line-1")["state"] == "online", seconds=60)
    take_away(platform, line)
    take_away(network, account)
