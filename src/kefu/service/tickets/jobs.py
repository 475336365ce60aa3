"""The clock of promises."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="* * * * * */10")
@app.task(queue="timers", queueing_lock="tickets.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every ten seconds: the warnings that are due."""
    actions.sweep()


@app.task(queue="timers")
def follow_calendar(organization_id: str, calendar_id: str) -> None:
    actions.follow_calendar(UUID(organization_id), UUID(calendar_id))
