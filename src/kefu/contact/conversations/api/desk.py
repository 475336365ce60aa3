"""The live desk: a snapshot, and what happened since."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from kefu.kernel.http import ActorRequest
from kefu.kernel.realtime import feed
from kefu.kernel.realtime.feed import Session

from .. import queries
from .schemas import ConversationRowOut

router = Router(tags=["desk"])


class DeskMeOut(Schema):
    user_id: UUID
    presence: dict[str, Any]


class TodayOut(Schema):
    handled: int
    csat: float | None
    rated: int


class SnapshotOut(Schema):
    cursor: int
    me: DeskMeOut
    conversations: list[ConversationRowOut]
    today: TodayOut


class EventsOut(Schema):
    items: list[dict[str, Any]]
    cursor: int


@router.get("/desk/snapshot", response=SnapshotOut)
def snapshot(request: ActorRequest) -> Any:
    return queries.snapshot(request.auth)


@router.get("/desk/events", response=EventsOut)
def events(request: ActorRequest, after: int) -> Any:
    """Events after the cursor, oldest first; 410 when the cursor is older than what is kept."""
    actor = request.auth
    session = Session("user", actor.user_id, actor.organization_id, queries.topics_of_user(actor))
    items = feed.since(session, max(-1, min(after, 2**62)))
    return {"items": items, "cursor": items[-1]["cursor"] if items else after}
