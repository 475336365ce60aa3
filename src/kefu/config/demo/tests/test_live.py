"""The rate of the live demo's visitors, over a clock of the test's own."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from kefu.config.demo.live import Arrivals

START = datetime(2026, 11, 26, 10, tzinfo=UTC)


def count(arrivals: Arrivals, seconds: float, *, speed: int = 1, is_running: bool = True, look: float = 0.25) -> int:
    """How many come in this time, looked for every `look` seconds."""
    at = arrivals.seen or START
    end, found = at + timedelta(seconds=seconds), 0
    while at < end:
        at += timedelta(seconds=look)
        found += arrivals.due(at, is_running=is_running, speed=speed)
    return found


@pytest.mark.parametrize("look", [0.25, 1.0, 7.0, 25.0], ids="looked for every {} s".format)
@pytest.mark.parametrize("speed", [1, 10])
def test_one_comes_every_six_to_ten_seconds_however_slow_the_loop_is(speed: int, look: float) -> None:
    found = count(Arrivals(random.Random(7)), 3500, speed=speed, look=look)
    assert 3500 * speed / 10 - 1 <= found <= 3500 * speed / 6 + 1
    assert found == pytest.approx(3500 * speed / 8, rel=0.05)


def test_45_seconds_bring_what_was_promised() -> None:
    for seed in range(200):
        assert 5 <= count(Arrivals(random.Random(seed)), 45) <= 8


def test_a_pause_stands_still_and_owes_nobody() -> None:
    arrivals = Arrivals(random.Random(3))
    count(arrivals, 60)
    assert count(arrivals, 600, is_running=False) == 0
    assert count(arrivals, 5) <= 1, "no crowd behind the door"


def test_the_speed_acts_at_once_both_ways() -> None:
    arrivals = Arrivals(random.Random(3))
    count(arrivals, 60)
    assert count(arrivals, 60, speed=10) >= 55
    assert count(arrivals, 60) <= 10


def test_a_machine_that_slept_brings_no_crowd() -> None:
    arrivals = Arrivals(random.Random(3))
    count(arrivals, 60)
    assert arrivals.due((arrivals.seen or START) + timedelta(hours=8), is_running=True, speed=1) <= 5
