"""Promises in working time: the worked cases of the specification by hand, and what must hold whatever happens."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.foundation.calendars import queries as calendars
from kefu.foundation.calendars.models import Calendar, CalendarDay
from kefu.kernel.errors import Invalid
from kefu.service.tickets.rules import clocks, promises, standard
from kefu.service.tickets.rules.clocks import AroundTheClock, Clock, WorkingTime

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = [["09:00", "12:00"], ["13:30", "17:30"]]
EIGHT = [["09:00", "12:00"], ["13:00", "18:00"]]
NIGHT = [["22:00", "06:00"]]
ALWAYS = AroundTheClock()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def office(shifts: Any = OFFICE, holidays: Iterable[date] = ()) -> WorkingTime:
    """A working week of these shifts, with the statutory holidays and these."""
    week = Calendar(time_zone="Asia/Shanghai", weekly={str(day): shifts for day in range(1, 6)})
    return calendars.schedule_of(week, [CalendarDay(date=day, kind="holiday", shifts=[]) for day in holidays])


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def started(target: timedelta, at: str) -> Clock:
    return Clock(target, since=local(at))


# ---- the worked cases, by hand


def test_friday_at_four_with_four_hours_is_due_on_monday_at_half_past_eleven() -> None:
    assert clocks.due(started(hours(4), "2026-11-20T16:00"), office()) == local("2026-11-23T11:30")


def test_half_an_hour_of_pause_on_monday_morning_makes_it_noon() -> None:
    clock = clocks.paused(started(hours(4), "2026-11-20T16:00"), local("2026-11-23T09:15"), office())
    assert clock.since is None
    assert clock.used == hours(1.75)
    assert clocks.due(clock, office()) is None
    clock = clocks.resumed(clock, local("2026-11-23T09:45"))
    assert clocks.due(clock, office()) == local("2026-11-23T12:00")


def test_a_pause_over_lunch_and_night_costs_only_working_time() -> None:
    clock = clocks.paused(started(hours(4), "2026-11-23T11:00"), local("2026-11-23T12:30"), office())
    assert clock.used == hours(1)
    clock = clocks.resumed(clock, local("2026-11-24T08:00"))  # before opening
    assert clocks.due(clock, office()) == local("2026-11-24T12:00")


@pytest.mark.parametrize(
    ("given_hours", "due"),
    [
        (24, "2026-12-01T18:00"),  # three working days of eight hours from Friday 09:00: Fri, Mon, Tue
        (48, "2026-12-04T18:00"),
        (72, "2026-12-09T18:00"),
    ],
)
def test_the_brief_s_24_48_and_72_hours_by_a_working_calendar(given_hours: int, due: str) -> None:
    assert clocks.due(started(hours(given_hours), "2026-11-27T09:00"), office(EIGHT)) == local(due)


@pytest.mark.parametrize(
    ("given_hours", "due"), [(24, "2026-11-28T09:00"), (48, "2026-11-29T09:00"), (72, "2026-11-30T09:00")]
)
def test_the_brief_s_24_48_and_72_hours_around_the_clock(given_hours: int, due: str) -> None:
    assert clocks.due(started(hours(given_hours), "2026-11-27T09:00"), ALWAYS) == local(due)


@pytest.mark.parametrize(
    ("priority", "first", "update", "solved"),
    [
        # opened on Friday at 16:00; P1 and P2 count around the clock, P3 and P4 by the working week of eight hours
        ("P1", "2026-11-27T16:15", "2026-11-27T17:00", "2026-11-27T20:00"),
        ("P2", "2026-11-27T16:30", "2026-11-27T20:00", "2026-11-28T00:00"),
        ("P3", "2026-11-27T18:00", "2026-11-30T16:00", "2026-12-02T16:00"),
        ("P4", "2026-11-30T16:00", None, "2026-12-10T16:00"),
    ],
)
def test_the_standard_promises_of_each_priority(priority: str, first: str, update: str | None, solved: str) -> None:
    time = ALWAYS if promises.is_around_the_clock(standard.TARGETS, priority) else office(EIGHT)
    for kind, due in zip(clocks.KINDS, (first, update, solved), strict=True):
        target = promises.target(standard.TARGETS, priority, kind)
        assert (target is None) == (due is None)
        if target and due:
            assert clocks.due(started(target, "2026-11-27T16:00"), time) == local(due), kind


def test_a_public_holiday_is_no_working_time_and_its_make_up_day_is() -> None:
    # 2026-10-01 to 07 are holidays, Saturday the 10th is worked (国务院办公厅 2026)
    clock = started(hours(8), "2026-09-30T17:00")
    assert clocks.due(clock, office(EIGHT)) == local("2026-10-08T17:00")


def test_warnings_come_at_half_three_quarters_nine_tenths_and_the_end() -> None:
    clock, moments = started(hours(4), "2026-11-20T16:00"), []
    for level in clocks.ALARMS:
        moment = clocks.next_alarm(clock, office())
        assert moment is not None
        moments.append(moment)
        assert clocks.level(clock, moment, office()) == level
        assert clocks.level(clock, moment - timedelta(microseconds=1), office()) < level
        clock = Clock(clock.target, clock.used, clock.since, level)
    assert moments == [
        local("2026-11-23T09:30"), local("2026-11-23T10:30"), local("2026-11-23T11:06"), local("2026-11-23T11:30"),
    ]  # fmt: skip
    assert clocks.next_alarm(clock, office()) is None


def test_reopening_goes_on_where_it_stood_and_does_not_begin_anew() -> None:
    clock = clocks.paused(
        started(hours(8), "2026-11-23T09:00"), local("2026-11-23T15:30"), office()
    )  # solved after 5 h
    clock = clocks.resumed(clock, local("2026-11-26T09:00"))
    assert clocks.due(clock, office()) == local("2026-11-26T12:00")
    late = clocks.paused(started(hours(2), "2026-11-23T09:00"), local("2026-11-23T12:00"), office())
    assert clocks.due(clocks.resumed(late, local("2026-11-26T09:00")), office()) == local("2026-11-26T09:00")


def test_another_priority_counts_what_was_used() -> None:
    clock = Clock(hours(8), since=local("2026-11-23T09:00"), told=50)
    sooner = clocks.retargeted(clock, hours(4), local("2026-11-23T12:00"), office())
    assert (sooner.used, sooner.told) == (hours(3), 50)
    assert clocks.next_alarm(sooner, ALWAYS) == local("2026-11-23T12:00")  # three quarters are over already
    later = clocks.retargeted(clock, hours(24), local("2026-11-23T12:00"), office())
    assert later.told == 0


@pytest.mark.parametrize(
    ("category", "is_answered", "runs", "met"),
    [
        ("open", False, {"first_response", "resolution"}, set()),
        ("open", True, {"next_update", "resolution"}, {"first_response"}),
        ("waiting", False, {"first_response"}, set()),
        ("waiting", True, set(), {"first_response"}),
        ("done", False, set(), set(clocks.KINDS)),
        ("closed", True, set(), set(clocks.KINDS)),
    ],
)
def test_which_clocks_run_in_which_stage(category: str, is_answered: bool, runs: set[str], met: set[str]) -> None:
    wanted = clocks.wanted(category, is_answered=is_answered)
    assert {kind for kind, one in wanted.items() if one.runs} == runs
    assert {kind for kind, one in wanted.items() if one.is_met} == met


# ---- what holds always

BEGIN = datetime(2026, 9, 1, tzinfo=UTC)
moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: BEGIN + timedelta(minutes=minutes))
exact_moments = st.integers(0, 60 * 24 * 3600 * 1000).map(lambda ms: BEGIN + timedelta(milliseconds=ms))
targets = st.integers(1, 60 * 200).map(lambda minutes: timedelta(minutes=minutes))
schedules = st.sampled_from([ALWAYS, office(), office(EIGHT), office(NIGHT)])


def when(clock: Clock, time: clocks.WorkingTime) -> datetime:
    found = clocks.due(clock, time)
    assert found is not None
    return found


@given(exact_moments, exact_moments, targets, schedules)
def test_what_begins_later_is_due_no_earlier(one: datetime, other: datetime, target: timedelta, time: Any) -> None:
    earlier, later = sorted([one, other])
    assert when(Clock(target, since=earlier), time) <= when(Clock(target, since=later), time)


@given(exact_moments, targets, targets, schedules)
def test_more_time_is_due_no_earlier(at: datetime, one: timedelta, other: timedelta, time: Any) -> None:
    less, more = sorted([one, other])
    assert when(Clock(less, since=at), time) <= when(Clock(more, since=at), time)


@given(exact_moments, targets, st.lists(exact_moments, min_size=2, max_size=8, unique=True), schedules)
def test_pausing_never_shortens(at: datetime, target: timedelta, turns: list[datetime], time: Any) -> None:
    without = when(Clock(target, since=at), time)
    clock, is_paused = Clock(target, since=at), False
    for turn in sorted(turn for turn in turns if at <= turn < without):
        clock = clocks.resumed(clock, turn) if is_paused else clocks.paused(clock, turn, time)
        is_paused = not is_paused
    if is_paused:
        clock = clocks.resumed(clock, without)
    assert when(clock, time) >= without


@given(exact_moments, targets, st.lists(exact_moments, max_size=6), schedules)
def test_to_pause_and_go_on_at_once_changes_nothing(
    at: datetime, target: timedelta, turns: list[datetime], time: Any
) -> None:
    without = when(Clock(target, since=at), time)
    clock = Clock(target, since=at)
    for turn in sorted(turn for turn in turns if at <= turn < without):
        clock = clocks.resumed(clocks.paused(clock, turn, time), turn)
    assert when(clock, time) == without


@given(
    moments,
    targets,
    st.sets(st.dates(date(2026, 9, 1), date(2026, 12, 31)), max_size=12),
    st.sampled_from([OFFICE, EIGHT]),
)
def test_a_holiday_more_never_advances_what_is_due(
    at: datetime, target: timedelta, closed: set[date], shifts: Any
) -> None:
    clock = Clock(target, since=at)
    assert when(clock, office(shifts, closed)) >= when(clock, office(shifts))


@given(exact_moments, targets, schedules)
def test_warnings_come_in_order_and_the_last_one_is_the_end(at: datetime, target: timedelta, time: Any) -> None:
    asked = [clocks.next_alarm(Clock(target, since=at, told=told), time) for told in (0, 50, 75, 90)]
    found = [moment for moment in asked if moment is not None]
    assert len(found) == 4
    assert found == sorted(found)
    assert found[-1] == when(Clock(target, since=at), time)


@given(exact_moments, targets, exact_moments, schedules)
def test_a_clock_that_has_used_its_target_is_due_and_one_that_has_not_is_not(
    at: datetime, target: timedelta, now: datetime, time: Any
) -> None:
    clock = Clock(target, since=at)
    assert (clocks.used(clock, now, time) >= target) == (when(clock, time) <= now)


def test_promises_that_cannot_be_meant_are_refused_by_name() -> None:
    whole = standard.TARGETS
    assert promises.checked(whole) == whole
    for priority, change, field in (
        ("P1", {"resolution": None}, "targets.P1.resolution"),
        ("P2", {"first_response": 0}, "targets.P2.first_response"),
        ("P3", {"next_update": "soon"}, "targets.P3.next_update"),
        ("P4", {"first_response": 9_999}, "targets.P4.first_response"),
        ("P5", {"resolution": 5}, "targets.P5"),
    ):
        with pytest.raises(Invalid) as refused:
            promises.checked({**whole, priority: {**whole.get(priority, {}), **change}})
        assert [error["field"] for error in refused.value.errors] == [field]
