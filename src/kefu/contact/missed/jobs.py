"""The clock of missed calls."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="timers")
def escalate(organization_id: str, missed_call_id: str, count: str) -> None:
    actions.escalate(UUID(organization_id), UUID(missed_call_id), int(count))
