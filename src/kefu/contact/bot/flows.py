"""Dialogue flows as data: what a flow is, what is wrong with one, and one step of its conversation. No Django, no clock.

A flow is `{"phrases": [...], "steps": [...]}`. It starts when a visitor says one of the phrases, begins with its first step
and goes on with the next one unless a step names another (`next`, `missing`, an option's `next`). Kinds of steps:

| kind | fields | what happens |
|---|---|---|
| say | text | it is said |
| ask | text, save_as, pattern, retry, tries | waits for an answer that fits; after `tries` (1..5) misfits a person takes over |
| look_up | by, missing | the order whose number is in the variable `by`; `missing` names the step when there is none |
| choose | text, options | waits for one of the options (`label`, `next`) |
| hand_over | text | a person takes over |
| end | text | the flow is done |

Texts may hold `{variable}`: what was saved, and after a look_up `{order.number}`, `{order.state}`, `{order.items}`,
`{order.parcel}`. Patterns are named, never written by hand: a bad regular expression could stop the bot.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

MOST_STEPS = 40
LONGEST_TEXT = 1000
MOST_MISSES = 3
"""Look-ups in a row that find nothing before a person takes over."""

ORDER_FIELDS = ("order.number", "order.state", "order.items", "order.parcel")
WAITING = ("ask", "choose")
PATTERNS = {
    "order_number": re.compile(r"(?<![a-z0-9])(?=[a-z-]*\d)[a-z0-9][a-z0-9-]{5,39}(?![a-z0-9])"),
    "phone": re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d{9})(?!\d)"),
    "email": re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,24}"),
    "digits": re.compile(r"\d{1,40}"),
    "text": re.compile(r".{1,500}", re.DOTALL),
}
LEAVING = re.compile(
    r"(?:算了|不查了|不用了|不需要了|取消|退出|停止|换个问题|cancel|quit|stop|never mind)[吧了。.!！]*"
)
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_NAME = re.compile(r"[a-z\u4e00-\u9fff][a-z0-9_\u4e00-\u9fff]{0,30}")


@dataclass(frozen=True)
class Wrong:
    """A fault of a flow; `step` is the id of the step that has it, "" for the flow itself."""

    step: str
    text: Text


@dataclass
class State:
    """Where a conversation stands in a flow: the step it waits in, what was saved, and misfits so far."""

    step: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    tries: int = 0


@dataclass(frozen=True)
class Said:
    """What the bot says; `choices` are offered as buttons, `card` is what a look-up found, as a message's payload."""

    text: str
    choices: tuple[str, ...] = ()
    card: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Move:
    """What became of one message of the visitor. `outcome`: waiting, done, hand_over or left."""

    said: tuple[Said, ...]
    outcome: str
    state: State
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """An order as a flow speaks of it."""

    fields: Mapping[str, str]
    card: Mapping[str, Any] | None = None


LookUp = Callable[[str], Found | None]
"""Finds an order by its number. May raise what the business system raises when it is away."""


def starts(definition: Mapping[str, Any], text: str) -> int:
    """How many characters of the message the flow's best phrase explains; 0 when it does not start."""
    said = re.sub(r"[\W_]+", "", fold(text))
    phrases = [re.sub(r"[\W_]+", "", fold(phrase)) for phrase in definition.get("phrases", [])]
    return max((len(phrase) for phrase in phrases if len(phrase) > 1 and phrase in said), default=0)


def begin(definition: Mapping[str, Any], look_up: LookUp) -> Move:
    """The flow from its first step on, until it waits for the visitor or ends."""
    return _run(definition["steps"], 0, State(), look_up)


def advance(definition: Mapping[str, Any], state: State, text: str, look_up: LookUp) -> Move:
    """The visitor's message taken by the step that waits for it."""
    steps: Sequence[Mapping[str, Any]] = definition["steps"]
    at = next((at for at, step in enumerate(steps) if step["id"] == state.step), None)
    if at is None:
        return Move((), "hand_over", state)
    if LEAVING.fullmatch(fold(text)):
        return Move((), "left", state)
    step = steps[at]
    state = State(state.step, dict(state.variables), state.tries)
    if step["kind"] == "choose":
        chosen = next((o for o in step["options"] if fold(o["label"]) == fold(text)), None)
        if chosen is not None:
            return _run(steps, _position(steps, chosen.get("next"), at), state, look_up)
        again = Said(step["text"], tuple(option["label"] for option in step["options"]))
    else:
        fits = PATTERNS[step["pattern"]].search(fold(text) if step["pattern"] != "text" else text.strip())
        if fits:
            state.variables[step["save_as"]] = fits.group(fits.lastindex or 0)
            return _run(steps, _position(steps, step.get("next"), at), state, look_up)
        again = Said(_filled(step.get("retry") or step["text"], state.variables))
    state.tries += 1
    if state.tries >= step.get("tries", 2):
        return Move((), "hand_over", state)
    return Move((again,), "waiting", state, (step["id"],))


def _run(steps: Sequence[Mapping[str, Any]], at: int, state: State, look_up: LookUp) -> Move:
    said: list[Said] = []
    path: list[str] = []
    while at < len(steps) and len(path) <= MOST_STEPS:
        step = steps[at]
        path.append(step["id"])
        following = step.get("next")
        text = _filled(step.get("text", ""), state.variables)
        if step["kind"] == "look_up":
            found = look_up(state.variables.get(step["by"], ""))
            if found is None:
                state.tries += 1
                if state.tries >= MOST_MISSES:
                    return Move(tuple(said), "hand_over", state, tuple(path))
                following = step["missing"]
            else:
                state.variables |= {f"order.{name}": value for name, value in found.fields.items()}
                if found.card:
                    said.append(Said("", card=found.card))
        elif text:
            said.append(Said(text, tuple(option["label"] for option in step.get("options", []))))
        if step["kind"] in WAITING:
            if step["id"] != state.step:
                state.step, state.tries = step["id"], 0
            return Move(tuple(said), "waiting", state, tuple(path))
        if step["kind"] in ("hand_over", "end"):
            return Move(tuple(said), "hand_over" if step["kind"] == "hand_over" else "done", state, tuple(path))
        at = _position(steps, following, at)
    return Move(tuple(said), "done" if at >= len(steps) else "hand_over", state, tuple(path))


def _position(steps: Sequence[Mapping[str, Any]], named: str | None, at: int) -> int:
    return next((index for index, step in enumerate(steps) if step["id"] == named), at + 1) if named else at + 1


def _filled(text: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def check(definition: Mapping[str, Any]) -> list[Wrong]:
    """Everything that keeps a flow from being published, in the order of its steps; empty for a sound one."""
    steps = definition.get("steps", [])
    wrong: list[Wrong] = []
    if not any(len(fold(phrase)) > 1 for phrase in definition.get("phrases", [])):
        wrong.append(
            Wrong("", Text("请至少填写一句触发语（两个字以上）。", "Name at least one phrase of two characters."))
        )
    if not steps:
        wrong.append(Wrong("", Text("流程还没有步骤。", "The flow has no steps yet.")))
    if len(steps) > MOST_STEPS:
        wrong.append(Wrong("", Text(f"最多 {MOST_STEPS} 个步骤。", f"At most {MOST_STEPS} steps.")))
    ids = [step["id"] for step in steps]
    known = {step.get("save_as") for step in steps if step["kind"] == "ask"}
    if any(step["kind"] == "look_up" for step in steps):
        known |= set(ORDER_FIELDS)
    for step in steps:
        wrong += [Wrong(step["id"], text) for text in _faults(step, ids, known)]
    if wrong:
        return wrong
    circles = Text("不等待客户就回到这里，会一直循环。", "It comes back here without waiting and would never end.")
    lost = Text("没有任何步骤会走到这里。", "No step leads here.")
    everywhere = _reached(steps, [0])
    for at, step in enumerate(steps):
        if at not in everywhere:
            wrong.append(Wrong(step["id"], lost))
        elif step["kind"] not in WAITING and at in _reached(steps, _following(steps, at), stop_at=WAITING):
            wrong.append(Wrong(step["id"], circles))
    return wrong


def _faults(step: Mapping[str, Any], ids: Sequence[str], known: set[Any]) -> list[Text]:
    faults: list[Text] = []
    kind, text = step["kind"], str(step.get("text", "")).strip()
    if ids.count(step["id"]) > 1:
        faults.append(Text("步骤编号重复。", "Another step has the same id."))
    if kind in ("say", "ask", "choose") and not text:
        faults.append(Text("请填写要说的话。", "Write what is said."))
    if len(text) > LONGEST_TEXT:
        faults.append(Text(f"最多 {LONGEST_TEXT} 个字符。", f"At most {LONGEST_TEXT} characters."))
    for name in _VARIABLE.findall(text + str(step.get("retry", ""))):
        if name not in known:
            faults.append(Text(f"变量 {{{name}}} 没有任何步骤会填写。", f"No step fills the variable {{{name}}}."))
    if kind == "ask":
        if not _NAME.fullmatch(str(step.get("save_as", ""))):
            faults.append(Text("请给答案起个名字（不含空格和标点）。", "Name the answer: lower case, no spaces."))
        if step.get("pattern") not in PATTERNS:
            faults.append(Text("请选择答案的格式。", "Choose what the answer looks like."))
    if kind == "look_up" and step.get("by") not in known - set(ORDER_FIELDS):
        faults.append(Text("请选择用哪个答案去查询。", "Choose by which answer to look it up."))
    if kind == "look_up" and not step.get("missing"):
        faults.append(Text("请选择查不到时去哪一步。", "Choose the step for when nothing is found."))
    options = step.get("options", [])
    if kind == "choose" and len(options) < 2:
        faults.append(Text("请至少提供两个选项。", "Offer at least two options."))
    if any(not str(option.get("label", "")).strip() for option in options):
        faults.append(Text("选项不能为空。", "An option has no label."))
    for target in [step.get("next"), step.get("missing"), *(option.get("next") for option in options)]:
        if target and target not in ids:
            faults.append(Text("指向的步骤不存在。", "It leads to a step that does not exist."))
    return faults


def _reached(steps: Sequence[Mapping[str, Any]], start: Sequence[int], *, stop_at: Sequence[str] = ()) -> set[int]:
    """The steps that can come after `start`, without what lies behind steps of the kinds `stop_at`."""
    reached: set[int] = set()
    ahead = list(start)
    while ahead:
        at = ahead.pop()
        if at in reached or at >= len(steps):
            continue
        reached.add(at)
        if steps[at]["kind"] not in stop_at:
            ahead += _following(steps, at)
    return reached


def _following(steps: Sequence[Mapping[str, Any]], at: int) -> list[int]:
    step = steps[at]
    if step["kind"] in ("hand_over", "end"):
        return []
    if step["kind"] == "choose":
        return [_position(steps, option.get("next"), at) for option in step["options"]]
    found = [_position(steps, step.get("next"), at)]
    return [*found, _position(steps, step["missing"], at)] if step["kind"] == "look_up" else found
