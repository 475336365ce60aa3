"""Posting to groups, and forgetting what was said."""

from uuid import UUID

from procrastinate.contrib.django import app

from kefu.kernel import clock

from . import actions, rules, sayings
from .models import RobotMessage


@app.task(queue="deliveries")
def deliver(organization_id: str, message_id: str) -> None:
    actions.deliver(UUID(organization_id), UUID(message_id))


@app.task(queue="timers")
def tell_waiting(organization_id: str, conversation_id: str) -> None:
    sayings.waiting(UUID(organization_id), UUID(conversation_id))


@app.periodic(cron="23 4 * * *")
@app.task(queue="heavy", queueing_lock="integrations.forget")
def forget(timestamp: int) -> None:
    """Delete what was said more than 30 days ago."""
    rows = RobotMessage.objects.across_organizations("forgetting old messages of robots")
    rows.filter(created_at__lt=clock.now() - rules.KEEP).delete()
