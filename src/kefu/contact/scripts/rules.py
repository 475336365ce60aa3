"""Scripts as data: what one is, what is wrong with one, and where an answer leads. No Django, no clock.

A script is `{"steps": [...]}`; it begins with its first step and goes on with the next one unless a step names another.

| kind | fields | what happens |
|---|---|---|
| say | text, next | the agent says it |
| ask | text, answer, options, is_required, next | the agent asks and ticks what was answered: `yes_no`, `choice` or `text` |
| end | text | the script is done |

An option leads where its `next` says. The two options of `yes_no` stand for yes and no, in this order, whatever their labels.
Texts may hold the variables of quick replies (`{客户姓名}`); the desk fills them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kefu.kernel.i18n import Text

MOST_STEPS, LONGEST_TEXT, LONGEST_ANSWER = 40, 1000, 500
YES_NO = ("yes", "no")
VARIABLES = frozenset(
    [
        "客户姓名",
        "姓名",
        "customer_name",
        "昵称",
        "客服昵称",
        "agent_name",
        "工号",
        "employee_number",
        "订单号",
        "order_number",
        "品牌",
        "brand_name",
        "会话编号",
        "conversation_number",
        "技能组",
        "queue_name",
        "问候",
        "greeting",
    ]
)
ANSWER_FIRST = Text("请先勾选或填写这一步的答案。", "Tick or write the answer of this step first.")
_VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")

Step = Mapping[str, Any]


@dataclass(frozen=True)
class Wrong:
    """A fault of a script; `step` is the id of the step that has it, "" for the script itself."""

    step: str
    text: Text


def step_of(definition: Mapping[str, Any], step_id: str) -> Step | None:
    return next((step for step in definition["steps"] if step["id"] == step_id), None)


def first_step(definition: Mapping[str, Any]) -> str:
    return str(definition["steps"][0]["id"])


def accepts(step: Step, answer: str | None) -> bool:
    """Whether the step may be left with this answer; None passes a question that need not be answered."""
    if step["kind"] != "ask":
        return answer is None
    if answer is None:
        return not step.get("is_required")
    if step["answer"] == "text":
        return 0 < len(answer.strip()) <= LONGEST_ANSWER
    return answer in (YES_NO if step["answer"] == "yes_no" else [option["label"] for option in step["options"]])


def following(definition: Mapping[str, Any], step: Step, answer: str | None) -> Step | None:
    """The step that the answer leads to; None when the script ends here."""
    steps: Sequence[Step] = definition["steps"]
    if step["kind"] == "end":
        return None
    named = step.get("next")
    if answer is not None and step["kind"] == "ask" and step["answer"] != "text":
        chosen = YES_NO.index(answer) if step["answer"] == "yes_no" else _labels(step).index(answer)
        named = step["options"][chosen].get("next") if chosen < len(step.get("options", [])) else None
    at = _position(steps, named, steps.index(step))
    return steps[at] if at < len(steps) else None


def leave(definition: Mapping[str, Any], step: Step, answer: str | None) -> tuple[list[dict[str, Any]], Step | None]:
    """What leaving the step with this answer adds to the path, and where one stands then; None when it is done."""
    passed, after = [_passed(step, answer)], following(definition, step, answer)
    if after is not None and after["kind"] == "end":
        passed, after = [*passed, _passed(after, None)], None
    return passed, after


def _passed(step: Step, answer: str | None) -> dict[str, Any]:
    return {
        "step": step["id"],
        "kind": step["kind"],
        "text": step.get("text", ""),
        "answer": answer,
        "answer_kind": step.get("answer") if step["kind"] == "ask" else None,
    }


def required_ahead(definition: Mapping[str, Any], step_id: str) -> list[Step]:
    """The required questions that may still come, the current one included, in the order of the list."""
    steps: Sequence[Step] = definition["steps"]
    start = next((at for at, step in enumerate(steps) if step["id"] == step_id), None)
    if start is None:
        return []
    reached = _reached(steps, start)
    return [
        step for at, step in enumerate(steps) if at in reached and step["kind"] == "ask" and step.get("is_required")
    ]


def check(definition: Mapping[str, Any]) -> list[Wrong]:
    """Everything that keeps a script from being published, in the order of its steps; empty for a sound one."""
    steps: Sequence[Step] = definition.get("steps", [])
    if not steps:
        return [Wrong("", Text("话术还没有步骤。", "The script has no steps yet."))]
    wrong = []
    if len(steps) > MOST_STEPS:
        wrong.append(Wrong("", Text(f"最多 {MOST_STEPS} 个步骤。", f"At most {MOST_STEPS} steps.")))
    ids = [step["id"] for step in steps]
    for step in steps:
        wrong += [Wrong(step["id"], text) for text in _faults(step, ids)]
    if wrong:
        return wrong
    lost = Text("没有任何步骤会走到这里。", "No step leads here.")
    endless = Text(
        "从这里走不到结束，请添加“结束”步骤。", "No end can be reached from here; add a step of the kind End."
    )
    reached = _reached(steps, 0)
    for at, step in enumerate(steps):
        if at not in reached:
            wrong.append(Wrong(step["id"], lost))
        elif not any(steps[later]["kind"] == "end" for later in _reached(steps, at)):
            wrong.append(Wrong(step["id"], endless))
    return wrong


def _faults(step: Step, ids: Sequence[str]) -> list[Text]:
    faults: list[Text] = []
    text = str(step.get("text", "")).strip()
    if ids.count(step["id"]) > 1:
        faults.append(Text("步骤编号重复。", "Another step has the same id."))
    if step["kind"] != "end" and not text:
        faults.append(Text("请填写要说的话。", "Write what is said."))
    if len(text) > LONGEST_TEXT:
        faults.append(Text(f"最多 {LONGEST_TEXT} 个字符。", f"At most {LONGEST_TEXT} characters."))
    for name in _VARIABLE.findall(text):
        if name.strip() not in VARIABLES:
            faults.append(Text(f"没有变量 {{{name}}}。", f"There is no variable {{{name}}}."))
    options = step.get("options", [])
    if step["kind"] == "ask":
        if step.get("answer") not in ("yes_no", "choice", "text"):
            faults.append(Text("请选择答案的形式。", "Choose what the answer looks like."))
        if step.get("answer") == "choice":
            labels = _labels(step)
            if len(labels) < 2:
                faults.append(Text("请至少提供两个选项。", "Offer at least two options."))
            if not all(labels):
                faults.append(Text("选项不能为空。", "An option has no label."))
            elif len(set(labels)) < len(labels):
                faults.append(Text("选项不能重复。", "Two options are the same."))
    for target in [step.get("next"), *(option.get("next") for option in options)]:
        if target and target not in ids:
            faults.append(Text("指向的步骤不存在。", "It leads to a step that does not exist."))
    return faults


def _labels(step: Step) -> list[str]:
    return [str(option.get("label", "")).strip() for option in step.get("options", [])]


def _position(steps: Sequence[Step], named: str | None, at: int) -> int:
    return next((index for index, step in enumerate(steps) if step["id"] == named), at + 1) if named else at + 1


def _reached(steps: Sequence[Step], start: int) -> set[int]:
    """The step itself and every step that may come after it."""
    reached: set[int] = set()
    ahead = [start]
    while ahead:
        at = ahead.pop()
        if at in reached or at >= len(steps):
            continue
        reached.add(at)
        ahead += _ways(steps, at)
    return reached


def _ways(steps: Sequence[Step], at: int) -> list[int]:
    step = steps[at]
    if step["kind"] == "end":
        return []
    ways = [_position(steps, step.get("next"), at)]
    if step["kind"] == "ask" and step.get("answer") in ("yes_no", "choice"):
        options = [_position(steps, option.get("next"), at) for option in step.get("options", [])]
        if step["answer"] == "yes_no":
            options += [at + 1] * (len(YES_NO) - len(options))
        ways = options if step.get("is_required") else [*options, *ways]
    return ways
