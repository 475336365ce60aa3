"""Decisions about announcements: what is open, who is done, when one may remind."""

from datetime import datetime, timedelta
from typing import Literal

REMIND_EVERY = timedelta(minutes=5)
State = Literal["open", "expired", "withdrawn"]


def state_of(*, withdrawn_at: datetime | None, expires_at: datetime | None, now: datetime) -> State:
    if withdrawn_at is not None:
        return "withdrawn"
    return "expired" if expires_at is not None and expires_at <= now else "open"


def is_done(*, must_confirm: bool, read_at: datetime | None, confirmed_at: datetime | None) -> bool:
    """Whether nothing more is asked of this reader."""
    return (confirmed_at if must_confirm else read_at) is not None


def seconds_until_reminder(reminded_at: datetime | None, now: datetime) -> int:
    """Whole seconds to wait before the next reminder, rounded up; 0 when one may be sent."""
    if reminded_at is None:
        return 0
    left = (reminded_at + REMIND_EVERY - now).total_seconds()
    return max(0, -int(-left // 1))
