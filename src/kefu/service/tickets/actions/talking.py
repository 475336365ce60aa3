"""What is said about a ticket, with words and files: to the customer, among colleagues, and by the customer."""

from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock, files, statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries
from ..events import TicketAnswered, TicketHeard
from ..models import Ticket, TicketEntry
from ..rules import stages
from . import later, moving, promising, record


def attach(actor: Actor, upload: files.Upload) -> StoredFile:
    """Keep a file that a ticket or what is said about it will bring along. Raises TooLarge, and Invalid for a wrong type."""
    actor.require(permissions.READ)
    actor.require(permissions.SERVE)
    return files.store(actor, upload)


@transaction.atomic
def comment(
    actor: Actor, ticket_id: UUID, *, text: str, is_public: bool = True, attachment_ids: Sequence[UUID] = ()
) -> TicketEntry:
    """Say something: to the customer (`is_public`), which answers them and begins the time for the next word; or a note.

    Files may take the place of words; they are the actor's own uploads. What an automation says keeps no promise: a
    person still owes the answer.
    """
    ticket = queries.locked(actor, ticket_id)
    moving.ensure_is_whole(ticket)
    attachments = record.attached(actor, attachment_ids)
    return say(actor, ticket, words(text, attachments), is_public=is_public, attachments=attachments)


def say(
    actor: Actor, ticket: Ticket, written: str, *, is_public: bool, attachments: Sequence[dict[str, Any]]
) -> TicketEntry:
    """The same, about the locked ticket."""
    kind = "comment" if is_public else "note"
    with statements.together():
        entry = record.note(actor, ticket, kind, text=written, is_public=is_public, attachments=attachments)
        if is_public:
            rule_id = record.rule_of(actor)
            if rule_id is None:
                ticket.first_response_at = ticket.first_response_at or clock.now()
                promising.follow(actor, ticket, is_update=True)
            publish(
                TicketAnswered(
                    organization_id=ticket.organization_id, ticket_id=ticket.id, entry_id=entry.id, rule_id=rule_id
                )
            )
        later.took_up(actor, ticket)
        record.save(ticket, "first_response_at", *promising.DUE)
        record.make_words_findable(ticket, entry)
    told = {ticket.owner_id} if ticket.owner_id else set()
    record.tell(actor, ticket, told, "ticket_word", Text("有新的回复", "has a new comment"))
    return entry


@transaction.atomic
def hear(
    actor: Actor,
    ticket_id: UUID,
    *,
    text: str,
    author_name: str,
    attachments: Sequence[dict[str, Any]] = (),
    is_verified: bool = True,
) -> TicketEntry:
    """The customer wrote about their ticket, through a channel that has made sure it is they, and has kept their files
    (`attachments` as `files.described` tells of them).

    A ticket that waited for them goes on; one that was done is reopened; one that was put off comes back, and answers
    for later are called off. The word of whoever may be somebody else (not `is_verified`) moves nothing: it is said, marked so,
    people are told, and what was put off comes back. Raises Conflict for a closed one: the channel opens another.
    """
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=ticket_id, withdrawn_at=None))
    if ticket.merged_into_id:
        return hear(
            actor,
            ticket.merged_into_id,
            text=text,
            author_name=author_name,
            attachments=attachments,
            is_verified=is_verified,
        )
    if ticket.category == Ticket.Category.CLOSED:
        raise Conflict("ticket_closed", Text("工单已关闭，请新建工单。", "The ticket is closed; open a new one."))
    entry = TicketEntry.objects.create(
        organization_id=ticket.organization_id,
        created_at=clock.now(),
        ticket=ticket,
        kind="comment",
        author_kind="customer",
        author_id=ticket.customer_id,
        author_name=author_name[:120],
        text=words(text, attachments),
        attachments=list(attachments),
        data={} if is_verified else {"is_unverified": True},
        is_public=True,
    )
    what = Text("有发件人未经验证的回复", "has an answer whose sender is not verified")
    if is_verified:
        what = Text("客户有新的回复", "the customer wrote")
        _follow(actor, ticket, entry)
    later.wake(ticket, on_top=True)
    record.save(ticket)
    record.make_words_findable(ticket, entry)
    told = record.involved(actor, ticket) or queries.leaders(actor, ticket)
    record.tell(actor, ticket, told, "ticket_word", what)
    return entry


def _follow(actor: Actor, ticket: Ticket, entry: TicketEntry) -> None:
    publish(TicketHeard(organization_id=ticket.organization_id, ticket_id=ticket.id, entry_id=entry.id))
    if ticket.category == Ticket.Category.DONE:
        moving.again(actor, ticket, "")
    elif ticket.category == Ticket.Category.WAITING:
        stage = stages.resumes(ticket.type.definition, ticket.stage)
        if stage and not stages.lacks(
            ticket.type.definition, stages.stage_of(ticket.type.definition, stage) or {}, ticket.values
        ):
            moving.go(actor, ticket, stage)
    later.call_off(actor, ticket, "customer_wrote")


@transaction.atomic
def note_unreached(
    actor: Actor, ticket_id: UUID, *, way: Literal["mail", "sms"], reason: str, contact: str = "", fact: str = ""
) -> None:
    """What was told to the customer about the ticket did not arrive: it stands in the history, and whoever works on it hears of it.

    Once for each `fact`.
    """
    ticket = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",)).get(id=ticket_id)
    if fact and TicketEntry.objects.for_actor(actor).filter(ticket=ticket, data__fact=fact).exists():
        return
    record.note(actor, ticket, "unreached", text=reason, data={"way": way, "contact": contact, "fact": fact})
    later.wake(ticket, on_top=True)
    record.save(ticket)
    told = record.involved(actor, ticket) or queries.leaders(actor, ticket)
    record.tell(
        actor, ticket, told, "ticket_word", Text("的通知未送达客户", "has news that did not reach the customer")
    )


def words(text: str, attachments: Sequence[dict[str, Any]]) -> str:
    """Raises Invalid when there is neither a word nor a file."""
    written = storable(text).strip()
    if not written and not attachments:
        fault = Text("请填写内容。", "Write something.")
        raise Invalid("nothing_said", fault, errors=[FieldError("text", fault)])
    return written
