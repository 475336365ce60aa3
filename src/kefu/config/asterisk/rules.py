"""What may stand in a configuration file of Asterisk, and how: nothing that somebody typed may become a line of its own."""

from __future__ import annotations

import re
from pathlib import Path

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
HOST = re.compile(r"[A-Za-z0-9:][A-Za-z0-9.:-]{0,252}|\[[0-9A-Fa-f:]+\]")
NETWORK = re.compile(r"[0-9A-Fa-f.:]{2,45}(?:/\d{1,3})?")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
UNUSUAL = re.compile(r"[,;&|$(){}\[\]\"'\\\x00-\x1f\x7f]")  # these separate words of the dialplan, or begin a comment
PORTS = range(1, 65536)
SOCKET_BYTES = 100


class PlanInvalid(Exception):
    """The plan cannot be written down as a configuration; the message says which value and what is accepted."""


def value(text: str, what: str) -> str:
    """Text for the right side of `=`, as it is. Raises PlanInvalid when no line of a file could hold it."""
    if CONTROL.search(text):
        raise PlanInvalid(f"{what} holds a line break or a control character")
    if text != text.strip():
        raise PlanInvalid(f"{what} begins or ends with a space")
    if text.startswith((">", "=")):
        raise PlanInvalid(f"{what} begins with {text[0]}, which Asterisk takes for a part of the sign before it")
    return text


def escaped(text: str) -> str:
    """A value as it is written into a file: a semicolon does not begin a comment. Through ARI values go as they are."""
    return text.replace(";", "\\;")


def name(text: str, what: str) -> str:
    """The name of a section: letters, digits, dot, dash and underscore."""
    if not NAME.fullmatch(text):
        raise PlanInvalid(f"{what} is {text!r}: letters, digits, dot, dash and underscore, 64 at most")
    return text


def host(text: str, what: str) -> str:
    if not HOST.fullmatch(text):
        raise PlanInvalid(f"{what} is {text!r}: give a host name or an address")
    return text


def network(text: str, what: str) -> str:
    """An address, or a network like 203.0.113.0/24."""
    if not NETWORK.fullmatch(text):
        raise PlanInvalid(f"{what} is {text!r}: give an address, or a network like 203.0.113.0/24")
    return text


def port(number: int, what: str) -> int:
    if number not in PORTS:
        raise PlanInvalid(f"{what} is {number}: give a number from 1 to 65535")
    return number


def path(folder: Path, what: str) -> Path:
    """A folder that the dialplan may name. Raises PlanInvalid for characters that separate its words."""
    if found := UNUSUAL.search(str(folder)):
        raise PlanInvalid(f"{what} is {folder}: the phone needs a path without {found[0]!r}")
    return folder


def ensure_ports_differ(sip: int, http: int, rtp: tuple[int, int]) -> None:
    """Raises PlanInvalid when two things would listen on one port, or the range of audio is none."""
    first, last = rtp
    if not port(first, "the first port of audio") < port(last, "the last port of audio"):
        raise PlanInvalid(f"the ports of audio are {first} to {last}: the last must be the higher one")
    if port(sip, "the SIP port") == port(http, "the port of ARI"):
        raise PlanInvalid(f"SIP and ARI would both listen on {sip}")
    for number, what in ((sip, "SIP"), (http, "ARI")):
        if first <= number <= last:
            raise PlanInvalid(f"{what} would listen on {number}, inside the ports of audio ({first} to {last})")
