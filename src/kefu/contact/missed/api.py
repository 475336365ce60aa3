"""HTTP of missed calls."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries

router = Router(tags=["missed"])


class MissedPerson(Schema):
    id: UUID
    name: str


class MissedCustomer(MissedPerson):
    tier: str


class MissedReason(Schema):
    """Why the caller is important; `text` in each language."""

    code: str
    text: dict[str, str]


class MissedCallOut(Schema):
    id: UUID
    caller: str
    customer: MissedCustomer | None
    queue: MissedPerson | None
    day: date
    count: int
    why: Literal["waiting", "ringing", "voicemail", "closed", "flow", "callback", "lost"]
    first_at: datetime
    last_at: datetime
    last_call_id: UUID
    is_important: bool
    reasons: list[MissedReason]
    assignee: MissedPerson | None
    attempts: int
    attempted_at: datetime | None
    closed_at: datetime | None
    closed_by: MissedPerson | None
    outcome: Literal["", "reached", "served", "message", "settled"]
    note: str


class ToRingBackOut(Schema):
    mine: int
    all: int


class RungBackOut(Schema):
    call_id: UUID


class AssignIn(Schema):
    user_id: UUID


class SettleIn(Schema):
    reason: str = Field(min_length=1, max_length=200)


@router.get("/missed-calls", response=Page[MissedCallOut])
def list_missed_calls(
    request: ActorRequest,
    state: Literal["open", "closed"] = "open",
    mine: bool = False,
    after: str | None = None,
    limit: int = 50,
) -> Any:
    """Callers who reached nobody, one for each caller and day: those that are open, or closed, newest first."""
    rows = queries.entries(request.auth, is_open=state == "open", mine=mine)
    found, following = page(rows, after=after, limit=limit)
    return {"items": [queries.row(one) for one in found], "next": following}


@router.get("/missed-calls/to-ring-back", response=ToRingBackOut)
def count_missed_calls(request: ActorRequest) -> Any:
    """How many wait to be rung back (待回拨)."""
    return queries.to_ring_back(request.auth)


@router.post("/missed-calls/{missed_call_id}/ring-back", response={202: RungBackOut})
def ring_back(request: ActorRequest, missed_call_id: UUID) -> Status[Any]:
    """Ring the own telephone, then the caller; the entry closes when they answer."""
    return Status(202, {"call_id": actions.ring_back(request.auth, missed_call_id).id})


@router.post("/missed-calls/{missed_call_id}/assign", response=MissedCallOut)
def assign_missed_call(request: ActorRequest, missed_call_id: UUID, data: AssignIn) -> Any:
    """Give it to somebody else, who hears of it."""
    return queries.row(actions.assign(request.auth, missed_call_id, data.user_id))


@router.post("/missed-calls/{missed_call_id}/settle", response=MissedCallOut)
def settle_missed_call(request: ActorRequest, missed_call_id: UUID, data: SettleIn) -> Any:
    """Close it without having reached the caller, with a reason."""
    return queries.row(actions.settle(request.auth, missed_call_id, reason=data.reason))
