"""When a certificate is fetched, and how one stands. No clock, no network."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

BEFORE_END = timedelta(days=30)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (10, 30, 60, 120, 240, 480, 1440))  # CAs count failures
CertificateState = Literal["none", "good", "failing", "ended"]


@dataclass(frozen=True)
class Standing:
    """What is there and what was tried: `failures` since the last success."""

    not_before: datetime | None
    not_after: datetime | None
    tried_at: datetime | None
    failures: int


def is_due(now: datetime, standing: Standing) -> bool:
    """30 days before the end, or in the last third of a shorter life; after failures less and less often."""
    if standing.failures and standing.tried_at is not None:
        return now - standing.tried_at >= PAUSES[min(standing.failures, len(PAUSES)) - 1]
    if standing.not_after is None or standing.not_before is None:
        return True
    return standing.not_after - now <= min(BEFORE_END, (standing.not_after - standing.not_before) / 3)


def state(now: datetime, standing: Standing) -> CertificateState:
    if standing.not_after is not None and standing.not_after <= now:
        return "ended"
    if standing.failures:
        return "failing"
    return "none" if standing.not_after is None else "good"
