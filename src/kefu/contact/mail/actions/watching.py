"""A mailbox that nobody reads, and a mail that nobody answers, do not stay unnoticed."""

from uuid import UUID

from django.db import transaction

from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import system
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, problems
from ..models import Mailbox, MailThread


@transaction.atomic
def tell_silent(organization_id: UUID, mailbox_id: UUID) -> None:
    """It was not read for longer than it may be: those who manage mailboxes hear of it, once until it is read again."""
    actor = system(organization_id, "mail")
    mailbox = one(Mailbox.objects.for_actor(actor).filter(id=mailbox_id).select_for_update())
    seen = mailbox.read_at or mailbox.created_at
    minutes = int((clock.now() - seen).total_seconds() // 60)
    if mailbox.alarmed_at or not mailbox.is_active or minutes < mailbox.silent_minutes:
        return
    mailbox.alarmed_at = clock.now()
    mailbox.save(update_fields=["alarmed_at"])
    why = problems.said(mailbox.problem)
    notices.notify(
        actor,
        user_ids=accounts.holders(actor, permissions.MANAGE),
        kind="mailbox_silent",
        text=Text(
            f"邮箱 {mailbox.address} 已有 {minutes} 分钟未能读取：{why.zh}",
            f"The mailbox {mailbox.address} has not been read for {minutes} min: {why.en}",
        ),
        link="/settings/mailboxes",
        group=f"mailbox:{mailbox.id}",
    )


@transaction.atomic
def tell_overdue(organization_id: UUID, thread_id: UUID) -> None:
    """A mail was not answered in time: its agent and their leaders hear of it, or the supervisors while it waits."""
    actor = system(organization_id, "mail")
    thread = one(
        MailThread.objects.for_actor(actor)
        .select_related("mailbox")
        .filter(id=thread_id)
        .select_for_update(of=("self",))
    )
    conversation = one(Conversation.objects.for_actor(actor).filter(id=thread.conversation_id))
    since = conversation.unanswered_since
    if since is None or thread.alarmed_for == since or conversation.status == Conversation.Status.CLOSED:
        return
    thread.alarmed_for = since
    thread.save(update_fields=["alarmed_for"])
    agent = conversation.assignee_id
    told = {agent, *accounts.leaders_of(actor, agent)} if agent else accounts.holders(actor, permissions.QUARANTINE)
    hours = max(1, round(thread.mailbox.reply_minutes / 60))
    notices.notify(
        actor,
        user_ids=told,
        kind="mail_overdue",
        text=Text(
            f"{conversation.visitor_name} 的邮件「{thread.subject}」超过 {hours} 小时未回复",
            f"The mail “{thread.subject}” by {conversation.visitor_name} was not answered within {hours} h",
        ),
        link=f"/desk/{conversation.id}",
        fact=f"{conversation.id} {since.isoformat()}",
    )
