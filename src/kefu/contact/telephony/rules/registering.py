"""Whether a carrier takes our registration: a REGISTER that binds nothing (RFC 3261, 10.3: it only asks), and what its answer means."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

FACT = re.compile(r'(\w+)=(?:"([^"]*)"|([^\s,"]+))')
CHALLENGE = re.compile(r"^(WWW|Proxy)-Authenticate: *Digest +(.*)$", re.I | re.M)
STATUS = re.compile(r"SIP/2\.0 (\d{3}) ")
REFUSING = frozenset({401, 403, 404, 407, 604})
TAKING = range(200, 300)


@dataclass(frozen=True, slots=True)
class Account:
    """With whom we register, and as whom; host and user as rules.trunks lets them be."""

    host: str
    port: int
    user: str
    password: str


def request(account: Account, *, ours: str, call: str, number: int, proof: str = "") -> bytes:
    """`ours` is where the answer goes to, host:port; `call` names the exchange, `number` counts its requests from 1."""
    lines = [
        f"REGISTER sip:{account.host} SIP/2.0",
        f"Via: SIP/2.0/UDP {ours};branch=z9hG4bK{call}{number};rport",
        f"From: <sip:{account.user}@{account.host}>;tag={call}",
        f"To: <sip:{account.user}@{account.host}>",
        f"Call-ID: {call}",
        f"CSeq: {number} REGISTER",
        "Max-Forwards: 70",
        *([proof] if proof else []),
        "Content-Length: 0",
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def status(answer: bytes, number: int) -> int:
    """The final status of the answer to request `number`; 0 for what is none, is not final, or belongs to another."""
    text = answer.decode(errors="replace")
    begins = STATUS.match(text)
    if begins is None or not re.search(rf"^CSeq: *{number} +REGISTER\s*$", text, re.I | re.M):
        return 0
    found = int(begins[1])
    return found if found >= 200 else 0


def proof(account: Account, answer: bytes, *, cnonce: str) -> str:
    """The header that answers a challenge (RFC 2617, MD5, with and without qop); "" where none was set that we know."""
    asked = CHALLENGE.search(answer.decode(errors="replace"))
    if asked is None:
        return ""
    facts = {name.lower(): quoted or plain for name, quoted, plain in FACT.findall(asked[2])}
    if "nonce" not in facts or facts.get("algorithm", "MD5").upper() != "MD5":
        return ""
    realm, nonce, uri = facts.get("realm", ""), facts["nonce"], f"sip:{account.host}"
    secret, what = _md5(f"{account.user}:{realm}:{account.password}"), _md5(f"REGISTER:{uri}")
    has_qop = "auth" in [one.strip() for one in facts.get("qop", "").split(",")]
    middle = f"{nonce}:00000001:{cnonce}:auth" if has_qop else nonce
    parts = {"username": account.user, "realm": realm, "nonce": nonce, "uri": uri, "response": _md5(f"{secret}:{middle}:{what}")}  # fmt: skip
    if "opaque" in facts:
        parts["opaque"] = facts["opaque"]
    told = ", ".join(f'{name}="{value}"' for name, value in parts.items()) + ", algorithm=MD5"
    if has_qop:
        told += f', qop=auth, nc=00000001, cnonce="{cnonce}"'
    return f"{'Authorization' if asked[1].upper() == 'WWW' else 'Proxy-Authorization'}: Digest {told}"


def state(final: int | None) -> str:
    """What a final status says of the line; None: there was no answer."""
    if final is None:
        return "offline"
    if final in TAKING:
        return "online"
    return "refused" if final in REFUSING else "offline"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
