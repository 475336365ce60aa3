"""A call out: the agent's own telephone rings first, then the customer is dialled."""

from __future__ import annotations

from dataclasses import replace

from .closing import close
from .effects import Dial, Effect, Finish, HangUp, Hear, Join, Reach, Ring
from .facts import Asked, Audible, Fact, LegGone, LegUp, Placed
from .offering import is_outside
from .state import CALLER, EndedBy, State

REFUSED = (17, 21)  # Q.850: the customer's own doing


def placed(user: str, *, line: str, shown: str) -> State:
    """How a call out begins; the fact `Placed` sets it going."""
    return State(phase="calling", user=user, line=line, shown=shown)


def calling_out(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    """Until the customer answers; their leg being gone is heeded in `step`."""
    match fact:
        case Placed() if state.phase == "calling" and not state.leg:
            serial = state.serial + 1
            after = replace(state, serial=serial, leg=f"a{serial}", endpoint=fact.endpoint, keeps=fact.keeps)
            asks = is_outside(fact.endpoint)
            return after, [Ring(after.leg, fact.endpoint, fact.shows, is_own=not asks, asks=asks)]
        case LegUp() if state.phase == "calling":
            return replace(state, phase="dialling"), [Dial(state.leg, state.line, state.shown)]
        case LegUp() if fact.leg == CALLER:
            return replace(state, phase="talking", tape=state.leg), [Reach(), Join(state.leg)]
        case Audible() if state.phase == "dialling":
            return state, [Hear(state.leg)]
        case Asked() | LegGone() if state.phase == "calling":
            return _given_up(state, fact)
        case LegGone() if fact.leg == state.leg:
            return close(replace(state, leg=""), "agent")
        case _:
            return state, []


def _given_up(state: State, fact: Asked | LegGone) -> tuple[State, list[Effect]]:
    """Before the customer was dialled: there is no other leg whose end could end the call."""
    over = replace(state, phase="ended", leg="")
    if isinstance(fact, Asked):
        return over, [*([HangUp(state.leg)] if state.leg else []), Finish(fact.by)]
    return (over, [Finish("agent", fact.cause)]) if fact.leg == state.leg else (state, [])


def not_reached(state: State, cause: int) -> tuple[State, list[Effect]]:
    """The customer's leg ended before they answered."""
    by: EndedBy = "visitor" if cause in REFUSED else "system"
    return replace(state, phase="ended", leg=""), [HangUp(state.leg), Finish(by, cause)]


def is_awaited_out(state: State, leg: str) -> bool:
    """Whether the call waits for this leg to answer."""
    return (state.phase, leg) in (("calling", state.leg), ("dialling", CALLER))
