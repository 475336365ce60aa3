"""The clock of time rules, and forgetting."""

from datetime import timedelta

from procrastinate.contrib.django import app

from kefu.kernel import clock

from . import actions
from .models import RuleFiring

KEEP = timedelta(days=180)


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="automations.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every minute: the rules whose hours are over."""
    actions.sweep()


@app.periodic(cron="37 4 * * *")
@app.task(queue="heavy", queueing_lock="automations.forget")
def forget(timestamp: int) -> None:
    """Delete what rules did more than half a year ago."""
    rows = RuleFiring.objects.across_organizations("forgetting what rules did")
    rows.filter(created_at__lt=clock.now() - KEEP).exclude(fact__startswith="since").delete()
