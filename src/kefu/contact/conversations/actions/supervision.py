"""What a supervisor does with others' conversations: reading along, and taking one over."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.kernel import audit
from kefu.kernel.actor import Actor

from .. import permissions, queries, rules
from ..models import Conversation
from .agent import work_of
from .assignment import take
from .stream import Kind, Sender, append, staff_topics


@transaction.atomic
def watch(actor: Actor, conversation_id: UUID) -> Conversation:
    """Begin to read a conversation along (监听); that somebody did is kept."""
    actor.require(permissions.SUPERVISE)
    conversation = queries.conversation(actor, conversation_id)
    _record(actor, conversation, "conversation.watched")
    return conversation


@transaction.atomic
def take_over(actor: Actor, conversation_id: UUID, *, reason: str) -> Conversation:
    """The supervisor serves it from now on (接管会话), whatever their presence and load; the reason stays as a note."""
    actor.require(permissions.SUPERVISE)
    conversation = queries.locked(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    said = rules.checked_text(reason, attachments=0, kind="note")
    if conversation.assignee_id == actor.user_id:
        return conversation
    giver, showed = conversation.assignee_id, staff_topics(conversation)
    append(
        conversation,
        sender=Sender.AGENT,
        sender_id=actor.id,
        name=actor.name,
        kind=Kind.NOTE,
        text=said,
        payload={"code": "taken_over"},
    )
    routing.take_over(actor, work_of(conversation))
    routing.count_transfer(actor, conversation.id)
    take(conversation, actor.user_id, showed_to=showed, line="transferred_agent")
    _record(actor, conversation, "conversation.taken_over", giver=str(giver) if giver else None, reason=said)
    return conversation


def _record(actor: Actor, conversation: Conversation, action: str, **after: str | None) -> None:
    audit.record(
        actor,
        action=action,
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after=after,
    )
