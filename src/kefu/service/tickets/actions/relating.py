"""Links by hand between tickets: related, a duplicate, one that blocks another."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries
from ..models import Ticket, TicketRelation
from . import moving, record

MOST_RELATIONS = 30
Kind = TicketRelation.Kind


@transaction.atomic
def relate(actor: Actor, ticket_id: UUID, other_id: UUID, *, kind: str) -> Ticket:
    """Say that the first has to do with the other; again changes nothing. One that blocks holds the other's end.

    Raises NotFound for a ticket that the actor does not see, Conflict for itself, above 30, and where the two would
    block each other, however long the way.
    """
    if ticket_id == other_id:
        raise Conflict("link_itself", Text("不能关联自己。", "A ticket is not linked with itself."))
    found = {one_id: queries.locked(actor, one_id) for one_id in sorted((ticket_id, other_id))}
    ticket, other = found[ticket_id], found[other_id]
    for each in (ticket, other):
        moving.ensure_is_whole(each)
    rows = queries.relations(actor, ticket)
    if rows.filter(ticket=ticket, other=other, kind=kind).exists():
        return ticket
    if kind == Kind.RELATED and rows.filter(ticket=other, other=ticket, kind=kind).exists():
        return ticket
    most = MOST_RELATIONS
    if any(queries.relations(actor, each).count() >= most for each in (ticket, other)):
        raise Conflict("too_many_links", Text(f"一张工单最多关联 {most} 张。", f"A ticket has at most {most} links."))
    if kind == Kind.BLOCKS and queries.blocks_at_last(actor, other, ticket):
        raise Conflict("blocks_in_a_circle", Text("两张工单会互相阻塞。", "The two would block each other."))
    TicketRelation.objects.create(
        organization_id=actor.organization_id, created_at=clock.now(), ticket=ticket, other=other, kind=kind
    )
    _note(actor, ticket, other, "related", kind)
    _note(actor, other, ticket, "related", queries.seen_from_there(kind))
    return ticket


@transaction.atomic
def unrelate(actor: Actor, ticket_id: UUID, relation_id: UUID) -> Ticket:
    """Take a link away, from either side, by whoever sees both."""
    found = one(queries.relations(actor, queries.ticket(actor, ticket_id)).filter(id=relation_id))
    locked = {one_id: queries.locked(actor, one_id) for one_id in sorted((found.ticket_id, found.other_id))}
    ticket, other = locked[found.ticket_id], locked[found.other_id]
    one(queries.relations(actor, ticket).filter(id=relation_id)).delete()
    _note(actor, ticket, other, "unrelated", found.kind)
    _note(actor, other, ticket, "unrelated", queries.seen_from_there(found.kind))
    return locked[ticket_id]


def _note(actor: Actor, ticket: Ticket, other: Ticket, what: str, kind: str) -> None:
    record.note(actor, ticket, f"{what}_{kind}", data={"number": other.number, "subject": other.subject})
    record.save(ticket)
