"""Files that take longer than a request may, and forgetting them."""

from datetime import timedelta
from uuid import UUID

from procrastinate.contrib.django import app

from . import actions

KEEP = timedelta(days=90)


@app.task(queue="heavy")
def run_import(organization_id: str, run_id: str) -> None:
    actions.carry_on(UUID(organization_id), UUID(run_id))


@app.periodic(cron="23 4 * * *")
@app.task(queue="heavy", queueing_lock="imports.forget")
def forget(timestamp: int) -> None:
    """Files and refused rows are personal data: after three months only the counts stay."""
    actions.forget(KEEP)
