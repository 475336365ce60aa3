"""Promises in working time: when they are due, what pausing and resuming do to them, and when to warn.

A clock has used some of its target and runs since a moment, or stands still. Working time comes from a calendar, or from
`AroundTheClock`. Nothing here asks what time it is; instants are aware.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

ALARMS = (50, 75, 90, 100)
"""Percent of the target at which a clock warns; the last one is the breach."""
FIRST_RESPONSE, NEXT_UPDATE, RESOLUTION = "first_response", "next_update", "resolution"
KINDS = (FIRST_RESPONSE, NEXT_UPDATE, RESOLUTION)
MINUTE = timedelta(minutes=1)
MOST_MINUTES = 365 * 24 * 60


class WorkingTime(Protocol):
    """What a clock asks of a calendar; `calendars.rules.Schedule` is one."""

    def add_working_time(self, at: datetime, minutes: float) -> datetime: ...

    def working_minutes_between(self, start: datetime, end: datetime) -> float: ...


class AroundTheClock:
    """7×24: every minute is a working one."""

    def add_working_time(self, at: datetime, minutes: float) -> datetime:
        return at + timedelta(minutes=minutes)

    def working_minutes_between(self, start: datetime, end: datetime) -> float:
        return max(end - start, timedelta()) / MINUTE


@dataclass(frozen=True, slots=True)
class Clock:
    """`used` of `target` (both working time), running since `since` (None: it stands still), warned up to `told` percent."""

    target: timedelta
    used: timedelta = timedelta()
    since: datetime | None = None
    told: int = 0


def due(clock: Clock, time: WorkingTime) -> datetime | None:
    """When the promise breaks; None while the clock stands still. What was over before it runs again is due at once."""
    return _moment(clock, time, 100)


def used(clock: Clock, at: datetime, time: WorkingTime) -> timedelta:
    """Working time spent up to `at`."""
    if clock.since is None:
        return clock.used
    return clock.used + time.working_minutes_between(clock.since, at) * MINUTE


def paused(clock: Clock, at: datetime, time: WorkingTime) -> Clock:
    """The clock stands still from `at` on; what it has used it keeps."""
    return replace(clock, used=used(clock, at, time), since=None)


def resumed(clock: Clock, at: datetime) -> Clock:
    """It goes on where it stood; one that runs does not begin anew."""
    return clock if clock.since else replace(clock, since=at)


def restarted(clock: Clock, at: datetime) -> Clock:
    """The next update is owed anew."""
    return replace(clock, used=timedelta(), since=at, told=0)


def retargeted(clock: Clock, target: timedelta, at: datetime, before: WorkingTime) -> Clock:
    """Another promise from `at` on: what was used by the calendar of `before` counts, warnings that are too early now are forgotten."""
    spent = used(clock, at, before)
    told = min(clock.told, _level(spent, target))
    return Clock(target, spent, at if clock.since else None, told)


def next_alarm(clock: Clock, time: WorkingTime) -> datetime | None:
    """When the next warning is due; None when the clock stands still or has given all of them."""
    level = next((level for level in ALARMS if level > clock.told), None)
    return _moment(clock, time, level) if level else None


def level(clock: Clock, at: datetime, time: WorkingTime) -> int:
    """The highest percentage of ALARMS reached at `at`; 0 for none."""
    if clock.since is None:
        return _level(clock.used, clock.target)
    reached = [one for one in ALARMS if (moment := _moment(clock, time, one)) and moment <= at]
    return max(reached, default=0)


def _level(spent: timedelta, target: timedelta) -> int:
    return max((one for one in ALARMS if spent >= target * one / 100), default=0)


def _moment(clock: Clock, time: WorkingTime, percent: int) -> datetime | None:
    if clock.since is None:
        return None
    left = clock.target * percent / 100 - clock.used
    return time.add_working_time(clock.since, left / MINUTE) if left > timedelta() else clock.since


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a ticket's state asks of one clock: to run, to stand still, or to be over (`is_met`)."""

    runs: bool
    is_met: bool = False


def wanted(category: str, *, is_answered: bool) -> dict[str, Wanted]:
    """The clocks of a ticket in a stage of this category (open, waiting, done, closed); `is_answered`: we have replied once.

    Waiting for the customer stops the promises of progress and of a solution, never that of a first answer.
    """
    is_over = category in ("done", "closed")
    is_open = category == "open"
    return {
        FIRST_RESPONSE: Wanted(runs=not is_answered and not is_over, is_met=is_answered or is_over),
        NEXT_UPDATE: Wanted(runs=is_answered and is_open, is_met=is_over),
        RESOLUTION: Wanted(runs=is_open, is_met=is_over),
    }
