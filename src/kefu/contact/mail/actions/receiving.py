"""A mail that was read becomes a message, or is set aside with its cause: once, in one transaction with the place in its mailbox."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, transaction

from kefu.contact.conversations import actions as conversations
from kefu.foundation.customers import actions as customers
from kefu.kernel import audit, clock, files, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Problem
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries, rules
from ..events import MailQuarantined, MailReceived
from ..models import Mailbox, MailThread, ReceivedMail, SentMail
from ..parsing import Bounce, Kind, Mail, Unreadable, parse
from .answering import auto_reply
from .sending import returned
from .telling import is_absence, is_answer, is_returned

log = structlog.get_logger(__name__)
State = ReceivedMail.State


@dataclass(frozen=True, slots=True)
class Read:
    """Where a mail lies: its number in its folder, and the folder's life (UIDVALIDITY)."""

    uid_validity: int
    uid: int


def receive(mailbox_id: UUID, place: Read, raw: bytes) -> ReceivedMail | None:
    """Take a mail; the same place again is None. What cannot be taken is set aside: only the database's own faults are raised."""
    try:
        mail = parse(raw)
    except Unreadable as error:
        return set_aside(mailbox_id, place, raw=raw, cause=error.cause)
    try:
        return _taken(mailbox_id, place, raw, mail)
    except (OperationalError, InterfaceError):
        raise
    except _SetAside as told:
        return set_aside(mailbox_id, place, raw=raw, cause=told.cause, mail=mail)
    except (Problem, DatabaseError, ValueError, LookupError, TypeError, AttributeError) as error:
        log.exception("mail.failed", mailbox=str(mailbox_id), uid=place.uid)
        return set_aside(mailbox_id, place, raw=raw, cause="failed", mail=mail, detail=str(error))


class _SetAside(Exception):
    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


@transaction.atomic
def _taken(mailbox_id: UUID, place: Read, raw: bytes, mail: Mail) -> ReceivedMail | None:
    mailbox = _advanced(mailbox_id, place)
    if mailbox is None:
        return None
    actor = system(mailbox.organization_id, "mail")
    row = _row(mailbox, place, raw, mail)
    known = ReceivedMail.objects.for_actor(actor).filter(mailbox=mailbox, digest=row.digest)
    if known.exclude(state=State.REPEATED).exists():
        row.state = State.REPEATED
        row.save(force_insert=True)
        return row
    _accept(actor, mailbox, row, mail)
    row.raw = files.keep(actor, name=f"{mail.subject[:80] or 'mail'}.eml", content=raw, type="message/rfc822")
    row.save(force_insert=True)
    return row


@transaction.atomic
def set_aside(
    mailbox_id: UUID, place: Read, *, raw: bytes, cause: str, mail: Mail | None = None, detail: str = "", size: int = 0
) -> ReceivedMail | None:
    """Keep a mail for people to look at. `raw` may be its beginning only, with the whole `size`."""
    mailbox = _advanced(mailbox_id, place)
    if mailbox is None:
        return None
    actor = system(mailbox.organization_id, "mail")
    row = _row(mailbox, place, raw, mail)
    row.state, row.cause, row.detail = State.QUARANTINED, cause, storable(detail)[:300]
    row.size = size or row.size
    known = ReceivedMail.objects.for_actor(actor).filter(mailbox=mailbox, digest=row.digest, size=row.size)
    if raw and known.exclude(state=State.REPEATED).exists():
        row.state, row.cause = State.REPEATED, ""
    elif raw:
        row.raw = files.keep(actor, name=f"{row.subject[:80] or 'mail'}.eml", content=raw, type="message/rfc822")
    row.save(force_insert=True)
    if row.state == State.QUARANTINED:
        publish(
            MailQuarantined(organization_id=mailbox.organization_id, mail_id=row.id, mailbox_id=mailbox.id, cause=cause)
        )
    return row


def _advanced(mailbox_id: UUID, place: Read) -> Mailbox | None:
    """The locked mailbox, its place behind this mail; None when it was there already, or the folder began a new life."""
    rows = Mailbox.objects.across_organizations("the reader knows the mailbox").filter(id=mailbox_id)
    mailbox = rows.select_for_update().first()
    if mailbox is None or mailbox.uid_validity != place.uid_validity or place.uid <= mailbox.last_uid:
        return None
    mailbox.last_uid, mailbox.tries, mailbox.trying_uid = place.uid, 0, 0
    mailbox.save(update_fields=["last_uid", "tries", "trying_uid"])
    return mailbox


def _row(mailbox: Mailbox, place: Read, raw: bytes, mail: Mail | None) -> ReceivedMail:
    row = ReceivedMail(
        organization_id=mailbox.organization_id,
        mailbox=mailbox,
        uid_validity=place.uid_validity,
        uid=place.uid,
        digest=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        state=State.ACCEPTED,
    )
    if mail is not None:
        row.kind, row.message_id, row.subject = mail.kind, mail.message_id[:252], mail.subject
        row.sender = mail.sender.address[:254] if mail.sender else ""
        row.sender_name = mail.sender.name if mail.sender else ""
        row.to, row.cc = [a.address for a in mail.to], [a.address for a in mail.cc]
        row.sent_at, row.text, row.quoted, row.html = mail.sent_at, mail.text, mail.quoted, mail.html
        row.is_forged = mail.is_forged
    return row


def _accept(actor: Actor, mailbox: Mailbox, row: ReceivedMail, mail: Mail, *, is_released: bool = False) -> None:
    """Post it where it belongs, or let have it who told of what it answers. Raises _SetAside."""
    ours = set(Mailbox.objects.for_actor(actor).values_list("address", flat=True))
    if mail.kind is Kind.LOOP or (mail.mark and mail.mark == str(actor.organization_id)):
        raise _SetAside("loop")
    if mail.kind is Kind.BOUNCE and mail.bounce is not None:
        _take_bounce(actor, row, mail.bounce)
        return
    if mail.sender is None:
        raise _SetAside("no_sender")
    if not is_released:
        _ensure_welcome(actor, mailbox, mail)
    thread = _thread(actor, mail)
    if mail.kind is Kind.AWAY:
        _take_absence(actor, row, mail, thread)
        return
    said = _said(actor, row, mail)
    if thread is None and is_answer(actor, row, mail, said):
        return
    message = conversations.continue_mail(actor, thread.conversation_id, said) if thread else None
    is_new = message is None
    if message is None:
        customer_id = _customer_id(actor, mailbox, mail)
        conversation, message = conversations.take_mail(
            actor,
            queue_id=mailbox.queue_id,
            address=mail.sender.address,
            name=mail.sender.name,
            locale=mailbox.locale,
            customer_id=customer_id,
            previous_id=thread.conversation_id if thread else None,
            said=said,
        )
        thread = MailThread(
            organization_id=actor.organization_id,
            conversation=conversation,
            mailbox=mailbox,
            subject=mail.subject,
            from_address=_written_to(mailbox, mail),
        )
    assert thread is not None
    people = [mail.sender.address, *(a.address for a in (*mail.to, *mail.cc))]
    others = [address for address in people if not rules.is_ours(address, ours)]
    thread.people = list(dict.fromkeys([*thread.people, *others]))[:100]
    thread.references = rules.kept_references(
        thread.references, [*reversed(mail.references[:10]), *([mail.message_id] if mail.message_id else [])]
    )
    thread.save()
    row.conversation_id, row.posted_id = message.conversation_id, message.id
    publish(
        MailReceived(
            organization_id=actor.organization_id,
            mail_id=row.id,
            mailbox_id=mailbox.id,
            conversation_id=message.conversation_id,
            sender=row.sender,
            subject=row.subject,
            kind=row.kind,
            is_new=is_new,
        )
    )
    auto_reply(actor, thread, mail, is_new=is_new, is_ours=rules.is_ours(mail.sender.address, ours))


def _ensure_welcome(actor: Actor, mailbox: Mailbox, mail: Mail) -> None:
    address = mail.sender.address if mail.sender else ""
    if limits.is_blocked(actor, email=address):
        raise _SetAside("blocked")
    lately = ReceivedMail.objects.for_actor(actor).filter(
        mailbox=mailbox, sender=address[:254], created_at__gte=clock.now() - rules.FLOOD_WITHIN
    )
    if lately.count() >= rules.FLOOD:
        raise _SetAside("flood")


def _thread(actor: Actor, mail: Mail) -> MailThread | None:
    """The conversation it goes on with: by a token that we signed, by an id that only who got our mail can know, or by the
    customer's own earlier mail if the sender is in that thread already."""
    threads = MailThread.objects.for_actor(actor).select_related("mailbox")
    named = rules.conversation_of(
        settings.SECRET_KEY.encode(), [a.address for a in (*mail.delivered_to, *mail.to, *mail.cc)]
    )
    if named and (found := threads.filter(conversation_id=named).first()):
        return found
    if not mail.references:
        return None
    sent = SentMail.objects.for_actor(actor).filter(message_id__in=mail.references).order_by("-id").first()
    if sent is not None:
        return _latest(threads, sent.conversation_id)
    theirs = ReceivedMail.objects.for_actor(actor).filter(
        message_id__in=mail.references, conversation__isnull=False, state=State.ACCEPTED
    )
    for earlier in theirs.order_by("-id").values_list("conversation", flat=True)[:5]:
        thread = threads.filter(conversation_id=earlier).first()
        if thread and mail.sender and mail.sender.address in thread.people:
            return _latest(threads, thread.conversation_id)
    return None


def _latest(threads: Any, conversation_id: UUID) -> MailThread | None:
    """The thread, or that of the conversation which went on with it after it was closed."""
    thread: MailThread | None = threads.filter(conversation_id=conversation_id).first()
    following = threads.filter(conversation__previous_id=conversation_id).order_by("-id").first()
    return following or thread


def _said(actor: Actor, row: ReceivedMail, mail: Mail) -> dict[str, Any]:
    shown, inline = [], {}
    for attachment in mail.attachments:
        type = files.type_found(attachment.name, attachment.content)
        kept = files.keep(actor, name=attachment.name, content=attachment.content, type=type)
        if attachment.content_id and f"cid:{attachment.content_id}" in mail.html:
            inline[attachment.content_id] = str(kept.id)
        else:
            shown.append(files.described(kept))
    row.pictures = inline
    payload = {
        "mail": {
            "id": str(row.id),
            "subject": mail.subject,
            "from": row.sender,
            "to": row.to[:20],
            "cc": row.cc[:20],
            "has_html": bool(mail.html),
            "has_quote": bool(mail.quoted),
            "is_cut": len(mail.said) > 10_000,
            "is_forged": mail.is_forged,
            "kind": str(mail.kind),
        }
    }
    said = mail.said or Text("（没有正文）", "(no text)").in_language(row.mailbox.locale)
    return {
        "client_id": f"mail-{row.id}",
        "name": (mail.sender.name or mail.sender.address)[:120] if mail.sender else "",
        "text": said,
        "payload": payload,
        "attachments": shown,
    }


def _customer_id(actor: Actor, mailbox: Mailbox, mail: Mail) -> UUID | None:
    """The customer behind the sender; a sender that the receiving server found to be forged is nobody's proof."""
    if mail.is_forged or mail.sender is None or mail.kind in (Kind.BULK, Kind.AUTOMATIC):
        return None
    try:
        with transaction.atomic():
            found = customers.identify(
                actor, brand_id=mailbox.brand_id, email=mail.sender.address, name=mail.sender.name[:80]
            )
    except Problem:
        return None  # an address in a form that customers do not have
    return found.id


def _written_to(mailbox: Mailbox, mail: Mail) -> str:
    """The address of ours that the customer wrote to: it answers."""
    if mailbox.is_catch_all:
        for address in (*mail.delivered_to, *mail.to, *mail.cc):
            if address.domain == mailbox.domain:
                return rules.without_plus(address.address)[:254]
    return mailbox.address


def _take_bounce(actor: Actor, row: ReceivedMail, bounce: Bounce) -> None:
    sent = SentMail.objects.for_actor(actor).filter(message_id__in=bounce.original_ids).order_by("-id").first()
    if sent is None:
        if is_returned(actor, row, bounce):
            return
        raise _SetAside("unknown_bounce")
    row.conversation_id = sent.conversation_id
    returned(actor, sent.id, recipients=bounce.recipients, reason=bounce.reason, is_final=bounce.is_final)


def _take_absence(actor: Actor, row: ReceivedMail, mail: Mail, thread: MailThread | None) -> None:
    if thread is None:
        if is_absence(row, mail):
            return
        raise _SetAside("auto_reply")
    row.conversation_id = thread.conversation_id
    words = " ".join(mail.said.split())[:500]
    name = mail.sender.address if mail.sender else ""
    conversations.note_mail(
        actor.organization_id,
        thread.conversation_id,
        "mail_away",
        Text(f"{name} 的自动回复：{words}", f"Automatic reply by {name}: {words}"),
    )


@transaction.atomic
def release(actor: Actor, mail_id: UUID) -> ReceivedMail:
    """Let a mail in that was set aside. Raises Conflict for one that is settled or of which nothing can be made."""
    row = _unsettled(actor, mail_id)
    content = queries.raw_file(row)
    machine = system(actor.organization_id, "mail")
    try:
        with transaction.atomic():
            mail = parse(files.content_of(content))
            _accept(machine, row.mailbox, row, mail, is_released=True)
    except (Unreadable, _SetAside) as error:
        text = rules.CAUSES[error.cause]
        raise Conflict(
            "still_unreadable", Text(f"无法放行：{text.zh}。", f"It cannot be released: {text.en}.")
        ) from error
    row.state = State.ACCEPTED
    return _settled(actor, row, "mail.let_in")


@transaction.atomic
def discard(actor: Actor, mail_id: UUID) -> ReceivedMail:
    """A person has looked at it, and nothing needs to be done."""
    return _settled(actor, _unsettled(actor, mail_id), "mail.discarded")


def _unsettled(actor: Actor, mail_id: UUID) -> ReceivedMail:
    actor.require(permissions.QUARANTINE)
    rows = ReceivedMail.objects.for_actor(actor).filter(id=mail_id, state__in=[State.QUARANTINED, State.ACCEPTED])
    row = one(rows.select_related("mailbox").select_for_update(of=("self",)))
    if row.settled_at is not None or row.state != State.QUARANTINED:
        raise Conflict("mail_settled", Text("该邮件已处理。", "This mail is settled already."))
    return row


def _settled(actor: Actor, row: ReceivedMail, action: str) -> ReceivedMail:
    row.settled_at, row.settled_by_id = clock.now(), actor.user_id
    row.save()
    audit.record(
        actor,
        action=action,
        target_type="mail",
        target_id=row.id,
        target_label=f"{row.sender} {row.subject}"[:200],
        after={"cause": row.cause},
    )
    return row
