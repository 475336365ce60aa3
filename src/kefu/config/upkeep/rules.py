"""When a backup is due, which ones go, and what of an instance is worth telling. No Django, no clock, no disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

NIGHT = range(3, 5)  # hours of the business's day in which nobody writes
TOO_OLD = timedelta(hours=30)
A_DAY = timedelta(hours=20)  # a night after the last one, whenever in the night that was
AFTER_FAILURE = timedelta(hours=2)
PROVED_FOR = timedelta(days=6, hours=12)
LOW_SHARE, LOW_BYTES = 0.1, 1024**3
SILENT = timedelta(minutes=10)

BackupState = Literal["off", "none", "good", "old", "failed", "broken"]
Problem = Literal[
    "backup_old",
    "backup_failed",
    "backup_broken",
    "disk_low",
    "recordings",
    "upgrade_failed",
    "certificate",
    "silent",
]


@dataclass(frozen=True)
class Attempts:
    """What is known of earlier backups: the newest archive, and the last try, whatever came of it."""

    newest: datetime | None
    tried: datetime | None
    failed: bool
    since: datetime  # when this instance was first looked after


def is_due(now: datetime, zone: ZoneInfo, attempts: Attempts) -> bool:
    """At night once; at any hour when the newest is too old; after a failure not before two hours have passed."""
    if attempts.failed and attempts.tried is not None and now - attempts.tried < AFTER_FAILURE:
        return False
    age = now - (attempts.newest or attempts.since)
    if now.astimezone(zone).hour in NIGHT:
        return attempts.newest is None or age > A_DAY
    return age > TOO_OLD


@dataclass(frozen=True)
class Known:
    """An archive and what was found when it was read: None, nobody has looked yet."""

    name: str
    at: datetime
    is_whole: bool | None = None
    restored_at: datetime | None = None


def to_delete(archives: Sequence[Known], kept: int) -> list[str]:
    """Names that may go. Broken ones count for nothing; of the others the newest `kept` stay, and always the newest proved one."""
    newest_first = sorted(archives, key=lambda one: one.at, reverse=True)
    usable = [one for one in newest_first if one.is_whole is not False]
    staying = {one.name for one in usable[:kept]}
    proved = next((one for one in usable if one.is_whole), None)
    if proved is not None:
        staying.add(proved.name)
    good_since = proved.at if proved else None
    return [
        one.name
        for one in newest_first
        if one.name not in staying and (one.is_whole is not False or (good_since is not None and good_since > one.at))
    ]


def needs_rehearsal(archives: Sequence[Known], now: datetime) -> bool:
    """Whether the next archive is to be restored, and not only read: the first one, and then weekly."""
    proved = [one.restored_at for one in archives if one.restored_at is not None]
    return not proved or now - max(proved) > PROVED_FOR


def backup_state(is_on: bool, attempts: Attempts, newest_is_whole: bool | None, now: datetime) -> BackupState:
    if not is_on:
        return "off"
    if attempts.failed:
        return "failed"
    if attempts.newest is None:
        return "old" if now - attempts.since > TOO_OLD else "none"
    if newest_is_whole is False:
        return "broken"
    return "old" if now - attempts.newest > TOO_OLD else "good"


def is_low(free: int, total: int) -> bool:
    """Less than a tenth of the disk, or less than 1 GiB."""
    return free < total * LOW_SHARE or free < LOW_BYTES


def problems(
    backup: BackupState,
    *,
    disk_is_low: bool,
    recordings_fail: bool,
    upgrade_failed: bool,
    certificate_fails: bool,
    is_silent: bool,
) -> list[Problem]:
    """What the desk tells, the gravest first."""
    told: Mapping[Problem, bool] = {
        "disk_low": disk_is_low,
        "recordings": recordings_fail,
        "certificate": certificate_fails,
        "backup_failed": backup == "failed",
        "backup_broken": backup == "broken",
        "backup_old": backup == "old",
        "upgrade_failed": upgrade_failed,
        "silent": is_silent,
    }
    return [problem for problem, is_there in told.items() if is_there]
