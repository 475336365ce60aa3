"""A callback that waits for an agent: the place in the line is the customer's, who has hung up and is dialled when an agent has answered."""

from __future__ import annotations

from dataclasses import replace

from .effects import Accept, Dial, Effect, Finish, HangUp, Refuse, Ring
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
            serial = state.serial + 1
            old: list[Effect] = [HangUp(state.leg)] if state.leg else []
            after = replace(
                state,
                phase="ringing",
                serial=serial,
                leg=f"a{serial}",
                user=fact.user,
                endpoint=fact.endpoint,
                keeps=fact.keeps,
            )
            return after, [*old, Ring(after.leg, fact.endpoint, state.back)]
        case Withdrawn() if state.phase == "ringing" and fact.user == state.user:
            return _waits(state), [HangUp(state.leg)]
        case LegUp():
            after = replace(state, phase="dialling", is_promised=False)
            return after, [Accept(state.user), Dial(state.leg, state.line, state.shown)]
        case LegGone() if fact.leg == state.leg and fact.leg != CALLER:
            return _waits(state), [Refuse(state.user)]
        case _:
            return state, []


def _waits(state: State) -> State:
    return replace(state, phase="waiting", leg="", user="", endpoint="", keeps=False)
