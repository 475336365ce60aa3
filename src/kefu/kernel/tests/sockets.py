"""A gateway on a free port, and sockets that talk to it."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import uvicorn
from django.db import connection
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from kefu.kernel.events.relay import stamp
from kefu.kernel.ids import new_id
from kefu.kernel.realtime.feed import Session
from kefu.kernel.realtime.gateway import Callbacks, Hub


@dataclass
class Gateway:
    """Who may connect is said in `sessions` by token; what the gateway reports of their presence is kept in `presence`."""

    organization_id: UUID
    sessions: dict[str, Session] = field(default_factory=dict)
    presence: list[tuple[str, bool]] = field(default_factory=list)
    presence_seconds: float = 0.0
    forgotten: int = 0
    port: int = 0
    hub: Hub = field(init=False)
    loop: asyncio.AbstractEventLoop = field(init=False)

    def send(self, event: dict[str, Any], *, topic: str = "topic") -> None:
        """Have the hub show an event that no outbox has seen."""
        self.loop.call_soon_threadsafe(self.hub._send, str(self.organization_id), [topic], event)

    def __post_init__(self) -> None:
        self.hub = Hub(
            Callbacks(self._resolve, self._typing, self._presence, lambda users, steady: None, self._access_changed)
        )

    def _access_changed(self) -> None:
        self.forgotten += 1

    def admit(self, token: str, *topics: str, organization_id: UUID | None = None) -> None:
        self.sessions[token] = Session(
            "user", new_id(), organization_id or self.organization_id, frozenset(topics or ("topic",))
        )

    def _resolve(self, kind: str, token: str, address: str | None) -> Session | None:
        return self.sessions.get(token) if kind == "desk" else None

    def _typing(self, session: Session, message: dict[str, Any]) -> tuple[list[str], dict[str, Any]] | None:
        return (["listener"], {"type": "typing", "by": str(session.id)}) if message.get("to") else None

    def _presence(self, session: Session, is_open: bool) -> None:
        if is_open:
            time.sleep(self.presence_seconds)
        token = next(token for token, known in self.sessions.items() if known.id == session.id)
        self.presence.append((token, is_open))

    def dial(self, token: str, cursor: int | None = None, *, kind: str = "desk", **options: Any) -> ClientConnection:
        resume = "" if cursor is None else f"&cursor={cursor}"
        client: ClientConnection = connect(
            f"ws://127.0.0.1:{self.port}/ws/{kind}?token={token}{resume}",
            **{"max_queue": None, "ping_interval": None, **options},
        )
        return client


@contextmanager
def serving(gateway: Gateway) -> Iterator[Gateway]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> Any:
        gateway.loop = asyncio.get_running_loop()
        await gateway.hub.start()
        yield
        await gateway.hub.stop()

    listener = socket.create_server(("127.0.0.1", 0))
    gateway.port = listener.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=gateway.hub.routes(), lifespan=lifespan),
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            lifespan="on",
            log_level="critical",
        )
    )
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    end = time.monotonic() + 20
    while not (server.started and is_listening()):
        assert time.monotonic() < end
        time.sleep(0.02)
    try:
        yield gateway
    finally:
        server.should_exit = server.force_exit = True
        thread.join(20)
        listener.close()
        assert not thread.is_alive()


def is_listening() -> bool:
    """Whether the hub has its session and has looked for events on it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'kefu-gateway' AND query LIKE '%%kernel_outboxevent%%'"
            " AND datname = current_database()"
        )
        return cursor.fetchone() is not None


def stamp_all() -> None:
    connection.ensure_connection()
    while stamp(connection.connection):
        pass


def receive(client: ClientConnection, *, seconds: float = 10.0) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(client.recv(timeout=seconds))
    return message


def greeting(client: ClientConnection) -> int:
    """The cursor that the gateway greets with."""
    hello = receive(client)
    assert hello["type"] == "hello"
    return int(hello["cursor"])


def numbers(client: ClientConnection, count: int) -> list[int]:
    """Of the next `count` events."""
    return [int(receive(client)["n"]) for _ in range(count)]


def is_silent(client: ClientConnection, *, seconds: float = 0.4) -> bool:
    try:
        client.recv(timeout=seconds)
    except TimeoutError:
        return True
    return False


def close_code(client: ClientConnection, *, seconds: float = 20.0) -> int | None:
    """The code the gateway closes with, after everything that was sent before."""
    try:
        while True:
            client.recv(timeout=seconds)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None
