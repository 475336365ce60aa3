"""What agents and supervisors do."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.replies import actions as replies
from kefu.contact.replies import queries as reply_queries
from kefu.contact.replies.models import QuickReply
from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customers
from kefu.foundation.customers import queries as customer_queries
from kefu.foundation.sms import queries as sms
from kefu.kernel import audit, clock, files, masking
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.text import storable

from .. import permissions, queries, rules
from ..models import Conversation, Draft, Message
from .assignment import take
from .ending import ensure_script_walked, file_record, finish
from .marks import show_read
from .refusing import is_blocked
from .stream import (
    Kind,
    Sender,
    Status,
    announce,
    append,
    compose,
    forget_snooze,
    show_row,
    show_status,
    staff_topics,
    system_line,
)


@transaction.atomic
def accept(actor: Actor, conversation_id: UUID) -> Conversation:
    """Take the conversation that is offered to the actor."""
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    routing.accept(actor, work_of(conversation))
    take(conversation, actor.user_id)
    return conversation


@transaction.atomic
def decline(actor: Actor, conversation_id: UUID) -> None:
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    routing.decline(actor, work_of(conversation))


@transaction.atomic
def post(
    actor: Actor,
    conversation_id: UUID,
    *,
    text: str | None = None,
    kind: str = "text",
    payload: dict[str, Any] | None = None,
    quote_id: UUID | None = None,
    client_id: str | None = None,
    attachment_ids: Sequence[UUID] = (),
    reply_ids: Sequence[UUID] = (),
) -> Message:
    """The assignee says something to the visitor; the same `client_id` again answers with the first message.

    `reply_ids` are the quick replies it was made of: their files may be sent, their reason and tag take effect, and
    their use is counted, with the message or not at all.
    """
    actor.require(permissions.SERVE)
    conversation, repeated = queries.locked_for_message(actor, conversation_id, client_id)
    _ensure_serves(actor, conversation)
    if repeated:
        return repeated
    rules.ensure_can_write(conversation.status)
    said = replies.used(actor, reply_ids) if reply_ids else []
    fields = compose(
        actor,
        conversation,
        sender="agent",
        text=text,
        kind=kind,
        payload=payload,
        attachment_ids=attachment_ids,
        quote_id=quote_id,
        lent=reply_queries.attachments_of(said),
    )
    rules.ensure_fits(conversation.channel, fields["text"], fields["kind"], longest=sms.longest_said())
    if kind == Kind.RATING_INVITE:
        rules.ensure_can_invite(invited_at=conversation.rating_invited_at, is_blocked=is_blocked(conversation))
        conversation.rating_invited_at = clock.now()
        conversation.save(update_fields=["rating_invited_at"])
    Draft.objects.for_actor(actor).filter(conversation=conversation, user_id=actor.user_id).delete()
    owed_reply = conversation.unanswered_since is not None
    message = append(
        conversation,
        sender=Sender.AGENT,
        sender_id=actor.id,
        name=accounts.display_names(actor, {actor.user_id}, conversation.locale).get(actor.user_id, ""),
        client_id=client_id,
        **fields,
    )
    if owed_reply:
        routing.note_first_reply(actor, conversation.id, message.created_at)
    _act_on(actor, conversation, said)
    return message


def _act_on(actor: Actor, conversation: Conversation, said: Sequence[QuickReply]) -> None:
    """What quick replies set besides the text: the reason that closing will offer first, a tag of the customer."""
    reasons = [reply.disposition_id for reply in said if reply.disposition_id]
    if reasons:
        conversation.expected_disposition_id = reasons[-1]
        conversation.save(update_fields=["expected_disposition"])
    tags = [reply.tag for reply in said if reply.tag]
    if tags and conversation.customer_id:
        customers.tag(actor, conversation.customer_id, tags)


@transaction.atomic
def close(
    actor: Actor, conversation_id: UUID, *, disposition_id: UUID, summary: str = "", script_reason: str = ""
) -> Conversation:
    """Close with a reason. One that ended without its agent gets its reason now (补填); one that has it is a Conflict.

    Required questions of its script that were not asked are a Conflict without a `script_reason`.
    """
    conversation = served(actor, conversation_id)
    if conversation.status != Status.CLOSED:
        ensure_script_walked(actor, conversation, disposition_id, script_reason)
        finish(actor, conversation, ended_by="agent", disposition_id=disposition_id, summary=storable(summary))
        return _closed(actor, conversation, disposition_id)
    contact = routing_queries.contact(actor, conversation.id)
    if contact.disposition_id is None or contact.disposition_is_guess:
        conversation.summary = storable(summary) or conversation.summary
        if routing_queries.is_invalid(actor, disposition_id):
            conversation.rating_invited_at = None  # what turns out to be nobody's contact is not to be rated
        conversation.save(update_fields=["summary", "rating_invited_at"])
        file_record(actor, conversation, ended_by=contact.ended_by, disposition_id=disposition_id)
        show_row(conversation)
    else:
        raise Conflict(
            "already_closed", Text("会话已经结束并填写了小结。", "The conversation is closed and has its disposition.")
        )
    return _closed(actor, conversation, disposition_id)


def _closed(actor: Actor, conversation: Conversation, disposition_id: UUID) -> Conversation:
    audit.record(
        actor,
        action="conversation.closed",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after={"disposition_id": str(disposition_id)},
    )
    return conversation


@transaction.atomic
def transfer(
    actor: Actor, conversation_id: UUID, *, note: str, to_agent: UUID | None = None, to_queue: UUID | None = None
) -> Conversation:
    """Pass the conversation on, to one colleague or to a line, with a note that the next one reads first."""
    if (to_agent is None) == (to_queue is None):
        raise Invalid("one_target", Text("请选择一位同事或一个技能组。", "Name either an agent or a queue."))
    conversation = served(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    said = rules.checked_text(note, attachments=0, kind="note")
    giver, showed = conversation.assignee_id, staff_topics(conversation)
    routing.count_transfer(actor, conversation.id)
    append(
        conversation,
        sender=Sender.AGENT,
        sender_id=actor.id,
        name=actor.name,
        kind=Kind.NOTE,
        text=said,
        payload={
            "code": "transfer",
            "to_agent": str(to_agent) if to_agent else None,
            "to_queue": str(to_queue) if to_queue else None,
        },
    )
    if to_agent:
        if to_agent == giver:
            raise Invalid("same_agent", Text("会话已由该同事接待。", "That colleague has the conversation already."))
        routing.transfer_to_agent(actor, work_of(conversation), to_agent)
        take(conversation, to_agent, showed_to=showed, line="transferred_agent")
    elif to_queue:
        to_line(actor, conversation, routing_queries.queue(actor, to_queue), showed)
    audit.record(
        actor,
        action="conversation.transferred",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        before={"assignee": str(giver) if giver else None},
        after={
            "assignee": str(to_agent) if to_agent else None,
            "queue": str(to_queue) if to_queue else None,
            "note": said,
        },
    )
    return conversation


def to_agent_or_line(actor: Actor, conversation: Conversation, user_id: UUID, queue: Queue) -> None:
    """Hand the locked conversation to one agent; where they are away or full it waits in the line instead."""
    showed = staff_topics(conversation)
    try:
        with transaction.atomic():
            routing.transfer_to_agent(actor, work_of(conversation), user_id)
    except Conflict:
        to_line(actor, conversation, queue, showed)
    else:
        take(conversation, user_id, showed_to=showed, line="transferred_agent")


def to_line(actor: Actor, conversation: Conversation, queue: Queue, showed: Sequence[str]) -> None:
    """Move the locked conversation into another line; the visitor is told, and those who saw it until now."""
    routing.transfer_to_queue(actor, work_of(conversation), queue)
    conversation.status, conversation.queue, conversation.assignee = Status.QUEUED, queue, None
    conversation.save(update_fields=["status", "queue", "assignee", *forget_snooze(conversation)])
    routing.queue_contact(actor, conversation.id, queue, clock.now())
    system_line(conversation, "transferred_queue", name=queue.name)
    show_row(conversation, *showed)
    show_status(conversation)


@transaction.atomic
def mark_read(actor: Actor, conversation_id: UUID, seq: int) -> None:
    """The assignee has seen the stream up to `seq`."""
    conversation = queries.locked(actor, conversation_id)
    if conversation.assignee_id != actor.id or seq <= conversation.read_seq:
        return
    conversation.read_seq = min(seq, conversation.last_seq)
    unseen = Message.objects.for_actor(actor).filter(
        conversation=conversation, seq__gt=conversation.read_seq, sender_kind="visitor"
    )
    conversation.unread = unseen.count()
    conversation.save(update_fields=["read_seq", "unread"])
    show_row(conversation)
    show_read(conversation, "agent", conversation.read_seq)


@transaction.atomic
def save_draft(actor: Actor, conversation_id: UUID, text: str) -> None:
    conversation = queries.conversation(actor, conversation_id)
    typed = storable(text)[: rules.MAX_TEXT]
    drafts = Draft.objects.for_actor(actor).filter(conversation=conversation, user_id=actor.user_id)
    if not typed:
        drafts.delete()
    elif not drafts.update(text=typed):
        Draft.objects.bulk_create(
            [
                Draft(
                    organization_id=actor.organization_id, conversation=conversation, user_id=actor.user_id, text=typed
                )
            ],
            update_conflicts=True,
            unique_fields=["conversation", "user"],
            update_fields=["text"],
        )


@transaction.atomic
def recall(actor: Actor, conversation_id: UUID, message_id: UUID) -> Message:
    """Take back one's own message within two minutes; the original stays in the database for quality inspection."""
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    message = queries.message(actor, conversation, message_id)
    if message.sender_kind != Sender.AGENT or message.sender_id != actor.id or message.kind == Kind.NOTE:
        raise Forbidden("not_yours", Text("只能撤回自己发送的消息。", "Only one's own messages can be recalled."))
    rules.ensure_recallable(conversation.channel)
    if message.recalled_at is None:
        if clock.now() - message.created_at > rules.RECALL_WITHIN:
            raise Conflict(
                "too_late",
                Text("消息发送超过 2 分钟，不能撤回。", "A message can be recalled within two minutes only."),
            )
        message.recalled_at = clock.now()
        message.save(update_fields=["recalled_at"])
        announce(conversation, message)
        if conversation.last_message_at == message.created_at:
            conversation.last_text = ""
            conversation.save(update_fields=["last_text"])
            show_row(conversation)
    return message


@transaction.atomic
def link_customer(
    actor: Actor,
    conversation_id: UUID,
    *,
    customer_id: UUID | None = None,
    name: str = "",
    phone: str | None = None,
    email: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> Conversation:
    """Say who the visitor is: a known customer, or a new one made from what the agent has learnt."""
    conversation = served(actor, conversation_id)
    if customer_id:
        customer = customer_queries.get(actor, customer_id)
    else:
        claimed = (conversation.visitor.phone, conversation.visitor.email)
        phone, email = (
            masking.unhidden([said], [claim])[0] if said else said
            for said, claim in zip((phone, email), claimed, strict=True)
        )
        customer = customers.create(
            actor, name=name, phone=phone, email=email, brand_id=conversation.brand_id, values=values
        )
    conversation.customer = customer
    conversation.save(update_fields=["customer"])
    conversation.visitor.customer = customer
    conversation.visitor.save(update_fields=["customer"])
    routing.set_contact_customer(actor, conversation.id, customer.id)
    audit.record(
        actor,
        action="conversation.customer_linked",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after={"customer_id": str(customer.id)},
    )
    show_row(conversation)
    return conversation


def attach(actor: Actor, conversation_id: UUID, upload: files.Upload) -> StoredFile:
    actor.require(permissions.SERVE)
    queries.conversation(actor, conversation_id)
    return files.store(actor, upload)


def served(actor: Actor, conversation_id: UUID) -> Conversation:
    """The locked conversation, for its assignee or a supervisor."""
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    _ensure_serves(actor, conversation)
    return conversation


def _ensure_serves(actor: Actor, conversation: Conversation) -> None:
    if conversation.assignee_id != actor.id and not actor.may(permissions.SUPERVISE):
        raise Forbidden(
            "not_assignee",
            Text(
                "该会话由其他同事接待，请先接入或转接。",
                "A colleague serves this conversation; accept or transfer it first.",
            ),
        )


def work_of(conversation: Conversation) -> UUID:
    if conversation.work_item_id is None:
        raise Conflict("not_queued", Text("会话尚未进入人工排队。", "The conversation does not wait for a person."))
    return conversation.work_item_id
