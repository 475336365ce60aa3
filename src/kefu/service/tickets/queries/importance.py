"""Why a customer is important: what they wait for."""

from collections.abc import Iterator
from uuid import UUID

from kefu.contact.callers import queries as callers
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from ..models import Ticket
from ..rules import standard
from .access import UNFINISHED


def waited_for(actor: Actor, customer_id: UUID | None, number: str) -> Iterator[callers.Reason]:
    """A complaint that is not finished, or a promise that is broken while the work goes on; of the caller's `number` nothing is known here."""
    if customer_id is None:
        return
    rows = Ticket.objects.for_actor(actor).filter(customer_id=customer_id, category__in=UNFINISHED)
    mine = rows.filter(merged_into=None, withdrawn_at=None).select_related("type").order_by("id")
    for ticket in mine:
        if ticket.type.code == standard.COMPLAINT:
            yield callers.Reason(
                "complaint", Text(f"未结投诉 {ticket.number}", f"Complaint {ticket.number} is not finished")
            )
        elif ticket.due_at is not None and ticket.due_at <= clock.now():
            yield callers.Reason("promise", Text(f"工单 {ticket.number} 已超时", f"Ticket {ticket.number} is late"))
