"""The clock of a break."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="timers")
def break_over(organization_id: str, interval_id: str) -> None:
    actions.break_over(UUID(organization_id), UUID(interval_id))
