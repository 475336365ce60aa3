"""What the bot does to a conversation, and the way from it to a person, whoever asks for that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue, WorkItem
from kefu.contact.sorting import actions as sorting
from kefu.foundation.calendars import queries as calendars
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..events import ConversationQueued
from ..models import Conversation, Message, Site
from .refusing import refuse_blocked
from .stream import Kind, Sender, Status, append, show_row, show_status, system_line

BOT_NAME = Text("智能客服", "Assistant")
ASKS = Text("转人工", "I want to talk to a person")
ASKED = "asks-for-a-person"  # `client_id` of that message: it is said once in a conversation


@transaction.atomic
def bot_says(
    actor: Actor,
    conversation_id: UUID,
    *,
    text: str,
    payload: dict[str, Any],
    client_id: str,
    kind: str = Kind.TEXT,
) -> Message | None:
    """The bot answers; None when the moment has passed, since a person has it or it ended.

    `client_id` makes the answer unique, so that the bot may try again.
    """
    conversation = queries.locked(actor, conversation_id)
    if (
        conversation.status != Status.BOT
        or Message.objects.for_actor(actor).filter(conversation=conversation, client_id=client_id).exists()
    ):
        return None
    name = BOT_NAME.in_language(conversation.locale)
    return append(
        conversation,
        sender=Sender.BOT,
        sender_id=None,
        name=name,
        client_id=client_id,
        kind=kind,
        text=text,
        payload=payload,
    )


@transaction.atomic
def rule_says(actor: Actor, conversation_id: UUID, *, text: str, rule: str, client_id: str) -> None:
    """A rule of the house answers by itself, once a `client_id`; who waits for a person waits on. Nothing once it has ended."""
    conversation = queries.locked(actor, conversation_id)
    if (
        conversation.status == Status.CLOSED
        or Message.objects.for_actor(actor).filter(conversation=conversation, client_id=client_id).exists()
    ):
        return
    append(
        conversation,
        sender=Sender.BOT,
        sender_id=None,
        name=BOT_NAME.in_language(conversation.locale),
        client_id=client_id,
        kind=Kind.TEXT,
        text=text[: rules.MAX_TEXT],
        payload={"rule": rule},
    )


@transaction.atomic
def bot_note(actor: Actor, conversation_id: UUID, *, summary: str, client_id: str) -> None:
    """The bot's summary for the agent: kept with the conversation and shown to staff as a note."""
    conversation = queries.locked(actor, conversation_id)
    if Message.objects.for_actor(actor).filter(conversation=conversation, client_id=client_id).exists():
        return
    conversation.summary = summary
    conversation.save(update_fields=["summary"])
    append(
        conversation,
        sender=Sender.BOT,
        sender_id=None,
        name=BOT_NAME.in_language(conversation.locale),
        client_id=client_id,
        kind=Kind.NOTE,
        text=summary,
        payload={"code": "bot_summary"},
    )


@transaction.atomic
def hand_off(actor: Actor, conversation_id: UUID, *, reason: str = "asked_for_human") -> Conversation:
    """Lead the conversation to a person; asking again while it waits or is served changes nothing.

    In a rush with the bot first, the button's first press is said to the bot in the visitor's name, and the second one leads to the line.
    """
    refuse_blocked(actor, conversation_id=conversation_id)
    conversation = queries.locked(actor, conversation_id)
    if conversation.status in (Status.QUEUED, Status.ACTIVE):
        return conversation
    rules.ensure_can_move(conversation.status, Status.QUEUED)
    if actor.kind != "visitor" or not _asks_the_bot(actor, conversation):
        enter_queue(actor, conversation, reason=reason)
    return conversation


def _asks_the_bot(actor: Actor, conversation: Conversation) -> bool:
    if not routing_queries.is_bot_first(actor, conversation.brand_id):
        return False
    if Message.objects.for_actor(actor).filter(conversation=conversation, client_id=ASKED).exists():
        return False
    append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=actor.visitor_id,
        name=conversation.visitor_name,
        client_id=ASKED,
        kind=Kind.TEXT,
        text=ASKS.in_language(conversation.locale),
        payload={},
    )
    return True


def has_bot(actor: Actor, site: Site) -> bool:
    """Whether the bot is the first to answer: the site's switch, or a rush that puts it first."""
    return site.bot_enabled or routing_queries.is_bot_first(actor, site.brand_id)


def enter_queue(
    actor: Actor,
    conversation: Conversation,
    *,
    reason: str,
    queue: Queue | None = None,
    opens_at: datetime | None = None,
    default: Queue | None = None,
) -> None:
    """Put the locked conversation into the line it is for. When that is full the visitor is told and stays where they are.

    Where the `queue` is known, so is when it `opens_at`; `default` is where it goes when nothing tells, before the site's own.
    """
    is_known, queue = queue is not None, queue or _sorted(actor, conversation, default)
    is_message = conversation.channel in rules.UNATTENDED
    if is_message and not is_known:  # nobody holds the line for it
        opens_at = opening(actor, conversation)
    try:
        work = _enqueue(actor, conversation, queue, opens_at)
    except Conflict as full:
        behind = routing_queries.overflow_queue(actor, queue.id)
        if behind is None:
            _refuse(conversation, full)
            return
        try:
            work, queue = _enqueue(actor, conversation, behind, opens_at), behind
        except Conflict as also_full:
            _refuse(conversation, also_full)
            return
    now = opens_at or clock.now()
    conversation.status, conversation.queue, conversation.work_item_id, conversation.queued_at = (
        Status.QUEUED,
        queue,
        work.id,
        now,
    )
    if opens_at:
        conversation.unanswered_since = opens_at
    conversation.save(update_fields=["status", "queue", "work_item_id", "queued_at", "unanswered_since"])
    routing.queue_contact(actor, conversation.id, queue, now)
    if not is_message:
        staffed = routing_queries.anybody_online(actor, queue.id) and is_open(actor, conversation)
        system_line(conversation, "queued" if staffed else "nobody_online")
    publish(
        ConversationQueued(organization_id=conversation.organization_id, conversation_id=conversation.id, reason=reason)
    )
    show_row(conversation)
    show_status(conversation)


def _sorted(actor: Actor, conversation: Conversation, default: Queue | None) -> Queue:
    """The queue for what the visitor came with and said; `default` or the site's own where nothing tells."""
    said, choice = queries.first_words(actor, conversation)
    return sorting.sort(
        actor,
        subject_id=conversation.id,
        brand_id=conversation.brand_id,
        default=default or conversation.site.queue,
        entry=conversation.entry,
        said=said,
        choice=choice,
    )


def _enqueue(actor: Actor, conversation: Conversation, queue: Queue, held_until: datetime | None) -> WorkItem:
    return routing.enqueue(
        actor,
        queue=queue,
        channel=conversation.channel if conversation.channel in rules.APART else "chat",
        subject_id=conversation.id,
        customer_id=conversation.customer_id,
        may_exceed=conversation.channel in rules.UNATTENDED,
        held_until=held_until,
        preferred_id=conversation.previous.assignee_id if conversation.previous else None,
    )


def _refuse(conversation: Conversation, full: Conflict) -> None:
    append(
        conversation,
        sender=Sender.SYSTEM,
        sender_id=None,
        name="",
        kind=Kind.SYSTEM,
        text=full.text.in_language(conversation.locale),
        payload={"code": full.code, "leave_message": True},
    )


def wait_as_message(actor: Actor, conversation: Conversation) -> None:
    """The locked conversation in the line is a message (留言) from now on; after hours it is held until the opening."""
    opens_at = opening(actor, conversation)
    conversation.channel = "message"
    conversation.unanswered_since = opens_at or conversation.unanswered_since
    conversation.save(update_fields=["channel", "unanswered_since"])
    if opens_at and conversation.work_item_id:
        routing.hold(actor, conversation.work_item_id, opens_at)
    show_row(conversation)


def is_open(actor: Actor, conversation: Conversation) -> bool:
    calendar = conversation.site.calendar_id
    return calendar is None or calendars.is_open(actor, calendar, clock.now())


def opening(actor: Actor, conversation: Conversation) -> datetime | None:
    """When a message that is left now is looked at: the next opening; None: at once."""
    site = conversation.site
    if is_open(actor, conversation) or site.calendar_id is None or site.queue.serves_messages_after_hours:
        return None
    return calendars.next_opening(actor, site.calendar_id, clock.now())
