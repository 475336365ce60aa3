"""What conversations announce. `message` and `status` go to the visitor too: nothing internal may stand in them."""

from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event


def visitor_topic(conversation_id: UUID) -> str:
    return f"conversation:{conversation_id}"


def queue_topic(queue_id: UUID) -> str:
    return f"queue:{queue_id}"


class MessagePosted(Event):
    """Something was said; `message` as clients see it."""

    name: ClassVar = "conversations.message_posted"
    wire: ClassVar = "message"
    conversation_id: UUID
    conversation_status: str
    message: dict[str, Any]


class StatusChanged(Event):
    """Where the visitor's conversation stands."""

    name: ClassVar = "conversations.status_changed"
    wire: ClassVar = "status"
    conversation_id: UUID
    status: str
    queue_position: int | None
    estimated_wait_seconds: int | None
    queue_text: str | None  # where they stand, in the queue's words
    agent: str | None


class ConversationChanged(Event):
    """The row of a work list, for staff."""

    name: ClassVar = "conversations.changed"
    wire: ClassVar = "conversation"
    conversation: dict[str, Any]


class VisitorOnlineChanged(Event):
    """The visitor's page was opened or left."""

    name: ClassVar = "conversations.visitor_online"
    wire: ClassVar = "visitor_online"
    conversation_id: UUID
    is_online: bool


class ReplyOverdue(Event):
    """An agent owes an answer for too long. `stage` is of rules.Alarm: 1 reminds them, 2 is for their leader, 3 is late.

    `moved_to` is who has the conversation instead, where stage 3 found somebody.
    """

    name: ClassVar = "conversations.reply_overdue"
    wire: ClassVar = "reply_overdue"
    conversation_id: UUID
    queue_id: UUID
    user_id: UUID
    stage: int
    waited_seconds: int
    moved_to: UUID | None


class ConversationStarted(Event):
    name: ClassVar = "conversations.started"
    conversation_id: UUID


class ConversationQueued(Event):
    """It waits for a person now. `reason` is why: asked_for_human, complaint, legal, unanswered, bot_off …"""

    name: ClassVar = "conversations.queued"
    conversation_id: UUID
    reason: str


class ConversationClosed(Event):
    name: ClassVar = "conversations.closed"
    conversation_id: UUID
    ended_by: str
    disposition_id: UUID | None


class StreamRead(Event):
    """The visitor or the agent has read up to `seq`; told to the other side."""

    name: ClassVar = "conversations.read"
    wire: ClassVar = "read"
    conversation_id: UUID
    reader: str
    seq: int


class VisitorMoved(Event):
    """The visitor stands on another page of the site."""

    name: ClassVar = "conversations.visitor_moved"
    wire: ClassVar = "visitor_page"
    conversation_id: UUID
    page: dict[str, Any]
