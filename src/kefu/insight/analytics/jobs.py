"""Files that take longer than a request may."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="heavy")
def run_export(organization_id: str, export_id: str) -> None:
    actions.run_export(UUID(organization_id), UUID(export_id))
