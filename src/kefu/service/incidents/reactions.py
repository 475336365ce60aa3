"""What comes in is looked at a moment later, together with all that came meanwhile."""

from datetime import timedelta
from uuid import UUID

from kefu.contact.conversations.events import MessagePosted
from kefu.contact.telephony.events import CallEnded, CallTold, PageEnded
from kefu.kernel import clock, timers
from kefu.kernel.actor import system
from kefu.kernel.events import reacts_to
from kefu.service.tickets.events import TicketOpened

from . import actions, jobs, queries

SOON = timedelta(seconds=10)
FIRST_WORDS = 9  # of a conversation, greetings and the bot's answers among them


def _look_soon(organization_id: UUID) -> None:
    timers.defer(
        jobs.look.name,
        at=clock.now() + SOON,
        once=f"incidents.look.{organization_id}",
        organization_id=organization_id,
    )


def _is_watched(organization_id: UUID, source: str) -> bool:
    return queries.is_watched(system(organization_id), source)


@reacts_to(TicketOpened, when=lambda event: _is_watched(event.organization_id, "tickets"))
def on_ticket(event: TicketOpened) -> None:
    _look_soon(event.organization_id)


@reacts_to(
    MessagePosted,
    when=lambda event: (
        event.message["seq"] <= FIRST_WORDS
        and event.message["sender"]["kind"] == "visitor"
        and _is_watched(event.organization_id, "conversations")
    ),
)
def on_message(event: MessagePosted) -> None:
    _look_soon(event.organization_id)


@reacts_to(CallEnded, when=lambda event: _is_watched(event.organization_id, "calls"))
def on_call_ended(event: CallEnded) -> None:
    _look_soon(event.organization_id)


@reacts_to(CallTold, when=lambda event: _is_watched(event.organization_id, "calls"))
def on_call_told(event: CallTold) -> None:
    _look_soon(event.organization_id)


@reacts_to(PageEnded)
def on_page_ended(event: PageEnded) -> None:
    actions.rung(event.organization_id, event.subject_id, event.user_id, event.outcome)
