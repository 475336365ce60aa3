"""HTTP of callbacks: callers who do not wait on the telephone, and are called in their turn (排队回呼)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema

from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries

router = Router(tags=["telephony"])


class CallbackNamed(Schema):
    id: UUID
    name: str


class CallbackOut(Schema):
    """`call_id` is the call in which they asked for it, `attempt_id` the newest call back; `phase` is that call's while it is under way."""

    id: UUID
    call_id: UUID
    attempt_id: UUID | None
    number: str
    customer: CallbackNamed | None
    queue: CallbackNamed
    queued_at: datetime
    asked_at: datetime
    state: Literal["waiting", "reached", "joined", "given_up", "cancelled"]
    phase: str
    position: int | None
    tries: int
    next_at: datetime | None
    ended_at: datetime | None


@router.get("/callbacks", response=Page[CallbackOut])
def list_callbacks(
    request: ActorRequest, state: Literal["open", "closed"] = "open", after: str | None = None, limit: int = 50
) -> Any:
    """Those that wait for their turn or for another try, or those that are over; newest first."""
    rows = queries.callbacks(request.auth, is_open=state == "open")
    found, following = page(rows, after=after, limit=limit)
    return {"items": [queries.callback_row(request.auth, one) for one in found], "next": following}


@router.post("/callbacks/{callback_id}/cancel", response=CallbackOut)
def cancel_callback(request: ActorRequest, callback_id: UUID) -> Any:
    """Nobody calls them back any more."""
    return queries.callback_row(request.auth, actions.cancel_callback(request.auth, callback_id))
