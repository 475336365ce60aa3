"""Which branch (网点) a caller is for, and why: the open order's, the customer's region, what the caller chose, the region of
the number, headquarters. The first that names a branch decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .regions import Place, read

Reason = Literal["order", "address", "choice", "region", "headquarters"]


@dataclass(frozen=True, slots=True)
class Branch:
    id: str
    name: str
    code: str
    coverage: tuple[str, ...]
    queue_id: str
    is_open: bool
    backup: str | None = None
    is_headquarters: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a caller. `orders` are branches by code or name, the newest order's first; `choice` is what
    the caller keyed."""

    orders: tuple[str, ...] = ()
    address: Place | None = None
    choice: str = ""
    home: Place | None = None


def choose(branches: Sequence[Branch], known: Known) -> tuple[Branch, Reason] | None:
    """None where there is neither a branch that fits nor headquarters."""
    for order in known.orders:
        if found := _called(branches, order):
            return found, "order"
    if found := _covering(branches, known.address):
        return found, "address"
    if known.choice and (found := _called(branches, known.choice)):
        return found, "choice"
    if found := _covering(branches, known.home):
        return found, "region"
    head = next((one for one in branches if one.is_headquarters), None)
    return (head, "headquarters") if head else None


def open_one(branches: Sequence[Branch], first: Branch) -> Branch | None:
    """The branch itself, or the first of its back-ups that is open; None when all are closed."""
    by_id, seen = {one.id: one for one in branches}, set[str]()
    at: Branch | None = first
    while at is not None and at.id not in seen:
        if at.is_open:
            return at
        seen.add(at.id)
        at = by_id.get(at.backup or "")
    return None


def _called(branches: Sequence[Branch], word: str) -> Branch | None:
    """By its code or its name; a company that knows cities alone is understood too."""
    word = word.strip()
    if not word:
        return None
    named = next((one for one in branches if word in (one.code, one.name)), None)
    return named or _covering(branches, read(word))


def _covering(branches: Sequence[Branch], home: Place | None) -> Branch | None:
    """A branch for the city goes before one for its whole province."""
    if home is None:
        return None
    for names in ({home.city, f"{home.province}/{home.city}"}, {home.province}):
        if found := next((one for one in branches if names & set(one.coverage)), None):
            return found
    return None
