"""The clock of conversations."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.periodic(cron="* * * * * */5")
@app.task(queue="timers", queueing_lock="conversations.sweep", pass_context=False)
def sweep(timestamp: int) -> None:
    """Every five seconds: alarms, endings and overflows that are due."""
    actions.sweep()


@app.task(queue="timers")
def send_scheduled(organization_id: str, scheduled_id: str) -> None:
    actions.send_scheduled(UUID(organization_id), UUID(scheduled_id))
