"""Answers: written by agents, undone within seconds, or given by the mailbox itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Message
from kefu.kernel import clock, masking, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.ids import new_id
from kefu.kernel.tenancy import one

from .. import queries, rules
from ..models import MailThread, ReceivedMail, SentMail
from ..parsing import Kind, Mail

DELIVER = "kefu.contact.mail.jobs.deliver"
State = SentMail.State


@transaction.atomic
def write(
    actor: Actor,
    conversation_id: UUID,
    *,
    text: str,
    to: Sequence[str],
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    subject: str = "",
    attachment_ids: Sequence[UUID] = (),
    reply_ids: Sequence[UUID] = (),
    client_id: str | None = None,
    quotes: bool = True,
) -> SentMail:
    """Answer a conversation by mail; it goes out when the mailbox's seconds to undo are over. The same `client_id` is one mail.
    `quotes`: the mail that it answers stands below it, which whoever reads the conversation does not see again.

    Raises Invalid for recipients or text, Conflict when the mailbox is switched off.
    """
    thread = queries.thread_of(actor, conversation_id)
    known = SentMail.objects.for_actor(actor).filter(conversation_id=conversation_id, posted_id__isnull=False)
    if client_id:
        posted = Message.objects.for_actor(actor).filter(conversation_id=conversation_id, client_id=client_id).first()
        if posted and (again := known.filter(posted_id=posted.id).first()):
            return again
    if not thread.mailbox.is_active:
        text_off = Text("该邮箱已停用，无法发送。", "This mailbox is switched off; nothing can be sent from it.")
        raise Conflict("mailbox_off", text_off)
    # whoever sees no whole addresses gives them back as they saw them
    lists = rules.checked_recipients(*(masking.unhidden(list(given), thread.people) for given in (to, cc, bcc)))
    subject = " ".join(subject.split())[:300] or rules.answered_subject(thread.subject)
    due_at = clock.now() + timedelta(seconds=thread.mailbox.undo_seconds)
    message = conversations.answer_mail(
        actor,
        conversation_id,
        text=text,
        payload={"mail": _shown(thread, subject, *lists[:2], bcc=lists[2], due_at=due_at)},
        client_id=client_id or f"mail-{new_id()}",
        attachment_ids=attachment_ids,
        reply_ids=reply_ids,
    )
    if sum(int(file["size"]) for file in message.attachments) > rules.MAX_SENT_BYTES:
        raise Invalid(
            "attachments_too_large",
            Text(
                "附件合计不能超过 25 MB，请压缩或分次发送。", "Attachments may have 25 MB together; send them in parts."
            ),
        )
    below = _original(actor, thread) if quotes else ""
    return _planned(actor, thread, message, subject, lists, text=message.text, due_at=due_at, below=below)


def _original(actor: Actor, thread: MailThread) -> str:
    last = queries.newest_received(actor, thread)
    if last is None:
        return ""
    writer = f"{last.sender_name} <{last.sender}>" if last.sender_name else last.sender
    at = (last.sent_at or last.created_at).astimezone(get_current_timezone())
    words = "\n\n".join(filter(None, (last.text, last.quoted)))
    return rules.quoted_original(writer=writer, at=f"{at:%Y-%m-%d %H:%M}", words=words, locale=thread.mailbox.locale)


def _shown(
    thread: MailThread, subject: str, to: list[str], cc: list[str], *, bcc: list[str], due_at: datetime
) -> dict[str, Any]:
    return {
        "subject": subject,
        "from": thread.from_address,
        "to": to[:20],
        "cc": cc[:20],
        "bcc": bcc[:20],
        "state": str(State.WAITING),
        "due_at": due_at.isoformat(),
    }


def _planned(
    actor: Actor,
    thread: MailThread,
    message: Message | None,
    subject: str,
    lists: Sequence[list[str]],
    *,
    text: str,
    due_at: datetime,
    below: str = "",
) -> SentMail:
    id = new_id()
    domain = thread.from_address.rpartition("@")[2]
    to, cc, bcc = lists
    signature = thread.mailbox.signature.strip()
    sent = SentMail.objects.create(
        id=id,
        organization_id=actor.organization_id,
        mailbox=thread.mailbox,
        conversation_id=thread.conversation_id,
        posted_id=message.id if message else None,
        author_id=actor.id if actor.kind == "user" else None,
        message_id=f"<{rules.token(settings.SECRET_KEY.encode(), id)}@{domain}>",
        from_address=thread.from_address,
        to=to,
        cc=cc,
        bcc=bcc,
        subject=subject,
        text="\n\n".join(filter(None, (text, signature and f"-- \n{signature}", below))),
        references=list(thread.references),
        attachments=message.attachments if message else [],
        is_automatic=message is None,
        due_at=due_at,
    )
    thread.references = rules.kept_references(thread.references, [sent.message_id])
    thread.save(update_fields=["references"])
    timers.defer(DELIVER, at=due_at, queue="deliveries", organization_id=actor.organization_id, sent_mail_id=sent.id)
    return sent


@transaction.atomic
def undo(actor: Actor, conversation_id: UUID, posted_id: UUID) -> SentMail:
    """Take an own answer back before it goes out. Raises Conflict once it is on its way."""
    seen = queries.sent_of(actor, conversation_id, posted_id)
    sent = one(SentMail.objects.for_actor(actor).filter(id=seen.id).select_for_update())
    if sent.author_id != actor.user_id:
        raise Conflict("not_yours", Text("只能撤销自己写的邮件。", "Only one's own mails can be undone."))
    if sent.state != State.WAITING or sent.attempts:
        raise Conflict("mail_is_sent", Text("邮件已经发出，不能撤销。", "The mail is on its way and cannot be undone."))
    sent.state = State.UNDONE
    sent.save(update_fields=["state"])
    conversations.take_mail_back(actor, conversation_id, posted_id)
    return sent


@transaction.atomic
def send_posted(organization_id: UUID, conversation_id: UUID, message_id: UUID, user_id: UUID | None) -> None:
    """What was said by any other way than `write` (a quick reply, for later, by API, by a rule) goes out too, to whoever wrote
    last; by a rule to people only."""
    actor = system(organization_id, "mail")
    threads = MailThread.objects.for_actor(actor).select_related("mailbox")
    thread = threads.filter(conversation_id=conversation_id).select_for_update(of=("self",)).first()
    if thread is None or SentMail.objects.for_actor(actor).filter(posted_id=message_id).exists():
        return
    message = one(Message.objects.for_actor(actor).filter(id=message_id))
    addressed = queries.correspondence(actor, thread)
    lists: list[list[str]] = [addressed["to"], addressed["cc"], []]
    is_automatic = message.sender_kind == Message.Sender.BOT
    if message.recalled_at is not None or not addressed["to"] or (is_automatic and not _is_person(actor, thread)):
        return
    below = _original(actor, thread)
    sent = _planned(
        actor, thread, message, addressed["subject"], lists, text=message.text, due_at=clock.now(), below=below
    )
    SentMail.objects.for_actor(actor).filter(id=sent.id).update(author_id=user_id, is_automatic=is_automatic)
    shown = _shown(thread, sent.subject, sent.to, sent.cc, bcc=[], due_at=sent.due_at)
    conversations.show_mail_state(organization_id, conversation_id, message_id, **shown)


def _is_person(actor: Actor, thread: MailThread) -> bool:
    """Whether somebody may be answered by itself (RFC 3834): the last mail came from a person, and no rule answered them today."""
    rows = ReceivedMail.objects.for_actor(actor).filter(conversation_id=thread.conversation_id)
    last = rows.order_by("-id").only("kind", "sender", "is_forged").first()
    return (
        last is not None
        and not last.is_forged
        and rules.may_answer_by_itself(
            is_person=last.kind == Kind.PERSON,
            is_new=True,
            local=last.sender.partition("@")[0],
            answered_lately=_answered_lately(actor, last.sender).filter(posted_id__isnull=False).exists(),
        )
    )


def _answered_lately(actor: Actor, address: str) -> QuerySet[SentMail]:
    since = clock.now() - rules.AUTO_REPLY_EVERY
    return SentMail.objects.for_actor(actor).filter(is_automatic=True, to=[address], created_at__gte=since)


def auto_reply(actor: Actor, thread: MailThread, mail: Mail, *, is_new: bool, is_ours: bool) -> None:
    """Say that the mail has arrived, where the mailbox does and nobody else answers by themselves."""
    words = thread.mailbox.auto_reply.strip()
    if not words or is_ours or mail.sender is None or mail.is_forged:
        return
    lately = _answered_lately(actor, mail.sender.address)
    if not rules.may_answer_by_itself(
        is_person=mail.kind is Kind.PERSON,
        is_new=is_new,
        local=mail.sender.local,
        answered_lately=lately.exists(),
    ):
        return
    lists: list[list[str]] = [[mail.sender.address], [], []]
    _planned(actor, thread, None, rules.answered_subject(thread.subject), lists, text=words, due_at=clock.now())
