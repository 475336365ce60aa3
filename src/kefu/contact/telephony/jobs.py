"""The clock of calls."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="timers")
def wrap_up_over(organization_id: str, call_id: str) -> None:
    actions.wrap_up_over(UUID(organization_id), UUID(call_id))
