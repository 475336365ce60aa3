"""The agent's browser went away in the middle of the talk: the caller hears music until it is back, or gets somebody else."""

from __future__ import annotations

from dataclasses import replace

from .effects import Await, Effect, GiveBack, HangUp, Linger, Music, Part, Ring
from .facts import Back, Fact, LegGone, Quiet
from .state import State

LOST_SECONDS = 15


def lose(state: State) -> tuple[State, list[Effect]]:
    """The leg that talked has gone, or is to go."""
    serial = state.serial + 1
    after = replace(state, phase="lost", leg="", serial=serial, patience=serial)
    return after, [Part(state.leg), Music(True), Await(serial, LOST_SECONDS)]


def lost(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    match fact:
        case Back() if fact.user == state.user and not state.leg:
            return ring_again(state)
        case LegGone() if fact.leg == state.leg:
            return replace(state, leg=""), []
        case Quiet() if fact.serial == state.patience:
            gone: list[Effect] = [HangUp(state.leg)] if state.leg else []
            turn = state.turn + 1
            after = replace(state, phase="waiting", leg="", user="", endpoint="", keeps=False, turn=turn)
            return after, [*gone, GiveBack(state.user), Linger(turn)]
        case _:
            return state, []


def ring_again(state: State) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, serial=serial, leg=f"a{serial}")
    return after, [Ring(after.leg, state.endpoint)]
