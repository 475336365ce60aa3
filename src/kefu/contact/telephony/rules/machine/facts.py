"""What a call is told: by the engine, by routing, by people."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, get_args

from .state import EndedBy


@dataclass(frozen=True, slots=True)
class Arrived:
    """The caller's leg is there. `notice` is a prompt that everybody hears now before the flow, or, if it `is_last`, instead of it."""

    notice: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """An agent calls out; they are reached at `endpoint`, which `shows` the customer's number. `keeps` as in `Offered`."""

    endpoint: str
    shows: str
    keeps: bool = False


@dataclass(frozen=True, slots=True)
class Promised:
    """A callback stands in its line from now on."""


@dataclass(frozen=True, slots=True)
class Audible:
    """The network says something before the customer answers."""


@dataclass(frozen=True, slots=True)
class Key:
    digit: str


@dataclass(frozen=True, slots=True)
class Played:
    """A playback ended; it was heard whole, stopped by us, or cut off. `is_heard` is false where it was never played."""

    playback: str
    is_heard: bool = True


@dataclass(frozen=True, slots=True)
class Quiet:
    """No key came in the time that `serial` gave."""

    serial: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Routing asks this agent, who is reached at `endpoint`, which `shows` a number of the house instead of the caller's where it must;
    `keeps`: by a browser, which may be lost and come back."""

    user: str
    endpoint: str
    keeps: bool = False
    shows: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The offer to this agent has passed, or went to somebody else."""

    user: str


@dataclass(frozen=True, slots=True)
class Back:
    """This agent's browser is there again, without the leg that it had."""

    user: str


@dataclass(frozen=True, slots=True)
class LegUp:
    leg: str


@dataclass(frozen=True, slots=True)
class LegGone:
    """A leg ended, or could not be had; `cause` is Q.850."""

    leg: str
    cause: int = 16


@dataclass(frozen=True, slots=True)
class Lingered:
    """It is time to look at the line that the caller waits in: whether they have waited too long, whether there is something to say."""

    turn: int
    is_too_long: bool = False
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """The message ended: by `#`, by silence, or as long as it may be."""

    take: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a node's question found: its way, or with `queue_id` the line that the call enters; `because` is for the record."""

    serial: int
    way: str
    queue_id: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """The house wants the call ended: an agent by the desk, or the system."""

    by: EndedBy


@dataclass(frozen=True, slots=True)
class Hold:
    user: str


@dataclass(frozen=True, slots=True)
class Resume:
    """Back to the customer; whoever else was asked goes."""

    user: str


@dataclass(frozen=True, slots=True)
class Invited:
    """`by` wants to give the call to somebody (`transfer`), or to ask them first (`consult`); "" is a number outside."""

    invite: str
    way: str
    by: str
    user: str
    endpoint: str
    shows: str


@dataclass(frozen=True, slots=True)
class Complete:
    """Whom the agent asked takes the call."""

    user: str


@dataclass(frozen=True, slots=True)
class Conference:
    """All three talk."""

    user: str


@dataclass(frozen=True, slots=True)
class ToLine:
    queue_id: str
    user: str


@dataclass(frozen=True, slots=True)
class Watched:
    """A supervisor wants to `listen`, `whisper`, `barge` or `take` the call over."""

    invite: str
    user: str
    endpoint: str
    shows: str
    mode: str


@dataclass(frozen=True, slots=True)
class Unwatched:
    user: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is to be recorded for a while."""

    user: str


@dataclass(frozen=True, slots=True)
class Unpause:
    user: str


Fact = (
    Arrived | Placed | Promised | Audible | Key | Played | Quiet | Offered | Withdrawn | Back | LegUp | LegGone
    | Lingered | Recorded | Found | Asked
    | Hold | Resume | Invited | Complete | Conference | ToLine | Watched | Unwatched | Pause | Unpause
)  # fmt: skip


FACTS: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Fact)}


def dump(fact: Fact) -> dict[str, Any]:
    """The fact as JSON."""
    return {"kind": type(fact).__name__, **asdict(fact)}


def load(told: dict[str, Any]) -> Fact:
    """A fact from what `dump` made."""
    values = dict(told)
    fact: Fact = FACTS[values.pop("kind")](**values)
    return fact
