"""Codes go out, and are forgotten; customers are told of answers."""

from uuid import UUID

from procrastinate.contrib.django import app

from . import actions


@app.task(queue="deliveries")
def post_code(organization_id: str, code_id: str) -> None:
    actions.post_code(UUID(organization_id), UUID(code_id))


@app.task(queue="deliveries")
def tell(organization_id: str, mine_id: str, entry_id: str, tries: str = "0") -> None:
    actions.tell(UUID(organization_id), UUID(mine_id), UUID(entry_id) if entry_id else None, tries=int(tries))


@app.periodic(cron="41 4 * * *")
@app.task(queue="heavy", queueing_lock="portal.forget", pass_context=False)
def forget(timestamp: int) -> None:
    actions.forget()
