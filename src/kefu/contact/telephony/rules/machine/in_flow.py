"""While the flow leads the caller: what is said, keys, and the way from node to node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from .. import flow as flows
from ..flow import Flow, Node
from . import callback, forwarding, message, notice, waiting
from .closing import close
from .effects import Answer, Await, Consult, Effect, Pass, Play, Stop
from .facts import Arrived, Fact, Found, Key, Played, Quiet
from .state import State

Look = Callable[[Node], str]  # what the house answers to a node that asks it: `open` or `closed`, `full` …


def in_flow(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    if isinstance(fact, Arrived):
        if state.node:
            return state, []
        if fact.notice:
            return notice.begin(state, fact)
        after, effects = enter(state, str(flow["start"]), flow, look)
        return after, [Answer(), *effects]
    if state.node in (notice.FIRST, notice.LAST):
        return _noticed(state, fact, flow, look)
    node = flows.nodes(flow).get(state.node)
    if node is None:
        return state, []
    if node["kind"] in flows.CONSULTS:
        return _consulted(state, fact, node, flow, look)
    if isinstance(fact, Key) and node["kind"] in flows.ASKS:
        return _key(state, fact.digit, node, flow, look)
    if isinstance(fact, Played) and fact.playback == state.playback:
        return _said(replace(state, playback=""), node, flow, look)
    if isinstance(fact, Quiet) and fact.serial == state.serial and not state.playback:
        if node["kind"] == "digits" and state.keys:
            return _collected(state, node, flow, look)
        return _again(state, node, flow, look)
    return state, []


def _noticed(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    if not (isinstance(fact, Played) and fact.playback == state.playback):
        return state, []
    if state.node == notice.LAST:
        after, effects = close(replace(state, playback=""), "system")
        return after, [Pass(state.node, "end"), *effects]
    after, effects = enter(replace(state, playback=""), str(flow["start"]), flow, look)
    return after, [Pass(state.node, "next"), *effects]


def _consulted(state: State, fact: Fact, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    """The first answer counts; none in time is one too."""
    if not isinstance(fact, Found | Quiet) or fact.serial != state.serial:
        return state, []
    unknown = "unknown" if node["kind"] == "lookup" else "otherwise"
    way = fact.way if isinstance(fact, Found) else unknown
    because = fact.because if isinstance(fact, Found) else "unknown"
    if isinstance(fact, Found) and fact.queue_id and node["kind"] == "branch":
        line = {**node, "kind": "queue", "queue_id": fact.queue_id, "closed": node["otherwise"]}
        after, effects = waiting.come(state, line, look, partial(enter, flow=flow, look=look))
        return after, [Pass(state.node, because), *(one for one in effects if one != Pass(state.node, "queue"))]
    if way not in dict(flows.targets(node)):
        way = unknown
    return _go(state, node, way, flow, look, said=because)


def _said(state: State, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    if node["kind"] == "play":
        return _go(state, node, "next", flow, look)
    if node["kind"] in flows.ASKS:
        return state, [Await(state.serial, node.get("seconds", flows.SECONDS))]
    return close(state, "system")


def _key(state: State, digit: str, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    stop: list[Effect] = [Stop(state.playback)] if state.playback else []
    state = replace(state, playback="", serial=state.serial + 1)
    if node["kind"] == "menu":
        way = digit if digit in node["keys"] else ""
        after, effects = _go(state, node, way, flow, look) if way else _again(state, node, flow, look)
        return after, stop + effects
    if digit != "#":
        state = replace(state, keys=state.keys + digit)
    if digit == "#" or len(state.keys) >= node.get("length", flows.MAX_LENGTH):
        after, effects = _collected(state, node, flow, look) if state.keys else _again(state, node, flow, look)
        return after, stop + effects
    return state, [*stop, Await(state.serial, node.get("seconds", flows.SECONDS))]


def _collected(state: State, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    after, effects = _go(state, node, "next", flow, look, said=state.keys)
    return after, effects


def _again(state: State, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    """Nothing, or nothing that fits: it is said again, and after so many tries the call goes on without."""
    if state.tries + 1 >= node.get("tries", flows.TRIES):
        return _go(state, node, "otherwise", flow, look)
    after, effects = _say(replace(state, tries=state.tries + 1, keys=""), node)
    return after, effects


def _go(state: State, node: Node, way: str, flow: Flow, look: Look, *, said: str = "") -> tuple[State, list[Effect]]:
    target = dict(flows.targets(node))[way]
    after, effects = enter(state, target, flow, look)
    return after, [Pass(state.node, said or way), *effects]


def enter(state: State, id: str, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    node = flows.nodes(flow)[id]
    state = replace(state, node=id, tries=0, keys="")
    if node["kind"] in flows.LOOKS:
        return _go(state, node, look(node), flow, look)
    if node["kind"] in flows.CONSULTS:
        serial = state.serial + 1
        seconds = node.get("seconds", flows.SECONDS if node["kind"] == "lookup" else flows.MAX_SECONDS)
        return replace(state, serial=serial), [Consult(serial, id), Await(serial, seconds)]
    if node["kind"] == "queue":
        return waiting.come(state, node, look, partial(enter, flow=flow, look=look))
    if node["kind"] == "callback":
        return callback.offer(replace(state, queue=str(node["queue_id"])))
    if node["kind"] == "transfer":
        return forwarding.begin(state, node, look(node), partial(enter, flow=flow, look=look))
    if node["kind"] == "voicemail":
        after, effects = message.begin(
            replace(state, queue=str(node["queue_id"])),
            prompt=str(node.get("prompt") or ""),
            seconds=int(node.get("max_seconds") or flows.MESSAGE_SECONDS),
        )
        return after, [Pass(id, "message"), *effects]
    if not node.get("prompt"):
        return close(state, "system")
    return _say(state, node)


def _say(state: State, node: Node) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, serial=serial, playback=f"p{serial}")
    return after, [Play(after.playback, str(node["prompt"]))]
