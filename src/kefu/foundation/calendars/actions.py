"""Writes of calendars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from . import permissions, queries, rules
from .events import CalendarChanged
from .models import Calendar, CalendarDay

Shifts = Sequence[Sequence[str]]
MAX_DAYS = 1000


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day to enter; `shifts` as [["09:00", "12:00"], …]."""

    date: date
    kind: str
    name: str = ""
    shifts: Shifts = ()


@transaction.atomic
def create_calendar(
    actor: Actor,
    *,
    name: str,
    weekly: Mapping[str, Shifts],
    time_zone: str = "Asia/Shanghai",
    follows_statutory_holidays: bool = True,
) -> Calendar:
    """Create a calendar; `weekly` maps "1" (Monday) … "7" to shifts. Raises Invalid when it would never be open."""
    actor.require(permissions.MANAGE)
    calendar = Calendar(organization_id=actor.organization_id)
    changes = {
        "name": name,
        "weekly": weekly,
        "time_zone": time_zone,
        "follows_statutory_holidays": follows_statutory_holidays,
    }
    _set_fields(calendar, changes)
    _save(calendar)
    audit.record(
        actor, action="calendar.created", target_type="calendar", target_id=calendar.id, target_label=name,
        after=_audited(calendar),
    )  # fmt: skip
    return calendar


@transaction.atomic
def update_calendar(actor: Actor, *, calendar_id: UUID, changes: Mapping[str, Any]) -> Calendar:
    """Change name, weekly, time_zone, follows_statutory_holidays, as far as named."""
    calendar = _locked(actor, calendar_id)
    before = _audited(calendar)
    _set_fields(calendar, changes)
    _save(calendar)
    audit.record(
        actor, action="calendar.updated", target_type="calendar", target_id=calendar.id, target_label=calendar.name,
        before=before, after=_audited(calendar),
    )  # fmt: skip
    _announce(calendar)
    return calendar


@transaction.atomic
def delete_calendar(actor: Actor, *, calendar_id: UUID) -> None:
    """Raises Conflict while something works by it."""
    calendar = _locked(actor, calendar_id)
    try:
        with transaction.atomic():
            calendar.delete()
    except ProtectedError as error:
        text = Text("该日历正在使用中，无法删除。", "This calendar is in use and cannot be deleted.")
        raise Conflict("in_use", text) from error
    audit.record(
        actor, action="calendar.deleted", target_type="calendar", target_id=calendar_id, target_label=calendar.name
    )


@transaction.atomic
def put_days(
    actor: Actor, *, calendar_id: UUID, days: Sequence[SpecialDay], year: int | None = None
) -> list[CalendarDay]:
    """Replace the entered days of a year, or (None) all of them. Raises Invalid for a date twice or of another year."""
    calendar = _locked(actor, calendar_id)
    if len(days) > MAX_DAYS:
        raise _wrong("items", Text("一次最多 1,000 天。", "At most 1,000 days at once."))
    if len({day.date for day in days}) != len(days):
        raise _wrong("date", Text("同一日期出现了两次。", "A date occurs twice."))
    if year is not None and any(day.date.year != year for day in days):
        raise _wrong("date", Text(f"日期必须在 {year} 年内。", f"All dates must be in {year}."))
    held = queries.days(actor, calendar, year=year)
    before = [str(day) for day in held]
    held.delete()
    entered = CalendarDay.objects.bulk_create([_entered(calendar, day) for day in days])
    schedule, now = queries.schedule(actor, calendar.id), clock.now()
    if not schedule.is_open(now) and schedule.next_opening(now) is None:
        raise rules.never_open()
    audit.record(
        actor, action="calendar.days_changed", target_type="calendar", target_id=calendar.id,
        target_label=calendar.name, before={"days": before}, after={"days": [str(day) for day in entered]},
    )  # fmt: skip
    _announce(calendar)
    return sorted(entered, key=lambda day: day.date)


def _announce(calendar: Calendar) -> None:
    publish(CalendarChanged(organization_id=calendar.organization_id, calendar_id=calendar.id))


def _locked(actor: Actor, calendar_id: UUID) -> Calendar:
    actor.require(permissions.MANAGE)
    return one(Calendar.objects.for_actor(actor).select_for_update().filter(id=calendar_id))


def _set_fields(calendar: Calendar, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        calendar.name = changes["name"].strip()
        if not calendar.name:
            raise _wrong("name", Text("请填写名称。", "Give it a name."))
    if "time_zone" in changes:
        calendar.time_zone = str(rules.time_zone(changes["time_zone"]))
    if "weekly" in changes:
        calendar.weekly = _weekly(changes["weekly"])
    if "follows_statutory_holidays" in changes:
        calendar.follows_statutory_holidays = changes["follows_statutory_holidays"]


def _weekly(wanted: Mapping[str, Shifts]) -> dict[str, list[list[str]]]:
    """All seven days, checked."""
    weekdays = [str(day) for day in range(1, 8)]
    if not wanted.keys() <= set(weekdays):
        raise _wrong("weekly", Text("星期为 1（周一）到 7（周日）。", "Weekdays are 1 (Monday) to 7 (Sunday)."))
    weekly = {day: rules.written(rules.shifts_of(wanted.get(day, []), f"weekly.{day}")) for day in weekdays}
    if not any(weekly.values()):
        raise rules.never_open()
    return weekly


def _entered(calendar: Calendar, day: SpecialDay) -> CalendarDay:
    if day.kind not in CalendarDay.Kind.values:
        raise _wrong("kind", Text("日期类型不正确。", "This is no kind of day."))
    shifts = rules.written(rules.shifts_of(day.shifts, "shifts"))
    if day.kind == CalendarDay.Kind.HOLIDAY and shifts:
        raise _wrong(
            "shifts",
            Text("休息日没有班次；如需开放请选择“自定义”。", "A holiday has no shifts; choose “custom” to open."),
        )
    return CalendarDay(
        organization_id=calendar.organization_id,
        calendar=calendar,
        date=day.date,
        kind=day.kind,
        name=day.name,
        shifts=shifts,
    )


def _save(calendar: Calendar) -> None:
    try:
        with transaction.atomic():
            calendar.save()
    except IntegrityError as error:
        text = Text("该日历名称已存在。", "A calendar of this name exists.")
        raise Conflict("name_taken", text, errors=[FieldError("name", text)]) from error


def _audited(calendar: Calendar) -> dict[str, Any]:
    return {
        "name": calendar.name,
        "time_zone": calendar.time_zone,
        "weekly": calendar.weekly,
        "follows_statutory_holidays": calendar.follows_statutory_holidays,
    }


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid(f"wrong_{field}", text, errors=[FieldError(field, text)])
