"""Forms as data: the fields that an organization gives its tickets or customers, and what is filled into them.

A field is `{"code", "name": {"zh-CN", "en"}, "kind", "options"?, "is_required"?}`; an option is `{"code", "name"}`. Numbers and money
are kept as text, so that no digit is lost.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from . import masking
from .actor import Actor
from .errors import FieldError, Invalid
from .i18n import Text
from .text import fold, storable

KINDS = ("text", "long", "number", "money", "date", "choice", "yes_no")
MOST_OPTIONS = 60
LONGEST = {"text": 300, "long": 5_000}
MOST_MONEY = Decimal(10) ** 12
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

_YES, _NO = Text("是", "Yes"), Text("否", "No")
_WORDS = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}

Field = Mapping[str, Any]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault of a definition; `place` is "fields.CODE", another part's, or "" for the whole."""

    place: str
    text: Text


def is_code(code: object) -> bool:
    return isinstance(code, str) and _CODE.fullmatch(code) is not None


def name_of(thing: Mapping[str, Any]) -> Text:
    """The name of a field, an option or a stage; who gave it in one language only means both."""
    names = thing.get("name") or {}
    zh, en = str(names.get("zh-CN") or "").strip(), str(names.get("en") or "").strip()
    return Text(zh or en, en or zh)


def is_empty(value: object) -> bool:
    return value is None or value == ""


def missing(fields: Sequence[Field], codes: Sequence[str], values: Mapping[str, Any]) -> list[Field]:
    """Those of the fields named by `codes` that are not filled."""
    return [field for field in fields if field["code"] in codes and is_empty(values.get(field["code"]))]


def required(fields: Sequence[Field]) -> list[str]:
    return [field["code"] for field in fields if field.get("is_required")]


def filled(fields: Sequence[Field], given: Mapping[str, Any]) -> tuple[Values, list[FieldError]]:
    """What is given, as it is kept, and what is wrong with it; None empties a field."""
    known = {field["code"]: field for field in fields}
    kept: Values = {}
    wrong: list[FieldError] = []
    for code, value in given.items():
        if (field := known.get(code)) is None:
            unknown = Text(
                "没有这个字段，请去掉，或先在设置中添加。",
                "There is no such field; leave it out, or add it in the settings.",
            )
            wrong.append(FieldError(f"values.{code}", unknown))
        elif is_empty(value):
            kept[code] = None
        else:
            kept[code], fault = _read(field, value)
            if fault:
                wrong.append(FieldError(f"values.{code}", fault))
    return kept, wrong


def incomplete(fields: Sequence[Field]) -> Invalid:
    """The refusal of what lacks these fields."""
    names = [name_of(field) for field in fields]
    zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
    return Invalid(
        "fields_missing",
        Text(f"请先填写：{zh}。", f"Fill in first: {en}."),
        errors=[FieldError(f"values.{field['code']}", Text("必填", "Required")) for field in fields],
    )


def unmasked(actor: Actor, given: Mapping[str, Any], before: Mapping[str, Any]) -> Values:
    """`given`, in which numbers that the actor sees hidden may have come back so."""
    if not masking.hides_from(actor):
        return dict(given)
    return {
        name: masking.restored(value, known)
        if isinstance(value, str) and isinstance(known := before.get(name), str)
        else value
        for name, value in given.items()
    }


def from_words(field: Field, text: str) -> Any:
    """A cell of a table as a value: choices go by code or name, yes and no by word; what is not understood stays."""
    if field["kind"] == "choice":
        names = {fold(name): one["code"] for one in field["options"] for name in (one["code"], *name_of(one))}
        return names.get(fold(text), text)
    return _WORDS.get(fold(text), text) if field["kind"] == "yes_no" else text


def in_words(field: Field | None, value: Any) -> str:
    """As people read it: a choice by its name; numbers and money as they were written."""
    if is_empty(value):
        return ""
    if isinstance(value, bool):
        return (_YES if value else _NO).in_language()
    options = field["options"] if field and field["kind"] == "choice" else []
    return next((name_of(one).in_language() for one in options if one["code"] == value), str(value))


def faults(fields: Sequence[Mapping[str, Any]]) -> Iterator[Wrong]:
    """What is wrong with the definition of fields."""
    yield from wrong_names("fields", fields)
    for field in fields:
        place = f"fields.{field.get('code')}"
        if field.get("kind") not in KINDS:
            yield Wrong(place, Text("没有这种字段类型。", "There is no such kind of field."))
        elif field["kind"] == "choice":
            options = listed(field, "options")
            if not 0 < len(options) <= MOST_OPTIONS:
                yield Wrong(
                    place,
                    Text(f"单选需要 1 到 {MOST_OPTIONS} 个选项。", f"A choice has 1 to {MOST_OPTIONS} options."),
                )
            yield from wrong_names(f"{place}.options", options)


def wrong_shape(definition: Mapping[str, Any], part: str, most: int) -> Iterator[Wrong]:
    """Whether a part of a definition is a list of objects, and not too many."""
    found = definition.get(part, [])
    if not isinstance(found, list) or len(listed(definition, part)) != len(found):
        yield Wrong("", Text(f"{part} 必须是对象列表。", f"{part} is a list of objects."))
    elif len(found) > most:
        yield Wrong("", Text(f"{part} 最多 {most} 个。", f"There may be at most {most} {part}."))


def listed(definition: Mapping[str, Any], part: str) -> list[Mapping[str, Any]]:
    """The objects in a part of what may be no definition at all."""
    found = definition.get(part, [])
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def wrong_names(part: str, things: Iterable[Mapping[str, Any]]) -> Iterator[Wrong]:
    """What is wrong with the codes and names of fields, options, stages and the like."""
    seen: set[str] = set()
    for thing in things:
        code = thing.get("code")
        place = f"{part}.{code}"
        if not is_code(code):
            yield Wrong(
                place,
                Text(
                    "代码只能用小写字母、数字和下划线，以字母开头，最多 40 个字符。",
                    "A code has lower-case letters, digits and underscores, begins with a letter, and at most 40 characters.",
                ),
            )
        elif code in seen:
            yield Wrong(place, Text("代码重复。", "This code is there twice."))
        names = thing.get("name")
        if not isinstance(names, Mapping) or not name_of(thing).zh:
            yield Wrong(place, Text("请填写名称。", "Give it a name."))
        elif max(map(len, name_of(thing))) > 40:
            yield Wrong(place, Text("名称最多 40 个字符。", "A name has at most 40 characters."))
        seen.add(str(code))


def _read(field: Field, value: Any) -> tuple[Any, Text | None]:
    match field["kind"]:
        case "number" | "money" as kind:
            return _number(kind, value)
        case "date":
            return _date(value)
        case "yes_no":
            return value, None if isinstance(value, bool) else Text("请填“是”或“否”。", "Say yes or no.")
        case "choice":
            known = value in [option["code"] for option in field["options"]]
            return value, None if known else Text("没有这个选项。", "There is no such option.")
        case kind:
            if not isinstance(value, str):
                return value, Text("请填写文字。", "Write text here.")
            most = LONGEST[kind]
            fault = Text(f"最多 {most} 个字符。", f"At most {most} characters.")
            return storable(value).strip(), fault if len(value) > most else None


def _number(kind: str, value: Any) -> tuple[Any, Text | None]:
    fault = Text("请填写数字。", "Write a number.")
    if isinstance(value, bool):
        return value, fault
    try:
        number = Decimal(str(value).strip().replace(",", ""))
    except InvalidOperation:
        return value, fault
    if not number.is_finite() or abs(number) >= MOST_MONEY:
        return value, fault
    if kind == "money" and number != round(number, 2):
        return value, Text("金额最多两位小数。", "Money has at most two decimals.")
    return f"{number:.2f}" if kind == "money" else f"{number:f}", None


def _date(value: Any) -> tuple[Any, Text | None]:
    try:
        return date.fromisoformat(str(value)).isoformat(), None
    except ValueError:
        return value, Text("日期应写作 2026-11-26。", "Write dates as 2026-11-26.")
