"""What routing announces. But for `RushChanged` no screen sees them: the channel that owns the work tells its own story."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel

from kefu.kernel.events import Event

from .rules import PHONE


def visitors_topic(organization_id: UUID) -> str:
    """What every visitor with an open chat hears, whatever they came for."""
    return f"visitors:{organization_id}"


class _Work(BaseModel):
    """What the channels tell theirs by; without a `channel` it was announced before they could."""

    work_item_id: UUID
    subject_id: UUID
    queue_id: UUID
    channel: str = ""

    @property
    def may_be_call(self) -> bool:
        return self.channel in ("", PHONE)

    @property
    def may_be_written(self) -> bool:
        return self.channel != PHONE


class WorkQueued(Event, _Work):
    """Work waits: new, or given back."""

    name: ClassVar = "routing.work_queued"


class WorkOffered(Event, _Work):
    """An agent is asked to take it; the offer ends by itself."""

    name: ClassVar = "routing.work_offered"
    user_id: UUID


class WorkAssigned(Event, _Work):
    """An agent has it now."""

    name: ClassVar = "routing.work_assigned"
    user_id: UUID


class WorkEnded(Event, _Work):
    """It is done or cancelled; a slot may be free."""

    name: ClassVar = "routing.work_ended"


class WorkParked(Event, _Work):
    """Its agent keeps it for later; a slot may be free."""

    name: ClassVar = "routing.work_parked"


class MessageLeft(Event):
    """Somebody left a message (留言) by a channel where nothing can be written; `words` are what is heard in it, once that is known,
    `subject_id` is the contact in which it was left."""

    name: ClassVar = "routing.message_left"
    message_id: UUID
    queue_id: UUID
    at: datetime
    reach: str
    file_id: UUID
    customer_id: UUID | None
    held_until: datetime | None
    words: str
    subject_id: UUID | None = None


class RatingGiven(Event):
    """A customer rated a contact."""

    name: ClassVar = "routing.rating_given"
    rating_id: UUID
    subject_id: UUID
    score: int


class RatingItemOpened(Event):
    """A rating names something of the business to improve; `owner_id` is None where nobody owns the reason."""

    name: ClassVar = "routing.rating_item_opened"
    rating_item_id: UUID
    reason_id: UUID
    owner_id: UUID | None


class QueueChanged(Event):
    """A queue's settings or members differ now."""

    name: ClassVar = "routing.queue_changed"
    queue_id: UUID


class RushChanged(Event):
    """Rush mode began or ended. Screens ask anew for what they may know of it."""

    name: ClassVar = "routing.rush_changed"
    wire: ClassVar = "rush"
