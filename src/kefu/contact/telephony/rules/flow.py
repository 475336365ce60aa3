"""A call flow as data: its nodes, their ways, and what is wrong with a draft.

A flow is `{"start": node id, "nodes": {id: node}}`. A node has a `kind`; its ways name other nodes:

- `play`: says `prompt`, then `next`
- `menu`: says `prompt`; `keys` maps a key to a node; nothing for `seconds`, or a wrong key, says it again; after `tries`
  it goes on with `otherwise`
- `digits`: says `prompt` and collects up to `length` keys, `#` ends them; kept under the node's id; then `next`; nothing at
  all after `tries` goes on with `otherwise`
- `hours`: `open` or `closed`, by the calendar of that id, or of the number
- `vip`: `yes` or `no`, whether an important customer calls
- `region`: the way (`r1`, `r2` …) of the first of `cases` that names the province or city of the caller's number, or `otherwise`;
  a case is `{"places": [names], "to": node}`
- `lookup`: asks the company's own system, for `seconds` at most: `found` an open order of the caller, `none`, or `unknown`
- `branch`: waits for a person of the branch (网点) that is for the caller; a choice that was made before at the node `choice` counts;
  `otherwise` when that branch and its back-ups are closed, or there is none
- `queue`: waits for a person in the line `queue_id`; it may say where a caller goes when that is `full` or `closed`, or after
  a `long_wait`: where it does not, to the queue behind it or to leave a message
- `callback`: offers to call back instead of waiting in the line `queue_id`, and ends the call where the caller wants that;
  `otherwise` where not
- `transfer`: puts through to a number outside, which rings for `seconds`; `otherwise` where nobody comes
- `voicemail`: says `prompt`, or the standard one, and takes a message of at most `max_seconds` for the queue `queue_id`
- `end`: says `prompt`, if there is one, and hangs up
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kefu.kernel.i18n import Text

from . import dialling

KINDS = (
    "play",
    "menu",
    "digits",
    "hours",
    "vip",
    "region",
    "lookup",
    "branch",
    "queue",
    "callback",
    "transfer",
    "voicemail",
    "end",
)
WAYS = {
    "play": ("next",),
    "menu": ("otherwise",),
    "digits": ("next", "otherwise"),
    "hours": ("open", "closed"),
    "vip": ("yes", "no"),
    "region": ("otherwise",),
    "lookup": ("found", "none", "unknown"),
    "branch": ("otherwise",),
    "queue": (),
    "callback": ("otherwise",),
    "transfer": ("otherwise",),
    "voicemail": (),
    "end": (),
}
MAY = {"queue": ("full", "long_wait", "closed")}  # ways that a node need not have
SPEAKS = ("play", "menu", "digits")  # these must have a prompt
FOR_QUEUE = ("queue", "callback", "voicemail")
ASKS = ("menu", "digits", "callback")  # a key of the caller's leads on, so a way back is no endless loop
LOOKS = ("hours", "vip", "region")  # the house answers at once
CONSULTS = ("lookup", "branch")  # the house may have to ask elsewhere: the answer is a fact of its own
KEYS = frozenset("0123456789*#")
MAX_NODES = 200
RINGS = "transfer"  # a telephone outside does
MAX_SECONDS, MAX_TRIES, MAX_LENGTH, MAX_MESSAGE, MAX_CASES = 30, 5, 32, 300, 40
SECONDS, TRIES, MESSAGE_SECONDS = 5, 3, 120

Node = Mapping[str, Any]
Flow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a node; `node` is "" where the flow as a whole is wrong."""

    node: str
    text: Text


def nodes(flow: Flow) -> Mapping[str, Node]:
    found: Mapping[str, Node] = flow.get("nodes") or {}
    return found


def targets(node: Node) -> Iterator[tuple[str, str]]:
    """Each way out of a node with the node it leads to: keys of a menu, cases of a region, then its named ways."""
    yield from (node.get("keys") or {}).items()
    for nth, case in enumerate(node.get("cases") or [], 1):
        yield f"r{nth}", case.get("to") or ""
    for way in WAYS.get(node.get("kind", ""), ()):
        yield way, node.get(way) or ""
    for way in MAY.get(node.get("kind", ""), ()):
        if node.get(way):
            yield way, node[way]


def queue_ids(flow: Flow) -> set[str]:
    """The lines that calls of this flow may enter, or leave a message for."""
    return {str(node["queue_id"]) for node in nodes(flow).values() if node.get("kind") in FOR_QUEUE}


def prompt_ids(flow: Flow) -> set[str]:
    """The prompts that it says."""
    return {str(node["prompt"]) for node in nodes(flow).values() if node.get("prompt")}


def check(flow: Flow) -> list[Fault]:
    """Everything that keeps a draft from being published, in the order of its nodes."""
    every = nodes(flow)
    if not every:
        return [Fault("", Text("流程还没有节点。", "The flow has no node yet."))]
    if len(every) > MAX_NODES:
        return [Fault("", Text(f"最多 {MAX_NODES} 个节点。", f"At most {MAX_NODES} nodes."))]
    faults = [fault for id, node in every.items() for fault in _check_node(id, node, every)]
    if flow.get("start") not in every:
        faults.insert(0, Fault("", Text("请指定起始节点。", "Say where the flow begins.")))
    if faults:
        return faults
    reached = _reached(flow)
    faults += [Fault(id, Text("没有任何路径到达此节点。", "No way leads here.")) for id in every if id not in reached]
    return faults + [
        Fault(id, Text("来电者不按键就会无休止地循环。", "Without a key of the caller's this goes round for ever."))
        for id in sorted(_looping(every))
    ]


def _check_node(id: str, node: Node, every: Mapping[str, Node]) -> Iterator[Fault]:
    kind = node.get("kind")
    if kind not in KINDS:
        yield Fault(id, Text("不认识的节点类型。", "There is no such kind of node."))
        return
    if kind in SPEAKS and not node.get("prompt"):
        yield Fault(id, Text("请选择语音。", "Choose what is said."))
    if id.startswith("@"):
        yield Fault(id, Text("节点名不能以 @ 开头。", "A node's name cannot begin with @."))
    if kind in FOR_QUEUE and not node.get("queue_id"):
        yield Fault(id, Text("请选择技能组。", "Choose a queue."))
    if kind == RINGS and (
        wrong := dialling.refusal(str(node.get("number") or ""), may_dial_any=False, is_repeated=False)
    ):
        yield Fault(id, wrong.text)
    if kind == "menu" and not node.get("keys"):
        yield Fault(id, Text("请至少设置一个按键。", "Give it at least one key."))
    if kind == "region" and not all(case.get("places") for case in node.get("cases") or [{}]):
        yield Fault(id, Text("请为每个分支选择地区。", "Choose the regions of each way."))
    if any(key not in KEYS for key in node.get("keys") or {}):
        yield Fault(id, Text("按键只能是 0–9、* 和 #。", "A key is 0 to 9, * or #."))
    for field, most in (
        ("seconds", MAX_SECONDS),
        ("tries", MAX_TRIES),
        ("length", MAX_LENGTH),
        ("max_seconds", MAX_MESSAGE),
    ):
        value = node.get(field, 1)
        if not isinstance(value, int) or not 1 <= value <= most:
            yield Fault(id, Text(f"“{field}”应为 1 到 {most}。", f"{field} is between 1 and {most}."))
    for way, target in targets(node):
        if target not in every:
            yield Fault(id, Text(f"“{way}”没有指向任何节点。", f"“{way}” leads nowhere."))


def _reached(flow: Flow) -> set[str]:
    every, found, ahead = nodes(flow), set[str](), [str(flow["start"])]
    while ahead:
        id = ahead.pop()
        if id not in found:
            found.add(id)
            ahead += [target for _, target in targets(every[id])]
    return found


def _looping(every: Mapping[str, Node]) -> set[str]:
    """Nodes on a circle that needs no key: of a menu only `otherwise` leads on by itself."""

    def onward(id: str) -> list[str]:
        node = every[id]
        ways = [(way, target) for way, target in targets(node) if way not in KEYS]
        return [target for way, target in ways if not (node["kind"] == "digits" and way == "next")]

    on_circle = set()
    for start in every:
        seen, ahead = set[str](), onward(start)
        while ahead:
            id = ahead.pop()
            if id == start:
                on_circle.add(start)
                break
            if id not in seen:
                seen.add(id)
                ahead += onward(id)
    return on_circle
