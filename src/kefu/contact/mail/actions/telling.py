"""A mail that belongs to no conversation, such as a code that somebody waits for, and what comes back to it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings

from kefu.kernel import files
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.ids import new_id
from kefu.kernel.models import StoredFile

from .. import queries, rules
from ..driver import composing, smtp
from ..models import ReceivedMail
from ..parsing import Bounce, Kind, Mail

ANSWER_LOCK = 7_302_059
State = ReceivedMail.State


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody wrote to a mail of `tell`, or may have. `named` is what that was about: shown by what we signed, or by an earlier
    mail of the same sender that had it; `claimed` what an earlier one was about that had not. The receiving server did not find the
    sender forged; `is_proven`: it found that it is they."""

    named: tuple[UUID, ...]
    claimed: tuple[UUID, ...]
    is_proven: bool
    sender: str
    subject: str
    text: str
    attachments: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A module above that tells. `answered` keeps an answer and returns what it is about, None where it takes it not, so that it becomes a
    conversation, in the transaction that reads the mail; `returned` hears that a mail about something of its own did not arrive, and tells
    whether it is its own."""

    answered: Callable[[UUID, Answer], UUID | None]
    returned: Callable[[UUID, UUID, str], bool]


_correspondents: list[Correspondent] = []


def correspond(correspondent: Correspondent) -> None:
    """Let a module have what comes back to what it tells."""
    _correspondents.append(correspondent)


def tell(
    organization_id: UUID, *, brand_id: UUID, to: str, subject: str, text: str, about_id: UUID | None = None
) -> bool:
    """Send it at once from the brand's first mailbox; False where the brand has none, or nobody is there to take it.

    With `about_id`, which is told to nobody else, answers come back to the module that tells, and so does what a server refused. Raises
    ConnectionError when asking again may help.
    """
    mailbox = queries.outgoing(system(organization_id, "mail"), brand_id)
    if mailbox is None:
        return False
    message_id = reply_to = ""
    if about_id:
        secret = settings.SECRET_KEY.encode()
        message_id = f"<{rules.token(secret, about_id)}.{new_id().hex[-8:]}@{mailbox.domain}>"
        reply_to = rules.reply_address(mailbox.address, secret, about_id) if mailbox.has_plus else ""
    mail = composing.plain(mailbox, to=to, subject=subject, text=text, message_id=message_id, reply_to=reply_to)
    try:
        smtp.send(mailbox, mail, sender=mailbox.address, recipients=[to])
    except smtp.NotSent as refused:
        if refused.is_final:
            if about_id:
                _return(organization_id, about_id, str(refused))
            return False
        raise ConnectionError(str(refused)) from refused
    return True


def is_absence(row: ReceivedMail, mail: Mail) -> bool:
    """Whether it is but an automatic answer to what we told."""
    found = _signed(mail)
    row.about_id = found[0] if found else None
    return bool(found)


def is_returned(actor: Actor, row: ReceivedMail, bounce: Bounce) -> bool:
    """Whether what came back is a mail of `tell`; whoever had it sent hears of it, of delays nobody."""
    for id in rules.named(settings.SECRET_KEY.encode(), bounce.original_ids):
        if not bounce.is_final or _return(actor.organization_id, id, bounce.reason):
            row.about_id = id
            return True
    return False


def _return(organization_id: UUID, about_id: UUID, reason: str) -> bool:
    return any(each.returned(organization_id, about_id, reason) for each in _correspondents)


def is_answer(actor: Actor, row: ReceivedMail, mail: Mail, said: dict[str, Any]) -> bool:
    """Whether a mail of a person was kept by whoever had told them; the same mail that came in twice is kept once."""
    if mail.kind is not Kind.PERSON or mail.is_forged or mail.sender is None:
        return False
    rows = ReceivedMail.objects.for_actor(actor).filter(sender=row.sender, about_id__isnull=False)
    if row.message_id:
        lock_for_transaction(ANSWER_LOCK, f"{actor.organization_id} {row.message_id}")
        if known := rows.filter(message_id=row.message_id).first():
            row.state, row.about_id = State.REPEATED, known.about_id
            return True
    earlier = list(rows.filter(message_id__in=mail.references).order_by("-id").values_list("about_id", "is_proven")[:5])
    pictures = StoredFile.objects.for_actor(actor).filter(id__in=row.pictures.values())
    answer = Answer(
        named=tuple(dict.fromkeys([*_signed(mail), *(id for id, is_proven in earlier if id and is_proven)])),
        claimed=tuple(id for id, is_proven in earlier if id and not is_proven),
        is_proven=mail.is_proven,
        sender=mail.sender.address,
        subject=mail.subject,
        text=mail.said,
        attachments=[*said["attachments"], *(files.described(each) for each in pictures)],
    )
    row.about_id = next((id for each in _correspondents if (id := each.answered(actor.organization_id, answer))), None)
    row.is_proven = answer.is_proven or row.about_id in answer.named
    return row.about_id is not None


def _signed(mail: Mail) -> list[UUID]:
    addresses = [each.address for each in (*mail.delivered_to, *mail.to, *mail.cc)]
    return rules.named(settings.SECRET_KEY.encode(), [*addresses, *mail.references])
