"""Waiting and ringing."""

from __future__ import annotations

from . import callback, greeting, offering, waiting
from .effects import Effect, HangUp, Music, Refuse, Take
from .facts import Fact, Key, LegGone, LegUp, Offered, Played, Withdrawn
from .state import State


def with_people(state: State, fact: Fact, ask: waiting.Ask) -> tuple[State, list[Effect]]:
    match fact:
        case Offered() if fact.user != state.user:
            return offering.ring(state, fact)
        case Withdrawn() if state.phase == "ringing" and fact.user == state.user:
            return offering.back_to_waiting(state), [HangUp(state.leg)]
        case LegUp():
            return greeting.begin(state, [*waiting.hushed(state), Take(state.user), Music(False)], ask)
        case LegGone() if fact.leg == state.leg and state.phase == "ringing":
            return offering.back_to_waiting(state), [Refuse(state.user)]
        case Played() if state.playback and fact.playback == state.playback:
            return waiting.said(state)
        case Key() if state.phase == "waiting":
            if ask({"kind": "key", "key": fact.digit}) == "callback":
                return callback.from_line(state, ask)
            return waiting.key(state, fact.digit, ask)
        case _:
            return state, []
