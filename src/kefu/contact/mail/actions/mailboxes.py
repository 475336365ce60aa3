"""Setting mailboxes up, and where their reader stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import notify_on_commit
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.sealing import seal
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, problems, queries, rules
from ..driver import imap, smtp
from ..driver.channel import MAILBOXES
from ..models import Mailbox, MailThread, ReceivedMail

PLACE = ("imap_host", "imap_port", "user", "folder")  # with another of these its numbers mean nothing any more


@dataclass(frozen=True, slots=True)
class Finding:
    """What a test found of one side; `problem` empty: it works. `detail` is the server's own words."""

    side: str
    problem: str
    words: Text
    detail: str


@transaction.atomic
def create_mailbox(actor: Actor, *, queue_id: UUID, password: str, **changes: Any) -> Mailbox:
    """Raises Invalid for an address that is none, Conflict for one that is there already."""
    actor.require(permissions.MANAGE)
    mailbox = Mailbox(organization_id=actor.organization_id)
    return _saved(actor, mailbox, {**changes, "queue_id": queue_id, "password": password}, before=None)


@transaction.atomic
def change_mailbox(actor: Actor, mailbox_id: UUID, changes: Mapping[str, Any]) -> Mailbox:
    """What is absent stays; a password that is empty stays too. Raises as create_mailbox."""
    mailbox = queries.mailboxes(actor).select_for_update().get(id=queries.mailbox(actor, mailbox_id).id)
    return _saved(actor, mailbox, changes, before=_described(mailbox))


@transaction.atomic
def delete_mailbox(actor: Actor, mailbox_id: UUID) -> None:
    """Only one that never had a mail; Conflict for the others, which are switched off instead."""
    mailbox = queries.mailbox(actor, mailbox_id)
    used = ReceivedMail.objects.for_actor(actor).filter(mailbox=mailbox).exists()
    if used or MailThread.objects.for_actor(actor).filter(mailbox=mailbox).exists():
        raise Conflict(
            "mailbox_in_use",
            Text(
                "该邮箱已有往来邮件，不能删除，请改为停用。",
                "Mails were read from this mailbox; switch it off instead.",
            ),
        )
    audit.record(
        actor,
        action="mailbox.deleted",
        target_type="mailbox",
        target_id=mailbox.id,
        target_label=mailbox.address,
        before=_described(mailbox),
    )
    mailbox.delete()
    notify_on_commit(MAILBOXES)


def _saved(actor: Actor, mailbox: Mailbox, changes: Mapping[str, Any], before: dict[str, Any] | None) -> Mailbox:
    given = dict(changes)
    password = given.pop("password", "")
    if queue_id := given.pop("queue_id", None):
        queue = one(Queue.objects.for_actor(actor).filter(id=queue_id))  # who sets mailboxes up need not see all queues
        mailbox.queue, mailbox.brand_id = queue, queue.brand_id
    place = [getattr(mailbox, name) for name in PLACE]
    for name, value in given.items():
        setattr(mailbox, name, storable(value).strip() if isinstance(value, str) else value)
    mailbox.address = rules.checked_address(mailbox.address)
    mailbox.user = mailbox.user or mailbox.address
    if password:
        mailbox.secret = seal(password)
    if not mailbox.secret:
        text = Text("请填写密码或授权码。", "Give the password or authorization code.")
        raise Invalid("no_password", text, errors=[FieldError("password", text)])
    if place != [getattr(mailbox, name) for name in PLACE]:
        mailbox.uid_validity, mailbox.last_uid = None, 0
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        text = Text("该邮箱已经添加过。", "This mailbox is there already.")
        raise Conflict("mailbox_exists", text, errors=[FieldError("address", text)]) from error
    audit.record(
        actor,
        action="mailbox.updated" if before else "mailbox.created",
        target_type="mailbox",
        target_id=mailbox.id,
        target_label=mailbox.address,
        before=before,
        after=_described(mailbox),
    )
    notify_on_commit(MAILBOXES)
    return mailbox


def _described(mailbox: Mailbox) -> dict[str, Any]:
    """Without the password."""
    names = ("address", "imap_host", "imap_port", "smtp_host", "smtp_port", "user", "folder", "is_active")
    return {name: getattr(mailbox, name) for name in names}


def test_mailbox(actor: Actor, mailbox_id: UUID) -> list[Finding]:
    """Sign in at both servers as reader and sender would; nothing is read and nothing sent."""
    mailbox = queries.mailbox(actor, mailbox_id)
    findings = []
    for side, check in (("imap", imap.check), ("smtp", smtp.check)):
        problem, detail = check(mailbox)
        words = problems.said(problem) if problem else Text("连接正常", "It works")
        findings.append(Finding(side, problem, words, detail))
    return findings


@transaction.atomic
def note_read(mailbox_id: UUID) -> None:
    """The reader has seen everything that lies there. If it was missed, those who heard of that hear of this."""
    mailbox = _of_reader(mailbox_id)
    if mailbox is None:
        return
    was_alarmed = mailbox.alarmed_at is not None
    mailbox.read_at, mailbox.failing_since, mailbox.alarmed_at = clock.now(), None, None
    mailbox.problem = mailbox.problem_detail = ""
    mailbox.save(update_fields=["read_at", "failing_since", "alarmed_at", "problem", "problem_detail"])
    if was_alarmed:
        actor = system(mailbox.organization_id, "mail")
        notices.notify(
            actor,
            user_ids=accounts.holders(actor, permissions.MANAGE),
            kind="mailbox_read",
            text=Text(f"邮箱 {mailbox.address} 已恢复读取", f"The mailbox {mailbox.address} is read again"),
            link="/settings/mailboxes",
            group=f"mailbox:{mailbox.id}",
        )


@transaction.atomic
def note_failure(mailbox_id: UUID, problem: str, detail: str) -> None:
    mailbox = _of_reader(mailbox_id)
    if mailbox is None:
        return
    mailbox.failing_since = mailbox.failing_since or clock.now()
    mailbox.problem, mailbox.problem_detail = problem, storable(detail)[:300]
    mailbox.save(update_fields=["failing_since", "problem", "problem_detail"])


@transaction.atomic
def note_uid_validity(mailbox_id: UUID, uid_validity: int, next_uid: int) -> int:
    """The folder's life; with a new one its numbers begin anew, and what is known by its bytes is not taken twice.

    Returns the last number that was read.
    """
    mailbox = _of_reader(mailbox_id)
    if mailbox is None:
        return next_uid
    if mailbox.uid_validity != uid_validity:
        is_first = mailbox.uid_validity is None and not mailbox.reads_all
        is_fresh = not ReceivedMail.objects.for_actor(system(mailbox.organization_id)).filter(mailbox=mailbox).exists()
        mailbox.uid_validity = uid_validity
        mailbox.last_uid = next_uid - 1 if is_first and is_fresh else 0
        mailbox.save(update_fields=["uid_validity", "last_uid"])
    return mailbox.last_uid


@transaction.atomic
def note_trying(mailbox_id: UUID, uid: int) -> int:
    """The reader is about to read this mail; returns how often it has tried, this time included."""
    mailbox = _of_reader(mailbox_id)
    if mailbox is None:
        return 1
    mailbox.tries = mailbox.tries + 1 if mailbox.trying_uid == uid else 1
    mailbox.trying_uid = uid
    mailbox.save(update_fields=["tries", "trying_uid"])
    return mailbox.tries


def _of_reader(mailbox_id: UUID) -> Mailbox | None:
    rows = Mailbox.objects.across_organizations("the reader knows the mailbox").filter(id=mailbox_id)
    return rows.select_for_update().first()
