"""In a line: music, the place in it told from time to time, and the ways out of it. Never silence, never a busy tone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..flow import Node
from . import message
from .effects import Effect, Enter, Leave, Linger, Music, Pass, Say, Stop
from .facts import Lingered
from .state import State

Ask = Callable[[Node], str]
Go = Callable[[State, str], tuple[State, list[Effect]]]  # on to that node of the flow


def come(state: State, node: Node, ask: Ask, go: Go) -> tuple[State, list[Effect]]:
    """At a queue's node: into the line, or where the node leads when that is `full` or `closed`."""
    state = replace(state, queue=str(node["queue_id"]))
    answer = ask(node)
    if answer in ("full", "closed"):
        return _turned_away(state, node, answer, ask, go)
    return _in_line(state, "queue")


def look(state: State, fact: Lingered, node: Node, ask: Ask, go: Go) -> tuple[State, list[Effect]]:
    """Time to look at the line: too long is too long, else the place is told. Nothing is said while a telephone rings."""
    if state.phase not in ("waiting", "ringing") or fact.turn != state.turn:
        return state, []
    if state.phase == "ringing" or state.playback or not (fact.speaks or fact.is_too_long):
        after = replace(state, turn=state.turn + 1)
        return after, [Linger(after.turn)]
    if fact.is_too_long:
        after, effects = _turned_away(state, node, "long_wait", ask, go)
        return after, [Leave(), Music(False), *effects]
    serial = state.serial + 1
    after = replace(state, turn=state.turn + 1, serial=serial, playback=f"p{serial}")
    return after, [Music(False), Say(after.playback, "place")]


def said(state: State) -> tuple[State, list[Effect]]:
    """The place has been told."""
    return replace(state, playback=""), [Music(True), Linger(state.turn)]


def hushed(state: State) -> list[Effect]:
    """What is being told ends, since somebody answers or something else is said."""
    return [Stop(state.playback)] if state.playback else []


def key(state: State, digit: str, ask: Ask) -> tuple[State, list[Effect]]:
    """Who waits may leave a message instead, where their queue offers that."""
    if ask({"kind": "key", "key": digit}) != "message":
        return state, []
    after, effects = message.begin(state)
    return after, [*hushed(state), Leave(), Music(False), Pass(state.node, "message"), *effects]


def _turned_away(state: State, node: Node, way: str, ask: Ask, go: Go) -> tuple[State, list[Effect]]:
    """By the node's own way; else once to the queue behind this one, if it has one with room; else a message is taken."""
    state = replace(state, turn=state.turn + 1)
    left = Pass(state.node, way)
    if node.get(way):
        after, effects = go(replace(state, phase="flow"), str(node[way]))
        return after, [left, *effects]
    behind = "" if state.overflowed else ask({"kind": "overflow", "queue_id": state.queue})
    if behind:
        after, effects = _in_line(replace(state, queue=behind, overflowed=True), "overflow")
        return after, [left, *effects]
    after, effects = message.begin(state)
    return after, [left, *effects]


def _in_line(state: State, way: str) -> tuple[State, list[Effect]]:
    after = replace(state, phase="waiting", turn=state.turn + 1)
    return after, [Pass(state.node, way), Music(True), Enter(state.queue), Linger(after.turn)]
