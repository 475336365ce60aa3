"""A callback that waits for an agent: the place in the line is the customer's, who has hung up and is dialled when an agent has answered."""

from __future__ import annotations

from dataclasses import replace

from . import offering
from .effects import Accept, Dial, Effect, Finish, HangUp, Refuse
from .facts import Asked, Fact, LegGone, LegUp, Offered, Withdrawn
from .state import CALLER, State


def promised(number: str, *, line: str, shown: str, queue: str) -> State:
    """How it begins: `number` is shown to the agent, `line` is where it is dialled, and the customer sees `shown`."""
    return State(phase="waiting", is_promised=True, back=number, line=line, shown=shown, queue=queue)


def in_promise(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    """There is no customer's leg yet; whoever else wants to come in is hung up by `step`."""
    match fact:
        case Asked():
            gone: list[Effect] = [HangUp(state.leg)] if state.leg else []
            return replace(state, phase="ended", leg="", is_promised=False), [*gone, Finish(fact.by)]
        case Offered() if fact.user != state.user:
            return offering.ring(state, fact, state.back)
        case Withdrawn() if state.phase == "ringing" and fact.user == state.user:
            return offering.back_to_waiting(state), [HangUp(state.leg)]
        case LegUp():
            after = replace(state, phase="dialling", is_promised=False)
            return after, [Accept(state.user), Dial(state.leg, state.line, state.shown)]
        case LegGone() if fact.leg == state.leg and fact.leg != CALLER:
            return offering.back_to_waiting(state), [Refuse(state.user)]
        case _:
            return state, []
