"""What is a missed call, and whose: decisions on plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

ESCALATE_AFTER = timedelta(minutes=5)
NEVER = datetime.min.replace(tzinfo=UTC)


def why(*, phases: Sequence[str], ways: Sequence[str], ended_by: str, at_end: bool) -> str | None:
    """Why a call that nobody answered counts as missed; None where the flow led it to its end, as self-service does.

    `phases` are those it entered before it ended, `ways` those by which it left nodes, `at_end` whether it stood at an end node.
    """
    if "reached" in ways:  # the flow put them through to somebody outside
        return None
    last = phases[-1] if phases else "flow"
    if last in ("waiting", "ringing"):
        return "lost" if ended_by == "system" else last
    if last == "callback":  # hung up before they had said that they want one
        return "waiting"
    if last == "message":
        return "voicemail"
    if "closed" in ways:
        return "closed"
    if ended_by == "system":
        return None if at_end else "lost"
    return "flow"


def was_cut_off(*, phases: Sequence[str], ended_by: str) -> bool:
    """Whether a talk ended by no fault of those who talked: the engine has lost it, and somebody calls back."""
    return ended_by == "system" and bool(phases) and phases[-1] in ("greeting", "talking", "lost")


def assignee(last_agent: UUID | None, members: Sequence[UUID], given: Mapping[UUID, datetime]) -> UUID | None:
    """Who rings back: whoever had them last, if still there, else in turn: the member who was given one longest ago (`given`)."""
    if last_agent in members:
        return last_agent
    return min(members, key=lambda user: (given.get(user, NEVER), user), default=None)


def next_told(leads: Sequence[UUID], told: Sequence[UUID]) -> UUID | None:
    """The first of the leads who has not heard of it."""
    return next((user for user in leads if user not in told), None)
