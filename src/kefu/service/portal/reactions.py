"""What happens with tickets is told to the customers who made them on a help centre, and what they answer is heard."""

from kefu.contact.mail.actions import Correspondent, correspond
from kefu.contact.texting.actions import let_keep
from kefu.foundation.sms.events import SmsSettled
from kefu.kernel.events import reacts_to
from kefu.service.tickets.events import TicketAnswered, TicketMoved

from . import queries, rules
from .actions import hear, hear_sms, note_no_sms, note_return, plan_telling

correspond(Correspondent(answered=hear, returned=note_return))
let_keep(hear_sms)

UNFINISHED, OVER = ("open", "waiting"), ("done", "closed")


@reacts_to(TicketAnswered, when=lambda event: bool(queries.to_tell(event.organization_id, event.ticket_id)))
def on_answered(event: TicketAnswered) -> None:
    plan_telling(event.organization_id, event.ticket_id, entry_id=event.entry_id)


@reacts_to(TicketMoved, when=lambda event: event.category in OVER and event.category_before in UNFINISHED)
def on_end(event: TicketMoved) -> None:
    """Not where the customer has closed it on the page."""
    if event.entry_id and queries.is_by_somebody(event.organization_id, event.entry_id):
        plan_telling(event.organization_id, event.ticket_id, entry_id=None)


@reacts_to(SmsSettled, when=lambda event: event.purpose == rules.SMS and event.state in ("failed", "refused"))
def on_no_sms(event: SmsSettled) -> None:
    note_no_sms(event.organization_id, event.fact, state=event.state, error=event.error)
