"""After the talk: once the agent has hung up, the caller is asked how it was, and answers by keys.

`keys` holds the score, then also the answer to whether it is solved.
"""

from __future__ import annotations

from dataclasses import replace

from .closing import close
from .effects import Alone, Await, Effect, HangUp, Rate, Say, Stop
from .facts import Asked, Fact, Key, Played, Quiet
from .state import State
from .waiting import Ask

SCORES, SOLVED = "12345", {"1": "yes", "2": "no"}
SECONDS, TRIES = 6, 2


def after_talk(state: State, ask: Ask) -> tuple[State, list[Effect]]:
    """The agent has gone: the caller rates, where their queue asks for that, or the call ends."""
    gone: list[Effect] = [HangUp(state.leg)] if state.leg else []
    if ask({"kind": "rating"}) != "yes":
        return close(state, "agent")
    after, effects = _say(replace(state, phase="rating", leg="", by="agent", keys="", tries=0), "rating")
    return after, [*gone, Alone(), *effects]


def in_rating(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    match fact:
        case Asked(by="system"):
            after, effects = close(state, "system")
            return after, [*left(state), *effects]
        case Key() if len(state.keys) < 2:
            return _key(state, fact.digit)
        case Played() if state.playback and fact.playback == state.playback:
            state = replace(state, playback="")
            return close(state, "agent") if len(state.keys) == 2 else (state, [Await(state.serial, SECONDS)])
        case Quiet() if fact.serial == state.serial and not state.playback:
            return _again(state)
        case _:
            return state, []


def left(state: State) -> list[Effect]:
    """What they have said counts, though they go before they have said it all."""
    return [Rate(int(state.keys), "")] if state.phase == "rating" and len(state.keys) == 1 else []


def _key(state: State, digit: str) -> tuple[State, list[Effect]]:
    stop: list[Effect] = [Stop(state.playback)] if state.playback else []
    if not state.keys and digit in SCORES:
        after, effects = _say(replace(state, keys=digit, tries=0), "solved")
        return after, [*stop, *effects]
    if state.keys and digit in SOLVED:
        after, effects = _say(replace(state, keys=state.keys + digit), "rated")
        return after, [*stop, Rate(int(state.keys), SOLVED[digit]), *effects]
    after, effects = _again(state)
    return after, [*stop, *effects]


def _again(state: State) -> tuple[State, list[Effect]]:
    if state.tries + 1 < TRIES:
        return _say(replace(state, tries=state.tries + 1), "solved" if state.keys else "rating")
    after, effects = close(replace(state, playback=""), "agent")
    return replace(after, keys=""), [*left(state), *effects]


def _say(state: State, text: str) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, serial=serial, playback=f"p{serial}")
    return after, [Say(after.playback, text)]
