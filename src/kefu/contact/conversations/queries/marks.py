"""What is planned in a conversation, and where its visitor has been."""

from typing import Any

from django.db.models import QuerySet

from kefu.kernel.actor import Actor

from ..models import Conversation, PageView, ScheduledMessage


def scheduled(actor: Actor, conversation: Conversation) -> QuerySet[ScheduledMessage]:
    """What waits to be said, the next first."""
    rows = ScheduledMessage.objects.for_actor(actor)
    return rows.filter(conversation=conversation, state=ScheduledMessage.State.WAITING).order_by("send_at", "id")


def track(actor: Actor, conversation: Conversation) -> list[PageView]:
    """The pages the visitor has been to, the present one first."""
    rows = PageView.objects.for_actor(actor).filter(visitor_id=conversation.visitor_id)
    return list(rows.order_by("-created_at", "-id"))


def page_view(seen: PageView) -> dict[str, Any]:
    return {"address": seen.address, "title": seen.title, "at": seen.created_at.isoformat()}
