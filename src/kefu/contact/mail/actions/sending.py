"""Mails go out, are tried again, given up, or come back."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kefu.contact.conversations import actions as conversations
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import rules
from ..driver import composing, smtp
from ..events import MailNotDelivered
from ..models import SentMail
from .answering import DELIVER

State = SentMail.State


def deliver(organization_id: UUID, sent_mail_id: UUID) -> None:
    """Hand one mail to its server. Told twice, or while another worker is at it, nothing happens."""
    sent = _claimed(organization_id, sent_mail_id)
    if sent is None:
        return
    actor = system(organization_id, "mail")
    names = {file["id"]: file["name"] for file in sent.attachments}
    kept = StoredFile.objects.for_actor(actor).filter(id__in=list(names))
    reply_to = ""
    if sent.mailbox.has_plus:
        reply_to = rules.reply_address(sent.from_address, settings.SECRET_KEY.encode(), sent.conversation_id)
    mail = composing.composed(sent, list(kept), reply_to=reply_to)
    try:
        refused = smtp.send(sent.mailbox, mail, sender=sent.mailbox.address, recipients=[*sent.to, *sent.cc, *sent.bcc])
    except smtp.NotSent as error:
        _failed(actor, sent, str(error), is_final=error.is_final)
    else:
        _sent(actor, sent, refused)


@transaction.atomic
def _claimed(organization_id: UUID, sent_mail_id: UUID) -> SentMail | None:
    rows = SentMail.objects.for_actor(system(organization_id, "mail")).select_related("mailbox")
    sent = rows.filter(id=sent_mail_id).select_for_update(of=("self",), skip_locked=True).first()
    if sent is None or sent.due_at > clock.now():
        return None
    if sent.state not in (State.WAITING, State.SENDING):
        return None
    if sent.state == State.SENDING and sent.due_at > clock.now() - rules.STUCK_AFTER:
        return None
    sent.state, sent.attempts, sent.due_at = State.SENDING, sent.attempts + 1, clock.now()
    sent.save(update_fields=["state", "attempts", "due_at"])
    return sent


@transaction.atomic
def _sent(actor: Actor, sent: SentMail, refused: Mapping[str, str]) -> None:
    """It went out; some of several recipients may have been `refused`."""
    sent.state, sent.sent_at = State.SENT, clock.now()
    sent.error = storable("; ".join(f"{who}: {why}" for who, why in refused.items()))[:300]
    sent.save(update_fields=["state", "sent_at", "error"])
    _show(sent)
    if refused:
        _tell(actor, sent, sent.error)


@transaction.atomic
def _failed(actor: Actor, sent: SentMail, reason: str, *, is_final: bool) -> None:
    sent.error = storable(reason)[:300]
    if is_final or sent.attempts > len(rules.PAUSES):
        sent.state = State.FAILED
        sent.save(update_fields=["state", "error"])
        _tell(actor, sent, sent.error)
    else:
        sent.state, sent.due_at = State.WAITING, clock.now() + rules.PAUSES[sent.attempts - 1]
        sent.save(update_fields=["state", "error", "due_at"])
        timers.defer(
            DELIVER, at=sent.due_at, queue="deliveries", organization_id=sent.organization_id, sent_mail_id=sent.id
        )
    _show(sent)


@transaction.atomic
def returned(actor: Actor, sent_mail_id: UUID, *, recipients: tuple[str, ...], reason: str, is_final: bool) -> None:
    """It came back. A delay is told in the conversation; what is final marks the mail as not delivered."""
    sent = one(
        SentMail.objects.for_actor(actor)
        .select_related("mailbox")
        .filter(id=sent_mail_id)
        .select_for_update(of=("self",))
    )
    who = "、".join(recipients) or "、".join(sent.to)
    if not is_final:
        late = Text(f"给 {who} 的邮件暂未送达，对方服务器仍在重试：{reason}", f"Not delivered to {who} yet: {reason}")
        conversations.note_mail(sent.organization_id, sent.conversation_id, "mail_delayed", late)
        return
    sent.state, sent.error = State.BOUNCED, storable(f"{who}: {reason}")[:300]
    sent.save(update_fields=["state", "error"])
    _show(sent)
    _tell(actor, sent, sent.error)


def _show(sent: SentMail) -> None:
    if sent.posted_id:
        conversations.show_mail_state(
            sent.organization_id, sent.conversation_id, sent.posted_id, state=str(sent.state), error=sent.error
        )


def _tell(actor: Actor, sent: SentMail, reason: str) -> None:
    text = Text(f"邮件未送达：{reason}", f"The mail was not delivered: {reason}")
    conversations.note_mail(sent.organization_id, sent.conversation_id, "mail_not_delivered", text)
    if sent.author_id:
        notices.notify(
            actor,
            user_ids=[sent.author_id],
            kind="mail_not_delivered",
            text=Text(f"邮件「{sent.subject}」未送达", f"The mail “{sent.subject}” was not delivered"),
            link=f"/desk/{sent.conversation_id}",
            fact=f"{sent.id} {sent.state}",
        )
    publish(
        MailNotDelivered(
            organization_id=sent.organization_id,
            sent_mail_id=sent.id,
            conversation_id=sent.conversation_id,
            reason=reason,
        )
    )


def send_due() -> int:
    """Take up what a lost timer or a worker that died has left lying; returns how many."""
    late = clock.now() - timedelta(minutes=1)
    rows = SentMail.objects.across_organizations("mails that nobody sends").filter(
        state__in=[State.WAITING, State.SENDING], due_at__lte=late
    )
    found = list(rows.order_by("due_at").values_list("organization_id", "id")[:100])
    for organization_id, id in found:
        deliver(organization_id, id)
    return len(found)
