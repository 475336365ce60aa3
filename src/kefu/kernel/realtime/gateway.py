"""The sockets themselves: one hub a process follows the stamped events and hands each to the sockets of its audience.

Business knows who a token is and what a typing notice means; it is passed in as `Callbacks`, since the kernel imports no business.
"""

import asyncio
import contextlib
import json
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from weakref import WeakValueDictionary

import orjson
import psycopg
import structlog
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from .. import masking
from ..database import parameters
from ..errors import Gone
from ..events.relay import CURSOR_CHANNEL
from .feed import Session, cursor, live_names, since, wire

log = structlog.get_logger(__name__)

LIVE_CHANNEL = "kefu_live"
RESYNC = "resync"  # the wire name of whatever changes what somebody may see
BAD_TOKEN, CURSOR_EXPIRED = 4401, 4410
BEAT_SECONDS = 15.0
BACKLOG = 1000  # messages a slow socket may lag behind before it is told to take a new snapshot
NEWER = """
SELECT position, organization_id::text, name, payload, audience FROM kernel_outboxevent
WHERE position > %s ORDER BY position LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What business decides. All run in threads and may use the database."""

    resolve: Callable[[str, str, str | None], Session | None]
    """(socket kind "desk" or "widget", token, address) → who it is; None refuses."""
    typing: Callable[[Session, dict[str, Any]], tuple[list[str], dict[str, Any]] | None]
    """(session, client's message) → topics and the notice to show there; None drops it."""
    presence: Callable[[Session, bool], None]
    """A session's first socket opened (True) or its last one closed (False)."""
    beat: Callable[[list[UUID], float], None]
    """Every `BEAT_SECONDS`: the users who have a socket here, and for how many seconds this has been told without a gap."""
    access_changed: Callable[[], None] = lambda: None
    """What somebody may see has changed: what `resolve` remembers must not be older."""


class Socket:
    """One connection: what is to be sent waits in a queue, so that a slow reader delays nobody."""

    def __init__(self, websocket: WebSocket, session: Session) -> None:
        self.websocket, self.session = websocket, session
        self.outgoing: asyncio.Queue[tuple[int | None, str]] = asyncio.Queue(BACKLOG)
        self.caught_up = -1  # position up to which it was sent events before it began to follow
        self.close_code: int | None = None

    def offer(self, message: str, position: int | None = None) -> None:
        try:
            self.outgoing.put_nowait((position, message))
        except asyncio.QueueFull:
            self.close_code = CURSOR_EXPIRED

    async def write(self) -> None:
        while self.close_code is None:
            position, message = await self.outgoing.get()
            if position is None or position > self.caught_up:
                await self.websocket.send_text(message)
        await self.websocket.close(self.close_code)


class Hub:
    def __init__(self, callbacks: Callbacks) -> None:
        self.callbacks = callbacks
        self.position = 0
        self.topics: dict[tuple[str, str], set[Socket]] = defaultdict(set)
        self.open_sockets: dict[tuple[str, str], int] = defaultdict(int)
        self._reported: set[tuple[str, str]] = set()
        self._reporting: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()
        self._tasks: list[asyncio.Task[None]] = []
        self._live: frozenset[str] = frozenset()

    def routes(self) -> list[WebSocketRoute]:
        return [
            WebSocketRoute("/ws/desk", self._endpoint("desk")),
            WebSocketRoute("/ws/widget", self._endpoint("widget")),
        ]

    async def start(self) -> None:
        self._live = frozenset(live_names())
        self._tasks = [asyncio.create_task(self._follow()), asyncio.create_task(self._beat())]

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _beat(self) -> None:
        """A gateway that is killed reports no socket closed; that its beat is missing tells as much."""
        steady_since: float | None = None
        while True:
            users = [UUID(id) for kind, id in self.open_sockets if kind == "user"]
            now = time.monotonic()
            try:
                await in_thread(self.callbacks.beat, users, now - (steady_since or now))
                steady_since = steady_since or now
            except (OperationalError, InterfaceError) as error:
                log.warning("gateway.database_away", error=str(error))
                steady_since = None
            await asyncio.sleep(BEAT_SECONDS)

    # following the events

    async def _follow(self) -> None:
        is_placed = False
        while True:
            try:
                if not is_placed:
                    self.position, is_placed = await in_thread(cursor), True
                async with await psycopg.AsyncConnection.connect(
                    **await asyncio.to_thread(parameters), autocommit=True, application_name="kefu-gateway"
                ) as listener:
                    await listener.execute(f"LISTEN {CURSOR_CHANNEL}")
                    await listener.execute(f"LISTEN {LIVE_CHANNEL}")
                    await self._dispatch_newer(listener)
                    while True:
                        async for notice in listener.notifies(timeout=1.0, stop_after=1):
                            if notice.channel == LIVE_CHANNEL:
                                self._dispatch_live(notice.payload)
                        await self._dispatch_newer(listener)
            except (psycopg.OperationalError, OperationalError, InterfaceError) as error:
                log.warning("gateway.database_away", error=str(error))
                await asyncio.sleep(0.5)

    async def _dispatch_newer(self, listener: psycopg.AsyncConnection) -> None:
        while True:
            rows = await (await listener.execute(NEWER, [self.position])).fetchall()
            for position, organization, name, payload, audience in rows:
                self.position = position
                if name in self._live and audience:
                    event = wire(name, position, payload)
                    if event["type"] == RESYNC:
                        await in_thread(self.callbacks.access_changed)
                    self._send(organization, audience, event, position)
            if len(rows) < BACKLOG:
                return

    def _dispatch_live(self, payload: str) -> None:
        notice = orjson.loads(payload)
        self._send(notice["organization"], notice["topics"], notice["event"])

    def _send(self, organization: str, audience: list[str], event: dict[str, Any], position: int | None = None) -> None:
        sockets = set().union(*(self.topics.get((organization, topic), ()) for topic in audience))
        if sockets:
            whole, hidden = None, None
            for socket in sockets:
                if socket.session.hides_numbers:
                    hidden = hidden or dumped(masking.masked(event))
                    socket.offer(hidden, position)
                else:
                    whole = whole or dumped(event)
                    socket.offer(whole, position)
                if event["type"] == RESYNC:
                    self._end_sight(socket)

    def _end_sight(self, socket: Socket) -> None:
        """It hears nothing more, whatever its client does with the news; a new one hears what its owner may hear now."""
        self._detach(socket)
        socket.close_code = CURSOR_EXPIRED

    # serving one socket

    def _endpoint(self, kind: str) -> Callable[[WebSocket], Any]:
        async def serve(websocket: WebSocket) -> None:
            await self._serve(kind, websocket)

        return serve

    async def _serve(self, kind: str, websocket: WebSocket) -> None:
        await websocket.accept()
        session = await in_thread(
            self.callbacks.resolve, kind, websocket.query_params.get("token", ""), _address(websocket)
        )
        if session is None:
            await websocket.close(BAD_TOKEN)
            return
        socket = Socket(websocket, session)
        self._attach(socket)
        who = (session.kind, str(session.id))
        self.open_sockets[who] += 1
        writer = None
        try:
            if not await self._catch_up(socket, websocket.query_params.get("cursor")):
                return
            writer = asyncio.create_task(socket.write())
            await self._report_presence(session)
            await self._read(socket)
        except (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            self._detach(socket)
            if writer:
                writer.cancel()
            self.open_sockets[who] -= 1
            if not self.open_sockets[who]:
                del self.open_sockets[who]
            await self._report_presence(session)

    async def _report_presence(self, session: Session) -> None:
        """Say whether the session has a socket, if that is news: one report at a time, so that the last one is true."""
        who = (session.kind, str(session.id))
        lock = self._reporting.setdefault(who, asyncio.Lock())
        async with lock:
            is_open = who in self.open_sockets
            if is_open != (who in self._reported):
                await in_thread(self.callbacks.presence, session, is_open)
                (self._reported.add if is_open else self._reported.discard)(who)

    async def _catch_up(self, socket: Socket, wanted: str | None) -> bool:
        """Greet, then send what happened since the cursor `wanted`, however much; events that arrive meanwhile wait in the queue."""
        after = int(wanted) if wanted and wanted.isdecimal() else None
        position = self.position if after is None else after
        try:
            missed = [] if after is None else await in_thread(since, socket.session, after)
            await socket.websocket.send_text(dumped({"type": "hello", "cursor": position}))
            while missed:
                for event in missed:
                    told = masking.masked(event) if socket.session.hides_numbers else event
                    await socket.websocket.send_text(dumped(told))
                socket.caught_up = missed[-1]["cursor"]
                missed = await in_thread(since, socket.session, socket.caught_up)
        except Gone:
            await socket.websocket.close(CURSOR_EXPIRED)
            return False
        return True

    async def _read(self, socket: Socket) -> None:
        while True:
            received = await socket.websocket.receive()
            if received["type"] == "websocket.disconnect":
                return
            try:
                message = orjson.loads((received.get("text") or "")[:4096])
                kind = message["type"]
            except (orjson.JSONDecodeError, KeyError, TypeError):
                continue
            if kind == "ping":
                socket.offer('{"type":"pong"}')
            elif kind == "typing":
                await in_thread(self._show_typing, socket.session, message)

    def _show_typing(self, session: Session, message: dict[str, Any]) -> None:
        """Show a notice that is stored nowhere on the sockets of every gateway."""
        found = self.callbacks.typing(session, message)
        if found:
            topics, event = found
            notice = {"organization": str(session.organization_id), "topics": topics, "event": event}
            with connection.cursor() as database:
                database.execute("SELECT pg_notify(%s, %s)", [LIVE_CHANNEL, orjson.dumps(notice).decode()])

    def _attach(self, socket: Socket) -> None:
        for topic in socket.session.topics:
            self.topics[(str(socket.session.organization_id), topic)].add(socket)

    def _detach(self, socket: Socket) -> None:
        """Bears repetition."""
        for topic in socket.session.topics:
            key = (str(socket.session.organization_id), topic)
            self.topics[key].discard(socket)
            if not self.topics[key]:
                del self.topics[key]


def dumped(event: dict[str, Any]) -> str:
    """JSON of any stored value: a number may be longer than faster encoders take."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


async def in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    """Run business code in a thread, with Django's connection of that thread fit for use."""

    def call() -> Any:
        close_old_connections()
        return function(*arguments)

    return await asyncio.to_thread(call)


def _address(websocket: WebSocket) -> str | None:
    """The peer's address, or what a configured reverse proxy says of it: uvicorn has settled that, headers prove nothing."""
    return websocket.client.host if websocket.client else None
