"""Mails in a conversation: the module of mailboxes above reads and sends them, and says here what was written."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries, rules
from ..models import Conversation, Message, Visitor
from .agent import post
from .bot import enter_queue
from .snoozing import customer_wrote
from .stream import Kind, Sender, Status, announce, append, remark, show_row
from .visitor import open_conversation
from .voicemail import site_for


@transaction.atomic
def take_mail(
    actor: Actor,
    *,
    queue_id: UUID,
    address: str,
    name: str,
    locale: str,
    customer_id: UUID | None,
    previous_id: UUID | None,
    said: Mapping[str, Any],
) -> tuple[Conversation, Message]:
    """Open the conversation of a mail, and let it be sorted and wait. `said` is as in `continue_mail`."""
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id))
    site = site_for(actor, queue)
    visitor = Visitor.objects.create(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        site=site,
        customer_id=customer_id,
        name=name[:80] or address[:80],
        email=address[:254],
        locale=locale,
    )
    conversation = open_conversation(visitor, site, {}, channel=rules.MAIL, is_known=customer_id is not None)
    if previous_id:
        conversation.previous_id = previous_id
        conversation.save(update_fields=["previous"])
    message = _appended(conversation, said)
    enter_queue(actor, conversation, reason="mail", default=queue)
    return conversation, message


@transaction.atomic
def continue_mail(actor: Actor, conversation_id: UUID, said: Mapping[str, Any]) -> Message | None:
    """Another mail of an open conversation: `client_id`, `text`, `payload`, `attachments`, `name`. None where it is closed."""
    conversation = queries.locked(actor, conversation_id)
    if conversation.status == Status.CLOSED:
        return None
    message = _appended(conversation, said)
    if conversation.status == Status.ACTIVE:
        customer_wrote(conversation)
    return message


def _appended(conversation: Conversation, said: Mapping[str, Any]) -> Message:
    attachments = list(said["attachments"])
    return append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=conversation.visitor_id,
        name=said["name"] or conversation.visitor_name,
        client_id=said["client_id"],
        kind=Kind.FILE if attachments else Kind.TEXT,
        text=said["text"][: rules.MAX_TEXT],
        payload=rules.checked_payload(said["payload"]),
        attachments=attachments,
    )


@transaction.atomic
def answer_mail(
    actor: Actor,
    conversation_id: UUID,
    *,
    text: str,
    payload: dict[str, Any],
    client_id: str,
    attachment_ids: Sequence[UUID],
    reply_ids: Sequence[UUID],
) -> Message:
    """What an agent answers by mail, as a message; whoever asked sends it. Raises Conflict in a conversation of another channel."""
    conversation = queries.locked(actor, conversation_id)
    if conversation.channel != rules.MAIL:
        raise Conflict("not_a_mail", Text("该会话不是邮件。", "This conversation is not by mail."))
    return post(
        actor,
        conversation_id,
        text=text,
        kind="file" if attachment_ids else "text",
        payload=payload,
        client_id=client_id,
        attachment_ids=attachment_ids,
        reply_ids=reply_ids,
    )


@transaction.atomic
def show_mail_state(organization_id: UUID, conversation_id: UUID, message_id: UUID, **state: Any) -> None:
    """Say in the message what became of it on its way; `state` replaces values of its payload's `mail`."""
    actor = system(organization_id, "mail")
    conversation = queries.locked(actor, conversation_id)
    message = queries.message(actor, conversation, message_id)
    message.payload = {**message.payload, "mail": {**message.payload.get("mail", {}), **state}}
    message.save(update_fields=["payload"])
    announce(conversation, message)


@transaction.atomic
def take_mail_back(actor: Actor, conversation_id: UUID, message_id: UUID) -> Message:
    """The answer was not sent after all: it loses its content, and the customer waits again as before."""
    conversation = queries.locked(actor, conversation_id)
    message = queries.message(actor, conversation, message_id)
    from_visitor = Message.objects.for_actor(actor).filter(conversation=conversation, seq__lt=message.seq)
    before = from_visitor.exclude(kind__in=[Kind.NOTE, Kind.SYSTEM]).filter(recalled_at=None).order_by("-seq").first()
    message.recalled_at = message.recalled_at or message.created_at
    message.save(update_fields=["recalled_at"])
    if conversation.last_message_at == message.created_at and before is not None:
        conversation.last_text = rules.preview(before.kind, before.text, "zh-CN")
        conversation.last_sender, conversation.last_message_at = before.sender_kind, before.created_at
        if before.sender_kind == Sender.VISITOR and conversation.status != Status.CLOSED:
            conversation.unanswered_since = before.created_at
        conversation.save(update_fields=["last_text", "last_sender", "last_message_at", "unanswered_since"])
    announce(conversation, message)
    show_row(conversation)
    return message


@transaction.atomic
def note_mail(organization_id: UUID, conversation_id: UUID, code: str, text: Text, **payload: Any) -> None:
    """What a mail server or an absent person's program has to say, as a note of the system's."""
    conversation = queries.locked(system(organization_id, "mail"), conversation_id)
    remark(conversation, code, text, **payload)
