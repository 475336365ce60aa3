"""How ringing somebody of the house ends."""

from __future__ import annotations

from . import dialling

CONFIRMED = "confirmed"
NOT_CONFIRMED = "not_confirmed"  # answered, by a mailbox perhaps; nobody pressed 1
NO_ANSWER = "no_answer"
NOT_REACHED = "not_reached"
ENGINE_AWAY = "engine_away"
CALLED_OFF = "called_off"  # somebody else was first
KEY = "1"
TIMES = 3  # it is said


def outcome(*, is_answered: bool, cause: int) -> str:
    """Of a leg that is gone without a key; `cause` is Q.850."""
    if is_answered:
        return NOT_CONFIRMED
    kind = dialling.cause(cause).kind
    if kind == "ended":
        return NO_ANSWER
    return kind if kind in (NO_ANSWER, "busy", "refused") else NOT_REACHED
