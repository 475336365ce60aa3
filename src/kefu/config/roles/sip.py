"""The SIP of agents' browsers: a web socket of our own origin, handed on to the engine's, which stays on the loopback address."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress

from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from kefu.config.asterisk import endpoint
from kefu.config.environment import Environment
from kefu.kernel.realtime.gateway import BAD_TOKEN, in_thread

PATH = "/ws/sip"
PROTOCOL = "sip"
NO_ENGINE, NOT_YOURS = 4503, 4403
MESSAGE_BYTES = 64 * 1024
OPEN_SECONDS = 5
FROM = re.compile(r"^(?:from|f)[ \t]*:(.*)$", re.IGNORECASE | re.MULTILINE)

AccountOf = Callable[[str, str | None], str | None]


def route(environment: Environment, account_of: AccountOf) -> WebSocketRoute:
    """`account_of`: (ticket, address) → whose SIP account the browser may use; None refuses."""

    async def serve(websocket: WebSocket) -> None:
        await websocket.accept(subprotocol=PROTOCOL if PROTOCOL in websocket.scope["subprotocols"] else None)
        address = websocket.client.host if websocket.client else None
        account = await in_thread(account_of, websocket.query_params.get("token", ""), address)
        if account is None:
            await websocket.close(BAD_TOKEN)
            return
        place = await asyncio.to_thread(endpoint, environment)
        code = await _hand_on(websocket, place.sip, account) if place else NO_ENGINE
        with suppress(RuntimeError, WebSocketDisconnect):  # it may be gone already
            await websocket.close(code)

    return WebSocketRoute(PATH, serve)


def speaks_for(message: str, account: str) -> bool:
    """Whether a browser may say this: whatever it asks for, it asks by its own account; calls are placed by the house alone.

    The engine trusts callers of this machine, and the browser's words come to it from this machine.
    """
    if not message.strip() or message.startswith("SIP/2.0 "):
        return True
    head = message.partition("\r\n\r\n")[0]
    senders = FROM.findall(head)
    opens_call = message.startswith("INVITE ") and not re.search(r"^(?:to|t)[ \t]*:.*;\s*tag=", head, re.I | re.M)
    return len(senders) == 1 and re.search(rf"sips?:{re.escape(account)}@", senders[0]) is not None and not opens_call


async def _hand_on(websocket: WebSocket, url: str, account: str) -> int:
    """Until either side goes; the code to close with."""
    try:
        async with connect(
            url,
            subprotocols=[Subprotocol(PROTOCOL)],
            compression=None,
            max_size=MESSAGE_BYTES,
            open_timeout=OPEN_SECONDS,
            proxy=None,
        ) as engine:
            sides = {
                asyncio.create_task(_up(websocket, engine, account)),
                asyncio.create_task(_down(websocket, engine)),
            }
            done, pending = await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
            for side in pending:
                side.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            return next(iter(done)).result()
    except (OSError, WebSocketException):
        return NO_ENGINE


async def _up(websocket: WebSocket, engine: ClientConnection, account: str) -> int:
    try:
        while True:
            message = await websocket.receive_text()
            if not speaks_for(message, account):
                return NOT_YOURS
            await engine.send(message)
    except (WebSocketDisconnect, KeyError, RuntimeError):  # gone, or not text
        return 1000


async def _down(websocket: WebSocket, engine: ClientConnection) -> int:
    try:
        async for message in engine:
            await websocket.send_text(message if isinstance(message, str) else message.decode())
    except (WebSocketDisconnect, RuntimeError):
        return 1000
    return NO_ENGINE
