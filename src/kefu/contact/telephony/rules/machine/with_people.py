"""Waiting, ringing and talking."""

from __future__ import annotations

from dataclasses import replace

from . import callback, greeting, offering, rating, waiting
from .effects import Effect, HangUp, Music, Refuse, Take
from .facts import Back, Fact, Key, LegGone, LegUp, Offered, Played, Withdrawn
from .lost import lose, ring_again
from .state import State


def with_people(state: State, fact: Fact, ask: waiting.Ask) -> tuple[State, list[Effect]]:
    match fact:
        case Offered() if state.phase != "talking" and fact.user != state.user:
            return offering.ring(state, fact)
        case Withdrawn() if state.phase == "ringing" and fact.user == state.user:
            return offering.back_to_waiting(state), [HangUp(state.leg)]
        case LegUp():
            return greeting.begin(state, [*waiting.hushed(state), Take(state.user), Music(False)], ask)
        case LegGone() if fact.leg == state.leg and state.phase == "ringing":
            return offering.back_to_waiting(state), [Refuse(state.user)]
        case LegGone() if fact.leg == state.leg and state.phase == "talking" and state.keeps:
            return lose(state)
        case Back() if fact.user == state.user and state.phase == "talking" and state.keeps:
            after, effects = lose(state)
            again, rings = ring_again(after)
            return again, [*effects, HangUp(state.leg), *rings]
        case LegGone() if fact.leg == state.leg and state.phase == "talking":
            return rating.after_talk(replace(state, leg=""), ask)
        case Played() if state.playback and fact.playback == state.playback:
            return waiting.said(state)
        case Key() if state.phase == "waiting":
            if ask({"kind": "key", "key": fact.digit}) == "callback":
                return callback.from_line(state, ask)
            return waiting.key(state, fact.digit, ask)
        case _:
            return state, []
