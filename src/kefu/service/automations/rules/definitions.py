"""Rules as data: what one is, and everything that is wrong with one.

`{"trigger": {"kind", "hours", "calendar_id", "percent", "type_id"}, "match": "all" | "any", "conditions": […], "actions": […]}`.
A condition is `{"field", "operator": "is" | "is_not", "values": [text]}`; it holds when what the ticket has is among the
values (of `text`: when one of them occurs; of `tag`: whatever its letters' size). An action is `{"kind", …}`, as ACTIONS tells.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kefu.kernel.i18n import Text

from . import texts

EVENTS = ("opened", "customer_wrote", "answered", "moved", "urged", "alarmed")
SILENCES = ("unanswered", "customer_silent", "stage_unchanged")
SPOKEN = "customer_spoke"
"""In a conversation, of which the rule makes a ticket of `type_id` first; what else it does may be nothing."""
TRIGGERS = (*EVENTS, *SILENCES, SPOKEN)
FIELDS = ("type", "stage", "category", "priority", "team", "owner", "text", "customer", "source", "tag", "channel")
OF_CONVERSATIONS = ("text", "customer", "channel")
FIXED: dict[str, tuple[str, ...]] = {
    "category": ("open", "waiting", "done", "closed"),
    "priority": ("P1", "P2", "P3", "P4"),
    "owner": ("none", "some"),
    "customer": ("vip", "important"),
    "channel": ("chat", "email", "message", "sms"),
    "source": ("desk", "chat", "call", "api", "split", "mail", "portal", "import"),
}
ACTIONS: dict[str, tuple[str, ...]] = {
    "move": ("stage",),
    "priority": ("priority",),
    "assign": ("team_id", "owner_id"),
    "tag": ("tags",),
    "untag": ("tags",),
    "watch": ("user_ids",),
    "note": ("text",),
    "answer": ("text",),
    "urge": ("text",),
    "notify": ("to", "user_ids", "text"),
}
TOLD = ("owner", "leaders", "users")
PERCENTS = (50, 75, 90, 100)
LEVELS = {"P1": ("high", "high"), "P2": ("high", "medium"), "P3": ("medium", "medium"), "P4": ("medium", "low")}
"""Impact and urgency that make a priority; a VIP's ticket stays P2 at least."""
LONGEST_TAG, MOST_TAGS = 30, 20
MOST_CONDITIONS, MOST_ACTIONS, MOST_VALUES, MOST_TEXT, MOST_HOURS = 20, 10, 50, 2_000, 24 * 365

Definition = Mapping[str, Any]
Action = Mapping[str, Any]
MISSING = Text("请选择。", "Choose one.")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault; `place` is as in "conditions.0.values" or "actions.1.stage"."""

    place: str
    text: Text


@dataclass(frozen=True, slots=True)
class Known:
    """What there is in the organization, by which references are checked."""

    types: Collection[str] = field(default=())
    plain_types: Collection[str] = field(default=())  # whose form requires nothing of a new ticket
    stages: Collection[str] = field(default=())
    teams: Collection[str] = field(default=())
    users: Collection[str] = field(default=())
    calendars: Collection[str] = field(default=())

    def of(self, name: str) -> Collection[str]:
        known = {"type": self.types, "stage": self.stages, "team": self.teams}
        return known[name] if name in known else FIXED[name]


def faults(definition: Definition, known: Known) -> list[Wrong]:
    """Everything that is wrong, so that its maker mends it at once; empty when the rule may run."""
    trigger, conditions, actions = (definition.get(part) for part in ("trigger", "conditions", "actions"))
    if not isinstance(trigger, Mapping) or not _are_objects(conditions) or not _are_objects(actions):
        return [Wrong("", Text("规则格式不正确。", "This is no rule."))]
    wrong = [*_wrong_trigger(trigger, known), *_wrong_conditions(definition, known)]
    if actions or trigger.get("kind") != SPOKEN:
        wrong += action_faults(definition["actions"], known)
    return wrong or [*_loops(definition)]


def action_faults(actions: Sequence[Action], known: Known) -> Iterator[Wrong]:
    """What is wrong with what is to be done; a shortcut is nothing but this."""
    if not actions:
        yield Wrong("actions", Text("请至少添加一个动作。", "Add at least one act."))
    if len(actions) > MOST_ACTIONS:
        yield Wrong("actions", Text(f"动作最多 {MOST_ACTIONS} 个。", f"There may be at most {MOST_ACTIONS} acts."))
    for at, action in enumerate(actions):
        place, kind = f"actions.{at}", action.get("kind")
        if kind not in ACTIONS:
            yield Wrong(place, Text("没有这种动作。", "There is no such act."))
            continue
        for name in action:
            if name != "kind" and name not in ACTIONS[kind]:
                yield Wrong(f"{place}.{name}", Text("这种动作没有此项。", "This act has no such part."))
        yield from _wrong_parts(place, kind, action, known)


def _wrong_parts(place: str, kind: str, action: Action, known: Known) -> Iterator[Wrong]:
    text, users = action.get("text") or "", action.get("user_ids") or []
    if kind == "move" and action.get("stage") not in known.stages:
        yield Wrong(f"{place}.stage", _unknown("阶段", "stage", action.get("stage")))
    if kind == "priority" and action.get("priority") not in LEVELS:
        yield Wrong(f"{place}.priority", MISSING)
    if kind == "assign":
        if not action.get("team_id") and not action.get("owner_id"):
            yield Wrong(f"{place}.team_id", Text("请选择处理人或班组。", "Choose a person or a team."))
        for name, there in (("team_id", known.teams), ("owner_id", known.users)):
            if action.get(name) and action[name] not in there:
                yield Wrong(f"{place}.{name}", _unknown("人员或班组", "person or team", action[name]))
    if kind in ("note", "answer", "notify") and not str(text).strip():
        yield Wrong(f"{place}.text", Text("请填写内容。", "Write something."))
    if len(str(text)) > MOST_TEXT:
        yield Wrong(f"{place}.text", Text(f"最多 {MOST_TEXT} 字。", f"At most {MOST_TEXT} characters."))
    for name in texts.unknown(str(text)):
        yield Wrong(f"{place}.text", Text(f"没有变量“{name}”。", f"There is no variable “{name}”."))
    if kind in ("tag", "untag"):
        yield from _wrong_tags(place, action.get("tags") or [])
    if kind == "notify" and action.get("to") not in TOLD:
        yield Wrong(f"{place}.to", MISSING)
    if kind == "watch" or (kind == "notify" and action.get("to") == "users"):
        if not isinstance(users, list) or not users:
            yield Wrong(f"{place}.user_ids", MISSING)
        elif missing := [one for one in users if one not in known.users]:
            yield Wrong(f"{place}.user_ids", _unknown("人员", "person", missing[0]))


def _wrong_tags(place: str, tags: Sequence[str]) -> Iterator[Wrong]:
    if not 0 < len(tags) <= MOST_TAGS:
        yield Wrong(f"{place}.tags", Text(f"请填写 1 到 {MOST_TAGS} 个标签。", f"Give 1 to {MOST_TAGS} tags."))
    for tag in tags:
        if not 0 < len(tag.strip()) <= LONGEST_TAG or {*tag} & {*",，、"}:
            text = Text(
                f"标签应有 1 到 {LONGEST_TAG} 字，不含逗号。", f"A tag has 1 to {LONGEST_TAG} characters and no comma."
            )
            yield Wrong(f"{place}.tags", text)


def _wrong_trigger(trigger: Mapping[str, Any], known: Known) -> Iterator[Wrong]:
    kind, hours = trigger.get("kind"), trigger.get("hours")
    if kind not in TRIGGERS:
        yield Wrong("trigger.kind", MISSING)
    if kind in SILENCES and not (isinstance(hours, int | float) and 0 < hours <= MOST_HOURS):
        yield Wrong("trigger.hours", Text("请填写 1 到 8760 小时。", "Give 1 to 8,760 hours."))
    if trigger.get("calendar_id") and trigger["calendar_id"] not in known.calendars:
        yield Wrong("trigger.calendar_id", _unknown("工作日历", "calendar", trigger["calendar_id"]))
    if kind == SPOKEN and trigger.get("type_id") not in known.types:
        yield Wrong("trigger.type_id", MISSING)
    elif kind == SPOKEN and trigger["type_id"] not in known.plain_types:
        text = Text(
            "该类型的新工单有必填字段，不能自动建单；请换一种类型，或把字段改为选填。",
            "New tickets of this type need fields to be filled in; choose another type, or make its fields optional.",
        )
        yield Wrong("trigger.type_id", text)
    if kind == "alarmed" and trigger.get("percent") not in PERCENTS:
        yield Wrong("trigger.percent", MISSING)


def _wrong_conditions(definition: Definition, known: Known) -> Iterator[Wrong]:
    is_spoken = definition["trigger"].get("kind") == SPOKEN
    if definition.get("match") not in ("all", "any"):
        yield Wrong("match", MISSING)
    if len(definition["conditions"]) > MOST_CONDITIONS:
        text = Text(f"条件最多 {MOST_CONDITIONS} 个。", f"There may be at most {MOST_CONDITIONS} conditions.")
        yield Wrong("conditions", text)
    for at, condition in enumerate(definition["conditions"]):
        place, name, values = f"conditions.{at}", condition.get("field"), condition.get("values")
        if name not in FIELDS:
            yield Wrong(f"{place}.field", _unknown("字段", "field", name))
            continue
        if is_spoken and name not in OF_CONVERSATIONS:
            yield Wrong(f"{place}.field", Text("会话还没有这一项。", "A conversation has no such thing yet."))
        if not is_spoken and name == "channel":
            yield Wrong(f"{place}.field", Text("工单请用“来源”。", "Of a ticket ask for its source."))
        if condition.get("operator") not in ("is", "is_not"):
            yield Wrong(f"{place}.operator", MISSING)
        if (
            not isinstance(values, list)
            or not values
            or not all(isinstance(one, str) and one.strip() for one in values)
        ):
            yield Wrong(f"{place}.values", Text("请至少填写一个值。", "Give at least one value."))
        elif len(values) > MOST_VALUES:
            yield Wrong(f"{place}.values", Text(f"最多 {MOST_VALUES} 个值。", f"At most {MOST_VALUES} values."))
        elif name not in ("text", "tag") and (missing := [one for one in values if one not in known.of(name)]):
            yield Wrong(f"{place}.values", _unknown("取值", "value", missing[0]))


def _loops(definition: Definition) -> Iterator[Wrong]:
    """A rule that sets what it waits for would set itself off."""
    kind = definition["trigger"]["kind"]
    for at, action in enumerate(definition["actions"]):
        if kind == "urged" and action["kind"] == "urge":
            yield Wrong(f"actions.{at}", _circle("催单", "urging"))
        if kind in ("moved", "stage_unchanged") and action["kind"] == "move" and not _leaves(definition, action):
            yield Wrong(f"actions.{at}.stage", _circle("阶段流转", "moving"))


def _leaves(definition: Definition, move: Action) -> bool:
    """Whether the rule does not concern the ticket any more once it is in that stage."""
    about = [one for one in definition["conditions"] if one["field"] == "stage"]
    ruled_out = [(move["stage"] in one["values"]) == (one["operator"] == "is_not") for one in about]
    if definition["match"] == "all":
        return any(ruled_out)
    return len(about) == len(definition["conditions"]) > 0 and all(ruled_out)


def _circle(zh: str, en: str) -> Text:
    return Text(
        f"规则由{zh}触发，又会再次引起{zh}，将反复执行；请用阶段条件排除目标阶段，或改用其他动作。",
        f"The rule waits for {en} and does it itself, so it would go in circles; rule the target out by a condition on the stage, or act otherwise.",
    )


def _unknown(zh: str, en: str, value: object) -> Text:
    return Text(f"没有“{value or ''}”这个{zh}。", f"There is no {en} “{value or ''}”.")


def _are_objects(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(one, Mapping) for one in found)
