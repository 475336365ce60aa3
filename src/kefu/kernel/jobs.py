"""Keeps the kernel's own tables short."""

from datetime import timedelta

from django.db.models import Min
from procrastinate.contrib.django import app

from . import clock
from .http.idempotency import KEEP_HOURS
from .models import IdempotentResponse, OutboxEvent, Subscription

KEEP_EVENTS = timedelta(days=7)


@app.periodic(cron="17 * * * *")
@app.task(queue="timers", queueing_lock="kernel.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Delete events that are a week old and read by everybody, and answers that nobody will ask for again."""
    read_by_all = Subscription.objects.aggregate(lowest=Min("position"))["lowest"] or 0
    OutboxEvent.objects.filter(position__lte=read_by_all, created_at__lt=clock.now() - KEEP_EVENTS).delete()
    IdempotentResponse.objects.filter(created_at__lt=clock.now() - timedelta(hours=KEEP_HOURS)).delete()
