"""Tickets of the past, brought in from another system: they keep their times and words, and set nothing off.

No promise is made, nobody is told and no automation hears of them. They begin to live with the first thing that somebody
does here; until then (`version` 1) a newer export may still change them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customers
from kefu.foundation.customers.models import Customer
from kefu.kernel import forms, search
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.ids import id_at, next_numbers
from kefu.kernel.text import storable

from .. import permissions, queries
from ..models import Ticket, TicketEntry, TicketType
from ..rules import priority, tags
from . import record
from .opening import SERIES, subject

UNTOUCHED = 1
"""The version of a ticket with which nobody has done anything here."""


@dataclass(frozen=True, slots=True)
class PastWord:
    """What somebody said about a ticket: the customer, a member of staff (`user_id` if they work here too), or nobody known."""

    at: datetime
    text: str
    author: str = ""
    by_customer: bool = False
    user_id: UUID | None = None
    is_public: bool = True


@dataclass(frozen=True, slots=True)
class PastTicket:
    """A ticket as the other system left it. `category` is open, waiting, done or closed; `found_by` more words to find it."""

    subject: str
    created_at: datetime
    description: str = ""
    type_id: UUID | None = None
    category: str = "closed"
    impact: str = "medium"
    urgency: str = "low"
    brand_id: UUID | None = None
    customer: Customer | None = None
    owner_id: UUID | None = None
    team_id: UUID | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    words: tuple[PastWord, ...] = ()
    found_by: str = ""


@transaction.atomic
def bring(actor: Actor, past: Sequence[PastTicket]) -> list[Ticket]:
    """Keep tickets of the past, in the order given. Values of the form are taken as they are: the caller has read them.

    Raises NotFound for a type, brand, team, owner or customer that the actor's organization has not.
    """
    _require(actor)
    known = _Known(actor)
    tickets = [_made(actor, one, known) for one in past]
    for ticket, number in zip(tickets, next_numbers(actor.organization_id, SERIES, len(tickets)), strict=True):
        ticket.number = number
    Ticket.objects.bulk_create(tickets)
    TicketEntry.objects.bulk_create(
        entry for ticket, one in zip(tickets, past, strict=True) for entry in _history(actor, ticket, one.words)
    )
    for ticket, one in zip(tickets, past, strict=True):
        _show(ticket, one)
    return tickets


@transaction.atomic
def bring_again(actor: Actor, past: Mapping[UUID, PastTicket]) -> frozenset[UUID]:
    """Change imported tickets into what they are now, words added. Answers which: what was worked on here stays as it is."""
    _require(actor)
    known = _Known(actor)
    changed = set()
    rows = Ticket.objects.for_actor(actor).select_for_update(of=("self",)).filter(id__in=past, version=UNTOUCHED)
    for ticket in rows.filter(source=Ticket.Source.IMPORT).select_related("type"):
        one = past[ticket.id]
        _fill(ticket, one, known)
        ticket.save()
        _show(ticket, one)
        changed.add(ticket.id)
    return frozenset(changed)


@transaction.atomic
def bring_words(actor: Actor, ticket_id: UUID, words: Sequence[PastWord]) -> None:
    """Add to the history of an imported ticket what was said about it elsewhere, at its time."""
    _require(actor)
    ticket = queries.locked(actor, ticket_id)
    TicketEntry.objects.bulk_create(_said(ticket, words))
    record.make_findable(ticket)


@transaction.atomic
def take_back(actor: Actor, ticket_ids: Iterable[UUID]) -> int:
    """Delete imported tickets with which nobody has done anything here; answers how many there were."""
    _require(actor)
    rows = Ticket.objects.for_actor(actor).select_for_update(of=("self",))
    rows = rows.filter(id__in=list(ticket_ids), source=Ticket.Source.IMPORT, version=UNTOUCHED)
    ids = list(rows.filter(merged_into=None).values_list("id", flat=True))
    for ticket_id in ids:
        search.remove(queries.SEARCH_KIND, ticket_id)
    customers.remove_timeline(actor, object_type="ticket", object_ids=ids)
    Ticket.objects.for_actor(actor).filter(id__in=ids).delete()
    return len(ids)


def read_values(kind: TicketType, written: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was filled into the form elsewhere, as it is kept here, and by their names those fields that cannot be read so.

    Choices go by code or name, yes and no by word.
    """
    kept: dict[str, Any] = {}
    unread: dict[str, str] = {}
    for found in kind.definition["fields"]:
        text = written.get(found["code"], "").strip()
        if not text:
            continue
        filled, wrong = forms.filled([found], {found["code"]: forms.from_words(found, text)})
        if wrong:
            unread[forms.name_of(found).in_language()] = text
        else:
            kept |= filled
    return kept, unread


def _require(actor: Actor) -> None:
    for permission in (permissions.READ, permissions.SERVE, permissions.MANAGE):
        actor.require(permission)


class _Known:
    """What tickets may name."""

    def __init__(self, actor: Actor) -> None:
        self.types = {kind.id: kind for kind in queries.types(actor)}
        self.standard = queries.type_for(actor, None)
        self.brands = {brand.id for brand in accounts.brands(actor)}
        self.brand_id = accounts.default_brand(actor).id
        self.teams = {team.id for team in accounts.teams(actor)}
        self.workers: dict[UUID, set[UUID]] = {
            brand: set(queries.workers(actor, brand).values_list("id", flat=True)) for brand in self.brands
        }
        self.organization_id = actor.organization_id

    def type(self, type_id: UUID | None) -> TicketType:
        return self.standard if type_id is None else self._one(self.types, type_id)

    def ensure(self, ticket: Ticket) -> None:
        """Raises NotFound unless everything that it names is there."""
        self._one(dict.fromkeys(self.brands), ticket.brand_id)
        if ticket.team_id:
            self._one(dict.fromkeys(self.teams), ticket.team_id)
        if ticket.owner_id:
            self._one(dict.fromkeys(self.workers[ticket.brand_id]), ticket.owner_id)
        if ticket.customer and ticket.customer.organization_id != self.organization_id:
            raise NotFound()

    @staticmethod
    def _one(known: Mapping[UUID, Any], wanted: UUID) -> Any:
        if wanted not in known:
            raise NotFound()
        return known[wanted]


def _made(actor: Actor, past: PastTicket, known: _Known) -> Ticket:
    ticket = Ticket(id=id_at(past.created_at), organization_id=actor.organization_id, source=Ticket.Source.IMPORT)
    _fill(ticket, past, known)
    return ticket


def _fill(ticket: Ticket, past: PastTicket, known: _Known) -> None:
    ticket.type = known.type(past.type_id)
    ticket.brand_id = past.customer.brand_id if past.customer else past.brand_id or known.brand_id
    ticket.subject, ticket.description = subject(past.subject), storable(past.description).strip()
    ticket.category, ticket.stage = past.category, _stage(ticket.type, past.category)
    ticket.impact, ticket.urgency = past.impact, past.urgency
    is_vip = past.customer is not None and past.customer.tier == Customer.Tier.VIP
    ticket.priority = priority.priority(past.impact, past.urgency, is_vip=is_vip)
    ticket.customer, ticket.owner_id, ticket.team_id = past.customer, past.owner_id, past.team_id
    ticket.values = dict(past.values)
    ticket.tags = tags.tidy(past.tags)
    answers = [word.at for word in past.words if word.is_public and not word.by_customer]
    ends = [at for at in (past.resolved_at, past.closed_at) if at]
    last = max([past.created_at, *(word.at for word in past.words), *ends])
    is_over = past.category in ("done", "closed")
    ticket.created_at, ticket.updated_at = past.created_at, last
    ticket.first_response_at = min([*answers, *ends], default=last if is_over else None)
    ticket.waiting_since = last if past.category == Ticket.Category.WAITING else None
    ticket.resolved_at = (past.resolved_at or past.closed_at or last) if is_over else None
    ticket.closed_at = (past.closed_at or last) if past.category == Ticket.Category.CLOSED else None
    known.ensure(ticket)


def _stage(kind: TicketType, category: str) -> str:
    """The first stage of the kind; a type without any waits where it starts, and closes where it is done."""
    by_category: dict[str, str] = {}
    for stage in kind.definition["stages"]:
        by_category.setdefault(stage["category"], stage["code"])
    start = str(kind.definition["start"])
    if category == "open":
        return start
    return by_category.get(category) or (by_category["done"] if category == "closed" else start)


def _history(actor: Actor, ticket: Ticket, words: Sequence[PastWord]) -> list[TicketEntry]:
    opened = TicketEntry(
        id=id_at(ticket.created_at),
        organization_id=ticket.organization_id,
        created_at=ticket.created_at,
        ticket=ticket,
        kind="opened",
        author_kind="system",
        author_name=actor.name[:120],
        data={"source": ticket.source},
    )
    return [opened, *_said(ticket, words)]


def _said(ticket: Ticket, words: Sequence[PastWord]) -> list[TicketEntry]:
    return [
        TicketEntry(
            id=id_at(word.at, place),
            organization_id=ticket.organization_id,
            created_at=word.at,
            ticket=ticket,
            kind="comment" if word.is_public else "note",
            author_kind="customer" if word.by_customer else "user" if word.user_id else "system",
            author_id=word.user_id,
            author_name=storable(word.author)[:120],
            text=storable(word.text).strip(),
            is_public=word.is_public,
        )
        for place, word in enumerate(words, start=1)
    ]


def _show(ticket: Ticket, past: PastTicket) -> None:
    """In search and in the customer's story; desks that look at a list see it with their next look."""
    values = [str(value) for value in ticket.values.values() if value not in (None, True, False)]
    search.write(
        ticket.organization_id,
        kind=queries.SEARCH_KIND,
        object_id=ticket.id,
        title=ticket.subject,
        aliases=f"{ticket.number}\n{past.found_by}",
        body="\n".join([ticket.description, *values, *(word.text for word in past.words[-record.MOST_SOUGHT :])]),
        brand_id=ticket.brand_id,
    )
    record.tell_story(ticket)
