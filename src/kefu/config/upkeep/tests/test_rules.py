from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kefu.config.upkeep import rules
from kefu.config.upkeep.rules import Attempts, Known

SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHT = datetime(2026, 11, 25, 19, 30, tzinfo=UTC)  # 03:30 on the 26th in Shanghai
NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def attempts(now: datetime, newest: float | None, tried: float | None = None, *, failed: bool = False) -> Attempts:
    """In hours before `now`; the instance is a week old."""
    return Attempts(
        None if newest is None else now - hours(newest),
        None if tried is None else now - hours(tried),
        failed,
        now - timedelta(days=7),
    )


@pytest.mark.parametrize(
    ("now", "newest", "tried", "failed", "due"),
    [
        (NIGHT, None, None, False, True),  # the first night
        (NIGHT, 24, 24, False, True),
        (NIGHT, 0.5, 0.5, False, False),  # this night's is there
        (NIGHT, 22.6, 22.6, False, True),  # last night's was late
        (NIGHT, 24, 0.2, True, False),  # it has just failed
        (NIGHT, 26, 2.1, True, True),
        (NOON, 9, 9, False, False),
        (NOON, 29, 29, False, False),
        (NOON, 31, 31, False, True),  # the computer was off at night
        (NOON, 31, 1, True, False),
        (NOON, None, None, False, True),  # looked after for a week, and never one
    ],
)
def test_when_a_backup_is_due(now: Any, newest: Any, tried: Any, failed: Any, due: Any) -> None:
    assert rules.is_due(now, SHANGHAI, attempts(now, newest, tried, failed=failed)) is due


def test_the_night_is_the_business_s_own() -> None:
    assert not rules.is_due(NIGHT, ZoneInfo("Europe/Berlin"), attempts(NIGHT, 24))
    assert rules.is_due(NIGHT + hours(7), ZoneInfo("Europe/Berlin"), attempts(NIGHT + hours(7), 24))


def test_a_new_instance_waits_for_its_first_night() -> None:
    fresh = Attempts(None, None, False, NOON - hours(1))
    assert not rules.is_due(NOON, SHANGHAI, fresh)
    assert rules.backup_state(True, fresh, None, NOON) == "none"


def archives(*verdicts: bool | None) -> list[Known]:
    """One a night, the newest first."""
    return [Known(f"{night}", NIGHT - timedelta(days=night), verdict) for night, verdict in enumerate(verdicts)]


@pytest.mark.parametrize(
    ("verdicts", "kept", "gone"),
    [
        ((True,) * 9, 7, ["7", "8"]),
        ((True,) * 3, 7, []),
        ((None, None, True), 1, ["1"]),  # nobody has looked at the newer ones: the proved one stays
        ((None, None, None), 1, ["1", "2"]),
        ((False, True, True), 1, ["2"]),  # a broken one counts for nothing
        ((False, False), 1, []),  # and is all there is: somebody may want to look
        ((True, False, True), 1, ["1", "2"]),
    ],
)
def test_the_last_good_one_is_never_deleted(verdicts: Any, kept: Any, gone: Any) -> None:
    assert rules.to_delete(archives(*verdicts), kept) == gone


def test_one_a_week_is_restored() -> None:
    assert rules.needs_rehearsal([], NIGHT)
    assert rules.needs_rehearsal(archives(True, True), NIGHT)
    for days, needed in ((6, False), (7, True)):
        assert rules.needs_rehearsal([Known("a", NIGHT, True, NIGHT - timedelta(days=days))], NIGHT) is needed


@pytest.mark.parametrize(
    ("is_on", "newest", "failed", "is_whole", "state"),
    [
        (False, 99, True, False, "off"),
        (True, 9, True, True, "failed"),
        (True, 9, False, False, "broken"),
        (True, 31, False, True, "old"),
        (True, None, False, None, "old"),
        (True, 9, False, None, "good"),
    ],
)
def test_how_a_backup_stands(is_on: Any, newest: Any, failed: Any, is_whole: Any, state: Any) -> None:
    assert rules.backup_state(is_on, attempts(NOON, newest, newest, failed=failed), is_whole, NOON) == state


def test_a_disk_is_low_below_a_tenth_or_a_gibibyte() -> None:
    gib = 1024**3
    assert rules.is_low(9 * gib, 100 * gib) and not rules.is_low(11 * gib, 100 * gib)
    assert rules.is_low(gib - 1, 2 * gib) and not rules.is_low(gib, 2 * gib)


def test_the_gravest_is_told_first_and_the_well_say_nothing() -> None:
    def told(backup: rules.BackupState, *, yes: bool) -> list[rules.Problem]:
        return rules.problems(
            backup, disk_is_low=yes, recordings_fail=yes, upgrade_failed=yes, certificate_fails=yes, is_silent=yes
        )

    for backup in ("off", "none", "good"):
        assert told(backup, yes=False) == []
    every = ["disk_low", "recordings", "certificate", "backup_failed", "upgrade_failed", "silent"]
    assert told("failed", yes=True) == every
