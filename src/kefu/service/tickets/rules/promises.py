"""What is promised by priority: minutes until a first answer, the next word, and a solution, and by which hours they count."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

from .clocks import FIRST_RESPONSE, KINDS, MOST_MINUTES, NEXT_UPDATE, RESOLUTION
from .priority import PRIORITIES

Targets = dict[str, dict[str, Any]]


def target(targets: Mapping[str, Mapping[str, Any]], priority: str, kind: str) -> timedelta | None:
    """The working time promised; None where nothing is."""
    minutes = targets.get(priority, {}).get(kind)
    return None if minutes is None else timedelta(minutes=minutes)


def is_around_the_clock(targets: Mapping[str, Mapping[str, Any]], priority: str) -> bool:
    return bool(targets.get(priority, {}).get("around_the_clock"))


def checked(targets: Mapping[str, Mapping[str, Any]]) -> Targets:
    """The targets of every priority, whole. Raises Invalid, naming each wrong one."""
    errors = [
        FieldError(f"targets.{priority}.{kind}", text)
        for priority in PRIORITIES
        for kind in KINDS
        if (text := _wrong(kind, targets.get(priority, {}).get(kind)))
    ]
    errors += [
        FieldError(f"targets.{priority}", Text("优先级只有 P1 到 P4。", "Priorities are P1 to P4."))
        for priority in targets.keys() - set(PRIORITIES)
    ]
    errors += [] if errors else list(_disorder(targets))
    if errors:
        raise Invalid("wrong_targets", Text("请检查标出的时限。", "Check the limits named below."), errors=errors)
    return {
        priority: {
            "around_the_clock": bool(targets[priority].get("around_the_clock")),
            **{kind: targets[priority].get(kind) for kind in KINDS},
        }
        for priority in PRIORITIES
    }


def _wrong(kind: str, minutes: object) -> Text | None:
    if minutes is None:
        return Text("请填写解决时限。", "Give the time for a solution.") if kind == RESOLUTION else None
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 1 <= minutes <= MOST_MINUTES:
        return Text("时限为 1 到 525,600 分钟。", "A limit is 1 to 525,600 minutes.")
    return None


def _disorder(targets: Mapping[str, Mapping[str, Any]]) -> list[FieldError]:
    text = Text("不能晚于解决时限。", "It cannot be later than the solution.")
    return [
        FieldError(f"targets.{priority}.{kind}", text)
        for priority in PRIORITIES
        for kind in (FIRST_RESPONSE, NEXT_UPDATE)
        if (targets[priority].get(kind) or 0) > targets[priority][RESOLUTION]
    ]
