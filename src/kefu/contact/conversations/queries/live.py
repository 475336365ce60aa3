"""The live state of a desk, and what a socket may hear."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import WorkItem
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import described, staff_topic, user_topic
from kefu.kernel.actor import Actor, system
from kefu.kernel.realtime import feed
from kefu.kernel.realtime.feed import Session

from .. import permissions
from ..events import queue_topic, visitor_topic
from ..models import Conversation
from .shapes import rows

SNAPSHOT_LIMIT = 500
PREVIEWED = 200  # characters of what a visitor types


def topics_of_user(actor: Actor) -> frozenset[str]:
    """What a member of staff hears: what concerns them, all staff, and the lines they serve."""
    topics = {user_topic(actor.user_id), staff_topic(actor.organization_id)}
    if actor.may(permissions.SERVE):
        topics.update(queue_topic(queue) for queue in routing.queue_ids_served_by(actor))
    return frozenset(topics)


def snapshot(actor: Actor) -> dict[str, Any]:
    """The work list of the actor; follow it with the events after `cursor`."""
    actor.require(permissions.READ)
    cursor = feed.cursor()  # before the rows: what changes in between is told twice, never missed
    serves = routing.queue_ids_served_by(actor)
    offered = WorkItem.objects.for_actor(actor).filter(assignee_id=actor.user_id, state=WorkItem.State.OFFERED)
    mine = Q(status=Conversation.Status.ACTIVE, assignee_id=actor.user_id)
    waiting = Q(status=Conversation.Status.QUEUED) & (
        Q(queue_id__in=serves) | Q(work_item_id__in=list(offered.values_list("id", flat=True)))
    )
    listed = Conversation.objects.for_actor(actor).filter(mine | waiting).order_by("id")[:SNAPSHOT_LIMIT]
    return {
        "cursor": cursor,
        "me": {"user_id": str(actor.user_id), "presence": described(accounts.presence_of(actor, actor.user_id))},
        "conversations": rows(actor, listed),
        "today": routing.today_of(actor),
    }


def typing_notice(session: Session, message: dict[str, Any]) -> tuple[list[str], dict[str, Any]] | None:
    """Whom to show that somebody types: the visitor's agent, or the agent's visitor; None when it is nobody's business."""
    actor = system(session.organization_id, "typing")
    rows = Conversation.objects.for_actor(actor).filter(status=Conversation.Status.ACTIVE)
    if session.kind == "visitor":
        found = rows.filter(visitor_id=session.id).select_related("site").order_by("-id").first()
        if found is None or found.assignee_id is None:
            return None
        notice = _typing(found.id, "visitor")
        if found.site.settings.get("typing_preview"):
            notice["text"] = str(message.get("text") or "")[:PREVIEWED]
        return [user_topic(found.assignee_id)], notice
    try:
        wanted = UUID(str(message.get("conversation_id")))
    except ValueError:
        return None
    found = rows.filter(id=wanted, assignee_id=session.id).first()
    return ([visitor_topic(found.id)], _typing(found.id, "agent")) if found else None


def _typing(conversation_id: UUID, sender: str) -> dict[str, Any]:
    return {"type": "typing", "conversation_id": str(conversation_id), "sender": sender}
