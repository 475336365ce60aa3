"""Which scripts fit a conversation, and what was walked in it."""

from typing import Any
from uuid import UUID

from kefu.contact.scripts import queries as scripts
from kefu.contact.sorting import queries as sorting
from kefu.kernel.actor import Actor

from ..models import Conversation
from .access import conversation as seen


def sorted_as(actor: Actor, conversation_id: UUID) -> UUID | None:
    """The reason that sorting found, or a person said."""
    found = sorting.of(actor, conversation_id)
    return (found.corrected_to_id or found.disposition_id) if found else None


def script_view(actor: Actor, conversation_id: UUID) -> dict[str, Any]:
    """What may be begun, those that fit first, and every walk so far, the last one at the end."""
    conversation = seen(actor, conversation_id)
    found = [] if conversation.status == Conversation.Status.CLOSED else _offered(actor, conversation)
    return {"offered": found, "runs": scripts.run_views(actor, conversation.id)}


def _offered(actor: Actor, conversation: Conversation) -> list[dict[str, Any]]:
    rows = scripts.offered(
        actor,
        brand_id=conversation.brand_id,
        disposition_id=sorted_as(actor, conversation.id),
        queue_id=conversation.queue_id,
    )
    return [
        {"id": row.id, "name": row.name, "is_suggested": fits, "is_mandatory": fits and row.is_mandatory}
        for row, fits in rows
    ]
