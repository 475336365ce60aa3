"""Two weeks of everyday contacts: what their figures must look like, whenever the demo is planted."""

from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest

from kefu.config.demo import traffic
from kefu.config.demo.traffic import Case

MIDNIGHT = datetime(2026, 11, 25, 16, tzinfo=UTC)  # of Beijing, a Thursday
DAY = timedelta(days=1)


def at(hours: float) -> list[Case]:
    return traffic.cases(MIDNIGHT + timedelta(hours=hours), MIDNIGHT)


def of_day(cases: list[Case], days_ago: int) -> list[Case]:
    return [case for case in cases if (case.started - MIDNIGHT) // DAY == -days_ago]


@pytest.mark.parametrize("hours", [0, 0.2, 9, 18.5, 23.9])
def test_nothing_lies_in_the_future_or_beyond_two_weeks(hours: float) -> None:
    now = MIDNIGHT + timedelta(hours=hours)
    for case in at(hours):
        moments = [case.started, case.queued, case.assigned, case.replied, case.ended]
        known = [moment for moment in moments if moment]
        assert known == sorted(known) and known[-1] < now and known[0] >= MIDNIGHT - 13 * DAY
        assert bool(case.agent) == bool(case.assigned) == bool(case.replied)


def test_a_day_has_its_shape_and_sunday_is_quiet() -> None:
    cases = at(20)
    yesterday, sunday = of_day(cases, 1), of_day(cases, 4)
    assert 340 <= len(yesterday) <= 460 and len(sunday) < 0.85 * len(yesterday)
    hours = [int((case.started - MIDNIGHT) % DAY / timedelta(hours=1)) for case in cases]
    assert all(hours.count(peak) > 1.2 * hours.count(13) for peak in (10, 11, 15, 16, 20, 21))


def test_customers_are_content_but_for_the_outage() -> None:
    cases = at(20)
    served = [case for case in cases if case.agent]
    scores = [case.score for case in served if case.score]
    assert 4.5 <= mean(scores) <= 4.7
    assert len(scores) / len(served) == pytest.approx(0.38, abs=0.01)
    bad_day = of_day(cases, traffic.OUTAGE_DAYS_AGO)
    assert len(bad_day) > 1.25 * len(of_day(cases, 2))
    assert mean(case.score for case in bad_day if case.score) < 4.3


def test_nobody_serves_more_than_they_can_or_off_shift() -> None:
    served = [case for case in at(20) if case.agent and case.assigned]
    for agent, (begins, ends) in traffic.SHIFTS.items():
        own = [case for case in served if case.agent == agent]
        assert len(own) > 100
        for case in own:
            assert case.assigned
            at_once = sum(1 for other in own if other.assigned and other.assigned <= case.assigned < other.ended)
            assert at_once <= 5  # what a seat takes by default
            assert begins <= (case.started - MIDNIGHT) % DAY / timedelta(hours=1) < ends + 0.1
