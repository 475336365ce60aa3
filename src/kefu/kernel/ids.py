"""Identifiers: UUIDv7, so that a primary key also sorts by the time of its making; and numbers that people can say."""

import os
import time
from datetime import datetime
from uuid import UUID

from django.db import connection

from . import clock


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562 §5.7, §6.2 method 3): milliseconds since 1970, 12 bits of the fraction of one, 62 random bits.

    With the fraction, ids that one process makes one after the other grow, so rows of one millisecond keep their order.
    """
    return _id(time.time_ns())


def id_at(moment: datetime, place: int = 0) -> UUID:
    """An id as it would have been made then: what is brought in from the past stands among its own time.

    Of one moment those with a larger `place` (below 1,000) come later.
    """
    return _id(int(moment.timestamp() * 1_000) * 1_000_000 + place * 1_000)


def _id(nanoseconds_since_1970: int) -> UUID:
    milliseconds, nanoseconds = divmod(nanoseconds_since_1970, 1_000_000)
    fraction = (nanoseconds << 12) // 1_000_000
    random = int.from_bytes(os.urandom(8)) >> 2
    return UUID(int=milliseconds << 80 | 0x7 << 76 | fraction << 64 | 0x2 << 62 | random)


def next_number(organization_id: UUID, series: str) -> str:
    """The next human number, as C-2026-000123; nobody waits for another's. One whose transaction fails is never given again."""
    return next_numbers(organization_id, series, 1)[0]


def next_numbers(organization_id: UUID, series: str, count: int) -> list[str]:
    """As many numbers of the series, rising."""
    year = clock.now().year
    with connection.cursor() as cursor:
        cursor.execute("SELECT kernel_next_numbers(%s, %s, %s, %s)", [organization_id, series, year, count])
        return [f"{series}-{year}-{number:06d}" for (number,) in cursor.fetchall()]
