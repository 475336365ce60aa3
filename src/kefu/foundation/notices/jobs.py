"""Notices are news: what is old goes."""

from datetime import timedelta

from django.db.models import Q
from procrastinate.contrib.django import app

from kefu.kernel import clock

from .models import Notice

KEEP_READ = timedelta(days=30)
KEEP_UNREAD = timedelta(days=90)


@app.periodic(cron="23 3 * * *")
@app.task(queue="timers", queueing_lock="notices.tidy", pass_context=False)
def tidy(timestamp: int) -> None:
    """Delete notices that were read and are a month old, and those that nobody read in three."""
    now = clock.now()
    rows = Notice.objects.across_organizations("old notices of everybody")
    rows.filter(Q(updated_at__lt=now - KEEP_UNREAD) | Q(updated_at__lt=now - KEEP_READ, read_at__isnull=False)).delete()
