"""What is written down when somebody shows a hidden number, or takes words of a conversation away."""

from uuid import UUID

from django.db import transaction

from kefu.foundation.customers import queries as customers
from kefu.kernel import audit, masking
from kefu.kernel.actor import Actor
from kefu.kernel.permissions import NUMBERS_REVEAL

from .. import queries
from ..models import Message


@transaction.atomic
def reveal_numbers(actor: Actor, conversation_id: UUID) -> dict[str, str]:
    """Each number of the conversation by its hidden form: in the messages, in what the visitor claims, of the customer.

    The audit log keeps who looked and how many there were, never the numbers.
    """
    actor.require(NUMBERS_REVEAL)
    conversation = queries.conversation(actor, conversation_id)
    visitor = conversation.visitor
    texts = [conversation.visitor_name, conversation.summary, visitor.name, visitor.phone, visitor.email]
    texts += Message.objects.for_actor(actor).filter(conversation=conversation).values_list("text", flat=True)
    if conversation.customer_id:
        texts += customers.numbers_of(actor, conversation.customer_id)
    found: dict[str, str] = {}
    for text in texts:
        found |= masking.numbers_in(text or "")
    audit.record(
        actor,
        action="conversation.revealed",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after={"numbers": len(found)},
    )
    return found


@transaction.atomic
def note_copy(actor: Actor, conversation_id: UUID, characters: int) -> None:
    """Somebody copied so many characters out of a conversation; the words themselves are not kept."""
    conversation = queries.conversation(actor, conversation_id)
    audit.record(
        actor,
        action="conversation.copied",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after={"characters": characters},
    )
