"""A telephone that can do one thing: sign in, over UDP as telephones do or over the web socket as browsers do."""

from __future__ import annotations

import hashlib
import re
import socket
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from websockets.sync.client import connect
from websockets.typing import Subprotocol

from kefu.config.asterisk.address import Endpoint

ANSWER_SECONDS = 10


@dataclass
class Telephone:
    """`password` is what it believes; the answer to `sign_in` is the status that the platform gives in the end."""

    place: Endpoint
    user: str
    password: str

    def sign_in_by_udp(self) -> int:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
            line.bind(("127.0.0.1", 0))
            line.connect(("127.0.0.1", self.place.sip_port))
            line.settimeout(ANSWER_SECONDS)
            port = line.getsockname()[1]

            def exchange(text: str) -> str:
                line.send(text.encode())
                while True:
                    told = line.recv(65535).decode()
                    if told.startswith("SIP/2.0 ") and "CSeq: " in told and "REGISTER" in told:
                        return told

            return self._sign_in(exchange, "UDP", f"127.0.0.1:{port}")

    def sign_in_by_socket(self) -> int:
        with connect(self.place.sip, subprotocols=[Subprotocol("sip")]) as line:

            def exchange(text: str) -> str:
                line.send(text)
                return str(line.recv(timeout=ANSWER_SECONDS))

            return self._sign_in(exchange, "WS", "browser.invalid;transport=ws")

    def _sign_in(self, exchange: Callable[[str], str], transport: str, contact: str) -> int:
        call = uuid.uuid4().hex
        told = exchange(self._register(call, 1, transport, contact, ""))
        if challenge := re.search(r"WWW-Authenticate: Digest (.*)", told):
            facts = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge[1]))
            told = exchange(self._register(call, 2, transport, contact, self._proof(facts)))
        return int(told.split()[1])

    def _register(self, call: str, number: int, transport: str, contact: str, proof: str) -> str:
        lines = [
            "REGISTER sip:127.0.0.1 SIP/2.0",
            f"Via: SIP/2.0/{transport} {contact.split(';')[0]};branch=z9hG4bK{uuid.uuid4().hex[:12]};rport",
            f"From: <sip:{self.user}@127.0.0.1>;tag={call[:8]}",
            f"To: <sip:{self.user}@127.0.0.1>",
            f"Call-ID: {call}",
            f"CSeq: {number} REGISTER",
            f"Contact: <sip:{self.user}@{contact}>",
            "Max-Forwards: 70",
            "Expires: 120",
            *([f"Authorization: Digest {proof}"] if proof else []),
            "Content-Length: 0",
        ]
        return "\r\n".join(lines) + "\r\n\r\n"

    def _proof(self, facts: dict[str, str]) -> str:
        """RFC 2617 with qop=auth."""
        secret = _md5(f"{self.user}:{facts['realm']}:{self.password}")
        request = _md5("REGISTER:sip:127.0.0.1")
        answer = _md5(f"{secret}:{facts['nonce']}:00000001:beef:auth:{request}")
        parts = {
            "username": self.user,
            "realm": facts["realm"],
            "nonce": facts["nonce"],
            "uri": "sip:127.0.0.1",
            "response": answer,
        }
        if "opaque" in facts:
            parts["opaque"] = facts["opaque"]
        quoted = ", ".join(f'{name}="{value}"' for name, value in parts.items())
        return f'{quoted}, algorithm=MD5, qop=auth, nc=00000001, cnonce="beef"'


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
