"""HTTP of calendars."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, ConfigDict, Field

from kefu.kernel import clock
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries
from .models import Calendar

router = Router(tags=["calendars"])
Name = Annotated[str, Field(min_length=1, max_length=80)]
Shifts = Annotated[list[Annotated[list[str], Field(min_length=2, max_length=2)]], Field(max_length=20)]
Year = Annotated[int, Field(ge=1900, le=9000)]
Moment = Annotated[AwareDatetime, Field(ge=datetime(1900, 1, 1, tzinfo=UTC), le=datetime(9000, 1, 1, tzinfo=UTC))]


class Input(Schema):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class CalendarChangesIn(Input):
    name: Name = ""
    time_zone: Annotated[str, Field(max_length=64)] = "Asia/Shanghai"
    weekly: dict[Literal["1", "2", "3", "4", "5", "6", "7"], Shifts] = {}
    follows_statutory_holidays: bool = True


class CalendarIn(CalendarChangesIn):
    name: Name
    weekly: dict[Literal["1", "2", "3", "4", "5", "6", "7"], Shifts]


class CalendarOut(Schema):
    id: UUID
    name: str
    time_zone: str
    weekly: dict[str, Shifts]
    follows_statutory_holidays: bool


class DayIn(Input):
    date: Annotated[date, Field(ge=date(1900, 1, 1), le=date(9000, 12, 31))]
    kind: Literal["holiday", "workday", "custom"]
    name: Annotated[str, Field(max_length=80)] = ""
    shifts: Shifts = []


class DaysIn(Input):
    items: Annotated[list[DayIn], Field(max_length=actions.MAX_DAYS)]


class DayOut(Schema):
    date: date
    kind: Literal["holiday", "workday", "custom"]
    name: str
    shifts: Shifts


class DaysOut(Schema):
    items: list[DayOut]


class DayKindOut(Schema):
    kind: Literal["holiday", "workday", "custom", "regular", "rest"]
    name: str


class StatusOut(Schema):
    is_open: bool
    next_opening: datetime | None
    next_closing: datetime | None
    day: DayKindOut


@router.get("/calendars", response=Page[CalendarOut])
def list_calendars(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.calendars(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": found, "next": next}


@router.post("/calendars", response=CalendarOut)
def create_calendar(request: ActorRequest, data: CalendarIn) -> Calendar:
    return actions.create_calendar(request.auth, **data.model_dump(exclude_unset=True))


@router.get("/calendars/{uuid:calendar_id}", response=CalendarOut)
def get_calendar(request: ActorRequest, calendar_id: UUID) -> Calendar:
    return Calendar.objects.get_for(request.auth, calendar_id)


@router.patch("/calendars/{uuid:calendar_id}", response=CalendarOut)
def update_calendar(request: ActorRequest, calendar_id: UUID, data: CalendarChangesIn) -> Calendar:
    return actions.update_calendar(request.auth, calendar_id=calendar_id, changes=data.model_dump(exclude_unset=True))


@router.delete("/calendars/{uuid:calendar_id}", response={204: None})
def delete_calendar(request: ActorRequest, calendar_id: UUID) -> Status[None]:
    actions.delete_calendar(request.auth, calendar_id=calendar_id)
    return Status(204, None)


@router.get("/calendars/{uuid:calendar_id}/days", response=DaysOut)
def list_days(request: ActorRequest, calendar_id: UUID, year: Annotated[Year | None, Query()] = None) -> dict[str, Any]:
    calendar = Calendar.objects.get_for(request.auth, calendar_id)
    return {"items": list(queries.days(request.auth, calendar, year=year))}


@router.put("/calendars/{uuid:calendar_id}/days", response=DaysOut)
def put_days(
    request: ActorRequest, calendar_id: UUID, data: DaysIn, year: Annotated[Year | None, Query()] = None
) -> dict[str, Any]:
    days = [actions.SpecialDay(**day.model_dump()) for day in data.items]
    return {"items": actions.put_days(request.auth, calendar_id=calendar_id, days=days, year=year)}


@router.get("/calendars/{uuid:calendar_id}/status", response=StatusOut)
def get_status(
    request: ActorRequest, calendar_id: UUID, at: Annotated[Moment | None, Query()] = None
) -> dict[str, Any]:
    schedule, at = queries.schedule(request.auth, calendar_id), at or clock.now()
    kind, name = schedule.day(at.astimezone(schedule.zone).date())
    return {
        "is_open": schedule.is_open(at),
        "next_opening": schedule.next_opening(at),
        "next_closing": schedule.next_closing(at),
        "day": {"kind": kind, "name": name.in_language()},
    }
