"""Nothing is asked twice (输入—输出): fields that double each other, and those whose answer is known before anybody asks.

These are hints for whoever sets up a type; a definition with them may be used.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kefu.kernel import forms
from kefu.kernel.forms import Wrong
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

NAMES = {
    "name": (
        "customer_name",
        "contact_name",
        "客户姓名",
        "姓名",
        "联系人",
        "客户名称",
        "customer name",
        "contact",
        "name",
    ),
    "phone": ("phone", "mobile", "telephone", "手机号", "手机", "电话", "联系电话", "手机号码", "phone number"),
    "email": ("email", "e_mail", "邮箱", "电子邮箱", "邮件地址", "e-mail", "email address"),
    "address": ("address", "收货地址", "地址", "联系地址", "delivery address"),
}
"""By what names fields go that ask for something the customer's record has."""
_KNOWN = {fold(name): what for what, names in NAMES.items() for name in names}


def known_as(field: forms.Field) -> str | None:
    """What of the customer's record a field of text asks for: name, phone, email or address."""
    if field.get("kind") != "text":
        return None
    return next((_KNOWN[key] for key in _keys(field) if key in _KNOWN), None)


def hints(definition: Mapping[str, Any]) -> list[Wrong]:
    """What is asked twice in a definition that has no faults, each at its place."""
    return [
        *_same_label(definition["fields"], "fields"),
        *_same_label(definition.get("checklist", []), "checklist"),
        *_known(definition),
    ]


def _same_label(things: Sequence[Mapping[str, Any]], part: str) -> Iterator[Wrong]:
    seen: dict[str, Text] = {}
    for thing in things:
        labels = {fold(label) for label in forms.name_of(thing)}
        if double := next((seen[label] for label in labels if label in seen), None):
            yield Wrong(
                f"{part}.{thing['code']}",
                Text(
                    f"与“{double.zh}”重复，同一内容会填两次。", f"Doubles “{double.en}”: the same is filled in twice."
                ),
            )
        seen |= {label: forms.name_of(thing) for label in labels}


def _known(definition: Mapping[str, Any]) -> Iterator[Wrong]:
    for field in definition["fields"]:
        if known_as(field):
            yield Wrong(
                f"fields.{field['code']}",
                Text(
                    "客户资料里已有，新建工单时自动带出。",
                    "The customer's record has it; new tickets are filled from there.",
                ),
            )


def _keys(field: forms.Field) -> list[str]:
    return [fold(str(field.get("code", ""))), *map(fold, forms.name_of(field))]
