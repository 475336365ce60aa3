"""What a leader set a moment for (督办) and was not done by then: the owner, the supervisor and the leaders hear of it."""

from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import system
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries
from ..models import Ticket
from . import record


@transaction.atomic
def tell_overdue(organization_id: UUID, ticket_id: UUID) -> None:
    """Once for each deadline; nothing when it was moved or the ticket ended meanwhile."""
    actor = system(organization_id, "tickets")
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=ticket_id))
    until = ticket.supervised_until
    if until is None or until > clock.now() or ticket.supervision_late_at:
        return
    ticket.supervision_late_at = clock.now()
    record.note(actor, ticket, "supervision_late", data={"until": until.isoformat()})
    record.save(ticket, "supervision_late_at")
    told = {*record.involved(actor, ticket), *queries.leaders(actor, ticket)}
    text = Text(f"督办已到期未办结（限 {record.local_time(until)}）", f"was to be done by {record.local_time(until)}")
    record.tell(actor, ticket, told, "ticket_supervision_late", text, fact=f"{ticket.id} {until.isoformat()}")
