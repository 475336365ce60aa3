"""Names that the engine carries for us: from them any event, however late, finds its call."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from .. import queries


@dataclass(frozen=True, slots=True)
class Name:
    """Something of a call: a leg (`a3`), a playback (`p5`), a listener (`s-caller-a3`), a recording (`r-mix-a3`) or a message (`m7`)."""

    call_id: UUID
    thing: str


name = queries.leg


def read(text: str) -> Name | None:
    """None for what is not ours."""
    parts = text.split("-", 2)
    if len(parts) != 3 or parts[0] != "kefu" or len(parts[1]) != 32:
        return None
    try:
        return Name(UUID(hex=parts[1]), parts[2])
    except ValueError:
        return None


def is_message(name: Name) -> bool:
    return name.thing[:1] == "m" and name.thing[1:].isdigit()
