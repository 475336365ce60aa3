"""One call from arrival to end as a state machine: a fact comes in, a state and effects go out.

Facts arrive twice, late and in any order: what does not belong to the present state changes nothing, except that a leg which
nobody waits for is hung up. Effects are for the engine (play, ring, join …) or for the house (enter a line, take the offer …);
`actions.following` carries them out in one transaction and sends the engine's after its commit.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from . import flow as flows
from .flow import Flow, Node

Phase = Literal["flow", "waiting", "ringing", "talking", "closing", "ended"]
EndedBy = Literal["agent", "visitor", "system"]
CALLER = "caller"  # the name of the caller's leg; agents' legs are numbered


@dataclass(frozen=True, slots=True)
class State:
    """`serial` numbers what is started, so that late news of what was before is told from the present.

    `playback` is what plays now; `leg` the agent's leg that rings or talks, `user` whose; `by` who ended it.
    """

    phase: Phase = "flow"
    node: str = ""
    tries: int = 0
    keys: str = ""
    serial: int = 0
    playback: str = ""
    user: str = ""
    leg: str = ""
    by: EndedBy | Literal[""] = ""

    def dump(self) -> dict[str, Any]:
        return asdict(self)


# ---- facts


@dataclass(frozen=True, slots=True)
class Arrived:
    """The caller's leg is there."""


@dataclass(frozen=True, slots=True)
class Key:
    digit: str


@dataclass(frozen=True, slots=True)
class Played:
    """A playback ended; it was heard whole, stopped by us, or cut off."""

    playback: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """No key came in the time that `serial` gave."""

    serial: int


@dataclass(frozen=True, slots=True)
class Offered:
    """Routing asks this agent, who is reached at `endpoint`."""

    user: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The offer to this agent has passed, or went to somebody else."""

    user: str


@dataclass(frozen=True, slots=True)
class LegUp:
    leg: str


@dataclass(frozen=True, slots=True)
class LegGone:
    """A leg ended, or could not be had; `cause` is Q.850."""

    leg: str
    cause: int = 16


@dataclass(frozen=True, slots=True)
class Asked:
    """The house wants the call ended: an agent by the desk, or the system."""

    by: EndedBy


Fact = Arrived | Key | Played | Quiet | Offered | Withdrawn | LegUp | LegGone | Asked


FACTS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (Arrived, Key, Played, Quiet, Offered, Withdrawn, LegUp, LegGone, Asked)
}


def dump(fact: Fact) -> dict[str, Any]:
    """The fact as JSON."""
    return {"kind": type(fact).__name__, **asdict(fact)}


def load(told: dict[str, Any]) -> Fact:
    """A fact from what `dump` made."""
    values = dict(told)
    fact: Fact = FACTS[values.pop("kind")](**values)
    return fact


# ---- effects


@dataclass(frozen=True, slots=True)
class Answer:
    pass


@dataclass(frozen=True, slots=True)
class Play:
    playback: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Stop:
    playback: str


@dataclass(frozen=True, slots=True)
class Await:
    """A key, for so many seconds; then `Quiet(serial)`."""

    serial: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Music:
    on: bool


@dataclass(frozen=True, slots=True)
class Ring:
    leg: str
    endpoint: str


@dataclass(frozen=True, slots=True)
class Join:
    """Caller and this leg hear each other from now on, and are recorded."""

    leg: str


@dataclass(frozen=True, slots=True)
class HangUp:
    leg: str


@dataclass(frozen=True, slots=True)
class Pass:
    """For the record: the call left `node` by `way`."""

    node: str
    way: str


@dataclass(frozen=True, slots=True)
class Enter:
    queue_id: str


@dataclass(frozen=True, slots=True)
class Take:
    """The agent took it; refused by routing, the fact `Withdrawn` follows at once."""

    user: str


@dataclass(frozen=True, slots=True)
class Refuse:
    user: str


@dataclass(frozen=True, slots=True)
class Finish:
    by: EndedBy


Effect = Answer | Play | Stop | Await | Music | Ring | Join | HangUp | Pass | Enter | Take | Refuse | Finish
Look = Callable[[Node], str]  # the way out of a node that asks the house: `open` or `closed`


def step(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    """What becomes of the call with this fact. Total: no fact in no state raises, for a flow that `flow.check` finds sound."""
    if isinstance(fact, LegGone) and fact.leg == CALLER:
        return _caller_gone(state)
    if isinstance(fact, LegUp) and not (state.phase == "ringing" and fact.leg == state.leg):
        return state, [] if _is_talking_leg(state, fact.leg) else [HangUp(fact.leg)]
    if state.phase in ("closing", "ended"):
        return state, []
    if isinstance(fact, Asked):
        return _close(state, fact.by)
    if state.phase == "flow":
        return _in_flow(state, fact, flow, look)
    return _with_people(state, fact)


def _is_talking_leg(state: State, leg: str) -> bool:
    return state.phase == "talking" and leg == state.leg


def _caller_gone(state: State) -> tuple[State, list[Effect]]:
    if state.phase == "ended":
        return state, []
    effects: list[Effect] = [HangUp(state.leg)] if state.leg else []
    return replace(state, phase="ended", leg="", playback=""), [*effects, Finish(state.by or "visitor")]


def _close(state: State, by: EndedBy) -> tuple[State, list[Effect]]:
    return replace(state, phase="closing", by=by), [HangUp(CALLER)]


def _in_flow(state: State, fact: Fact, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    if isinstance(fact, Arrived):
        if state.node:
            return state, []
        after, effects = _enter(state, str(flow["start"]), flow, look)
        return after, [Answer(), *effects]
    node = flows.nodes(flow).get(state.node)
    if node is None:
        return state, []
    if isinstance(fact, Key) and node["kind"] in flows.ASKS:
        return _key(state, fact.digit, node, flow, look)
    if isinstance(fact, Played) and fact.playback == state.playback:
        return _said(replace(state, playback=""), node, flow, look)
    if isinstance(fact, Quiet) and fact.serial == state.serial and not state.playback:
        if node["kind"] == "digits" and state.keys:
            return _collected(state, node, flow, look)
        return _again(state, node, flow, look)
    return state, []


def _said(state: State, node: Node, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    if node["kind"] == "play":
        return _go(state, node, "next", flow, look)
    if node["kind"] in flows.ASKS:
        return state, [Await(state.serial, node.get("seconds", flows.SECONDS))]
    return _close(state, "system")


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
    after, effects = _enter(state, target, flow, look)
    return after, [Pass(state.node, said or way), *effects]


def _enter(state: State, id: str, flow: Flow, look: Look) -> tuple[State, list[Effect]]:
    node = flows.nodes(flow)[id]
    state = replace(state, node=id, tries=0, keys="")
    if node["kind"] == "hours":
        return _go(state, node, look(node), flow, look)
    if node["kind"] == "queue":
        return replace(state, phase="waiting"), [Pass(id, "queue"), Music(True), Enter(str(node["queue_id"]))]
    if not node.get("prompt"):
        return _close(state, "system")
    return _say(state, node)


def _say(state: State, node: Node) -> tuple[State, list[Effect]]:
    serial = state.serial + 1
    after = replace(state, serial=serial, playback=f"p{serial}")
    return after, [Play(after.playback, str(node["prompt"]))]


def _with_people(state: State, fact: Fact) -> tuple[State, list[Effect]]:
    """Waiting, ringing and talking."""
    match fact:
        case Offered() if state.phase != "talking" and fact.user != state.user:
            serial = state.serial + 1
            old: list[Effect] = [HangUp(state.leg)] if state.leg else []
            after = replace(state, phase="ringing", serial=serial, leg=f"a{serial}", user=fact.user)
            return after, [*old, Ring(after.leg, fact.endpoint)]
        case Withdrawn() if state.phase == "ringing" and fact.user == state.user:
            return _back_to_waiting(state), [HangUp(state.leg)]
        case LegUp():
            return replace(state, phase="talking"), [Take(state.user), Music(False), Join(state.leg)]
        case LegGone() if fact.leg == state.leg and state.phase == "ringing":
            return _back_to_waiting(state), [Refuse(state.user)]
        case LegGone() if fact.leg == state.leg and state.phase == "talking":
            after, effects = _close(replace(state, leg=""), "agent")
            return after, effects
        case _:
            return state, []


def _back_to_waiting(state: State) -> State:
    return replace(state, phase="waiting", leg="", user="")
