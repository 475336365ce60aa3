"""What is planned in a conversation, where its visitor has been, and what a recalled message said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .schemas import ConversationRowOut, MessageOut

router = Router(tags=["conversations"])


class ScheduledIn(Schema):
    text: str = Field(min_length=1)
    send_at: AwareDatetime


class ScheduledOut(Schema):
    id: UUID
    text: str
    send_at: datetime


class ScheduledListOut(Schema):
    items: list[ScheduledOut]


class SnoozeIn(Schema):
    until: AwareDatetime
    note: str = Field("", max_length=200)


class SnoozeTimesOut(Schema):
    """When work begins on the next working day; null where the chat keeps no hours."""

    opening: datetime | None


class PageViewOut(Schema):
    address: str
    title: str
    at: datetime


class TrackOut(Schema):
    """The present page first."""

    items: list[PageViewOut]


@router.get("/conversations/{conversation_id}/scheduled-messages", response=ScheduledListOut)
def list_scheduled(request: ActorRequest, conversation_id: UUID) -> Any:
    return {"items": list(queries.scheduled(request.auth, queries.conversation(request.auth, conversation_id)))}


@router.post("/conversations/{conversation_id}/scheduled-messages", response={201: ScheduledOut})
def schedule_message(request: ActorRequest, conversation_id: UUID, data: ScheduledIn) -> Status[Any]:
    """Say this later; it calls itself off when the customer writes first."""
    return Status(201, actions.schedule(request.auth, conversation_id, text=data.text, send_at=data.send_at))


@router.delete("/conversations/{conversation_id}/scheduled-messages/{scheduled_id}", response={204: None})
def unschedule_message(request: ActorRequest, conversation_id: UUID, scheduled_id: UUID) -> Status[None]:
    actions.unschedule(request.auth, conversation_id, scheduled_id)
    return Status(204, None)


@router.get("/conversations/{conversation_id}/snooze", response=SnoozeTimesOut)
def snooze_times(request: ActorRequest, conversation_id: UUID) -> Any:
    """The times that only the house knows, to be offered when one's conversation is put off."""
    conversation = queries.conversation(request.auth, conversation_id)
    return {"opening": queries.next_days_opening(request.auth, conversation)}


@router.post("/conversations/{conversation_id}/snooze", response=ConversationRowOut)
def snooze(request: ActorRequest, conversation_id: UUID, data: SnoozeIn) -> Any:
    """Put one's conversation off (稍后处理): it comes back at `until`, or at once when the customer writes."""
    return queries.row(request.auth, actions.snooze(request.auth, conversation_id, until=data.until, note=data.note))


@router.delete("/conversations/{conversation_id}/snooze", response=ConversationRowOut)
def unsnooze(request: ActorRequest, conversation_id: UUID) -> Any:
    """Take it up now, before its time."""
    return queries.row(request.auth, actions.unsnooze(request.auth, conversation_id))


@router.get("/conversations/{conversation_id}/track", response=TrackOut)
def visitor_track(request: ActorRequest, conversation_id: UUID) -> Any:
    """Where the visitor is on the site, and where they came from."""
    seen = queries.track(request.auth, queries.conversation(request.auth, conversation_id))
    return {"items": [queries.page_view(page) for page in seen]}


@router.get("/conversations/{conversation_id}/messages/{message_id}/original", response=MessageOut)
def original_message(request: ActorRequest, conversation_id: UUID, message_id: UUID) -> Any:
    return queries.message_view(queries.original(request.auth, conversation_id, message_id), original=True)
