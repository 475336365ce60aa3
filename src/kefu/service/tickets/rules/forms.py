"""The fields of a ticket type as data, and what is filled into them.

A field is `{"code", "name": {"zh-CN", "en"}, "kind", "options"?, "is_required"?}`; an option is `{"code", "name"}`. Numbers and money
are kept as text, so that no digit is lost.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from kefu.kernel.errors import FieldError
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

KINDS = ("text", "long", "number", "money", "date", "choice", "yes_no")
MOST_FIELDS, MOST_OPTIONS = 60, 60
LONGEST = {"text": 300, "long": 5_000}
MOST_MONEY = Decimal(10) ** 12
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

Field = Mapping[str, Any]
Values = dict[str, Any]


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
            wrong.append(FieldError(f"values.{code}", Text("该类型没有这个字段。", "This type has no such field.")))
        elif is_empty(value):
            kept[code] = None
        else:
            kept[code], fault = _read(field, value)
            if fault:
                wrong.append(FieldError(f"values.{code}", fault))
    return kept, wrong


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
