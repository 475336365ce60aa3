"""Conversations and messages as clients see them, the same in answers, snapshots and events."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Queue, WorkItem
from kefu.contact.sorting import queries as sorting
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import queries as customers
from kefu.kernel import clock, files
from kefu.kernel.actor import Actor, system

from .. import rules
from ..events import StatusChanged
from ..models import Conversation, Draft, Message, Site, Visitor
from .access import earlier_messages

JSON = dict[str, Any]


def stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None


def message_view(message: Message, *, original: bool = False) -> JSON:
    """A message; a recalled one keeps its place and loses its content, except for those who may see the `original`."""
    recalled = message.recalled_at is not None and not original
    return {
        "id": str(message.id),
        "conversation_id": str(message.conversation_id),
        "seq": message.seq,
        "client_id": message.client_id,
        "sender": {
            "kind": message.sender_kind,
            "id": str(message.sender_id) if message.sender_id else None,
            "name": message.sender_name,
        },
        "kind": message.kind,
        "text": "" if recalled else message.text,
        "payload": {} if recalled else message.payload,
        "attachments": [] if recalled else [{**a, "url": files.link(a["id"])} for a in message.attachments],
        "quote_id": str(message.quote_id) if message.quote_id else None,
        "recalled_at": stamp(message.recalled_at),
        "created_at": stamp(message.created_at),
    }


def row(actor: Actor, conversation: Conversation) -> JSON:
    return rows(actor, [conversation])[0]


def rows(actor: Actor, conversations: Iterable[Conversation]) -> list[JSON]:
    """Rows of a work list. `offer` is shown to the user whom it is made to."""
    listed = list(conversations)
    visitors = {v.id: v for v in Visitor.objects.for_actor(actor).filter(id__in={c.visitor_id for c in listed})}
    sites = {s.id: s for s in Site.objects.for_actor(actor).filter(id__in={c.site_id for c in listed})}
    queues = dict(
        Queue.objects.for_actor(actor)
        .filter(id__in={c.queue_id for c in listed if c.queue_id})
        .values_list("id", "name")
    )
    agents = accounts.display_names(actor, {c.assignee_id for c in listed if c.assignee_id})
    people = customers.summaries(actor, {c.customer_id for c in listed if c.customer_id})
    offers = _offers(
        actor, [c.work_item_id for c in listed if c.status == Conversation.Status.QUEUED and c.work_item_id]
    )
    closed = [c.id for c in listed if c.status == Conversation.Status.CLOSED]
    contacts = routing.contacts(actor, closed) if closed else {}
    ratings = routing.ratings_of(actor, closed) if closed else {}
    paths = routing.disposition_paths(actor) if any(c.disposition_id for c in contacts.values()) else {}
    return [
        {
            "id": str(c.id),
            "number": c.number,
            "channel": c.channel,
            "status": c.status,
            "brand_id": str(c.brand_id),
            "site_name": sites[c.site_id].name,
            "visitor": {
                "id": str(c.visitor_id),
                "name": c.visitor_name,
                "is_online": visitors[c.visitor_id].is_online,
                "verified": visitors[c.visitor_id].is_verified,
            },
            "customer": _customer(people.get(c.customer_id)) if c.customer_id else None,
            "queue": {"id": str(c.queue_id), "name": queues.get(c.queue_id, "")} if c.queue_id else None,
            "assignee": {"id": str(c.assignee_id), "name": agents.get(c.assignee_id, "")} if c.assignee_id else None,
            "offer": offers.get(c.work_item_id) if c.work_item_id else None,
            "last_message": (
                {"text": c.last_text, "sender": c.last_sender, "at": stamp(c.last_message_at)}
                if c.last_message_at
                else None
            ),
            "unread": c.unread,
            "unanswered_since": stamp(c.unanswered_since),
            "snoozed_until": stamp(c.snoozed_until),
            "snooze_note": c.snooze_note,
            "returned_at": stamp(c.woken_at) if rules.owes_since_return(c.woken_at, c.last_message_at) else None,
            "started_at": stamp(c.created_at),
            "queued_at": stamp(c.queued_at),
            "assigned_at": stamp(c.assigned_at),
            "closed_at": stamp(c.closed_at),
            "disposition": _disposition(contacts[c.id].disposition_id, paths) if c.id in contacts else None,
            "disposition_pending": c.id in contacts and contacts[c.id].disposition_is_guess,
            "previous_id": str(c.previous_id) if c.previous_id else None,
            "rating": ratings[c.id].score if c.id in ratings else None,
        }
        for c in listed
    ]


def _customer(summary: customers.CustomerSummary | None) -> JSON | None:
    return {"id": str(summary.id), "name": summary.name, "tier": summary.tier} if summary else None


def _disposition(disposition_id: UUID | None, paths: dict[UUID, list[str]]) -> JSON | None:
    return {"id": str(disposition_id), "path": paths.get(disposition_id, [])} if disposition_id else None


def _offers(actor: Actor, work_item_ids: Sequence[UUID]) -> dict[UUID, JSON]:
    if not work_item_ids or actor.kind != "user":
        return {}
    found = WorkItem.objects.for_actor(actor).filter(
        id__in=work_item_ids, state=WorkItem.State.OFFERED, assignee_id=actor.user_id
    )
    return {item.id: {"expires_at": stamp(item.offer_expires_at)} for item in found}


def detail(actor: Actor, conversation: Conversation) -> JSON:
    """A conversation with its last messages, for staff."""
    messages, has_earlier = earlier_messages(actor, conversation)
    visitor = conversation.visitor
    draft = Draft.objects.for_actor(actor).filter(conversation=conversation, user_id=actor.user_id).first()
    return {
        **row(actor, conversation),
        "messages": [message_view(m) for m in messages],
        "has_earlier": has_earlier,
        "entry": {key: conversation.entry.get(key) for key in ("page", "referrer", "product_id", "category")},
        "claims": {
            "name": visitor.name or None,
            "email": visitor.email or None,
            "phone": visitor.phone or None,
            "external_id": visitor.external_id or None,
        },
        "summary": conversation.summary or None,
        "work_item_id": str(conversation.work_item_id) if conversation.work_item_id else None,
        "draft": draft.text if draft else "",
        "sorting": sorting.view(actor, conversation.id),
        "visitor_read_seq": conversation.visitor_read_seq,
    }


def visitor_view(actor: Actor, conversation: Conversation, *, after_seq: int | None = None) -> JSON:
    """The visitor's own conversation: no notes, no names but those meant for customers."""
    messages, _ = earlier_messages(actor, conversation, after_seq=after_seq, limit=200)
    rating = routing.ratings_of(actor, [conversation.id]).get(conversation.id)
    return {
        "id": str(conversation.id),
        **_standing(actor, conversation),
        "messages": [message_view(m) for m in messages],
        "agent_read_seq": conversation.read_seq,
        "rating": {"score": rating.score} if rating else None,
        "can_rate": rules.can_rate(
            invited_at=conversation.rating_invited_at, rated=rating is not None, now=clock.now()
        ),
    }


def status_event(
    actor: Actor, conversation: Conversation, audience: tuple[str, ...], place: routing.Place | None = None
) -> StatusChanged:
    """What the visitor is told of where the conversation stands; `place` spares the count when it is known."""
    return StatusChanged(
        organization_id=conversation.organization_id,
        audience=audience,
        conversation_id=conversation.id,
        **_standing(actor, conversation, place),
    )


def _standing(actor: Actor, conversation: Conversation, place: routing.Place | None = None) -> JSON:
    if conversation.channel in rules.UNATTENDED:
        place = None
    elif place is None and conversation.status == Conversation.Status.QUEUED:
        work = routing.open_item(actor, conversation.id)
        place = routing.place(actor, work) if work else None
    agent = None
    if conversation.assignee_id and conversation.status != Conversation.Status.QUEUED:
        names = accounts.display_names(actor, {conversation.assignee_id}, conversation.locale)
        agent = names.get(conversation.assignee_id)
    return {
        "status": conversation.status,
        "queue_position": place.position if place else None,
        "estimated_wait_seconds": place.estimated_wait_seconds if place else None,
        "queue_text": _queue_text(conversation, place),
        "agent": agent,
    }


def _queue_text(conversation: Conversation, place: routing.Place | None) -> str | None:
    """What the visitor in the line reads, in the queue's words; a rush may have its announcement before them."""
    if conversation.status != Conversation.Status.QUEUED:
        return None
    tone = conversation.site.settings.get("tone", "polite")
    own = (conversation.queue or conversation.site.queue).texts
    if conversation.channel == "message":
        return rules.system_text("message_waiting", conversation.locale, own, tone)
    if place is None:
        return None
    text = rules.waiting_text(place.position, place.estimated_wait_seconds, conversation.locale, own, tone)
    rush = routing.rush_of(system(conversation.organization_id), conversation.brand_id)
    if rush is None or not rush.announces_in_line:
        return text
    return f"{rush.announced(conversation.locale)} {text}"
