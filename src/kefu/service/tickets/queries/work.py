"""What the daily work with a ticket leaves behind: answers for later, checklist, links by hand, time."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.kernel import clock
from kefu.kernel.actor import Actor

from ..models import ChecklistItem, PlannedAnswer, Ticket, TicketRelation
from . import shapes
from .access import UNFINISHED, tickets
from .promises import BATCH
from .spent import running_timer, times

JSON = dict[str, Any]
Kind = TicketRelation.Kind
MOST_STEPS = 200
THERE = {
    Kind.RELATED: "related",
    Kind.DUPLICATE: "duplicated",
    Kind.BLOCKS: "blocked",
}
"""What a link is called at the ticket that it leads to."""


def to_wake() -> Iterator[tuple[UUID, UUID]]:
    """(organization, ticket) of everything that was put off until now."""
    rows = Ticket.objects.across_organizations("tickets put off until now").filter(snoozed_until__lte=clock.now())
    yield from rows.order_by("snoozed_until").values_list("organization_id", "id")[:BATCH]


def to_send() -> Iterator[tuple[UUID, UUID]]:
    """(organization, planned answer) of everything whose time has come."""
    rows = PlannedAnswer.objects.across_organizations("answers for now")
    rows = rows.filter(state=PlannedAnswer.State.WAITING, send_at__lte=clock.now())
    yield from rows.order_by("send_at", "id").values_list("organization_id", "id")[:BATCH]


def planned(actor: Actor, ticket: Ticket) -> QuerySet[PlannedAnswer]:
    """What still waits for its time, the next first."""
    rows = PlannedAnswer.objects.for_actor(actor).filter(ticket=ticket, state=PlannedAnswer.State.WAITING)
    return rows.select_related("user").order_by("send_at", "id")


def checklist(actor: Actor, ticket: Ticket) -> QuerySet[ChecklistItem]:
    return ChecklistItem.objects.for_actor(actor).filter(ticket=ticket).select_related("done_by").order_by("id")


def relations(actor: Actor, ticket: Ticket) -> QuerySet[TicketRelation]:
    """Links by hand, whichever end the ticket is."""
    rows = TicketRelation.objects.for_actor(actor).filter(Q(ticket=ticket) | Q(other=ticket))
    return rows.select_related("ticket__type", "other__type").order_by("id")


def seen_from_there(kind: str) -> str:
    return THERE[Kind(kind)]


def blockers(actor: Actor, ticket: Ticket) -> list[str]:
    """The numbers of the unfinished tickets that block this one."""
    rows = TicketRelation.objects.for_actor(actor).filter(other=ticket, kind=Kind.BLOCKS)
    rows = rows.filter(ticket__category__in=UNFINISHED, ticket__withdrawn_at=None)
    return list(rows.order_by("id").values_list("ticket__number", flat=True))


def blocks_at_last(actor: Actor, first: Ticket, last: Ticket) -> bool:
    """Whether `first` blocks `last`, itself or through others; a web that is too wide to be followed counts as if."""
    rows = TicketRelation.objects.for_actor(actor).filter(kind=Kind.BLOCKS)
    seen, ahead = {first.id}, [first.id]
    while ahead:
        ahead = list(rows.filter(ticket__in=ahead).exclude(other__in=seen).values_list("other_id", flat=True))
        seen.update(ahead)
        if last.id in seen or len(seen) > MOST_STEPS:
            return True
    return False


def work(actor: Actor, ticket: Ticket) -> JSON:
    """All of that, as a ticket's page shows it; the numbers of linked tickets that the actor does not see stay bare."""
    running = running_timer(actor).filter(ticket=ticket).first()
    entries = list(times(actor, ticket).filter(withdrawn_at=None)[:50])
    found = list(relations(actor, ticket))
    ends = {row.other_id if row.ticket_id == ticket.id else row.ticket_id for row in found}
    seen = set(tickets(actor).filter(id__in=ends).values_list("id", flat=True))
    return {
        "planned": [_planned(actor, row) for row in planned(actor, ticket)],
        "checklist": [_item(row) for row in checklist(actor, ticket)],
        "relations": [_relation(row, ticket, seen) for row in found],
        "times": [time_shape(actor, row) for row in entries],
        "minutes": sum(times(actor, ticket).filter(withdrawn_at=None).values_list("minutes", flat=True)),
        "timer_since": running.started_at if running else None,
    }


def _planned(actor: Actor, row: PlannedAnswer) -> JSON:
    return {
        "id": row.id,
        "text": row.text,
        "attachments": shapes.linked(row.attachments),
        "send_at": row.send_at,
        "user": shapes.person(row.user),
        "may_change": row.user_id == actor.id or actor.may("tickets.manage"),
    }


def _item(row: ChecklistItem) -> JSON:
    return {
        "id": row.id,
        "name": row.name,
        "is_required": row.is_required,
        "is_of_type": bool(row.code),
        "done_at": row.done_at,
        "done_by": shapes.person(row.done_by),
    }


def _relation(row: TicketRelation, ticket: Ticket, seen: set[UUID]) -> JSON:
    is_from_here = row.ticket_id == ticket.id
    other = row.other if is_from_here else row.ticket
    may_see = other.id in seen
    return {
        "id": row.id,
        "kind": row.kind if is_from_here else seen_from_there(row.kind),
        "ticket_id": other.id if may_see else None,
        "number": other.number,
        "subject": other.subject if may_see else "",
        "stage": shapes.stage(other.type.definition, other.stage, other.category),
    }


def time_shape(actor: Actor, row: Any) -> JSON:
    return {
        "id": row.id,
        "user": shapes.person(row.user),
        "minutes": row.minutes,
        "note": row.note,
        "source": row.source,
        "worked_at": row.worked_at,
        "corrections": row.history,
        "may_change": row.user_id == actor.id,
    }
