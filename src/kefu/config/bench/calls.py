"""`kefu bench calls`: calls that hear a prompt and calls that reach an agent, beside the engine's own dialplan in the same run."""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import orjson
import psutil
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from kefu.config.asterisk import endpoint, keeper, sounds
from kefu.config.asterisk.server import authorization
from kefu.config.asterisk.tree import Tree
from kefu.config.bench.call_centre import LINE, PROMPT, PROMPT_SECONDS, Agent, Centre, open_centre, tree_of
from kefu.config.bench.client import Refused
from kefu.config.bench.instance import Instance, machine, started
from kefu.config.bench.telephones import Leg, Network, network
from kefu.config.environment import Environment
from kefu.config.state import read_state
from kefu.kernel import clock

TALK_SECONDS = 1.0
PLAIN_LINE, PLAIN_PROMPT = "4000000911", "4000000912"  # the same two, by the dialplan alone
READY_SECONDS = 180
TRIES = 100
CALM_CALLERS = 2


def run(*, agents: int, callers: int, concurrent: int, seconds: int) -> dict[str, Any]:
    """All phases on one fresh instance: `concurrent` calls at once that hear a prompt; then two, and then `callers`, who call one
    call after another for `seconds`, and `agents` who answer and talk for a second."""
    with started(KEFU_VOICE="on", KEFU_AI="off", KEFU_SIP_PORT="") as instance:
        return asyncio.run(_phases(instance, agents, callers, concurrent, seconds))


async def _phases(instance: Instance, agents: int, callers: int, concurrent: int, seconds: int) -> dict[str, Any]:
    told = await _engine_ready(instance)
    tree = tree_of(instance)
    centre = await open_centre(instance, agents)
    async with network(tree, told.sip_port, talk=TALK_SECONDS) as net:
        for agent in centre.agents:
            await net.sign_in(agent.account, agent.secret, told.sip_port)
        plain = Plain(instance, tree)
        plain.set_up([agent.account for agent in centre.agents])
        await _all_signed_in(plain, agents)
        load = Load(instance, told.process_id)
        prompt = {
            "kefu": await _prompt(net, load, PROMPT, concurrent),
            "dialplan": await _prompt(net, load, PLAIN_PROMPT, concurrent),
        }
        calm = await _line(net, load, centre, CALM_CALLERS, seconds)
        line = {
            "dialplan": await _line_by_dialplan(net, load, callers, seconds),
            "kefu": await _line(net, load, centre, callers, seconds),
        }
    ratio = line["kefu"]["calls_per_second"] / max(line["dialplan"]["calls_per_second"], 1e-9)
    return {
        "machine": machine(),
        "prompt": prompt,
        "line_calm": calm,
        "line": line,
        "set_up_rate_of_dialplan": round(ratio, 2),
    }


async def _engine_ready(instance: Instance) -> keeper.Told:
    """Once the telephony role is connected with it."""
    environment = _environment(instance)
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        told = keeper.state(environment)
        if told.state == "ready" and await asyncio.to_thread(_has_application, environment):
            return told
        if told.state in ("unavailable", "failed"):
            break
        await asyncio.sleep(0.2)
    raise RuntimeError(f"there is no engine to measure: {keeper.state(environment)}")


def _has_application(environment: Environment) -> bool:
    place = endpoint(environment)
    assert place is not None
    request = Request(
        f"{place.url}/applications/{place.application}",
        headers={"Authorization": authorization(place.user, place.password)},
    )
    with suppress(HTTPError), urlopen(request, timeout=5):
        return True
    return False


def _environment(instance: Instance) -> Environment:
    return Environment.read({"KEFU_DATA": str(instance.data), "KEFU_PORT": str(instance.port), "KEFU_VOICE": "on"})


@dataclass
class Plain:
    """The same work by the engine's own dialplan: Playback, and app_queue with recording."""

    instance: Instance
    tree: Tree

    def say(self, command: str) -> str:
        """What the engine's console answers."""
        file = self.instance.data / "asterisk" / "platform" / "etc" / "asterisk.conf"
        words = self.tree.command("-C", str(file), "-r", "-x", command)
        return subprocess.run(words, capture_output=True, text=True, check=True, timeout=30).stdout

    def set_up(self, accounts: list[str]) -> None:
        home = self.instance.data / "asterisk" / "platform"
        members = "".join(f"member => PJSIP/{account}\n" for account in accounts)
        plain = f"[plain]\nstrategy=leastrecent\nringinuse=no\ntimeout=60\nretry=1\n{members}"
        (home / "etc" / "queues.conf").write_text(f"[general]\nautofill=yes\n{plain}")
        self.say("module reload app_queue.so")
        tone = home / "plain"
        sounds.write_tone(tone.with_suffix(".wav"), 500)
        for number, words in {
            PLAIN_PROMPT: ["Answer()", f"Playback({tone}&{tone})", "Hangup()"],
            PLAIN_LINE: [
                "Answer()",
                f"MixMonitor({home}/spool/plain-${{UNIQUEID}}.wav,r({home}/spool/r-${{UNIQUEID}}.wav)t({home}/spool/t-${{UNIQUEID}}.wav))",
                "Queue(plain)",
                "Hangup()",
            ],
        }.items():
            for step, word in enumerate(words, 1):
                self.say(f"dialplan add extension {number},{step},{word} into from-trunk")


async def _all_signed_in(plain: Plain, agents: int) -> None:
    for _ in range(TRIES):
        told = plain.say("pjsip show contacts")
        if told.count("Avail") + told.count("NonQual") > agents:  # and the trunk
            return
        await asyncio.sleep(0.3)
    raise RuntimeError(f"not every telephone is signed in: {told}")


@dataclass
class Load:
    """What the telephony role and the engine take of one core."""

    instance: Instance
    engine: int
    _began: float = 0.0
    _before: dict[str, float] = field(default_factory=dict)

    def begin(self) -> None:
        self._began, self._before = time.monotonic(), self._seconds()

    def end(self) -> dict[str, float]:
        passed = time.monotonic() - self._began
        return {
            f"{name}_percent": round(100 * (used - self._before[name]) / passed, 1)
            for name, used in self._seconds().items()
        }

    def _seconds(self) -> dict[str, float]:
        roles = read_state(_environment(self.instance).state_directory / "supervisor.json")["roles"]
        used = {"telephony": roles["telephony"], "engine": self.engine}
        return {name: sum(psutil.Process(id).cpu_times()[:2]) for name, id in used.items()}


async def _prompt(net: Network, load: Load, number: str, concurrent: int) -> dict[str, Any]:
    """Arrivals so dense that `concurrent` hear the prompt at once, over twice its length."""
    pause = PROMPT_SECONDS / concurrent
    load.begin()
    legs = []
    began = time.monotonic()
    for turn in range(2 * concurrent):
        await asyncio.sleep(max(0.0, began + turn * pause - time.monotonic()))
        legs.append(await net.call(number))
    taken = load.end()
    with suppress(TimeoutError):
        async with asyncio.timeout(3 * PROMPT_SECONDS):
            await asyncio.gather(*(leg.is_over.wait() for leg in legs))
    answers = sorted(1000 * (leg.answered - leg.began) for leg in legs if leg.answered)
    heard = sum(1 for leg in legs if leg.ended - leg.answered > 0.9 * PROMPT_SECONDS and leg.answered)
    return {
        "calls": len(legs),
        "answered": len(answers),
        "heard_it_all": heard,
        **_percentiles("answer", answers),
        **taken,
    }


async def _line_by_dialplan(net: Network, load: Load, callers: int, seconds: int) -> dict[str, Any]:
    load.begin()
    legs, took = await _callers(net, PLAIN_LINE, callers, seconds)
    taken = load.end()
    rung = [net.rung[leg.caller] for leg in legs if leg.caller in net.rung]
    rings = sorted(1000 * (net.rung[leg.caller].began - leg.began) for leg in legs if leg.caller in net.rung)
    return {
        "calls": len(legs),
        "served": len(rung),
        "calls_per_second": round(len(rung) / took, 2),
        **_percentiles("dial_to_ring", rings),
        **taken,
    }


async def _line(net: Network, load: Load, centre: Centre, callers: int, seconds: int) -> dict[str, Any]:
    desks = [Desk(agent, await agent.client.socket("desk")) for agent in centre.agents]
    listeners = [asyncio.create_task(work) for desk in desks for work in (desk.listen(), desk.wrap_up(centre))]
    for agent in centre.agents:
        await agent.client.request("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    load.begin()
    legs, took = await _callers(net, LINE, callers, seconds)
    taken = load.end()
    await asyncio.sleep(2)
    for task in listeners:
        task.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    served = [leg for leg in legs if leg.caller in net.rung]
    rings = sorted(1000 * (net.rung[leg.caller].began - leg.began) for leg in served)
    callers_of = await _callers_of(centre, served)
    pops = {callers_of[id]: at for desk in desks for id, at in desk.shown.items() if id in callers_of}
    early = [leg for leg in served if pops.get(leg.caller, leg.ended) <= net.rung[leg.caller].began]
    offers = await _offer_to_ring(centre, net, callers_of)
    return {
        "calls": len(legs),
        "served": len(served),
        "calls_per_second": round(len(served) / took, 2),
        **_percentiles("dial_to_ring", rings),
        **_percentiles("offer_to_ring", offers),
        "shown_before_ring": round(len(early) / max(len(served), 1), 3),
        **taken,
    }


async def _callers(net: Network, number: str, callers: int, seconds: int) -> tuple[list[Leg], float]:
    """So many people who dial, are served, and dial again; the legs that were over in time, and the seconds that passed."""
    end = time.monotonic() + seconds
    legs: list[Leg] = []

    async def person() -> None:
        while time.monotonic() < end:
            leg = await net.call(number)
            try:
                async with asyncio.timeout(60):
                    await leg.is_over.wait()
            except TimeoutError:
                await net.hang_up(leg)
            legs.append(leg)

    began = time.monotonic()
    await asyncio.gather(*(person() for _ in range(callers)))
    return legs, time.monotonic() - began


@dataclass
class Desk:
    """An agent's desk: when each call was shown ringing on it, the newest last, and those of theirs that have ended."""

    agent: Agent
    socket: ClientConnection
    shown: dict[str, float] = field(default_factory=dict)
    ended: asyncio.Queue[str] = field(default_factory=asyncio.Queue)

    async def listen(self) -> None:
        with suppress(ConnectionClosed):
            async for message in self.socket:
                event = orjson.loads(message)
                if event.get("type") != "call":
                    continue
                call = event["call"]
                if call["ringing_id"] == self.agent.id:
                    self.shown.setdefault(call["id"], clock.now().timestamp())
                if call["ended_at"] and not call["wrapped_at"] and call["assignee_id"] == self.agent.id:
                    self.ended.put_nowait(call["id"])

    async def wrap_up(self, centre: Centre) -> None:
        """Whoever has talked is free again as soon as their desk says that the call is over."""
        while True:
            call_id = await self.ended.get()
            with suppress(Refused):  # told twice, or wrapped up already
                await centre.wrap_up(call_id, self.agent)


async def _callers_of(centre: Centre, served: list[Leg]) -> dict[str, str]:
    """By the id of their call."""
    wanted, found, after = {leg.caller for leg in served}, dict[str, str](), ""
    while len(found) < len(wanted):
        told = await centre.owner.request("GET", f"/calls?limit=100{after}")
        found |= {call["id"]: call["caller"] for call in told["items"] if call["caller"] in wanted}
        if told["next"] is None:
            break
        after = f"&after={told['next']}"
    return found


async def _offer_to_ring(centre: Centre, net: Network, callers_of: dict[str, str]) -> list[float]:
    """Milliseconds from routing's decision to the telephone, of calls that were offered once."""
    waits = []
    for id, caller in list(callers_of.items())[:200]:
        decided = (await centre.owner.request("GET", f"/routing/decisions?conversation={id}"))["items"]
        offered = [one for one in decided if one["chosen"]]
        if len(offered) == 1:
            at = datetime.fromisoformat(offered[0]["at"]).timestamp()
            waits.append(1000 * (net.rung[caller].began - at))
    return sorted(waits)


def _percentiles(name: str, values: list[float]) -> dict[str, float | None]:
    """Of sorted milliseconds."""
    if not values:
        return {f"{name}_p50_ms": None, f"{name}_p95_ms": None, f"{name}_p99_ms": None}
    return {
        f"{name}_p50_ms": round(statistics.median(values), 1),
        f"{name}_p95_ms": round(values[int(len(values) * 0.95)], 1),
        f"{name}_p99_ms": round(values[int(len(values) * 0.99)], 1),
    }
