"""Ports that nobody else on this machine listens on, and the addresses of its network cards."""

from __future__ import annotations

import socket
import sys

import psutil

FIRST_SIP = 5060
SIP_TRIES = 100
FIRST_AUDIO, AUDIO_PORTS, AUDIO_RANGES = 10000, 2000, 11  # all below the ports that Linux gives to outgoing connections

_held: dict[int, socket.socket] = {}  # as long as this process lives


class NoPort(Exception):
    """Nothing is free there; the message says where."""


def sip(wanted: int | None, *, first: int = FIRST_SIP, last: int = 0, address: str = "127.0.0.1") -> int:
    """The wanted port exactly; without one the last, the first, or the next that is free. Raises NoPort.

    It stays this process's: between looking and listening no other instance takes it.
    """
    if wanted is not None:
        if not _take(wanted, address):
            raise NoPort(
                f"Port {wanted} is in use: choose another KEFU_SIP_PORT, or leave it out for the next free one."
            )
        return wanted
    if last and _take(last, address):
        return last
    for port in range(first, first + SIP_TRIES):
        if _take(port, address):
            return port
    raise NoPort(f"All ports from {first} to {first + SIP_TRIES - 1} are in use: set KEFU_SIP_PORT.")


def _take(port: int, address: str) -> bool:
    """Whether it is free, and ours from now on."""
    return is_free(port, address) and _hold(port)


def _hold(port: int) -> bool:
    """A name that one process of the machine can have at a time, and that goes with it: a socket in Linux's abstract name space.
    Elsewhere instances that start in the same moment are not told apart."""
    if port in _held or not sys.platform.startswith("linux"):
        return True
    mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        mark.bind(f"\0kefu-sip-{port}")
    except OSError:
        mark.close()
        return False
    _held[port] = mark
    return True


def audio(sip_port: int) -> tuple[int, int]:
    """A range of its own for each of neighbouring instances. Where two share one, each takes what the other left."""
    first = FIRST_AUDIO + sip_port % AUDIO_RANGES * AUDIO_PORTS
    return first, first + AUDIO_PORTS - 1


def web(last: int = 0) -> int:
    """The last one when it is free, else any."""
    if last and is_free(last, "127.0.0.1"):
        return last
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int, address: str) -> bool:
    """For UDP and TCP alike."""
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                return False
    return True


def local_addresses() -> tuple[str, ...]:
    """IPv4 addresses of this machine beside the loopback ones."""
    found = {
        card.address
        for cards in psutil.net_if_addrs().values()
        for card in cards
        if card.family == socket.AF_INET and not card.address.startswith("127.")
    }
    return tuple(sorted(found))
