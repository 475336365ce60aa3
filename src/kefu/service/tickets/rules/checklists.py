"""Checklists as data: what a ticket of a type has to be looked through before it is done.

An item is `{"code", "name": {"zh-CN", "en"}, "is_required"?, "stage"?}`; without a stage it is there from the beginning, else from the
first time that the ticket enters that stage.
"""

from collections.abc import Mapping
from typing import Any

Item = Mapping[str, Any]
MOST_ITEMS = 50


def brought_by(definition: Mapping[str, Any], stage: str) -> list[Item]:
    """The items that belong to a ticket which is in this stage now, beside those that it has already."""
    return [item for item in definition.get("checklist", []) if item.get("stage") in (None, "", stage)]
