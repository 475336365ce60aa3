"""HTTP of rush mode (高峰模式)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.foundation.accounts import queries as accounts
from kefu.kernel.http import ActorRequest

from .. import actions, queries, rules
from ..models import Rush
from .schemas import NamedOut

router = Router()
Language = Literal["zh-CN", "en"]


class RushIn(Schema):
    """What is not named stays as it is. `minutes` null: until somebody ends it."""

    brand_id: UUID | None = None
    minutes: int | None = Field(60, ge=1, le=24 * 60)
    bot_first: bool = False
    announcement: dict[Language, str] = {}
    announces_in_line: bool = False
    topics_on_top: bool = False
    capacity_plus: int = Field(0, ge=0, le=rules.MOST_CAPACITY_PLUS)
    queue_ids: list[UUID] = Field([], max_length=200)
    team_ids: list[UUID] = Field([], max_length=200)
    max_waiting: int | None = Field(None, ge=0, le=100_000)


class RushOut(Schema):
    id: UUID
    brand: NamedOut | None
    begun_by: str | None
    begun_at: datetime
    ends_at: datetime | None
    ended_at: datetime | None
    bot_first: bool
    announcement: dict[str, str]
    announces_in_line: bool
    topics_on_top: bool
    capacity_plus: int
    queue_ids: list[UUID]
    team_ids: list[UUID]
    max_waiting: int | None

    @staticmethod
    def resolve_begun_by(rush: Rush) -> str | None:
        return accounts.staff_name(rush.begun_by) if rush.begun_by else None

    @staticmethod
    def resolve_begun_at(rush: Rush) -> datetime:
        return rush.created_at


class RushesOut(Schema):
    items: list[RushOut]


@router.get("/rushes", response=RushesOut)
def list_rushes(request: ActorRequest) -> Any:
    """The rushes that are on for the caller's brands."""
    return {"items": list(queries.rushes(request.auth))}


class RushTriggerIn(Schema):
    """From so many waiting chats, the oldest for so long, a rush of `minutes` with `capacity_plus` is proposed."""

    is_on: bool = True
    waiting: int = Field(ge=1, le=100_000)
    wait_seconds: int = Field(ge=0, le=24 * 60 * 60)
    capacity_plus: int = Field(ge=0, le=rules.MOST_CAPACITY_PLUS)
    minutes: int = Field(ge=1, le=24 * 60)


class ProposalOut(Schema):
    """`estimate_seconds`: for who is last in `queue`, as it is and with the rush; null where no honest figure exists."""

    brand: NamedOut
    waiting: int
    longest_wait_seconds: int
    queue: NamedOut
    estimate_seconds: int | None
    estimate_with_seconds: int | None


class ProposalsOut(Schema):
    items: list[ProposalOut]
    trigger: RushTriggerIn


@router.get("/rushes/proposals", response=ProposalsOut)
def list_rush_proposals(request: ActorRequest) -> Any:
    """The caller's brands for which rush mode is worth a click now, and when that is."""
    return {"items": queries.proposals(request.auth), "trigger": queries.rush_trigger(request.auth)}


@router.put("/rushes/trigger", response=RushTriggerIn)
def change_rush_trigger(request: ActorRequest, data: RushTriggerIn) -> Any:
    """Say when rush mode is proposed, and what for."""
    return actions.change_rush_trigger(request.auth, **data.model_dump())


@router.post("/rushes", response={201: RushOut})
def begin_rush(request: ActorRequest, data: RushIn) -> Status[Rush]:
    """Begin rush mode for a brand, or for all without one; it is undone by its end."""
    return Status(201, actions.begin_rush(request.auth, **data.model_dump()))


class RushExtendIn(Schema):
    minutes: int = Field(60, ge=1, le=24 * 60)


@router.post("/rushes/{rush_id}/extend", response=RushOut)
def extend_rush(request: ActorRequest, rush_id: UUID, data: RushExtendIn) -> Rush:
    """Let it end so many minutes later than planned."""
    return actions.extend_rush(request.auth, rush_id, minutes=data.minutes)


@router.post("/rushes/{rush_id}/end", response=RushOut)
def end_rush(request: ActorRequest, rush_id: UUID) -> Rush:
    """End it now; everything is as if it had not been."""
    return actions.end_rush(request.auth, rush_id)
