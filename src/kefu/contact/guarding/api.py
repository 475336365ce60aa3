"""HTTP of guarding: requests to block, and warnings, from a conversation and from a call."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.contact.callers import queries as callers
from kefu.contact.conversations import queries as conversations
from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts.models import User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries
from .models import BlockRequest

router = Router(tags=["guarding"])


class ByOut(Schema):
    id: UUID
    name: str


def _by(user: User | None) -> dict[str, Any] | None:
    return {"id": user.id, "name": user.nickname or user.name} if user else None


class BlockRequestOut(Schema):
    id: UUID
    conversation_id: UUID | None
    call_id: UUID | None
    visitor_name: str
    reason: str
    days: int
    with_address: bool
    state: Literal["pending", "approved", "refused", "expired"]
    asked_by: ByOut
    asked_at: datetime
    decided_by: ByOut | None
    decided_at: datetime | None
    note: str
    until: datetime | None


def _request(row: BlockRequest) -> dict[str, Any]:
    return {
        **{field: getattr(row, field) for field in ("id", "conversation_id", "call_id", "reason", "days")},
        **{field: getattr(row, field) for field in ("with_address", "decided_at", "note", "until")},
        "visitor_name": queries.name_of(queries.subject_of(row)),
        "state": queries.state_of(row, clock.now()),
        "asked_by": _by(row.asked_by),
        "asked_at": row.created_at,
        "decided_by": _by(row.decided_by),
    }


class WarnedOut(Schema):
    id: UUID
    name: str
    customer_id: UUID | None
    reason: str
    grade: Literal["attention", "serious"]
    until: datetime | None
    added_by: ByOut
    added_at: datetime


class GuardOut(Schema):
    warnings: list[WarnedOut]
    is_accepted: bool
    block_request: BlockRequestOut | None


def _guard(actor: Actor, conversation_id: UUID) -> dict[str, Any]:
    return _guard_of(actor, conversations.conversation(actor, conversation_id))


def _guard_of_call(actor: Actor, call_id: UUID) -> dict[str, Any]:
    return _guard_of(actor, telephony.call(actor, call_id))


def _guard_of(actor: Actor, contact: queries.Contact) -> dict[str, Any]:
    warned, asked = queries.warnings_of(actor, contact), queries.last_request(actor, contact)
    return {
        "warnings": [callers.view(row) for row in warned],
        "is_accepted": not warned or callers.has_accepted(actor, contact.id),
        "block_request": _request(asked) if asked else None,
    }


@router.get("/conversations/{conversation_id}/guard", response=GuardOut)
def get_guard(request: ActorRequest, conversation_id: UUID) -> Any:
    """What to know before answering: warnings, whether the caller has accepted them, and the last request to block."""
    return _guard(request.auth, conversation_id)


class BlockRequestIn(Schema):
    reason: str = Field(min_length=1, max_length=200)
    days: int = Field(7, ge=1, le=365)
    with_address: bool = False


@router.post("/conversations/{conversation_id}/block-requests", response={201: GuardOut})
def ask_block(request: ActorRequest, conversation_id: UUID, data: BlockRequestIn) -> Status[Any]:
    """Ask a leader to block the visitor, by default for seven days."""
    actions.ask_block(request.auth, conversation_id=conversation_id, **data.model_dump())
    return Status(201, _guard(request.auth, conversation_id))


@router.get("/block-requests", response=Page[BlockRequestOut])
def list_block_requests(
    request: ActorRequest,
    state: Literal["pending", "approved", "refused"] | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Any:
    """Requests to block, newest first; those who may not decide see their own."""
    rows = queries.block_requests(request.auth)
    found, following = page(rows.filter(state=state) if state else rows, after=after, limit=limit)
    return {"items": [_request(row) for row in found], "next": following}


class DecisionIn(Schema):
    approve: bool
    note: str = Field("", max_length=200)


@router.post("/block-requests/{request_id}/decision", response=BlockRequestOut)
def decide_block(request: ActorRequest, request_id: UUID, data: DecisionIn) -> Any:
    """Approve a request, or refuse it with a note; the agent who asked hears of it."""
    return _request(actions.decide_block(request.auth, request_id, approve=data.approve, note=data.note))


class WarnIn(Schema):
    reason: str = Field(min_length=1, max_length=200)
    grade: Literal["attention", "serious"] = "attention"
    days: int | None = Field(None, ge=1, le=3650)


@router.post("/conversations/{conversation_id}/warnings", response={201: GuardOut})
def warn_of(request: ActorRequest, conversation_id: UUID, data: WarnIn) -> Status[Any]:
    """Put the customer (or the unknown visitor) of the conversation on the warning list, for `days` or for good."""
    actions.warn_of(request.auth, conversation_id=conversation_id, **data.model_dump())
    return Status(201, _guard(request.auth, conversation_id))


@router.post("/conversations/{conversation_id}/warnings/accept", response=GuardOut)
def accept_warnings(request: ActorRequest, conversation_id: UUID) -> Any:
    """The caller has read the warnings; it is logged."""
    actions.accept_warnings(request.auth, conversation_id)
    return _guard(request.auth, conversation_id)


@router.get("/calls/{call_id}/guard", response=GuardOut)
def get_guard_of_call(request: ActorRequest, call_id: UUID) -> Any:
    """What to know before answering a call: warnings, whether they are accepted, and the last request to block."""
    return _guard_of_call(request.auth, call_id)


class CallBlockRequestIn(Schema):
    reason: str = Field(min_length=1, max_length=200)
    days: int = Field(7, ge=1, le=365)


@router.post("/calls/{call_id}/block-requests", response={201: GuardOut})
def ask_block_of_caller(request: ActorRequest, call_id: UUID, data: CallBlockRequestIn) -> Status[Any]:
    """Ask a leader to block the caller on the phone and in chat, by default for seven days."""
    actions.ask_block_of_caller(request.auth, call_id=call_id, **data.model_dump())
    return Status(201, _guard_of_call(request.auth, call_id))


@router.post("/calls/{call_id}/warnings", response={201: GuardOut})
def warn_of_caller(request: ActorRequest, call_id: UUID, data: WarnIn) -> Status[Any]:
    """Put the customer of the call, or the number that nobody knows, on the warning list."""
    actions.warn_of_caller(request.auth, call_id=call_id, **data.model_dump())
    return Status(201, _guard_of_call(request.auth, call_id))


@router.post("/calls/{call_id}/warnings/accept", response=GuardOut)
def accept_warnings_of_call(request: ActorRequest, call_id: UUID) -> Any:
    """The agent has read the warnings of the call; it is logged."""
    actions.accept_warnings_of_call(request.auth, call_id)
    return _guard_of_call(request.auth, call_id)
