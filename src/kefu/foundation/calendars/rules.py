"""Arithmetic in business time: shifts of a day, when it opens and closes, and when so many working minutes are over.

A shift belongs to the date on which it begins and may run past midnight. All instants are aware; answers are in UTC.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

from .statutory import statutory

HORIZON = timedelta(days=800)
"""How far it is looked for an opening or closing; beyond it, there is none."""
DAY_MINUTES = 24 * 60
_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


class Shift(NamedTuple):
    """Minutes since midnight: `start` within the day (0..1439), `end` later and possibly on the next day (up to 2,879)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Day:
    """A date that was entered by hand: holiday (closed), workday (without shifts it has an ordinary one's) or custom."""

    kind: str
    name: str = ""
    shifts: tuple[Shift, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """A calendar to compute with. `weekly` maps ISO weekdays 1..7 to shifts."""

    zone: ZoneInfo
    weekly: Mapping[int, tuple[Shift, ...]]
    days: Mapping[date, Day] = field(default_factory=dict)
    follows_statutory_holidays: bool = True

    def day(self, on: date) -> tuple[str, Text]:
        """What kind of day it is (holiday, workday, custom, or a regular one or day of rest of the week), and its name.

        What was entered outranks the statutory holidays.
        """
        if entered := self.days.get(on):
            return entered.kind, Text(entered.name, entered.name)
        if self.follows_statutory_holidays and (announced := statutory(on)):
            return announced.kind, announced.name
        return ("regular" if self.weekly.get(on.isoweekday()) else "rest"), Text("", "")

    def shifts_on(self, on: date) -> tuple[Shift, ...]:
        """Shifts that begin on the date, in order."""
        kind, _ = self.day(on)
        entered = self.days.get(on)
        if kind == "holiday":
            return ()
        if entered and (entered.shifts or kind == "custom"):
            return entered.shifts
        return self._ordinary_workday() if kind == "workday" else self.weekly.get(on.isoweekday(), ())

    def is_open(self, at: datetime) -> bool:
        today = at.astimezone(self.zone).date()
        near = (today + timedelta(days=offset) for offset in range(-2, 2))
        return any(start <= at < end for on in near for start, end in self._instants(on))

    def next_opening(self, at: datetime) -> datetime | None:
        """The first moment after `at` at which a period of work begins; None when there is none."""
        return next((start for start, _ in self._periods(at) if start > at), None)

    def next_closing(self, at: datetime) -> datetime | None:
        """The first moment after `at` at which a period of work ends; None when it never closes, or never opens."""
        end = next((end for _, end in self._periods(at)), None)
        return None if end is None or end > at + HORIZON else end

    def add_working_time(self, at: datetime, minutes: float) -> datetime:
        """When `minutes` (not negative) of working time have passed since `at`; with none, when work first goes on.

        Raises Invalid when the calendar does not have so much time ahead.
        """
        left = timedelta(minutes=minutes)
        while True:
            horizon = at
            for start, end in self._work(at):
                begin = max(start, at)
                if end - begin >= left:
                    return begin + left
                left -= end - begin
                horizon = end
            if horizon <= at:
                raise never_open()
            at = horizon

    def working_minutes_between(self, start: datetime, end: datetime) -> float:
        """Minutes of work from `start` until `end`; 0 when `end` is not later."""
        total = timedelta()
        while start < end:
            reached = start + HORIZON
            for opened, closed in self._work(start):
                if opened >= end:
                    reached = end
                    break
                total += min(closed, end) - max(opened, start)
                reached = max(reached, closed)
            start = reached
        return total / timedelta(minutes=1)

    def _periods(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Periods of work that end after `at`, in order; adjoining and overlapping shifts are one period.

        Only days within the horizon are looked at, so the last period of a calendar that never closes is cut there.
        """
        running: tuple[datetime, datetime] | None = None
        for start, end in self._pieces(at):
            if running and start <= running[1]:
                running = running[0], end
                continue
            if running and running[1] > at:
                yield running
            running = start, end
        if running and running[1] > at:
            yield running

    def _work(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """As `_periods`, shift by shift: whoever adds time up need not know where a calendar that never closes ends."""
        return ((start, end) for start, end in self._pieces(at) if end > at)

    def _pieces(self, at: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Shifts from two days before `at` to the horizon, in order, without what one has in common with those before it."""
        today = at.astimezone(self.zone).date()
        reached: datetime | None = None
        for offset in range(-2, HORIZON.days + 2):
            for start, end in self._instants(today + timedelta(days=offset)):
                start = max(start, reached or start)
                if end > start:
                    yield start, end
                    reached = end

    def _instants(self, on: date) -> Sequence[tuple[datetime, datetime]]:
        return _instants(self.zone, on, self.shifts_on(on))

    def _ordinary_workday(self) -> tuple[Shift, ...]:
        return next((shifts for _, shifts in sorted(self.weekly.items()) if shifts), ())


@lru_cache(maxsize=4096)
def _instants(zone: ZoneInfo, on: date, shifts: tuple[Shift, ...]) -> Sequence[tuple[datetime, datetime]]:
    """Shifts of the date as instants, in order. One that a change of the clock swallows is left out, and times that the
    clock skips lie as much later, so the order of shifts need not be that of instants."""
    found = ((_instant(zone, on, shift.start), _instant(zone, on, shift.end)) for shift in shifts)
    return sorted((start, end) for start, end in found if end > start)


def _instant(zone: ZoneInfo, on: date, minutes: int) -> datetime:
    local = datetime.combine(on, time()) + timedelta(minutes=minutes)
    return local.replace(tzinfo=zone).astimezone(UTC)


def time_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name. Raises Invalid."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        text = Text("没有这个时区。", "There is no such time zone.")
        raise Invalid("wrong_time_zone", text, errors=[FieldError("time_zone", text)]) from error


def shifts_of(written: Sequence[Sequence[str]], field: str) -> tuple[Shift, ...]:
    """Shifts written as [["09:00", "12:00"], …], sorted; "24:00" ends a day, an end before the start lies on the next.

    Raises Invalid, naming `field`, for other forms and for shifts that overlap.
    """
    shifts = sorted(_shift(pair, field) for pair in written)
    for earlier, later in pairwise(shifts):
        if later.start < earlier.end:
            raise _wrong(field, Text("班次时间重叠。", "Shifts overlap."))
    return tuple(shifts)


def written(shifts: Sequence[Shift]) -> list[list[str]]:
    """The reverse of shifts_of."""
    return [
        [_clock_time(shift.start), "24:00" if shift.end == DAY_MINUTES else _clock_time(shift.end)] for shift in shifts
    ]


def never_open() -> Invalid:
    return Invalid("calendar_never_open", Text("日历中没有任何工作时间。", "The calendar has no working time at all."))


def _shift(pair: Sequence[str], field: str) -> Shift:
    if len(pair) != 2:
        raise _wrong(field, Text("班次应由开始和结束两个时间组成。", "A shift is [from, to]."))
    start = _minutes(pair[0], field)
    end = DAY_MINUTES if pair[1] == "24:00" else _minutes(pair[1], field)
    if start == end:
        raise _wrong(field, Text("班次的开始和结束不能相同。", "A shift cannot end when it begins."))
    return Shift(start, end if end > start else end + DAY_MINUTES)


def _minutes(written: str, field: str) -> int:
    found = _CLOCK_TIME.fullmatch(written)
    if not found:
        raise _wrong(field, Text(f"时间应写作 09:00，而不是“{written}”。", f"Write times as 09:00, not “{written}”."))
    return int(found[1]) * 60 + int(found[2])


def _clock_time(minutes: int) -> str:
    return f"{minutes % DAY_MINUTES // 60:02}:{minutes % 60:02}"


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid("wrong_shifts", text, errors=[FieldError(field, text)])
