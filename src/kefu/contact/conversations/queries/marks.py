"""What is planned in a conversation, and where its visitor has been."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from kefu.foundation.calendars import queries as calendars
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from ..models import Conversation, PageView, ScheduledMessage


def scheduled(actor: Actor, conversation: Conversation) -> QuerySet[ScheduledMessage]:
    """What waits to be said, the next first."""
    rows = ScheduledMessage.objects.for_actor(actor)
    return rows.filter(conversation=conversation, state=ScheduledMessage.State.WAITING).order_by("send_at", "id")


def snoozed(actor: Actor) -> QuerySet[Conversation]:
    """What the actor has put off."""
    return Conversation.objects.for_actor(actor).filter(assignee_id=actor.user_id, snoozed_until__isnull=False)


def next_days_opening(actor: Actor, conversation: Conversation) -> datetime | None:
    """When work begins on the next day that has any; None where the chat keeps no hours or never closes."""
    calendar_id = conversation.site.calendar_id
    if calendar_id is None:
        return None
    schedule = calendars.schedule(actor, calendar_id)
    tomorrow = clock.now().astimezone(schedule.zone) + timedelta(days=1)
    midnight = tomorrow.replace(hour=0, minute=0, second=0, microsecond=0)
    return schedule.next_opening(midnight - timedelta(microseconds=1))


def track(actor: Actor, conversation: Conversation) -> list[PageView]:
    """The pages the visitor has been to, the present one first."""
    rows = PageView.objects.for_actor(actor).filter(visitor_id=conversation.visitor_id)
    return list(rows.order_by("-created_at", "-id"))


def page_view(seen: PageView) -> dict[str, Any]:
    return {"address": seen.address, "title": seen.title, "at": seen.created_at.isoformat()}
