"""Connections of the gateway to the web role: HTTP/1.1 with keep-alive over the private socket."""

from __future__ import annotations

import asyncio
import os
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import httptools

BUFFERED_BYTES = 256 * 1024  # read ahead of a slow client
IDLE_SECONDS = 20  # the web role closes a connection that was idle for 30 s
IDLE_CONNECTIONS = 64


class UpstreamLost(Exception):
    """The web role closed the connection, or never opened it, before its answer was complete."""


class Connection(asyncio.Protocol):
    """One connection that carries one request and its answer at a time."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        self.idle_since = 0.0
        self.is_reused = False
        self._transport: asyncio.Transport
        self._parser = httptools.HttpResponseParser(self)
        self._chunks: deque[bytes] = deque()
        self._buffered = 0
        self._has_head = self._is_complete = self._is_closed = self._is_reading_paused = False
        self._answers_head = False
        self._changed: asyncio.Future[None] | None = None
        self._writable: asyncio.Future[None] | None = None

    # ---- what the proxy does with it

    def begin(self, head: bytes, *, answers_head: bool) -> None:
        """Send a request head (with as much of the body as is there); `answers_head`: the answer has no body."""
        self.status, self.headers = 0, []
        self._chunks.clear()
        self._buffered = 0
        self._has_head = self._is_complete = False
        self._answers_head = answers_head
        self._parser = httptools.HttpResponseParser(self)
        self._transport.write(head)

    async def write(self, data: bytes) -> None:
        """More of the request's body; waits while the web role is slow to take it. Raises UpstreamLost."""
        if self._is_closed:
            raise UpstreamLost
        self._transport.write(data)
        if self._writable is not None:
            await self._writable

    async def head(self) -> None:
        """Wait until `status` and `headers` hold the answer's. Raises UpstreamLost."""
        while not self._has_head:
            await self._change()

    async def body(self) -> AsyncIterator[tuple[bytes, bool]]:
        """The pieces of the answer's body, each with whether more will come. Raises UpstreamLost."""
        while True:
            while not self._chunks and not self._is_complete:
                await self._change()
            data = self._chunks[0] if len(self._chunks) == 1 else b"".join(self._chunks)
            self._chunks.clear()
            self._buffered = 0
            if self._is_reading_paused and not self._is_closed:
                self._is_reading_paused = False
                self._transport.resume_reading()
            yield data, not self._is_complete
            if self._is_complete and not self._chunks:
                return

    @property
    def is_open(self) -> bool:
        return not self._is_closed

    @property
    def is_reusable(self) -> bool:
        return self._is_complete and not self._is_closed and self._parser.should_keep_alive()

    def close(self) -> None:
        self._is_closed = True
        self._transport.abort()

    async def _change(self) -> None:
        if self._is_closed:
            raise UpstreamLost
        self._changed = asyncio.get_running_loop().create_future()
        await self._changed

    def _wake(self) -> None:
        if self._changed is not None and not self._changed.done():
            self._changed.set_result(None)

    # ---- what asyncio tells it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            self.close()
        self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        is_news, self._is_closed = not self._is_closed, True
        if error is not None and is_news:
            self._read_the_rest()
        self.resume_writing()
        self._wake()

    def _read_the_rest(self) -> None:
        """Whoever refuses early answers and goes; the write that fails then ends the transport with the answer unread."""
        descriptor = self._transport.get_extra_info("socket").fileno()
        with suppress(OSError):
            while data := os.read(descriptor, BUFFERED_BYTES):
                self.data_received(data)

    def pause_writing(self) -> None:
        self._writable = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        if self._writable is not None and not self._writable.done():
            self._writable.set_result(None)
        self._writable = None

    # ---- what the parser tells it

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self.status = self._parser.get_status_code()
        self._has_head = True
        if self._answers_head:
            self._is_complete = True

    def on_body(self, data: bytes) -> None:
        self._chunks.append(data)
        self._buffered += len(data)
        if self._buffered > BUFFERED_BYTES and not self._is_reading_paused and not self._is_closed:
            self._is_reading_paused = True
            self._transport.pause_reading()

    def on_message_complete(self) -> None:
        self._is_complete = True


class Pool:
    """Idle connections to one socket, the freshest first."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._idle: list[Connection] = []

    async def take(self) -> Connection:
        """Raises UpstreamLost when the web role does not listen."""
        freshest = time.monotonic() - IDLE_SECONDS
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open and connection.idle_since > freshest:
                connection.is_reused = True
                return connection
            connection.close()
        try:
            _, connection = await asyncio.get_running_loop().create_unix_connection(Connection, str(self._path))
        except OSError as error:
            raise UpstreamLost from error
        return connection

    def give_back(self, connection: Connection) -> None:
        if connection.is_reusable and len(self._idle) < IDLE_CONNECTIONS:
            connection.idle_since = time.monotonic()
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
