"""Mails, as those who may see their conversation see them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.utils.http import urlsafe_base64_encode

from kefu.contact.conversations import queries as conversations
from kefu.kernel import files
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Mailbox, MailThread, ReceivedMail, SentMail
from ..parsing import remote_pictures, sanitised

picture_signer = signing.TimestampSigner(salt="kefu.mail.pictures")


@dataclass(frozen=True, slots=True)
class HtmlView:
    """What a browser shows of a mail; `held_back` pictures of it from elsewhere are left out."""

    html: str
    held_back: int


def thread_of(actor: Actor, conversation_id: UUID) -> MailThread:
    """The thread of a conversation that the actor may see; NotFound where it is none by mail."""
    conversation = conversations.conversation(actor, conversation_id)
    return one(MailThread.objects.for_actor(actor).select_related("mailbox").filter(conversation_id=conversation.id))


def correspondence(actor: Actor, thread: MailThread) -> dict[str, Any]:
    """How an answer would be addressed: to whoever wrote last, with everybody else in copy."""
    last = newest_received(actor, thread)
    ours = set(Mailbox.objects.for_actor(actor).values_list("address", flat=True)) | {thread.from_address}
    to = [last.sender] if last and last.sender else thread.people[:1]
    others = [a for a in [*(last.to if last else []), *(last.cc if last else [])] if a not in to]
    return {
        "from_address": thread.from_address,
        "to": to,
        "cc": [address for address in others if not rules.is_ours(address, ours)][: rules.MAX_RECIPIENTS - 1],
        "subject": rules.answered_subject(thread.subject),
        "signature": thread.mailbox.signature,
        "undo_seconds": thread.mailbox.undo_seconds,
        "is_active": thread.mailbox.is_active,
    }


def received_of(actor: Actor, conversation_id: UUID) -> QuerySet[ReceivedMail]:
    """The mails of a conversation; the caller has seen to it that the actor may see that."""
    return ReceivedMail.objects.for_actor(actor).filter(conversation_id=conversation_id)


def newest_received(actor: Actor, thread: MailThread) -> ReceivedMail | None:
    """The mail that an answer answers."""
    return received_of(actor, thread.conversation_id).order_by("-id").first()


def sent_of(actor: Actor, conversation_id: UUID, posted_id: UUID) -> SentMail:
    conversation = conversations.conversation(actor, conversation_id)
    return one(SentMail.objects.for_actor(actor).filter(conversation_id=conversation.id, posted_id=posted_id))


def received(actor: Actor, mail_id: UUID) -> ReceivedMail:
    """A mail of a conversation that the actor may see, or one that was set aside for those who look after them."""
    mail = one(ReceivedMail.objects.for_actor(actor).filter(id=mail_id))
    if mail.conversation_id is None:
        actor.require(permissions.QUARANTINE)
    else:
        conversations.conversation(actor, mail.conversation_id)
    return mail


def shown_html(mail: ReceivedMail, *, shows_remote: bool = False) -> HtmlView:
    """Its own pictures by links that expire. Those from elsewhere are held back, so that no sender learns of being read, unless somebody
    wants to see them: then they come through us (`actions.remote_picture`), up to rules.MAX_PICTURES."""
    shown = 0

    def picture(source: str) -> str | None:
        nonlocal shown
        if source.lower().startswith("cid:"):
            file_id = mail.pictures.get(source[4:].strip("<>"))
            return files.link(file_id) if file_id else None
        if not shows_remote or shown >= rules.MAX_PICTURES or not source.lower().startswith(("http://", "https://")):
            return None
        shown += 1
        return f"/api/v1/mail-pictures/{picture_signer.sign(urlsafe_base64_encode(source.encode()))}"

    html = sanitised(mail.html, picture=picture) if mail.html else ""
    return HtmlView(html, remote_pictures(mail.html) - shown)


def quarantined(actor: Actor, *, settled: bool = False) -> QuerySet[ReceivedMail]:
    """What was set aside, newest first; `settled`: what somebody has dealt with."""
    actor.require(permissions.QUARANTINE)
    rows = ReceivedMail.objects.for_actor(actor).filter(state=ReceivedMail.State.QUARANTINED)
    return rows.filter(settled_at__isnull=not settled).select_related("mailbox").order_by("-id")


def raw_file(mail: ReceivedMail) -> StoredFile:
    """The mail as it came. NotFound for one that was never fetched."""
    if mail.raw is None:
        raise NotFound()
    return mail.raw
