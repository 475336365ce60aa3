"""How a change of a ticket is kept: its history, its new version, its place in search and in the customer's story."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import staff_topic
from kefu.foundation.customers import actions as customers
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock, files, forms, search, statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

from .. import queries
from ..events import TicketChanged
from ..models import Ticket, TicketEntry, TicketWatcher
from ..rules import stages

SAID = ("comment", "note")
MOST_SOUGHT = 40
MOST_FILES = 9


def note(
    actor: Actor,
    ticket: Ticket,
    kind: str,
    text: str = "",
    data: Mapping[str, Any] | None = None,
    *,
    is_public: bool = False,
    attachments: Sequence[dict[str, Any]] = (),
) -> TicketEntry:
    """Add to the ticket's history."""
    entry = TicketEntry(
        organization_id=ticket.organization_id,
        created_at=clock.now(),
        ticket=ticket,
        kind=kind,
        author_kind=actor.kind,
        author_id=actor.id,
        author_name=actor.name[:120],
        text=storable(text).strip(),
        data=dict(data or {}),
        attachments=list(attachments),
        is_public=is_public,
    )
    statements.run(statements.insert(entry))
    return entry


def rule_of(actor: Actor) -> UUID | None:
    """The automation that acts: the system under the id of a rule."""
    return actor.id if actor.kind == "system" else None


def attached(actor: Actor, ids: Sequence[UUID]) -> list[dict[str, Any]]:
    """The actor's own uploads, as they are kept with what is said. Raises Invalid for strange ones and more than 9."""
    if len(ids) > MOST_FILES:
        text = Text(f"一次最多 {MOST_FILES} 个附件。", f"At most {MOST_FILES} files at once.")
        raise Invalid("too_many_attachments", text, errors=[FieldError("attachment_ids", text)])
    return [files.described(file) for file in files.owned(actor, list(dict.fromkeys(ids)))] if ids else []


def save(ticket: Ticket, *fields: str) -> None:
    """Keep these fields as a new version, and let screens know."""
    ticket.version += 1
    ticket.updated_at = clock.now()
    statements.run(statements.update(ticket, [*fields, "version", "updated_at"]))
    show(ticket)


def show(ticket: Ticket) -> None:
    queries.forget_counts(ticket.organization_id)  # for who goes on in this transaction, and for everybody after it
    transaction.on_commit(lambda: queries.forget_counts(ticket.organization_id))
    publish(
        TicketChanged(
            organization_id=ticket.organization_id,
            audience=(staff_topic(ticket.organization_id),),
            ticket_id=ticket.id,
            customer_id=ticket.customer_id,
        )
    )


def tell_story(ticket: Ticket) -> None:
    """The ticket's line in the customer's story, as it stands now."""
    if ticket.customer_id is None:
        return
    name = forms.name_of(stages.stage_of(ticket.type.definition, ticket.stage) or {})
    customers.add_timeline(
        ticket.organization_id,
        customer_id=ticket.customer_id,
        at=ticket.created_at,
        kind="ticket",
        title=Text(f"工单：{ticket.subject}", f"Ticket: {ticket.subject}"),
        summary=ticket.description[:500],
        object_type="ticket",
        object_id=ticket.id,
        agent_name=accounts.staff_name(ticket.owner) if ticket.owner else "",
        data={"number": ticket.number, "stage": queries.names(name), "category": ticket.category},
    )


def make_findable(ticket: Ticket, *, is_new: bool = False) -> None:
    """Found by its subject and number, by its tags, by what is filled in, by what was said lately, and by the names of its files."""
    said = [] if is_new else _said(ticket)
    values = [str(value) for value in ticket.values.values() if value not in (None, True, False)]
    names = [file["name"] for kept in (ticket.attachments, *(kept for _, kept in said)) for file in kept]
    search.write(
        ticket.organization_id,
        kind=queries.SEARCH_KIND,
        object_id=ticket.id,
        title=ticket.subject,
        aliases=ticket.number,
        body="\n".join([ticket.description, *ticket.tags, *values, *(text for text, _ in said), *names]),
        brand_id=ticket.brand_id,
    )


def make_words_findable(ticket: Ticket, entry: TicketEntry) -> None:
    """As `make_findable`, of what was said just now."""
    search.add(queries.SEARCH_KIND, ticket.id, "\n".join([entry.text, *(file["name"] for file in entry.attachments)]))


def _said(ticket: Ticket) -> list[tuple[str, list[dict[str, Any]]]]:
    """The latest words, and the files with them."""
    reader = Actor(kind="system", organization_id=ticket.organization_id, name="tickets")
    rows = TicketEntry.objects.for_actor(reader).filter(ticket=ticket, kind__in=SAID)
    return list(rows.order_by("-id").values_list("text", "attachments")[:MOST_SOUGHT])


def tell(
    actor: Actor, ticket: Ticket, user_ids: Iterable[UUID | None], kind: str, text: Text, *, fact: str = ""
) -> None:
    """Give these people a notice that leads to the ticket; nobody is told what they did themselves."""
    wanted = {user_id for user_id in user_ids if user_id and user_id != actor.id}
    if not wanted:
        return
    notices.notify(
        actor,
        user_ids=wanted,
        kind=kind,
        text=Text(
            f"工单 {ticket.number} {text.zh}：{ticket.subject}", f"Ticket {ticket.number} {text.en}: {ticket.subject}"
        ),
        link=f"/tickets/{ticket.id}",
        group="" if fact else f"{kind} {ticket.id}",
        fact=fact,
    )


def involved(actor: Actor, ticket: Ticket) -> set[UUID]:
    """Who wants to hear what becomes of a ticket: its owner, who watches and who supervises it."""
    watchers = TicketWatcher.objects.for_actor(actor).filter(ticket=ticket).values_list("user_id", flat=True)
    return {user_id for user_id in (ticket.owner_id, ticket.supervisor_id, *watchers) if user_id}


def local_time(at: Any) -> str:
    return f"{at.astimezone(get_current_timezone()):%m-%d %H:%M}"


def forget(ticket: Ticket) -> None:
    """What was withdrawn is not found any more."""
    search.remove(queries.SEARCH_KIND, ticket.id)
