"""One step of a call."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from .. import flow as flows
from ..flow import Flow
from . import callback, forwarding, greeting, message, rating, talking, waiting
from .calling_out import calling_out, is_awaited_out, not_reached
from .closing import close
from .effects import Effect, Finish, HangUp, Music
from .facts import Asked, Fact, LegGone, LegUp, Lingered, Offered
from .in_flow import Look, enter, in_flow
from .lost import lost
from .promised import in_promise
from .state import CALLER, State
from .with_people import with_people


def step(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    """What becomes of the call with this fact. Total: no fact in no state raises, for a flow that `flow.check` finds sound."""
    if isinstance(fact, LegGone) and fact.leg == CALLER and not state.is_promised:
        return _caller_gone(state, fact.cause)
    if isinstance(fact, LegUp) and not is_awaited(state, fact.leg):
        return state, [] if _is_up(state, fact.leg) else [HangUp(fact.leg)]
    if state.phase in ("closing", "ended"):
        return state, []
    if state.is_promised:
        return in_promise(state, fact)
    if state.phase == "rating":
        return rating.in_rating(state, fact)
    if state.phase == "calling" or (state.phase == "dialling" and not isinstance(fact, Asked)):
        return calling_out(state, fact)
    if isinstance(fact, Asked):
        is_agent_s = state.phase == "talking" and fact.by == "agent"
        return talking.finish(state, look) if is_agent_s else close(state, fact.by)
    if state.phase == "flow":
        return in_flow(state, fact, flow, look)
    if state.phase == "talking":
        return talking.talking(state, fact, look)
    if state.phase == "lost":
        return greeting.begin(state, [Music(False)], look) if isinstance(fact, LegUp) else lost(state, fact)
    if state.phase == "greeting":
        return greeting.in_greeting(state, fact)
    if state.phase == "message":
        return message.in_message(state, fact)
    node, go = flows.nodes(flow).get(state.node, {}), partial(enter, flow=flow, look=look)
    if state.phase == "forwarded":
        return forwarding.in_forwarded(state, fact, node, go)
    if state.phase == "callback":
        if not (isinstance(fact, Offered) and callback.may_be_offered(state, node)):
            return callback.in_callback(state, fact, node, look, go)
        state, before = callback.back_to_line(state)
        after, effects = with_people(state, fact, look)
        return after, [*before, *effects]
    if isinstance(fact, Lingered):
        return waiting.look(state, fact, node, look, go)
    return with_people(state, fact, look)


def is_awaited(state: State, leg: str) -> bool:
    """Whether the call waits for this leg to answer."""
    if state.phase in ("talking", "forwarded"):
        return talking.is_awaited(state, leg)
    return (state.phase in ("ringing", "lost") and leg == state.leg) or is_awaited_out(state, leg)


def _is_up(state: State, leg: str) -> bool:
    """Whether this leg has its place in the call already: told twice, it changes nothing."""
    if leg == CALLER:
        return state.phase != "ended"
    if state.phase in ("talking", "forwarded"):
        return talking.is_up(state, leg)
    return state.phase in ("dialling", "greeting") and leg == state.leg


def _caller_gone(state: State, cause: int) -> tuple[State, list[Effect]]:
    if state.phase == "ended":
        return state, []
    if state.phase == "dialling":
        return not_reached(state, cause)
    effects: list[Effect] = [HangUp(leg) for leg in talking.legs(state)] or rating.left(state)
    over = replace(state, phase="ended", leg="", other="", watch="", playback="")
    return over, [*effects, Finish(state.by or "visitor", cause)]
