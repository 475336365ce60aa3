"""HTTP of the warning list and the duty roster."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.foundation.accounts import queries as accounts
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries
from .models import DutyShift

router = Router(tags=["callers"])
Grade = Literal["attention", "serious"]


class ByOut(Schema):
    id: UUID
    name: str


class WarningOut(Schema):
    """Of a customer, a visitor or a number; `until` is None for good."""

    id: UUID
    name: str
    customer_id: UUID | None
    reason: str
    grade: Grade
    until: datetime | None
    added_by: ByOut
    added_at: datetime


class WarningIn(Schema):
    """Either a customer or a number."""

    customer_id: UUID | None = None
    number: str = Field("", max_length=40)
    reason: str = Field(min_length=1, max_length=200)
    grade: Grade = "attention"
    until: datetime | None = None


class ShiftIn(Schema):
    """`week` is 2026-W48, or empty for every week; an end at or before the beginning is on the next day."""

    kind: Literal["agent", "lead"]
    week: str = Field("", max_length=8)
    weekdays: list[int] = Field(min_length=1, max_length=7)
    begins: str = Field(max_length=5)
    ends: str = Field(max_length=5)
    place: int = Field(1, ge=1, le=9)
    takes_everybody: bool = False


class NewShiftIn(ShiftIn):
    user_id: UUID


class ShiftPatchIn(Schema):
    kind: Literal["agent", "lead"] | None = None
    week: str | None = Field(None, max_length=8)
    weekdays: list[int] | None = Field(None, min_length=1, max_length=7)
    begins: str | None = Field(None, max_length=5)
    ends: str | None = Field(None, max_length=5)
    place: int | None = Field(None, ge=1, le=9)
    takes_everybody: bool | None = None


class ShiftOut(ShiftIn):
    id: UUID
    user: ByOut


def _shift(row: DutyShift) -> dict[str, Any]:
    return {
        **{field: getattr(row, field) for field in ("id", *actions.SHIFT_FIELDS)},
        "user": {"id": row.user_id, "name": accounts.staff_name(row.user)},
    }


@router.get("/warnings", response=Page[WarningOut])
def list_warnings(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """The warning list, newest first."""
    rows, following = page(queries.warnings(request.auth), after=after, limit=limit)
    return {"items": [queries.view(row) for row in rows], "next": following}


@router.post("/warnings", response={201: WarningOut})
def add_warning(request: ActorRequest, data: WarningIn) -> Status[Any]:
    """Whoever serves this customer, or a caller from this number in any written form, is warned first."""
    return Status(201, queries.view(actions.warn(request.auth, **data.model_dump())))


@router.delete("/warnings/{warning_id}", response={204: None})
def remove_warning(request: ActorRequest, warning_id: UUID) -> Status[None]:
    actions.remove_warning(request.auth, warning_id)
    return Status(204, None)


@router.get("/duty-shifts", response=Page[ShiftOut])
def list_shifts(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """The duty roster, newest first."""
    rows, following = page(queries.shifts(request.auth), after=after, limit=limit)
    return {"items": [_shift(row) for row in rows], "next": following}


@router.post("/duty-shifts", response={201: ShiftOut})
def create_shift(request: ActorRequest, data: NewShiftIn) -> Status[Any]:
    """Off hours important callers ring the agent on duty; a lead on duty hears of those who were missed."""
    changes = data.model_dump(exclude={"user_id"})
    return Status(201, _shift(actions.create_shift(request.auth, user_id=data.user_id, changes=changes)))


@router.patch("/duty-shifts/{shift_id}", response=ShiftOut)
def change_shift(request: ActorRequest, shift_id: UUID, data: ShiftPatchIn) -> Any:
    changes = {key: value for key, value in data.model_dump(exclude_unset=True).items() if value is not None}
    return _shift(actions.change_shift(request.auth, shift_id, changes))


@router.delete("/duty-shifts/{shift_id}", response={204: None})
def delete_shift(request: ActorRequest, shift_id: UUID) -> Status[None]:
    actions.delete_shift(request.auth, shift_id)
    return Status(204, None)
