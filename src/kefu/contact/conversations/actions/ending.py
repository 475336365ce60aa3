"""The end of a conversation, whoever brings it about."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.scripts import actions as scripts
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..events import ConversationClosed
from ..models import Conversation, Message
from .refusing import is_blocked
from .stream import Status, forget_snooze, show_row, show_status, staff_topics, system_line

TITLES = {rules.MAIL: Text("邮件", "E-mail"), rules.SMS: Text("短信", "Text message")}
LINES = {"agent": "closed", "visitor": "closed_by_visitor", "system": "closed_by_system"}


def ensure_script_walked(actor: Actor, conversation: Conversation, disposition_id: UUID, reason: str) -> None:
    """Raises Conflict when required questions of its script lie ahead and no reason is given; 无效会话 is let go."""
    if routing_queries.is_invalid(actor, disposition_id):
        return
    scripts.ensure_walked(
        actor,
        conversation.id,
        brand_id=conversation.brand_id,
        disposition_id=queries.sorted_as(actor, conversation.id),
        queue_id=conversation.queue_id,
        reason=reason,
    )


def finish(
    actor: Actor, conversation: Conversation, *, ended_by: str, disposition_id: UUID | None = None, summary: str = ""
) -> None:
    """Close the locked conversation: its slot is free, its record complete, its customer's story longer by a line.

    Without a `disposition_id` its reason is a guess, which its agent confirms or corrects later (补填).
    """
    rules.ensure_can_move(conversation.status, Status.CLOSED)
    showed = staff_topics(conversation)
    is_guess = disposition_id is None
    disposition_id = disposition_id or queries.guessed_disposition(conversation)
    system_line(conversation, LINES[ended_by])
    conversation.status, conversation.closed_at, conversation.unanswered_since = Status.CLOSED, clock.now(), None
    conversation.unread = 0
    conversation.summary = summary or conversation.summary
    conversation.rating_invited_at = conversation.rating_invited_at or _invitation(actor, conversation, disposition_id)
    ended = ("status", "closed_at", "unanswered_since", "unread", "summary", "rating_invited_at")
    conversation.save(update_fields=[*ended, *forget_snooze(conversation)])
    if conversation.work_item_id:
        routing.end(
            system(conversation.organization_id), conversation.work_item_id, cancelled=conversation.assigned_at is None
        )
    file_record(actor, conversation, ended_by=ended_by, disposition_id=disposition_id, is_guess=is_guess)
    publish(
        ConversationClosed(
            organization_id=conversation.organization_id,
            conversation_id=conversation.id,
            ended_by=ended_by,
            disposition_id=disposition_id,
        )
    )
    show_row(conversation, *showed)
    show_status(conversation)


def _invitation(actor: Actor, conversation: Conversation, disposition_id: UUID | None) -> datetime | None:
    """When the customer is asked to rate: now, if there was a talk to rate and a page to do it on; None if not."""
    if conversation.channel in rules.APART:
        return None
    said = Counter(
        Message.objects.for_actor(actor)
        .filter(conversation=conversation, sender_kind__in=["agent", "visitor"])
        .exclude(kind="note")
        .values_list("sender_kind", flat=True)
    )
    invited = rules.invites_rating(
        agent_messages=said["agent"],
        visitor_messages=said["visitor"],
        is_unwanted=routing_queries.is_invalid(actor, disposition_id) or is_blocked(conversation),
    )
    return clock.now() if invited else None


def file_record(
    actor: Actor, conversation: Conversation, *, ended_by: str, disposition_id: UUID | None, is_guess: bool = False
) -> None:
    """Complete the contact record, and write the contact into the customer's story."""
    contact = routing.end_contact(
        actor,
        conversation.id,
        at=conversation.closed_at or clock.now(),
        ended_by=ended_by,
        disposition_id=disposition_id,
        is_guess=is_guess,
        summary=conversation.summary,
    )
    if conversation.customer_id is None:
        return
    reason = contact.disposition
    agents = accounts.display_names(actor, {conversation.assignee_id}) if conversation.assignee_id else {}
    customers.add_timeline(
        conversation.organization_id,
        customer_id=conversation.customer_id,
        at=conversation.created_at,
        kind="conversation",
        title=Text(reason.name_zh, reason.name_en) if reason else _title(conversation.channel),
        summary=(conversation.summary or conversation.last_text)[:500],
        object_type="conversation",
        object_id=conversation.id,
        agent_name=agents.get(conversation.assignee_id, "") if conversation.assignee_id else "",
        data={"number": conversation.number, "channel": conversation.channel},
    )


def _title(channel: str) -> Text:
    return TITLES.get(channel, Text("在线会话", "Chat"))
