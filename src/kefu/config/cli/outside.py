"""`kefu check --public URL`: the way in as a customer's browser takes it, proved step by step."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from kefu.config.cli.findings import Finding, Status
from kefu.kernel.addresses import is_public

SECONDS = 10
NO_SUCH_TOKEN = 4401  # what the gateway closes a socket with whose token it does not know: then it was the gateway
PROXY_BLOCK = "Compare the proxy's configuration with docs/operations.md, “Behind a reverse proxy”"


def look(url: str, *, source: str | None = None) -> Iterator[Finding]:
    """What a caller from `source` (an address of this machine, None: any) finds at `url`; ends where the way ends."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        yield Finding("address", Status.BROKEN, f"{url} is no address", "Give it as https://chat.example.com")
        return
    if parts.scheme == "http":
        mend = "Let a reverse proxy with a certificate answer, and give its https address."
        yield Finding("https", Status.BROKEN, "no https: browsers give no microphone, notices or pictures", mend)
    try:
        health, local = _health(parts, source)
    except ssl.SSLCertVerificationError as error:
        mend = "Get a certificate for this name, with its whole chain."
        yield Finding("https", Status.BROKEN, f"the certificate is not trusted: {error.verify_message}", mend)
        return
    except (OSError, HTTPException, ValueError) as error:
        mend = f"Is the name right, the port open, and does the proxy lead to Kefu? {PROXY_BLOCK}."
        yield Finding("address", Status.BROKEN, f"{url} does not answer as Kefu: {error}", mend)
        return
    if parts.scheme == "https":
        yield Finding("https", Status.OK, f"{parts.hostname} has a trusted certificate")
    state = Status.OK if health["status"] == "ok" else Status.BROKEN
    yield Finding("health", state, f"Kefu answers: {health['status']}", "" if state is Status.OK else "`kefu check`")
    yield _websocket(parts)
    yield _client_address(health.get("caller"), local)


def _health(parts: SplitResult, source: str | None) -> tuple[dict[str, Any], str]:
    """The health document, and the address of ours that asked."""
    bind = (source, 0) if source else None
    assert parts.hostname
    connection = (
        HTTPSConnection(parts.hostname, parts.port, timeout=SECONDS, source_address=bind)
        if parts.scheme == "https"
        else HTTPConnection(parts.hostname, parts.port, timeout=SECONDS, source_address=bind)
    )
    try:
        connection.request("GET", f"{parts.path.rstrip('/')}/api/v1/health")
        local = str(connection.sock.getsockname()[0])
        answer = connection.getresponse()
        document = json.loads(answer.read())
    finally:
        connection.close()
    if answer.status != 200 or not isinstance(document, dict) or "status" not in document:
        raise ValueError(f"status {answer.status}")
    return document, local


def _websocket(parts: SplitResult) -> Finding:
    scheme = "wss" if parts.scheme == "https" else "ws"
    address = f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/ws/widget?token=none"
    try:
        with connect(address, open_timeout=SECONDS, close_timeout=SECONDS) as client:
            client.recv(timeout=SECONDS)
            code = None
    except ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else None
    except (OSError, WebSocketException) as error:
        mend = f"Let the proxy pass the headers Upgrade and Connection. {PROXY_BLOCK}."
        return Finding("websocket", Status.BROKEN, f"live updates do not get through: {error}", mend)
    if code != NO_SUCH_TOKEN:
        return Finding("websocket", Status.BROKEN, f"something else than Kefu answers ({code})", PROXY_BLOCK + ".")
    return Finding("websocket", Status.OK, "live updates get through")


def _client_address(seen: str | None, local: str) -> Finding:
    """Right when Kefu sees the address that asked, or one of the open internet, as behind a router."""
    if seen == local or (seen is not None and is_public(seen)):
        return Finding("client", Status.OK, f"Kefu sees callers' own addresses ({seen})")
    mend = f"Set KEFU_PUBLIC_URL, and let the proxy pass X-Forwarded-For. {PROXY_BLOCK}."
    detail = f"Kefu sees {seen} instead of the caller: limits, blocks and demo logins would take everybody for one"
    return Finding("client", Status.BROKEN, detail, mend)
