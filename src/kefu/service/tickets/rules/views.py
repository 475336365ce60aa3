"""The filter of a saved view as data: what it may name, and what is wrong with it.

A filter is `{"view"?, "state"?, "q"?, "type_id"?, "stage"?, "owner_id"?, "team_id"?, "brand_id"?, "priority"?, "tag"?}`. It narrows what its
viewer may see, and never widens it.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any

from kefu.kernel.i18n import Text

from .tags import LONGEST_TAG

PRIORITIES = ("P1", "P2", "P3", "P4")
LONGEST_WORDS = 100
GONE = {
    "type_id": Text("该工单类型已删除。", "This type of ticket is gone."),
    "stage": Text("没有这个阶段。", "There is no such stage."),
    "owner_id": Text("该员工不存在。", "This person does not exist."),
    "team_id": Text("该班组已删除。", "This team is gone."),
    "brand_id": Text("没有这个品牌。", "There is no such brand."),
    "view": Text("没有这个列表。", "There is no such list."),
    "state": Text("没有这个状态。", "There is no such state."),
    "priority": Text("没有这个优先级。", "There is no such priority."),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What a filter may name now; stages by type."""

    views: Set[str]
    states: Set[str]
    types: Mapping[str, Set[str]]
    owners: Set[str]
    teams: Set[str]
    brands: Set[str]


@dataclass(frozen=True, slots=True)
class Wrong:
    """A fault at one field of the filter; "" for the whole."""

    field: str
    text: Text


def faults(found: Any, known: Known) -> list[Wrong]:
    """Everything that is wrong with a filter; empty when it may be used."""
    if not isinstance(found, Mapping):
        return [Wrong("", Text("筛选条件格式不正确。", "A filter is an object."))]
    return list(_faults(found, known))


def _faults(found: Mapping[str, Any], known: Known) -> Iterator[Wrong]:
    for name, value in found.items():
        if name == "q":
            if not isinstance(value, str) or len(value) > LONGEST_WORDS:
                most = LONGEST_WORDS
                yield Wrong(
                    "q", Text(f"搜索词最多 {most} 个字符。", f"Words to search have at most {most} characters.")
                )
        elif name == "tag":
            if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TAG:
                yield Wrong(
                    "tag", Text(f"标签应有 1 到 {LONGEST_TAG} 字。", f"A tag has 1 to {LONGEST_TAG} characters.")
                )
        elif name not in GONE:
            yield Wrong(name, Text("没有这个筛选字段。", "There is no such filter."))
        elif not isinstance(value, str) or value not in _allowed(name, found, known):
            yield Wrong(name, GONE[name])


def _allowed(name: str, found: Mapping[str, Any], known: Known) -> Set[str]:
    match name:
        case "type_id":
            return known.types.keys()
        case "stage":
            of_type = known.types.get(str(found.get("type_id")))
            return of_type if of_type is not None else {code for codes in known.types.values() for code in codes}
        case "priority":
            return frozenset(PRIORITIES)
    by_name = {
        "view": known.views, "state": known.states, "owner_id": known.owners, "team_id": known.teams,
        "brand_id": known.brands,
    }  # fmt: skip
    return by_name[name]
