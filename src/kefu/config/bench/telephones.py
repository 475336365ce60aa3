"""A telephone network for measurements: one Asterisk, driven by this process, plays the callers and the agents' telephones."""

from __future__ import annotations

import asyncio
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from kefu.config.asterisk import ports
from kefu.config.asterisk.objects import SipObject, of_trunk
from kefu.config.asterisk.plan import LOOPBACK, Plan, Trunk
from kefu.config.asterisk.server import Server, authorization
from kefu.config.asterisk.tree import Tree
from kefu.kernel import clock

PLATFORM = "platform"
UP = "Up"


@dataclass
class Leg:
    """A call as this network sees it; times by the clock of this process, seconds since 1970, 0 for never."""

    id: str
    number: str
    caller: str
    began: float
    answered: float = 0.0
    ended: float = 0.0
    cause: int = 0
    is_over: asyncio.Event = field(default_factory=asyncio.Event, repr=False)


class Network:
    """Places calls to the platform, and answers as the telephones that are signed in there.

    `talk` seconds after a telephone has answered it hangs up. `rung` are their legs by the number of the caller.
    """

    def __init__(self, server: Server, talk: float) -> None:
        self.server, self.talk = server, talk
        self.legs: dict[str, Leg] = {}
        self.rung: dict[str, Leg] = {}
        self._serial = count(1)
        self._tasks: set[asyncio.Task[None]] = set()

    async def call(self, number: str) -> Leg:
        """A new caller dials; raises AssertionError when this network itself refuses."""
        serial = next(self._serial)
        leg = Leg(f"load-{serial}", number, f"1390000{serial:04}", clock.now().timestamp())
        self.legs[leg.id] = leg
        await self._ask(
            "POST",
            "channels",
            endpoint=f"PJSIP/{number}@{PLATFORM}",
            app=self.server.plan.application,
            channelId=leg.id,
            callerId=leg.caller,
            timeout="120",
        )
        return leg

    async def hang_up(self, leg: Leg) -> None:
        with suppress(AssertionError):
            await self._ask("DELETE", f"channels/{leg.id}")

    async def sign_in(self, account: str, secret: str, sip_port: int) -> None:
        """A telephone registers with the platform."""
        await self.hand_over(
            of_trunk(Trunk(f"phone-{account}", LOOPBACK, sip_port, user=account, password=secret), role="carrier")
        )

    async def hand_over(self, objects: Iterable[SipObject]) -> None:
        for one in objects:
            async with self._session.put(f"{self.server.plan.ari}/{one.path}", json=one.body) as answer:
                assert answer.status < 400, await answer.text()

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[Network]:
        plan = self.server.plan
        headers = {"Authorization": authorization(plan.user, plan.password)}
        connector = aiohttp.TCPConnector(limit=64)
        async with aiohttp.ClientSession(headers=headers, connector=connector) as self._session:
            address = f"{plan.ari}/events".replace("http://", "ws://", 1)
            async with self._session.ws_connect(address, params={"app": plan.application}) as socket:
                reader = asyncio.create_task(self._read(socket))
                try:
                    yield self
                finally:
                    for task in (reader, *self._tasks):
                        task.cancel()
                    await asyncio.gather(reader, *self._tasks, return_exceptions=True)

    async def _ask(self, method: str, path: str, **query: str) -> None:
        async with self._session.request(method, f"{self.server.plan.ari}/{path}", params=query) as answer:
            assert answer.status < 400, f"{method} {path}: {answer.status} {await answer.text()}"

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            self._on(message.json())

    def _on(self, event: dict[str, Any]) -> None:
        channel = event.get("channel") or {}
        leg = self.legs.get(channel.get("id", ""))
        match event["type"]:
            case "StasisStart" if event["args"][:1] == ["called"]:
                task = asyncio.create_task(self._take(channel, event["args"][1]))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            case "ChannelStateChange" if leg is not None and channel["state"] == UP and not leg.answered:
                leg.answered = clock.now().timestamp()
            case "ChannelDestroyed" | "StasisEnd" if leg is not None and not leg.ended:
                leg.ended, leg.cause = clock.now().timestamp(), event.get("cause", 16)
                leg.is_over.set()

    async def _take(self, channel: dict[str, Any], account: str) -> None:
        leg = Leg(channel["id"], account, channel["caller"]["number"], clock.now().timestamp())
        self.legs[leg.id] = self.rung[leg.caller] = leg
        with suppress(AssertionError):  # the caller may have gone
            await self._ask("POST", f"channels/{leg.id}/answer")
            leg.answered = clock.now().timestamp()
            await asyncio.sleep(self.talk)
        await self.hang_up(leg)


@asynccontextmanager
async def network(tree: Tree, platform_port: int, *, talk: float) -> AsyncIterator[Network]:
    """Started for the measurement, and gone with it."""
    home = Path(tempfile.mkdtemp(prefix="kefu-load-"))
    sip_port = ports.web()
    quiet = logging.getLogger("load")
    quiet.setLevel(logging.ERROR)
    server = Server(
        Plan(
            tree=tree,
            directory=home / "carrier",
            sockets=home,
            sip_port=sip_port,
            http_port=ports.web(),
            rtp=ports.audio(sip_port),
            user="load",
            password="load",
            application="load",
            role="carrier",
            trunks=(Trunk(PLATFORM, LOOPBACK, platform_port),),
        ),
        log=quiet,
    )
    await asyncio.to_thread(server.start)
    try:
        async with Network(server, talk).listening() as made:
            yield made
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(home, ignore_errors=True)
