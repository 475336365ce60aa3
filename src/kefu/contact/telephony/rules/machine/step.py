"""One step of a call."""

from __future__ import annotations

from dataclasses import replace

from ..flow import Flow
from .closing import close
from .effects import Effect, Finish, HangUp
from .facts import Asked, Fact, LegGone, LegUp
from .in_flow import Look, in_flow
from .state import CALLER, State
from .with_people import with_people


def step(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    """What becomes of the call with this fact. Total: no fact in no state raises, for a flow that `flow.check` finds sound."""
    if isinstance(fact, LegGone) and fact.leg == CALLER:
        return _caller_gone(state)
    if isinstance(fact, LegUp) and not (state.phase == "ringing" and fact.leg == state.leg):
        return state, [] if _is_talking_leg(state, fact.leg) else [HangUp(fact.leg)]
    if state.phase in ("closing", "ended"):
        return state, []
    if isinstance(fact, Asked):
        return close(state, fact.by)
    if state.phase == "flow":
        return in_flow(state, fact, flow, look)
    return with_people(state, fact)


def _is_talking_leg(state: State, leg: str) -> bool:
    return state.phase == "talking" and leg == state.leg


def _caller_gone(state: State) -> tuple[State, list[Effect]]:
    if state.phase == "ended":
        return state, []
    effects: list[Effect] = [HangUp(state.leg)] if state.leg else []
    return replace(state, phase="ended", leg="", playback=""), [*effects, Finish(state.by or "visitor")]
