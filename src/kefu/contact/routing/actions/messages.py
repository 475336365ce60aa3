"""A message that somebody left by a channel where nothing can be written; the channel that answers messages takes it up."""

from datetime import datetime
from uuid import UUID

from kefu.kernel.actor import Actor
from kefu.kernel.events import publish

from ..events import MessageLeft
from ..models import Queue


def leave_message(
    actor: Actor,
    *,
    message_id: UUID,
    queue: Queue,
    at: datetime,
    reach: str,
    file_id: UUID,
    customer_id: UUID | None = None,
    held_until: datetime | None = None,
    words: str = "",
    subject_id: UUID | None = None,
) -> None:
    """Tell of a message for a queue, left in the contact of `subject_id`, to be answered by `reach` (a telephone number). Told again with the same `message_id` and
    other `words`, those are what is heard in it."""
    publish(
        MessageLeft(
            organization_id=actor.organization_id,
            message_id=message_id,
            queue_id=queue.id,
            at=at,
            reach=reach,
            file_id=file_id,
            customer_id=customer_id,
            held_until=held_until,
            words=words,
            subject_id=subject_id,
        )
    )
