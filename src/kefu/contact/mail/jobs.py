"""Sending, and looking whether anything was forgotten."""

from uuid import UUID

from procrastinate.contrib.django import app

from kefu.foundation.notices import actions as notices

from . import actions, queries


@app.task(queue="deliveries")
def deliver(organization_id: str, sent_mail_id: str) -> None:
    actions.deliver(UUID(organization_id), UUID(sent_mail_id))


@app.periodic(cron="* * * * *")
@app.task(queue="timers", queueing_lock="mail.watch")
def watch(timestamp: int) -> None:
    """Mails that nobody sent, mailboxes that nobody reads, mails that nobody answers."""
    actions.send_due()
    notices.carry_out("mail.silent", queries.silent(), actions.tell_silent)
    notices.carry_out("mail.overdue", queries.overdue_threads(), actions.tell_overdue)
