"""The agent has answered: before they hear each other, the caller is told what has to be told (录音告知, 报工号), and the agent hears a beep."""

from __future__ import annotations

from dataclasses import replace

from .effects import Await, Beep, Effect, GiveBack, HangUp, Join, Linger, Music, Say, Stop, Told
from .facts import Back, Fact, LegGone, Played, Quiet
from .lost import lose, ring_again
from .state import State
from .waiting import Ask

SECONDS = 20  # at most; then they talk without


def begin(state: State, before: list[Effect], ask: Ask) -> tuple[State, list[Effect]]:
    """`before` has made the agent's leg the caller's; whom this agent has greeted already is not told again."""
    if state.greeted == state.user or ask({"kind": "greeting"}) != "yes":
        return _join(state, before)
    serial = state.serial + 1
    after = replace(state, phase="greeting", serial=serial, playback=f"p{serial}")
    return after, [*before, Beep(state.leg), Say(after.playback, "greeting"), Await(serial, SECONDS)]


def in_greeting(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    match fact:
        case Played() if fact.playback == state.playback:
            return _join(state, [Told(state.user, fact.is_heard)])
        case Quiet() if fact.serial == state.serial:
            return _join(state, [Stop(state.playback), Told(state.user, is_heard=False)])
        case LegGone() if fact.leg == state.leg and state.keeps:
            return _lose(state)
        case LegGone() if fact.leg == state.leg:
            turn = state.turn + 1
            after = replace(state, phase="waiting", leg="", user="", endpoint="", playback="", turn=turn)
            return after, [Stop(state.playback), GiveBack(state.user), Music(True), Linger(turn)]
        case Back() if fact.user == state.user and state.keeps:
            after, effects = _lose(state)
            again, rings = ring_again(after)
            return again, [*effects, HangUp(state.leg), *rings]
        case _:
            return state, []


def _join(state: State, before: list[Effect]) -> tuple[State, list[Effect]]:
    after = replace(state, phase="talking", playback="", greeted=state.user, tape=state.leg)
    return after, [*before, Join(state.leg)]


def _lose(state: State) -> tuple[State, list[Effect]]:
    after, effects = lose(replace(state, playback=""))
    return after, [Stop(state.playback), *effects]
