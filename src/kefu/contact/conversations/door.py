"""What somebody at the public door has to do before a conversation begins: plain values only.

The browser looks for a number by trying (work), which a person never notices and a script pays for each time. Where the
house wants it, a sum is asked as well.
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import unquote
from uuid import UUID

from kefu.kernel.i18n import Text

LEVELS = ((10, 16), (20, 17), (40, 18))
"""Conversations of one address that come faster than so many in WITHIN_SECONDS, and the zero bits that then cost."""
WITHIN_SECONDS = 300
EASIEST = LEVELS[0][1]
GOOD_FOR = timedelta(minutes=10)
MAX_NONCE_DIGITS = 16

_ZH = "零一二三四五六七八九十"
_EN = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Challenge:
    """`id` becomes the id of the conversation that it opens, so that it opens one only. `sum`: two digits to add."""

    id: UUID
    bits: int
    sum: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser sends with the request: the signed challenge, the number it found, the sum as it was typed."""

    token: str
    nonce: str
    sum: str


def parsed(header: str) -> Answer | None:
    """The header `Challenge-Answer: TOKEN NONCE [SUM]`, the sum percent-encoded; None for what is none."""
    parts = header.split(maxsplit=2)
    if len(parts) < 2:
        return None
    return Answer(parts[0], parts[1], unquote(parts[2]) if len(parts) > 2 else "")


def is_worked(challenge: Challenge, nonce: str) -> bool:
    """Whether SHA-256 of "id:nonce" (id: 32 hex digits, nonce: decimal) begins with as many zero bits as were asked for."""
    if not (nonce.isascii() and nonce.isdecimal() and len(nonce) <= MAX_NONCE_DIGITS):
        return False
    digest = hashlib.sha256(f"{challenge.id.hex}:{nonce}".encode()).digest()
    return int.from_bytes(digest) >> (256 - challenge.bits) == 0


def is_right_sum(challenge: Challenge, typed: str) -> bool:
    """Whether the sum is right, in digits of any script, in Chinese or in English words; true where none was asked."""
    if challenge.sum is None:
        return True
    typed, right = typed.strip().lower(), sum(challenge.sum)
    if typed.isdecimal() and len(typed) <= 2:
        return int(typed) == right
    return typed in (_chinese(right), _EN[right])


def question(challenge: Challenge) -> Text | None:
    """The sum in words, which every screen reader says and no pattern for digits finds."""
    if challenge.sum is None:
        return None
    a, b = challenge.sum
    return Text(f"{_chinese(a)}加{_chinese(b)}等于几？", f"What is {_EN[a]} plus {_EN[b]}?")


def neighbourhood(ip: str) -> str:
    """Whom conversations are counted by: an address, of IPv6 the network of 64 bits that one line has."""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address) and not address.ipv4_mapped:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)


def _chinese(number: int) -> str:
    return _ZH[number] if number <= 10 else f"十{_ZH[number - 10]}"
