"""The customer asks where it stays (催单)."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..events import TicketUrged
from ..models import Ticket
from ..rules import priority
from . import editing, later, people, promising, record


@transaction.atomic
def urge(actor: Actor, ticket_id: UUID, *, text: str = "") -> Ticket:
    """Count the urge, raise the urgency a step and tell the owner; from the third on their leader hears of it too.

    Whoever has the customer before them may urge, whoever works on it. Raises Conflict for a ticket that is over.
    """
    if actor.kind == "user":
        actor.require(permissions.READ)
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=ticket_id, withdrawn_at=None))
    people.ensure_is_worked_on(ticket)
    ticket.urges, ticket.urged_at = ticket.urges + 1, clock.now()
    ticket.urgency = priority.urged(ticket.urgency)
    before = ticket.priority
    editing.reprioritize(actor, ticket)
    promising.follow(actor, ticket)
    data = {"count": ticket.urges, "priority": [before, ticket.priority]}
    record.note(actor, ticket, "urged", text=text, data=data)
    record.save(ticket, "urges", "urged_at", "urgency", "priority", *promising.DUE)
    later.wake(ticket, on_top=True)
    told = record.involved(actor, ticket)
    if not ticket.owner_id or priority.reaches_leader(ticket.urges):
        told |= queries.leaders(actor, ticket)
    words = Text(f"第 {ticket.urges} 次催单", f"was urged {ticket.urges} times" if ticket.urges > 1 else "was urged")
    record.tell(actor, ticket, told, "ticket_urged", words)
    publish(
        TicketUrged(
            organization_id=ticket.organization_id,
            ticket_id=ticket.id,
            urges=ticket.urges,
            rule_id=record.rule_of(actor),
        )
    )
    return ticket
