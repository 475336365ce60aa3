"""A caller is put through to a number outside (转接外线): it rings there while they hear music, and whoever answers talks with them.

Nobody here is in the talk, so nothing of it is recorded. Whoever does not come sends the caller on by `otherwise`.
"""

from __future__ import annotations

from dataclasses import replace

from ..flow import Node
from .closing import close
from .effects import Await, Effect, HangUp, Link, Music, Pass, Ring
from .facts import Fact, LegGone, LegUp, Quiet
from .state import State
from .waiting import Go

SECONDS = 30
REACHED = "reached"  # the way of the node, in the call's path


def begin(state: State, node: Node, answer: str, go: Go) -> tuple[State, list[Effect]]:
    """`answer` is the house's: where the number is dialled, and what it shows; "" where there is no line."""
    line, _, shown = answer.partition(" ")
    if not line:
        return _on(state, node, [], go)
    serial = state.serial + 1
    after = replace(state, phase="forwarded", serial=serial, other=f"x{serial}", other_is_up=False)
    return after, [Music(True), Ring(after.other, line, shown), Await(serial, node.get("seconds", SECONDS))]


def in_forwarded(state: State, fact: Fact, node: Node, go: Go) -> tuple[State, list[Effect]]:
    match fact:
        case LegUp():
            talk: list[Effect] = [Music(False), Link(state.other), Pass(state.node, REACHED)]
            return replace(state, other_is_up=True), talk
        case LegGone() if fact.leg == state.other and state.other_is_up:
            return close(replace(state, other="", other_is_up=False), "system")
        case LegGone() if fact.leg == state.other:
            return _on(state, node, [Music(False)], go)
        case Quiet() if fact.serial == state.serial and not state.other_is_up:
            return _on(state, node, [HangUp(state.other), Music(False)], go)
        case _:
            return state, []


def _on(state: State, node: Node, before: list[Effect], go: Go) -> tuple[State, list[Effect]]:
    after, effects = go(replace(state, phase="flow", other=""), str(node["otherwise"]))
    return after, [*before, Pass(state.node, "otherwise"), *effects]
