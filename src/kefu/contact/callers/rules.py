"""Who is important, and who has duty: decisions on plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

REPEATED_WITHIN = timedelta(minutes=30)
KEY_ACCOUNT_TAGS = frozenset(map(fold, ("大客户", "重点客户", "key account")))
Grade = Literal["important", "ordinary"]
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_WEEK = re.compile(r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is important: a code for the machine, and words for people."""

    code: str
    text: Text


@dataclass(frozen=True, slots=True)
class Importance:
    grade: Grade
    reasons: tuple[Reason, ...]

    @property
    def is_important(self) -> bool:
        return self.grade == "important"


def importance(
    *, is_vip: bool, tags: Iterable[str], warnings: Sequence[str], others: Iterable[Reason] = ()
) -> Importance:
    """VIP, key account (by a tag), on the warning list (`warnings` are its reasons), or what other modules know."""
    reasons = []
    if is_vip:
        reasons.append(Reason("vip", Text("VIP 客户", "VIP customer")))
    if any(fold(tag) in KEY_ACCOUNT_TAGS for tag in tags):
        reasons.append(Reason("key_account", Text("大客户", "Key account")))
    reasons += [Reason("warning", Text(f"警告名单：{why}", f"On the warning list: {why}")) for why in warnings]
    reasons += others
    return Importance("important" if reasons else "ordinary", tuple(reasons))


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours of duty; `weekdays` (1 is Monday) are of the day on which it begins."""

    user_id: UUID
    week: str
    weekdays: frozenset[int]
    begins: str
    ends: str
    place: int = 1
    takes_everybody: bool = True


def on_duty(shifts: Iterable[Shift], at: datetime, *, is_important: bool = True) -> list[UUID]:
    """Who has duty at this local time, in the order in which they are asked, each once; a shift of this very week goes before one of every week."""
    covering = [shift for shift in shifts if (is_important or shift.takes_everybody) and _began(shift, at) is not None]
    covering.sort(key=lambda shift: (not shift.week, shift.place, str(shift.user_id)))
    return list(dict.fromkeys(shift.user_id for shift in covering))


def _began(shift: Shift, at: datetime) -> date | None:
    """The day on which the shift that covers `at` began."""
    begins, ends, now = time.fromisoformat(shift.begins), time.fromisoformat(shift.ends), at.time()
    today, yesterday = at.date(), at.date() - timedelta(days=1)
    if ends > begins:
        return today if begins <= now < ends and _is_of(shift, today) else None
    if now >= begins and _is_of(shift, today):
        return today
    return yesterday if now < ends and _is_of(shift, yesterday) else None


def _is_of(shift: Shift, day: date) -> bool:
    year, week, weekday = day.isocalendar()
    return weekday in shift.weekdays and shift.week in ("", f"{year}-W{week:02}")


def ensure_shift(*, week: str, weekdays: Sequence[int], begins: str, ends: str) -> None:
    """Raise Invalid for a week, days or times that are none."""
    faults = []
    if week and not (_WEEK.fullmatch(week) and _exists(week)):
        text = Text("请填写年份和周次，如 2026-W48。", "Give year and week, such as 2026-W48.")
        faults.append(FieldError("week", text))
    if not weekdays or not set(weekdays) <= set(range(1, 8)):
        faults.append(FieldError("weekdays", Text("请选择星期。", "Choose the weekdays.")))
    for field, value in (("begins", begins), ("ends", ends)):
        if not _TIME.fullmatch(value):
            text = Text("请填写时间，如 18:00。", "Give a time, such as 18:00.")
            faults.append(FieldError(field, text))
    if faults:
        raise Invalid("wrong_shift", Text("班次有误，请按提示修改。", "Some of the shift is wrong."), errors=faults)


def _exists(week: str) -> bool:
    try:
        date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    except ValueError:
        return False
    return True
