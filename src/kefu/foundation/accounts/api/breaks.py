"""Breaks (小休) and the reasons for being busy."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import BreakRequest, PresenceReason
from .schemas import Code, CodedOut, Input

router = Router()
ReasonName = Annotated[str, Field(min_length=1, max_length=40)]
Minutes = Annotated[int, Field(ge=1, le=1440)]


class PresenceReasonOut(CodedOut):
    name_zh: str
    name_en: str
    position: int
    minutes_a_day: int | None
    longest_minutes: int | None
    most_percent: int | None
    needs_approval: bool
    is_active: bool

    @staticmethod
    def resolve_name(row: PresenceReason) -> str:
        return row.text.in_language()


class ReasonFields(Input):
    position: int = Field(0, ge=0, le=999)
    minutes_a_day: Minutes | None = None
    longest_minutes: Minutes | None = None
    most_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    needs_approval: bool = False
    is_active: bool = True


class ReasonIn(ReasonFields):
    code: Code
    name_zh: ReasonName
    name_en: ReasonName


class ReasonChanges(ReasonFields):
    name_zh: ReasonName = ""
    name_en: ReasonName = ""


@router.get("/presence-reasons", response=Page[PresenceReasonOut])
def list_presence_reasons(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.presence_reasons(request.auth), after=after, limit=limit, order=("position", "id"))
    return {"items": found, "next": next}


@router.post("/presence-reasons", response={201: PresenceReasonOut})
def create_presence_reason(request: ActorRequest, data: ReasonIn) -> Status[PresenceReason]:
    return Status(201, actions.create_presence_reason(request.auth, **data.model_dump()))


@router.patch("/presence-reasons/{presence_reason_id}", response=PresenceReasonOut)
def update_presence_reason(request: ActorRequest, presence_reason_id: UUID, data: ReasonChanges) -> PresenceReason:
    return actions.update_presence_reason(request.auth, presence_reason_id, data.named())


class BreakOut(Schema):
    """`state`: asked (a leader decides), waiting (for a place), granted, refused, cancelled."""

    id: UUID
    user_id: UUID
    user_name: str
    reason: CodedOut
    state: str
    asked_at: datetime


def break_out(row: BreakRequest) -> BreakOut:
    reason = row.reason
    return BreakOut(
        id=row.id,
        user_id=row.user_id,
        user_name=queries.staff_name(row.user),
        reason=CodedOut(id=reason.id, code=reason.code, name=reason.text.in_language()),
        state=row.state,
        asked_at=row.created_at,
    )


class BreakIn(Input):
    reason_id: UUID


@router.post("/breaks", response={201: BreakOut})
def ask_for_break(request: ActorRequest, data: BreakIn) -> Status[BreakOut]:
    """Take a break, or ask for it: `granted` has begun; `asked` waits for a leader, `waiting` for a place."""
    return Status(201, break_out(actions.ask_for_break(request.auth, data.reason_id)))


@router.get("/breaks", response=list[BreakOut])
def list_breaks(request: ActorRequest) -> list[BreakOut]:
    """Who asks or waits for a break, in order."""
    return [break_out(row) for row in queries.open_break_requests(request.auth)]


class AllowanceOut(Schema):
    reason: CodedOut
    is_limited: bool
    needs_approval: bool
    used_seconds: int
    left_seconds: int | None
    longest_minutes: int | None


class MyBreaksOut(Schema):
    reasons: list[AllowanceOut]
    request: BreakOut | None


@router.get("/breaks/mine", response=MyBreaksOut)
def get_my_breaks(request: ActorRequest) -> MyBreaksOut:
    """What the caller's day still allows, and the wish that is not decided yet."""
    mine = queries.open_break_requests(request.auth).filter(user_id=request.auth.user_id).first()
    return MyBreaksOut(
        reasons=[
            AllowanceOut(
                reason=CodedOut(id=one.reason.id, code=one.reason.code, name=one.reason.text.in_language()),
                is_limited=queries.is_limited(one.reason),
                needs_approval=one.reason.needs_approval,
                used_seconds=one.used_seconds,
                left_seconds=one.left_seconds,
                longest_minutes=one.reason.longest_minutes,
            )
            for one in queries.allowances(request.auth)
        ],
        request=break_out(mine) if mine else None,
    )


@router.post("/breaks/{break_id}/grant", response=BreakOut)
def grant_break(request: ActorRequest, break_id: UUID) -> BreakOut:
    return break_out(actions.decide_break(request.auth, break_id, granted=True))


@router.post("/breaks/{break_id}/refuse", response=BreakOut)
def refuse_break(request: ActorRequest, break_id: UUID) -> BreakOut:
    return break_out(actions.decide_break(request.auth, break_id, granted=False))


@router.delete("/breaks/{break_id}", response={204: None})
def cancel_break(request: ActorRequest, break_id: UUID) -> Status[None]:
    actions.cancel_break(request.auth, break_id)
    return Status(204, None)
