"""Time spent on tickets, in whole minutes."""

from datetime import date, datetime, time, timedelta, tzinfo

LEAST, MOST = 1, 1440
MINUTE = timedelta(minutes=1)
MOST_DAYS = timedelta(days=366)


def minutes_of(span: timedelta) -> int:
    """What a timer that ran so long books: every begun minute, a day at most."""
    return max(LEAST, min(MOST, -(-span // MINUTE)))


def bounds(first: date, last: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """From the first moment of the first day to that of the day behind the last."""
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return begin, end


def days(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """What is asked for, in its order and at most a year; without it, this month so far."""
    end = last or max(today, first or today)
    begin = min(first or end.replace(day=1), end)
    return max(begin, end - MOST_DAYS), end
