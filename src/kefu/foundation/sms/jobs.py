"""Sending, and forgetting what was sent and received."""

from uuid import UUID

from procrastinate.contrib.django import app

from kefu.kernel import clock

from . import actions, rules
from .models import ReceivedSms, Sms


@app.task(queue="deliveries")
def deliver(organization_id: str, sms_id: str) -> None:
    actions.deliver(UUID(organization_id), UUID(sms_id))


@app.periodic(cron="31 4 * * *")
@app.task(queue="heavy", queueing_lock="sms.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Delete what was sent or received more than 180 days ago. Who refused stays."""
    for model in (Sms, ReceivedSms):
        rows = model.objects.across_organizations("forgetting old short messages")
        rows.filter(created_at__lt=clock.now() - rules.KEEP).delete()
