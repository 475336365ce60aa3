"""What a call asks for: of the engine (play, ring, join …) or of the house (enter a line, take the offer …)."""

from __future__ import annotations

from dataclasses import dataclass

from .state import EndedBy


@dataclass(frozen=True, slots=True)
class Answer:
    pass


@dataclass(frozen=True, slots=True)
class Play:
    playback: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Stop:
    playback: str


@dataclass(frozen=True, slots=True)
class Await:
    """A key, for so many seconds; then `Quiet(serial)`."""

    serial: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Music:
    on: bool


@dataclass(frozen=True, slots=True)
class Ring:
    leg: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Join:
    """Caller and this leg hear each other from now on, and are recorded."""

    leg: str


@dataclass(frozen=True, slots=True)
class HangUp:
    leg: str


@dataclass(frozen=True, slots=True)
class Pass:
    """For the record: the call left `node` by `way`."""

    node: str
    way: str


@dataclass(frozen=True, slots=True)
class Enter:
    queue_id: str


@dataclass(frozen=True, slots=True)
class Take:
    """The agent took it; refused by routing, the fact `Withdrawn` follows at once."""

    user: str


@dataclass(frozen=True, slots=True)
class Refuse:
    user: str


@dataclass(frozen=True, slots=True)
class Finish:
    by: EndedBy


Effect = Answer | Play | Stop | Await | Music | Ring | Join | HangUp | Pass | Enter | Take | Refuse | Finish
