"""Timers of offers, and a sweep for what a lost timer left behind."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.models import Organization

from . import actions
from .models import Rush, WorkItem


@app.task(queue="timers")
def expire_offer(organization_id: str, work_item_id: str) -> None:
    actions.expire_offer(UUID(organization_id), UUID(work_item_id))


@app.task(queue="timers")
def distribute(organization_id: str) -> None:
    actions.distribute(UUID(organization_id))


@app.task(queue="timers")
def end_rush(organization_id: str, rush_id: str) -> None:
    actions.end_overdue_rush(UUID(organization_id), UUID(rush_id))


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="routing.sweep")
def sweep(timestamp: int) -> None:
    """Expire overdue offers, write down rushes that are over, try the waiting again, should an event or a timer have been lost."""
    rows = WorkItem.objects.across_organizations("sweep of every line")
    overdue = rows.filter(state=WorkItem.State.OFFERED, offer_expires_at__lt=clock.now() - timedelta(seconds=5))
    notices.carry_out("routing.sweep", overdue.values_list("organization_id", "id"), actions.expire_offer)
    over = Rush.objects.across_organizations("sweep of rushes").filter(ended_at=None, ends_at__lte=clock.now())
    notices.carry_out("routing.sweep", over.values_list("organization_id", "id"), actions.end_overdue_rush)
    waiting = rows.filter(state=WorkItem.State.WAITING).values_list("organization_id", flat=True).distinct()
    _for_each("routing.sweep", waiting, actions.distribute)


@app.periodic(cron="0 10 * * *")
@app.task(queue="timers", queueing_lock="routing.watch_others", pass_context=False)
def watch_others(timestamp: int) -> None:
    """Once a day: too many contacts with the reason 其他."""
    _for_each("routing.watch_others", Organization.objects.values_list("id", flat=True), actions.watch_others)


def _for_each(job: str, organization_ids: Iterable[UUID], act: Callable[[UUID], object]) -> None:
    notices.carry_out(job, ((id, id) for id in organization_ids), lambda id, _: act(id))
