"""When a calendar is open."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from kefu.kernel import statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound

from . import rules
from .models import Calendar, CalendarDay


def calendars(actor: Actor) -> QuerySet[Calendar]:
    return Calendar.objects.for_actor(actor).order_by("name")


def days(actor: Actor, calendar: Calendar, *, year: int | None = None) -> QuerySet[CalendarDay]:
    """Days that were entered, of one year or of all."""
    found = CalendarDay.objects.for_actor(actor).filter(calendar=calendar).order_by("date")
    return found if year is None else found.filter(date__year=year)


def schedule(actor: Actor, calendar_id: UUID) -> rules.Schedule:
    """The calendar to compute with. Raises NotFound."""
    calendar, days = statements.run(
        statements.find(Calendar, actor.organization_id, id=calendar_id),
        statements.find(CalendarDay, actor.organization_id, calendar_id=calendar_id),
    )
    if not calendar:
        raise NotFound()
    return schedule_of(calendar[0], days)


def schedule_of(calendar: Calendar, entered: Iterable[CalendarDay]) -> rules.Schedule:
    return rules.Schedule(
        zone=rules.time_zone(calendar.time_zone),
        weekly={int(day): rules.shifts_of(shifts, "weekly") for day, shifts in calendar.weekly.items()},
        days={day.date: rules.Day(day.kind, day.name, rules.shifts_of(day.shifts, "shifts")) for day in entered},
        follows_statutory_holidays=calendar.follows_statutory_holidays,
    )


def is_open(actor: Actor, calendar_id: UUID, at: datetime) -> bool:
    return schedule(actor, calendar_id).is_open(at)


def next_opening(actor: Actor, calendar_id: UUID, at: datetime) -> datetime | None:
    """The first moment after `at` at which work begins; None when there is none ahead."""
    return schedule(actor, calendar_id).next_opening(at)
