"""Addresses as headers give them."""

import re
from dataclasses import dataclass
from email.utils import getaddresses

from .charsets import header

MAX_ADDRESSES = 100
_PLAIN = re.compile(r"[^\s<>@,;:\"'()\[\]\\]{1,64}@[^\s<>@,;:\"'()\[\]\\]{1,190}")


@dataclass(frozen=True, slots=True)
class Address:
    """`address` in lower case; `name` may be empty."""

    name: str
    address: str

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]

    @property
    def local(self) -> str:
        return self.address.partition("@")[0]


def addresses(values: list[str]) -> list[Address]:
    """Everybody that these headers name, each once, in order, at most 100. What is no address is left out."""
    found: dict[str, Address] = {}
    for value in values:
        for name, address in _pairs(value[:20_000]):
            match = _PLAIN.search(address)
            if match and len(found) < MAX_ADDRESSES:
                plain = match[0].lower().strip(".")
                found.setdefault(plain, Address(header(name)[:120], plain))
    return list(found.values())


def _pairs(value: str) -> list[tuple[str, str]]:
    try:
        pairs = getaddresses([value])
    except (ValueError, IndexError, RecursionError):
        pairs = []
    if any("@" in address for _, address in pairs):
        return pairs
    return [("", address) for address in _PLAIN.findall(header(value))]
