"""`kefu check`: whether each relay for browsers' audio answers (KEFU_TURN)."""

from __future__ import annotations

import os
import re
import socket
import ssl
import struct
from collections.abc import Iterator

from kefu.config.cli.findings import Finding, Status
from kefu.config.environment import TURN, Environment

SECONDS = 5
BINDING, COOKIE, HEADER_BYTES = 1, 0x2112A442, 20  # RFC 8489, section 5
PORTS = {"turn": 3478, "turns": 5349}


def look(environment: Environment) -> Iterator[Finding]:
    """Nothing where no relay is set up: most agents need none."""
    if not environment.turn:
        return
    wrong = [f"{url}: {error}" for url in environment.turn if (error := _error(url))]
    if wrong:
        mend = "Is the server (coturn) running, the address right and the port open? See docs/operations.md, “The telephone engine”."
        yield Finding("turn", Status.BROKEN, "; ".join(wrong), mend)
    else:
        yield Finding("turn", Status.OK, f"{', '.join(environment.turn)}: answers")


def _error(url: str) -> str:
    """Why the relay at `url` gives no answer to a STUN binding request; empty when it does."""
    told = TURN.fullmatch(url)
    assert told, "Environment.read has let it pass"
    asked = os.urandom(12)
    request = struct.pack("!HHI12s", BINDING, 0, COOKIE, asked)
    try:
        with _connected(told) as line:
            line.sendall(request)
            answer = line.recv(HEADER_BYTES if line.type == socket.SOCK_STREAM else 2048)
    except OSError as error:
        return str(error) or type(error).__name__
    return "" if answer[8:20] == asked else "something else than a relay answers"


def _connected(told: re.Match[str]) -> socket.socket:
    scheme, host = told["scheme"], told["host"].strip("[]")
    port = int(told["port"] or PORTS[scheme])
    if (told["transport"] or ("tcp" if scheme == "turns" else "udp")) == "udp":
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)[0]
        line = socket.socket(family, kind, protocol)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    line = socket.create_connection((host, port), timeout=SECONDS)
    return ssl.create_default_context().wrap_socket(line, server_hostname=host) if scheme == "turns" else line
