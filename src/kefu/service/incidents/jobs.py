"""The clock of incidents."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="timers")
def look(organization_id: str) -> None:
    actions.look(UUID(organization_id))


@app.periodic(cron="* * * * * */10")
@app.task(queue="timers", queueing_lock="incidents.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every ten seconds: calls that nobody has confirmed, parts of plans that failed."""
    actions.sweep()
