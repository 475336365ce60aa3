"""The end of a conversation, whoever brings it about."""

from uuid import UUID

from kefu.contact.routing import actions as routing
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customers
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import rules
from ..events import ConversationClosed
from ..models import Conversation
from .stream import Status, show_row, show_status, staff_topics, system_line


def finish(
    actor: Actor, conversation: Conversation, *, ended_by: str, disposition_id: UUID | None = None, summary: str = ""
) -> None:
    """Close the locked conversation: its slot is free, its record complete, its customer's story longer by a line."""
    rules.ensure_can_move(conversation.status, Status.CLOSED)
    showed = staff_topics(conversation)
    system_line(conversation, "closed_by_visitor" if ended_by == "visitor" else "closed")
    conversation.status, conversation.closed_at, conversation.unanswered_since = Status.CLOSED, clock.now(), None
    conversation.unread = 0
    conversation.summary = summary or conversation.summary
    conversation.save(update_fields=["status", "closed_at", "unanswered_since", "unread", "summary"])
    if conversation.work_item_id:
        routing.end(
            system(conversation.organization_id), conversation.work_item_id, cancelled=conversation.assigned_at is None
        )
    file_record(actor, conversation, ended_by=ended_by, disposition_id=disposition_id)
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


def file_record(actor: Actor, conversation: Conversation, *, ended_by: str, disposition_id: UUID | None) -> None:
    """Complete the contact record, and write the contact into the customer's story."""
    contact = routing.end_contact(
        actor,
        conversation.id,
        at=conversation.closed_at or clock.now(),
        ended_by=ended_by,
        disposition_id=disposition_id,
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
        title=Text(reason.name_zh, reason.name_en) if reason else Text("在线会话", "Chat"),
        summary=(conversation.summary or conversation.last_text)[:500],
        object_type="conversation",
        object_id=conversation.id,
        agent_name=agents.get(conversation.assignee_id, "") if conversation.assignee_id else "",
        data={"number": conversation.number, "channel": conversation.channel},
    )
