"""The gateway role: owns the one port, and with a certificate of its own those of https and http too. Sockets end here; everything else is streamed to the web role."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import ssl
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager

import uvicorn
import uvloop
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from kefu.config.certificates.keeper import Keeper
from kefu.config.environment import Environment
from kefu.config.roles import web_socket
from kefu.config.roles.proxy import Proxy

SOCKET_MESSAGE_BYTES = 64 * 1024  # up the socket go typing notices and acknowledgements only


def application(environment: Environment) -> ASGIApp:
    """The ASGI application of the one port. Django must be set up."""
    from kefu.config.roles import sip
    from kefu.config.sockets import callbacks, phone_account
    from kefu.kernel.realtime.gateway import Hub

    proxy = Proxy(web_socket(environment))
    hub = Hub(callbacks())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        yield
        await hub.stop()
        proxy.close()

    sockets = Starlette(routes=[*hub.routes(), sip.route(environment, phone_account)], lifespan=lifespan)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/ws/"):
            await proxy(scope, receive, send)
        else:
            await sockets(scope, receive, send)

    return dispatch


def run(environment: Environment) -> None:
    import django

    django.setup()
    logging.getLogger("uvicorn").setLevel(
        logging.WARNING
    )  # at INFO it writes down the addresses of sockets, tokens and all
    app = application(environment)
    if environment.acme_directory is None:
        uvloop.run(serve([server(app, environment.host, environment.port)]))
        return
    keeper = Keeper(environment)
    doors = [
        server(app, environment.host, environment.port),
        server(app, "", environment.https_port, context=keeper.context, has_lifespan=False),
        server(keeper.door, "", environment.http_port, has_lifespan=False),
    ]
    stop = threading.Event()
    keeping = threading.Thread(target=keeper.run, args=[stop], daemon=True)
    keeping.start()
    try:
        uvloop.run(serve(doors))
    finally:
        stop.set()


class Door(uvicorn.Server):
    """A server beside others: signals are the business of `serve`."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(doors: Sequence[Door]) -> None:
    """All of them, until SIGTERM or SIGINT."""

    def end() -> None:
        for door in doors:
            door.should_exit = True

    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, end)
    await asyncio.gather(*(door.serve() for door in doors))


def server(
    app: ASGIApp, host: str, port: int, *, context: ssl.SSLContext | None = None, has_lifespan: bool = True
) -> Door:
    """`host` empty: every address of this machine. `context`: https."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        interface="asgi3",  # a bound method would be taken for an older one
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=SOCKET_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # costs memory on every socket and gains little on short messages
        lifespan="on" if has_lifespan else "off",
        log_config=None,
        log_level="warning",
        access_log=False,  # addresses of sockets carry tokens
        server_header=False,
        date_header=False,  # the web role sets it
        # only a reverse proxy on this machine, or one named here, may say who the client is
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1",
        timeout_graceful_shutdown=5,
        ssl_context_factory=(lambda config, default: context) if context else None,
    )
    return Door(config)
