"""A callback instead of waiting (排队回呼): it is offered, the number is read out and confirmed or another one keyed, and the caller may go.

`asks` is what the caller is asked: `offer` (at a node of the flow), `confirm`, `number`, or `done` when their place in the line is
kept by the callback; `back` is the number, `keys` what is keyed so far. A free agent comes before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from .closing import close
from .effects import Await, CallBack, Effect, Linger, Music, Pass, Say, Stop
from .facts import Fact, Key, Played, Quiet
from .state import State
from .waiting import Ask, Go, hushed

SECONDS, TRIES, LONGEST = 8, 3, 20
Step = tuple[State, list[Effect]]


def offer(state: State) -> Step:
    """At a node of the flow: 1 is yes, everything else goes on."""
    return _say(replace(state, phase="callback", asks="offer", tries=0, keys=""), "callback_offer")


def begin(state: State, ask: Ask) -> Step:
    """The number that they call from is confirmed, or they key one."""
    state = replace(state, phase="callback", tries=0, keys="", back=ask({"kind": "callback_number"}))
    return _confirm(state) if state.back else _number(state)


def from_line(state: State, ask: Ask) -> Step:
    """Who waits has pressed the key for it; their place is theirs meanwhile."""
    after, effects = begin(replace(state, turn=state.turn + 1), ask)
    return after, [*hushed(state), Music(False), *effects]


def may_be_offered(state: State, node: Mapping[str, Any]) -> bool:
    """Whether the caller stands in the line still: an agent who is free comes before a promise."""
    return state.asks != "done" and node.get("kind") != "callback"


def back_to_line(state: State) -> Step:
    after = _in_line(state)
    return after, [*hushed(state), Music(True), Linger(after.turn)]


def in_callback(state: State, fact: Fact, node: Mapping[str, Any], ask: Ask, go: Go) -> Step:
    match fact:
        case Played() if state.playback and fact.playback == state.playback:
            state = replace(state, playback="")
            return close(state, "system") if state.asks == "done" else (state, [Await(state.serial, SECONDS)])
        case Quiet() if fact.serial == state.serial and not state.playback and state.asks != "done":
            return _typed(state, ask, node, go) if state.keys else _again(state, node, go)
        case Key() if state.asks != "done":
            stop: list[Effect] = [Stop(state.playback)] if state.playback else []
            after, effects = _key(replace(state, playback="", serial=state.serial + 1), fact.digit, node, ask, go)
            return after, [*stop, *effects]
        case _:
            return state, []


def _key(state: State, digit: str, node: Mapping[str, Any], ask: Ask, go: Go) -> Step:
    if state.asks == "number":
        if digit == "#":
            return _typed(state, ask, node, go) if state.keys else _again(state, node, go)
        state = replace(state, keys=state.keys + digit)
        return _typed(state, ask, node, go) if len(state.keys) >= LONGEST else (state, [Await(state.serial, SECONDS)])
    if digit == "1":
        return begin(state, ask) if state.asks == "offer" else _keep(state)
    if digit == "2" and state.asks == "confirm":
        return _number(replace(state, tries=0))
    return _leave(state, node, go) if state.asks == "offer" else _again(state, node, go)


def _typed(state: State, ask: Ask, node: Mapping[str, Any], go: Go) -> Step:
    number = ask({"kind": "dialable", "number": state.keys})
    return _confirm(replace(state, back=number, tries=0)) if number else _again(state, node, go)


def _again(state: State, node: Mapping[str, Any], go: Go) -> Step:
    if state.asks == "offer" or state.tries + 1 >= TRIES:
        return _leave(state, node, go)
    state = replace(state, tries=state.tries + 1)
    return _number(state) if state.asks == "number" else _confirm(state)


def _confirm(state: State) -> Step:
    return _say(replace(state, asks="confirm", keys=""), "callback_confirm")


def _number(state: State) -> Step:
    return _say(replace(state, asks="number", keys="", back=""), "callback_number")


def _keep(state: State) -> Step:
    after, effects = _say(replace(state, asks="done"), "callback_done")
    return after, [CallBack(state.back), Pass(state.node, "callback"), *effects]


def _leave(state: State, node: Mapping[str, Any], go: Go) -> Step:
    """On without: back to the music, or from a node of the flow by its way."""
    if node.get("kind") == "callback":
        after, effects = go(
            replace(state, phase="flow", asks="", back="", playback="", keys=""), str(node["otherwise"])
        )
        return after, [Pass(state.node, "otherwise"), *effects]
    return back_to_line(state)


def _in_line(state: State) -> State:
    return replace(state, phase="waiting", asks="", back="", playback="", keys="", tries=0, turn=state.turn + 1)


def _say(state: State, text: str) -> Step:
    serial = state.serial + 1
    after = replace(state, serial=serial, playback=f"p{serial}")
    return after, [Say(after.playback, text)]
