"""The floor at this moment."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from kefu.contact.conversations.models import Conversation
from kefu.contact.missed.models import MissedCall
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Rating, WorkItem
from kefu.contact.telephony.models import Callback
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import rules
from .filters import Filters, agent_ids, contacts

WAITING = (WorkItem.State.WAITING, WorkItem.State.OFFERED)
REPLY_OWED = timedelta(seconds=rules.UNANSWERED)


def moment(actor: Actor, filters: Filters) -> dict[str, float]:
    """The measures of now. Filters are narrowed; reasons and half-hours restrict only what names contacts of any day."""
    line = waiting(actor, filters)
    told = line.aggregate(
        oldest=Min("queued_at"),
        waiting=Count("id"),
        waiting_chats=Count("id", filter=Q(channel="chat")),
        waiting_calls=Count("id", filter=Q(channel="phone")),
    )
    oldest = told.pop("oldest")
    active = conversations(actor, filters)
    return {
        **told,
        "longest_wait": (clock.now() - oldest).total_seconds() // 1 if oldest else 0,
        "unanswered": unanswered(active).count(),
        "in_service": active.count(),
        "left_messages": left_messages(actor, filters).count(),
        "to_call_back": to_call_back(actor, filters).count(),
        "open_low_ratings": open_low_rated(actor, filters).count(),
        **_people(actor, filters),
    }


def waiting(actor: Actor, filters: Filters) -> QuerySet[WorkItem]:
    """Chats and calls in the line, left messages apart."""
    messages = Contact.objects.for_actor(actor).filter(channel="message", ended_at=None)
    rows = WorkItem.objects.for_actor(actor).filter(state__in=WAITING)
    if filters.channels:
        rows = rows.filter(channel__in=filters.channels)
    return _of_line(actor, filters, rows.exclude(subject_id__in=messages.values("subject_id")))


def left_messages(actor: Actor, filters: Filters) -> QuerySet[Contact]:
    rows = Contact.objects.for_actor(actor).filter(channel="message", ended_at=None, first_reply_at=None)
    if filters.channels:
        rows = rows.filter(channel__in=filters.channels)
    return _of_line(actor, filters, rows)


def to_call_back(actor: Actor, filters: Filters) -> QuerySet[Contact]:
    """The calls of any day whose callers are owed a call: missed and still open, or promised a callback."""
    missed = MissedCall.objects.for_actor(actor).filter(closed_at=None)
    promised = Callback.objects.for_actor(actor).filter(state=Callback.State.WAITING)
    owed = Q(subject_id__in=missed.values("last_call_id")) | Q(subject_id__in=promised.values("call_id"))
    return contacts(actor, filters).filter(owed)


def open_low_rated(actor: Actor, filters: Filters) -> QuerySet[Contact]:
    """Contacts of any day whose low rating no leader has followed up."""
    due = Rating.objects.for_actor(actor).filter(follow_up=Rating.FollowUp.OPEN)
    return contacts(actor, filters).filter(id__in=due.values("contact_id"))


def _of_line(actor: Actor, filters: Filters, rows: QuerySet[Any]) -> QuerySet[Any]:
    """What nobody has yet belongs to those who serve its queue."""
    if filters.queue_ids:
        rows = rows.filter(queue_id__in=filters.queue_ids)
    if filters.brand_ids:
        rows = rows.filter(brand_id__in=filters.brand_ids)
    return rows if filters.lines is None else rows.filter(queue_id__in=filters.lines)


def conversations(actor: Actor, filters: Filters) -> QuerySet[Conversation]:
    """Conversations that agents have now."""
    rows = Conversation.objects.for_actor(actor).filter(status=Conversation.Status.ACTIVE)
    if filters.channels:
        rows = rows.filter(channel__in=filters.channels)
    people = agent_ids(actor, filters)
    if people is not None:
        rows = rows.filter(assignee_id__in=people)
    if filters.queue_ids:
        rows = rows.filter(queue_id__in=filters.queue_ids)
    return rows.filter(brand_id__in=filters.brand_ids) if filters.brand_ids else rows


def unanswered(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    return rows.filter(unanswered_since__lte=clock.now() - REPLY_OWED)


def oldest_unanswered(actor: Actor, filters: Filters) -> Mapping[UUID, Any]:
    """Since when the longest-waiting customer of each agent has had no answer."""
    rows = conversations(actor, filters).filter(unanswered_since__isnull=False)
    return dict(rows.values_list("assignee_id").annotate(at=Min("unanswered_since")).order_by())


def _people(actor: Actor, filters: Filters) -> dict[str, float]:
    wanted = agent_ids(actor, filters)
    agents = [a for a in accounts.agents(actor.organization_id) if wanted is None or a.user_id in wanted]
    if filters.queue_ids:
        served = routing.queues_by_agent(actor)
        agents = [a for a in agents if filters.queue_ids & served.get(a.user_id, frozenset())]
    if filters.brand_ids:
        agents = [a for a in agents if a.brand_ids is None or filters.brand_ids & a.brand_ids]
    load = routing.load(actor.organization_id)
    present = [a for a in agents if a.status != "offline"]
    online = [a for a in present if a.status == "online"]
    return {
        "signed_in": len(present),
        "idle": sum(not load.get(a.user_id) for a in online),
        "serving": sum(bool(load.get(a.user_id)) for a in online),
        "on_break": len(present) - len(online),
        "over_time": len(over_time(actor, {a.user_id for a in present if a.status == "busy"})),
    }


def over_time(actor: Actor, user_ids: set[UUID]) -> set[UUID]:
    """Who of these has been on a break for longer than it or the day allows."""
    present = accounts.presences(actor, user_ids)
    used = accounts.seconds_in_reasons(actor, user_ids)
    now = clock.now()
    left = {id: accounts.seconds_left(presence, used, now) for id, presence in present.items()}
    return {id for id, seconds in left.items() if seconds is not None and seconds < 0}
