"""The gateway role: owns the one port. Sockets end here; everything else is streamed to the web role."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from kefu.config.environment import Environment
from kefu.config.roles import web_socket
from kefu.config.roles.proxy import Proxy

SOCKET_MESSAGE_BYTES = 64 * 1024  # up the socket go typing notices and acknowledgements only


def application(environment: Environment) -> ASGIApp:
    """The ASGI application of the one port. Django must be set up."""
    from kefu.config.sockets import callbacks
    from kefu.kernel.realtime.gateway import Hub

    proxy = Proxy(web_socket(environment))
    hub = Hub(callbacks())

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await hub.start()
        yield
        await hub.stop()
        proxy.close()

    sockets = Starlette(routes=hub.routes(), lifespan=lifespan)

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
    uvicorn.run(
        application(environment),
        host=environment.host,
        port=environment.port,
        loop="uvloop",
        http="httptools",
        ws="websockets-sansio",
        ws_max_size=SOCKET_MESSAGE_BYTES,
        ws_per_message_deflate=False,  # costs memory on every socket and gains little on short messages
        lifespan="on",
        log_config=None,
        log_level="warning",
        access_log=False,  # addresses of sockets carry tokens
        server_header=False,
        date_header=False,  # the web role sets it
        # only a reverse proxy on this machine, or one named here, may say who the client is
        proxy_headers=True,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1",
        timeout_graceful_shutdown=5,
    )
