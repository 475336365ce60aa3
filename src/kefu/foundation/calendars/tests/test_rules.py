from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.foundation.calendars.rules import Day, Schedule, Shift, shifts_of, time_zone, written
from kefu.foundation.calendars.statutory import statutory
from kefu.kernel.errors import Invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
OFFICE = shifts_of([["09:00", "12:00"], ["13:30", "17:30"]], "weekly")
WEEK = dict.fromkeys(range(1, 6), OFFICE)


def local(text: Any, zone: Any = SHANGHAI) -> Any:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def office(**changes: Any) -> Any:
    return Schedule(**{"zone": SHANGHAI, "weekly": WEEK, **changes})


def test_friday_afternoon_and_four_hours_end_on_monday_at_half_past_eleven() -> None:
    # the worked example of the specification: Fri 1.5 h + Mon 09:00 to 11:30; 30 minutes of pause more, 12:00
    assert office().add_working_time(local("2026-11-20T16:00"), 240) == local("2026-11-23T11:30")
    assert office().add_working_time(local("2026-11-20T16:00"), 270) == local("2026-11-23T12:00")


def test_time_that_ends_with_a_shift_does_not_wait_for_the_next() -> None:
    assert office().add_working_time(local("2026-11-20T16:00"), 90) == local("2026-11-20T17:30")
    assert office().add_working_time(local("2026-11-20T12:30"), 0) == local("2026-11-20T13:30")


def test_working_minutes_between_leave_out_lunch_and_weekend() -> None:
    assert office().working_minutes_between(local("2026-11-20T11:00"), local("2026-11-23T09:30")) == 60 + 240 + 30
    assert office().working_minutes_between(local("2026-11-23T09:30"), local("2026-11-20T11:00")) == 0


def test_the_day_opens_and_closes_with_its_shifts() -> None:
    monday = office()
    assert not monday.is_open(local("2026-11-23T08:59:59"))
    assert monday.is_open(local("2026-11-23T09:00"))
    assert not monday.is_open(local("2026-11-23T12:00"))
    assert monday.next_opening(local("2026-11-20T17:30")) == local("2026-11-23T09:00")
    assert monday.next_closing(local("2026-11-23T10:00")) == local("2026-11-23T12:00")


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        (date(2026, 2, 14), "workday", "春节调休上班"),  # a Saturday worked for the Spring Festival
        (date(2026, 2, 17), "holiday", "春节"),
        (date(2026, 10, 1), "holiday", "国庆节"),
        (date(2024, 9, 14), "workday", "中秋调休上班"),
        (date(2003, 10, 1), "holiday", None),  # before the announcements that are on file
        (date(2030, 10, 1), "holiday", None),  # not announced yet: what the law fixes
    ],
)
def test_statutory_days(on: Any, kind: Any, name: Any) -> None:
    found = statutory(on)
    assert found is not None
    assert found.kind == kind
    assert found.name.zh and found.name.en
    if name:
        assert found.name.zh == name


def test_an_ordinary_day_is_not_named() -> None:
    assert statutory(date(2026, 11, 20)) is None
    assert statutory(date(2026, 11, 21)) is None


def test_a_make_up_saturday_is_worked_and_a_holiday_is_not() -> None:
    assert office().shifts_on(date(2026, 2, 14)) == OFFICE
    assert office().shifts_on(date(2026, 2, 16)) == ()
    assert office(follows_statutory_holidays=False).shifts_on(date(2026, 2, 14)) == ()
    assert office(follows_statutory_holidays=False).shifts_on(date(2026, 2, 16)) == OFFICE


def test_an_entered_day_outranks_the_announcement() -> None:
    evening = (Shift(18 * 60, 22 * 60),)
    entered = {date(2026, 10, 1): Day("custom", "大促", evening), date(2026, 11, 20): Day("holiday", "年会")}
    assert office(days=entered).shifts_on(date(2026, 10, 1)) == evening
    assert office(days=entered).shifts_on(date(2026, 11, 20)) == ()
    assert office(days={date(2026, 11, 21): Day("workday")}).shifts_on(date(2026, 11, 21)) == OFFICE
    assert office(days={date(2026, 11, 20): Day("custom")}).shifts_on(date(2026, 11, 20)) == ()


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    night = office(weekly={5: shifts_of([["22:00", "06:00"]], "weekly")})
    assert night.is_open(local("2026-11-21T05:59"))
    assert not night.is_open(local("2026-11-21T06:00"))
    assert night.next_closing(local("2026-11-20T23:00")) == local("2026-11-21T06:00")


def test_what_never_closes_has_no_closing() -> None:
    always = office(weekly=dict.fromkeys(range(1, 8), (Shift(0, 1440),)), follows_statutory_holidays=False)
    assert always.is_open(local("2026-11-21T03:00"))
    assert always.next_opening(local("2026-11-21T03:00")) is None
    assert always.next_closing(local("2026-11-21T03:00")) is None
    assert always.add_working_time(local("2026-11-21T03:00"), 2_000_000) == local("2026-11-21T03:00") + timedelta(
        minutes=2_000_000
    )


def test_what_never_opens_is_refused_where_time_is_needed() -> None:
    never = office(weekly={})
    assert never.next_opening(local("2026-11-21T03:00")) is None
    with pytest.raises(Invalid):
        never.add_working_time(local("2026-11-21T03:00"), 1)


def test_a_change_of_the_clock_makes_the_shift_longer_or_shorter() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    night = Schedule(berlin, dict.fromkeys(range(1, 8), (Shift(0, 6 * 60),)), follows_statutory_holidays=False)
    spring, autumn = local("2026-03-29T00:00", berlin), local("2026-10-25T00:00", berlin)
    assert night.working_minutes_between(spring, spring + timedelta(days=1)) == 5 * 60
    assert night.working_minutes_between(autumn, autumn + timedelta(days=1)) == 7 * 60


def test_a_shift_the_clock_skips_does_not_hide_the_next() -> None:
    new_york = ZoneInfo("America/New_York")
    night = Schedule(new_york, {7: (Shift(150, 160), Shift(180, 200))}, follows_statutory_holidays=False)
    assert night.next_opening(local("2026-03-08T00:00", new_york)) == local("2026-03-08T03:00", new_york)
    assert night.working_minutes_between(local("2026-03-08T00:00", new_york), local("2026-03-09T00:00", new_york)) == 30


@pytest.mark.parametrize(
    "wrong",
    [
        [["9:00", "12:00"]],
        [["09:00"]],
        [["24:00", "25:00"]],
        [["09:00", "09:00"]],
        [["09:00", "12:00"], ["11:00", "13:00"]],
    ],
)
def test_wrong_shifts_are_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        shifts_of(wrong, "weekly")


def test_shifts_are_written_as_they_were_read() -> None:
    for text in ([["09:00", "12:00"], ["13:30", "24:00"]], [["22:00", "06:00"]], [["00:00", "24:00"]]):
        assert written(shifts_of(text, "weekly")) == text


@pytest.mark.parametrize("wrong", ["", "Mars/Base", "../etc/passwd", "/etc/passwd", "A" * 300])
def test_an_unknown_zone_is_refused(wrong: Any) -> None:
    with pytest.raises(Invalid):
        time_zone(wrong)


def _shifts(bounds: Any) -> Any:
    edges = sorted(bounds)
    return tuple(Shift(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False) if a < 1440)


shift_lists = st.sets(st.integers(0, 2100), min_size=2, max_size=6).map(_shifts).filter(bool)
schedules = st.builds(
    Schedule,
    zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"]).map(ZoneInfo),
    weekly=st.dictionaries(st.integers(1, 7), shift_lists, min_size=1),
    days=st.dictionaries(
        st.dates(date(2026, 3, 1), date(2026, 4, 15)),
        st.builds(Day, st.sampled_from(["holiday", "workday", "custom"]), st.just(""), st.just(())),
        max_size=5,
    ),
    follows_statutory_holidays=st.booleans(),
)
moments = st.datetimes(datetime(2026, 3, 1), datetime(2026, 4, 15), timezones=st.just(UTC))
durations = st.integers(0, 3000)


@settings(max_examples=100, deadline=None)
@given(schedules, moments, moments, durations, durations)
def test_due_times_keep_their_order(schedule: Any, one: Any, other: Any, less: Any, more: Any) -> None:
    one, other, less, more = min(one, other), max(one, other), min(less, more), max(less, more)
    assert schedule.add_working_time(one, less) <= schedule.add_working_time(one, more)
    assert schedule.add_working_time(one, less) <= schedule.add_working_time(other, less)


@settings(max_examples=100, deadline=None)
@given(schedules, moments, durations, st.dates(date(2026, 3, 1), date(2026, 4, 15)))
def test_another_holiday_never_advances_what_is_due(schedule: Any, at: Any, minutes: Any, off: Any) -> None:
    fewer = Schedule(
        schedule.zone, schedule.weekly, {**schedule.days, off: Day("holiday")}, schedule.follows_statutory_holidays
    )
    assert fewer.add_working_time(at, minutes) >= schedule.add_working_time(at, minutes)


@settings(max_examples=100, deadline=None)
@given(schedules, moments, durations)
def test_the_time_until_due_is_the_time_that_was_added(schedule: Any, at: Any, minutes: Any) -> None:
    due = schedule.add_working_time(at, minutes)
    assert due >= at
    assert schedule.working_minutes_between(at, due) == minutes


@settings(max_examples=100, deadline=None)
@given(schedules, moments)
def test_it_is_open_within_a_shift_and_only_there(schedule: Any, at: Any) -> None:
    here = at.astimezone(schedule.zone)

    def instant(on: Any, minutes: Any) -> Any:
        naive = datetime.combine(on, datetime.min.time()) + timedelta(minutes=minutes)
        return naive.replace(tzinfo=schedule.zone).astimezone(UTC)

    around = [here.date() + timedelta(days=n) for n in (-2, -1, 0, 1)]
    inside = any(instant(d, s.start) <= at < instant(d, s.end) for d in around for s in schedule.shifts_on(d))
    assert schedule.is_open(at) == inside
    assert inside == (schedule.add_working_time(at, 0) == at)
    if (opening := schedule.next_opening(at)) is not None:
        assert opening > at and schedule.is_open(opening) and not schedule.is_open(opening - timedelta(microseconds=1))
