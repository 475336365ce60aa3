"""What routing's decisions mean for a conversation. Each bears being told twice, or too late."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import user_topic
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries
from ..events import ConversationChanged, visitor_topic
from ..models import Conversation
from .stream import Status, forget_snooze, remark, show_row, show_status, staff_topics, system_line

LINE_SHOWN = 30  # visitors at the head of a line whose position is kept current; those behind see it when they ask


def take(
    conversation: Conversation, user_id: UUID, *, showed_to: Sequence[str] | None = None, line: str = "joined"
) -> None:
    """The locked conversation is now this agent's; the visitor is told by whom they are served."""
    showed = staff_topics(conversation) if showed_to is None else showed_to
    conversation.status, conversation.assignee_id = Status.ACTIVE, user_id
    conversation.taken_at = clock.now()
    conversation.assigned_at = conversation.assigned_at or conversation.taken_at
    conversation.save(update_fields=["status", "assignee", "assigned_at", "taken_at", *forget_snooze(conversation)])
    actor = system(conversation.organization_id)
    routing.answer_contact(actor, conversation.id, user_id, conversation.assigned_at)
    name = accounts.display_names(actor, {user_id}, conversation.locale).get(user_id, "")
    system_line(conversation, line, name=name)
    show_row(conversation, *showed)
    show_status(conversation)


def to_front_of_line(conversation: Conversation, code: str, why: Text) -> None:
    """The locked conversation's agent is not there: it is first in its line, with a note for whoever gets it."""
    if conversation.work_item_id is None:
        return
    showed = staff_topics(conversation)
    routing.give_back(system(conversation.organization_id), conversation.work_item_id)
    conversation.status, conversation.assignee = Status.QUEUED, None
    conversation.save(update_fields=["status", "assignee", *forget_snooze(conversation)])
    remark(conversation, code, why)
    show_row(conversation, *showed)
    show_status(conversation)


@transaction.atomic
def assigned(organization_id: UUID, conversation_id: UUID, user_id: UUID) -> None:
    """Routing gave the conversation to an agent."""
    conversation = _still(organization_id, conversation_id)
    if conversation is None or (conversation.status == Status.ACTIVE and conversation.assignee_id == user_id):
        return
    work = routing_queries.open_item(system(organization_id), conversation_id)
    if work and work.state == work.State.ASSIGNED and work.assignee_id == user_id:
        take(conversation, user_id)


@transaction.atomic
def offered(organization_id: UUID, conversation_id: UUID, user_id: UUID) -> None:
    """Routing asks an agent: the row with the offer goes to them alone."""
    conversation = _still(organization_id, conversation_id)
    work = routing_queries.open_item(system(organization_id), conversation_id)
    if conversation and work and work.state == work.State.OFFERED and work.assignee_id == user_id:
        row = queries.row(Actor(kind="user", id=user_id, organization_id=organization_id), conversation)
        publish(ConversationChanged(organization_id=organization_id, audience=(user_topic(user_id),), conversation=row))


@transaction.atomic
def given_back(organization_id: UUID, conversation_id: UUID) -> None:
    """An offer passed or was declined: the row waits in the line again, without an offer."""
    conversation = _still(organization_id, conversation_id)
    if conversation and conversation.status == Status.QUEUED:
        work = routing_queries.open_item(system(organization_id), conversation_id)
        passed_by = [user_topic(UUID(user)) for user in work.declined] if work else []
        show_row(conversation, *passed_by)


@transaction.atomic
def line_moved(organization_id: UUID, queue_id: UUID) -> None:
    """Somebody left the line: those at its head move up and are told so."""
    actor = system(organization_id)
    places = dict(routing_queries.line(actor, queue_id, LINE_SHOWN))
    waiting = Conversation.objects.for_actor(actor).filter(id__in=places, status=Status.QUEUED)
    for conversation in waiting.select_related("site", "queue"):
        publish(queries.status_event(actor, conversation, (visitor_topic(conversation.id),), places[conversation.id]))


def _still(organization_id: UUID, conversation_id: UUID) -> Conversation | None:
    """The locked conversation if it is one of ours and not over."""
    actor = system(organization_id)
    if not Conversation.objects.for_actor(actor).filter(id=conversation_id).exclude(status=Status.CLOSED).exists():
        return None
    conversation = queries.locked(actor, conversation_id)
    return None if conversation.status == Status.CLOSED else conversation
