"""An agent is offered a call, or a callback: their telephone rings, and no longer that of whoever was asked before."""

from __future__ import annotations

from dataclasses import replace

from .effects import Effect, HangUp, Ring
from .facts import Offered
from .state import State


def ring(state: State, fact: Offered, shows: str = "") -> tuple[State, list[Effect]]:
    """`shows` is the number that the agent sees, without it the caller's; a mobile sees what the offer says."""
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
    return after, [*old, Ring(after.leg, fact.endpoint, fact.shows or shows, asks=is_outside(fact.endpoint))]


def is_outside(endpoint: str) -> bool:
    """Whether it is dialled by a trunk, as a mobile is."""
    return "@" in endpoint


def back_to_waiting(state: State) -> State:
    """Nobody is asked any more."""
    return replace(state, phase="waiting", leg="", user="", endpoint="", keeps=False)
