"""What happens with tickets sets off the rules that wait for it."""

from uuid import UUID

from kefu.contact.conversations.events import MessagePosted
from kefu.kernel.actor import system
from kefu.kernel.events import reacts_to
from kefu.service.tickets.events import (
    PromiseAlarmed,
    TicketAnswered,
    TicketHeard,
    TicketMoved,
    TicketOpened,
    TicketUrged,
)

from . import queries
from .actions import answer_event, heed_words
from .rules import definitions


def _is_awaited(organization_id: UUID, trigger: str) -> bool:
    return bool(queries.waiting_for(system(organization_id, "automations"), trigger))


@reacts_to(TicketOpened, when=lambda event: _is_awaited(event.organization_id, "opened"))
def on_opened(event: TicketOpened) -> None:
    answer_event(event.organization_id, event.ticket_id, "opened", "opened", cause=event.rule_id)


@reacts_to(TicketHeard)
def on_heard(event: TicketHeard) -> None:
    answer_event(event.organization_id, event.ticket_id, "customer_wrote", f"entry {event.entry_id}")


@reacts_to(TicketAnswered, when=lambda event: event.rule_id is None and _is_awaited(event.organization_id, "answered"))
def on_answered(event: TicketAnswered) -> None:
    """What rules answer themselves is no agent's answer."""
    answer_event(event.organization_id, event.ticket_id, "answered", f"entry {event.entry_id}")


@reacts_to(TicketMoved, when=lambda event: event.entry_id is not None)
def on_moved(event: TicketMoved) -> None:
    answer_event(event.organization_id, event.ticket_id, "moved", f"entry {event.entry_id}", cause=event.rule_id)


@reacts_to(TicketUrged)
def on_urged(event: TicketUrged) -> None:
    answer_event(event.organization_id, event.ticket_id, "urged", f"urge {event.urges}", cause=event.rule_id)


@reacts_to(PromiseAlarmed)
def on_alarmed(event: PromiseAlarmed) -> None:
    fact = f"{event.clock} {event.percent} {event.due_at.isoformat() if event.due_at else ''}".strip()
    answer_event(event.organization_id, event.ticket_id, "alarmed", fact, percent=event.percent)


@reacts_to(
    MessagePosted,
    when=lambda event: (
        event.message["sender"]["kind"] == "visitor"
        and bool(event.message["text"].strip())
        and _is_awaited(event.organization_id, definitions.SPOKEN)
    ),
)
def on_message(event: MessagePosted) -> None:
    heed_words(event.organization_id, event.conversation_id, event.message["text"])
