"""An agent is offered a call, or a callback: their telephone rings, and no longer that of whoever was asked before."""

from __future__ import annotations

from dataclasses import replace

from .effects import Effect, HangUp, Ring
from .facts import Offered
from .state import State


def ring(state: State, fact: Offered, shows: str = "") -> tuple[State, list[Effect]]:
    """`shows` is the number that the agent sees, without it the caller's."""
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
    return after, [*old, Ring(after.leg, fact.endpoint, shows)]


def back_to_waiting(state: State) -> State:
    """Nobody is asked any more."""
    return replace(state, phase="waiting", leg="", user="", endpoint="", keeps=False)
