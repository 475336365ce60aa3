"""A flow walked without a telephone (走一遍): the machine itself is stepped, by keys that somebody chose and answers they gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import flow as flows
from .flow import Flow, Node
from .machine import Arrived, Consult, Enter, Fact, Found, HangUp, Key, Pass, Play, Played, Quiet, State, step
from .machine.forwarding import REACHED

QUIET = "quiet"  # a press that is none: the caller waits
MAX_PRESSES = 100


@dataclass(frozen=True, slots=True)
class Said:
    node: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Passed:
    node: str
    way: str


@dataclass(frozen=True, slots=True)
class Walk:
    """What happened in order; `node` is where the walk stands, `waits` whether for a key; `queue_id` the line that it entered."""

    events: tuple[Said | Passed, ...]
    node: str
    waits: bool
    is_over: bool
    queue_id: str = ""


def walk(flow: Flow, presses: Sequence[str], answers: Mapping[str, str]) -> Walk:
    """`answers` give the way out of nodes that ask, by their id; one that is not given takes its first way.

    For a flow that `flow.check` finds sound. What is said is taken as heard to its end where nobody presses a key.
    """
    events: list[Said | Passed] = []
    state, left = State(), list(presses[:MAX_PRESSES])
    ahead: list[Fact] = [Arrived()]
    queue_id, is_over = "", False

    def look(node: Node) -> str:
        if node["kind"] == flows.RINGS:
            return "somewhere"
        if node["kind"] not in flows.LOOKS:
            return ""  # there is room in every line
        ways = [way for way, _ in flows.targets(node)]
        id = next(id for id, each in flows.nodes(flow).items() if each is node)
        return answers[id] if answers.get(id) in ways else ways[0]

    while ahead:
        state, effects = step(state, ahead.pop(0), flow, look)
        for effect in effects:
            match effect:
                case Pass():
                    events.append(Passed(effect.node, effect.way))
                case Play():
                    events.append(Said(state.node, effect.prompt))
                case Enter():
                    queue_id, is_over = effect.queue_id, True
                case HangUp():
                    is_over = True
                case Consult():
                    ahead.append(_answered(effect, flow, answers))
                case _:
                    pass
        if state.phase == "callback" and state.asks != "offer":  # they want it: the rest is a question of their number
            events.append(Passed(state.node, "callback"))
            is_over = True
        if state.phase == "forwarded":
            events.append(Passed(state.node, REACHED))
            is_over = True
        is_over = is_over or flows.nodes(flow).get(state.node, {}).get("kind") == "voicemail"
        if is_over:
            break
        if not ahead:
            ahead += _next(state, flow, left)
    node = flows.nodes(flow).get(state.node, {})
    return Walk(tuple(events), state.node, not is_over and node.get("kind") in flows.ASKS, is_over, queue_id)


def _next(state: State, flow: Flow, left: list[str]) -> list[Fact]:
    """A key where one is asked for, and else the end of what is said."""
    if flows.nodes(flow)[state.node]["kind"] in flows.ASKS:
        if not left:
            return []
        press = left.pop(0)
        if press == QUIET:
            heard: list[Fact] = [Played(state.playback)] if state.playback else []
            return [*heard, Quiet(state.serial)]
        return [Key(press)]
    return [Played(state.playback)] if state.playback else []


def _answered(question: Consult, flow: Flow, answers: Mapping[str, str]) -> Found:
    node, given = flows.nodes(flow)[question.node], answers.get(question.node, "")
    ways = [way for way, _ in flows.targets(node)]
    if node["kind"] == "branch" and given != "otherwise":
        return Found(question.serial, "", queue_id="branch", because="branch")
    way = given if given in ways else ways[0]
    return Found(question.serial, way, because=way)
