"""A load generator must cost less than what it measures: HTTP/1.1 over one kept connection, and sockets, by asyncio alone."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

import orjson
from websockets.asyncio.client import ClientConnection, connect


class Refused(Exception):
    """The server answered with an error; the message holds status and problem."""


class Client:
    """One caller: requests go one after the other over its own connection, which is opened anew when it has been closed."""

    def __init__(self, port: int, token: str = "") -> None:
        self.port, self.token = port, token
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._turn = asyncio.Lock()

    async def request(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer. Raises Refused for a status of 400 and above, OSError when nobody answers."""
        content = orjson.dumps(body) if body is not None else b""
        proof = f"Authorization: Bearer {self.token}\r\n" if self.token else ""
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{proof}"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        async with self._turn:
            status, answer = await self._exchange(head.encode() + content)
        if status >= 400:
            raise Refused(f"{method} {path}: {status} {answer[:300]!r}")
        return orjson.loads(answer) if answer else None

    async def socket(self, kind: str) -> ClientConnection:
        """A live socket, `desk` or `widget`, opened with a ticket."""
        ticket = (await self.request("POST", "/sockets/ticket"))["ticket"]
        address = f"ws://127.0.0.1:{self.port}/ws/{kind}?token={quote(ticket)}"
        return await connect(address, compression=None, ping_interval=None, max_size=2**20, open_timeout=30)

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        """Send and read; once more over a new connection when the server had closed the kept one meanwhile."""
        for is_kept in (self._reader is not None, False):
            reader, writer = await self._connected()
            writer.write(request)
            try:
                return await _read_answer(reader)
            except (asyncio.IncompleteReadError, ConnectionError):
                self.close()
                if not is_kept:
                    raise
        raise AssertionError("unreachable")

    def close(self) -> None:
        if self._writer:
            self._writer.close()
        self._reader = self._writer = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        return self._reader, self._writer


async def _read_answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    status = int(head.split(" ", 2)[1])
    fields = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in fields:
        return status, await reader.readexactly(int(fields["content-length"]))
    parts = []
    while fields.get("transfer-encoding") == "chunked":
        size = int(await reader.readline(), 16)
        parts.append(await reader.readexactly(size))
        await reader.readexactly(2)
        if size == 0:
            break
    return status, b"".join(parts)
