"""Scripts (话术) walked in a conversation: who may, and which conversation it is."""

from uuid import UUID

from django.db import transaction

from kefu.contact.scripts import actions as scripts
from kefu.kernel.actor import Actor

from .. import rules
from ..models import Conversation
from .agent import served


@transaction.atomic
def begin_script(actor: Actor, conversation_id: UUID, script_id: UUID) -> Conversation:
    """Begin a script; one under way is dropped. Only where one may still write."""
    conversation = _open(actor, conversation_id)
    scripts.begin(actor, conversation.id, brand_id=conversation.brand_id, script_id=script_id)
    return conversation


@transaction.atomic
def answer_script(actor: Actor, conversation_id: UUID, *, step_id: str, answer: str | None) -> Conversation:
    conversation = _open(actor, conversation_id)
    scripts.answer_step(actor, conversation.id, step_id=step_id, answer=answer)
    return conversation


@transaction.atomic
def step_script_back(actor: Actor, conversation_id: UUID) -> Conversation:
    conversation = _open(actor, conversation_id)
    scripts.step_back(actor, conversation.id)
    return conversation


def _open(actor: Actor, conversation_id: UUID) -> Conversation:
    conversation = served(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    return conversation
