"""The gateway's way to the web role: an ASGI application that streams a request there and the answer back.

It decides what the web role may believe about the client: address and scheme come from the connection, never from
what the client claims.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from starlette.types import Receive, Scope, Send

from kefu.config.roles.upstream import Connection, Pool, UpstreamLost
from kefu.kernel import i18n
from kefu.kernel.errors import Problem, TooLarge
from kefu.kernel.i18n import Text

BODY_BYTES = 25 * 1024 * 1024
ANSWER_SECONDS = 120
HOP_BY_HOP = frozenset(
    b"connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade".split()
)

SAID_BY_PROXIES = frozenset((b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-real-ip"))
RELAYED = b"x-kefu-relayed"
SET_BY_GATEWAY = SAID_BY_PROXIES | {RELAYED}
NOT_ANSWERED = HOP_BY_HOP | {b"server"}
NOT_FORWARDED = HOP_BY_HOP | SET_BY_GATEWAY | {b"expect"}
REPEATABLE = frozenset(("GET", "HEAD", "OPTIONS"))


class WebAway(Problem):
    status = 502
    title = Text("服务正在启动", "Starting")


class WebSlow(Problem):
    status = 504
    title = Text("服务响应超时", "No answer in time")


BODY_TOO_LARGE = TooLarge(
    "body_too_large",
    Text("请求超过 25 MB，请减小后重试。", "The request is larger than 25 MB. Make it smaller and try again."),
    headers={"Connection": "close"},
)
WEB_AWAY = WebAway(
    "web_away",
    Text("系统正在启动或重启，请稍后重试。", "Kefu is starting or restarting. Try again in a moment."),
    headers={"Retry-After": "2"},
)
WEB_SLOW = WebSlow(
    "web_slow",
    Text("系统未能及时响应，请稍后重试。", "Kefu did not answer in time. Try again in a moment."),
    headers={"Retry-After": "10"},
)


class BodyTooLarge(Exception):
    """The request's body is over BODY_BYTES."""


class ClientGone(Exception):
    """The client left before its request was complete."""


@dataclass
class Exchange:
    """One request on its way: the ASGI triple and how far it has come."""

    scope: Scope
    receive: Receive
    send: Send
    is_chunked: bool = False
    length: int | None = None
    has_more: bool = False
    first: bytes = b""
    received: int = 0
    has_answered: bool = False
    names_of_connection: frozenset[bytes] = field(default=frozenset())

    @property
    def method(self) -> str:
        return str(self.scope["method"])

    @property
    def may_repeat(self) -> bool:
        return self.method in REPEATABLE and not self.received and not self.has_answered

    def read_headers(self) -> None:
        """Raises BodyTooLarge when the client announces too much."""
        for name, value in self.scope["headers"]:
            if name == b"content-length":
                self.length = int(value)
            elif name == b"transfer-encoding":
                self.is_chunked = True
            elif name == b"connection":
                self.names_of_connection |= {word.strip().lower() for word in value.split(b",")}
        if (self.length or 0) > BODY_BYTES:
            raise BodyTooLarge

    async def read(self) -> bytes:
        """The next piece of the body. Raises BodyTooLarge or ClientGone."""
        message = await self.receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        data: bytes = message.get("body", b"")
        self.has_more = message.get("more_body", False)
        self.received += len(data)
        if self.received > BODY_BYTES:
            raise BodyTooLarge
        return data

    def head(self) -> bytes:
        scope = self.scope
        target = scope["raw_path"] or b"/"
        if scope["query_string"]:
            target += b"?" + scope["query_string"]
        client = scope["client"]
        lines = [self.method.encode() + b" " + target + b" HTTP/1.1"]
        dropped = NOT_FORWARDED | self.names_of_connection
        # a name with an underscore would read as its sibling with a dash in WSGI: X_Forwarded_For
        lines += [name + b": " + value for name, value in scope["headers"] if name not in dropped and b"_" not in name]
        lines.append(b"x-forwarded-for: " + (client[0].encode() if client else b""))
        lines.append(b"x-forwarded-proto: " + scope["scheme"].encode())
        if self.is_relayed:
            lines.append(RELAYED + b": 1")
        if self.is_chunked:
            lines.append(b"transfer-encoding: chunked")
        return b"\r\n".join(lines) + b"\r\n\r\n"

    @property
    def is_relayed(self) -> bool:
        """Some proxy speaks of its client, and uvicorn does not believe it: it would have put that client (port 0) here."""
        client = self.scope["client"]
        is_believed = client is not None and client[1] == 0
        return not is_believed and any(name in SAID_BY_PROXIES for name, _ in self.scope["headers"])

    def framed(self, data: bytes) -> bytes:
        if not self.is_chunked:
            return data
        piece = b"%x\r\n%b\r\n" % (len(data), data) if data else b""
        return piece if self.has_more else piece + b"0\r\n\r\n"


class Proxy:
    """ASGI application for everything that is not a socket of ours."""

    def __init__(self, path: Path) -> None:
        self._pool = Pool(path)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        exchange = Exchange(scope, receive, send)
        try:
            exchange.read_headers()
            if exchange.is_chunked or exchange.length:
                exchange.first = await exchange.read()
            await self._deliver(exchange)
        except ClientGone:
            return
        except BodyTooLarge:
            await _refuse(exchange, BODY_TOO_LARGE)
        except UpstreamLost:
            await _refuse(exchange, WEB_AWAY)
        except TimeoutError:
            await _refuse(exchange, WEB_SLOW)

    def close(self) -> None:
        self._pool.close()

    async def _deliver(self, exchange: Exchange) -> None:
        while True:
            connection = await self._pool.take()
            try:
                await self._converse(exchange, connection)
                return
            except UpstreamLost:
                # an idle connection that was closed in the very moment of its reuse
                if not (connection.is_reused and exchange.may_repeat):
                    raise
            finally:
                self._pool.give_back(connection)

    async def _converse(self, exchange: Exchange, connection: Connection) -> None:
        connection.begin(exchange.head() + exchange.framed(exchange.first), answers_head=exchange.method == "HEAD")
        if not exchange.has_more:
            await _answer(exchange, connection)
            return
        upload = asyncio.create_task(_upload(exchange, connection))
        answer = asyncio.create_task(_answer(exchange, connection))
        try:
            await asyncio.wait((upload, answer), return_when=asyncio.FIRST_EXCEPTION)
            if upload.done() and not answer.done():
                with suppress(UpstreamLost):  # it may have answered before it went
                    upload.result()
            await answer
        finally:
            for task in (upload, answer):
                task.cancel()
            with suppress(asyncio.CancelledError, UpstreamLost, BodyTooLarge, ClientGone):
                await upload
            if exchange.has_more:
                connection.close()  # the web role answered without hearing all of it


async def _upload(exchange: Exchange, connection: Connection) -> None:
    while exchange.has_more:
        data = await exchange.read()
        await connection.write(exchange.framed(data))


async def _answer(exchange: Exchange, connection: Connection) -> None:
    async with asyncio.timeout(ANSWER_SECONDS):
        await connection.head()
    headers = [header for header in connection.headers if header[0] not in NOT_ANSWERED]
    exchange.has_answered = True
    await exchange.send({"type": "http.response.start", "status": connection.status, "headers": headers})
    async for data, has_more in connection.body():
        await exchange.send({"type": "http.response.body", "body": data, "more_body": has_more})


async def _refuse(exchange: Exchange, problem: Problem) -> None:
    """Answer with a problem document; an answer that has begun is cut off by the server instead."""
    if exchange.has_answered:
        return
    accepted = dict(exchange.scope["headers"]).get(b"accept-language", b"").decode("latin-1")
    i18n.use(i18n.choose(accepted))
    headers = [(b"content-type", b"application/problem+json"), (b"cache-control", b"no-store")]
    headers += [(name.lower().encode(), value.encode()) for name, value in problem.headers.items()]
    await exchange.send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await exchange.send({"type": "http.response.body", "body": json.dumps(problem.document()).encode()})
