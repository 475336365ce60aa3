"""What tickets announce. `rule_id` is the automation that did it; None when it was a person, a channel or the clock."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class TicketChanged(Event):
    """A ticket differs now, or something was said about it. Screens ask anew for what they may know of it."""

    name: ClassVar = "tickets.changed"
    wire: ClassVar = "ticket"
    ticket_id: UUID
    customer_id: UUID | None


class TicketOpened(Event):
    """There is a new ticket."""

    name: ClassVar = "tickets.opened"
    ticket_id: UUID
    rule_id: UUID | None = None


class TicketMoved(Event):
    """It went to another stage; `category` is open, waiting, done or closed. From done or closed to open it was reopened."""

    name: ClassVar = "tickets.moved"
    ticket_id: UUID
    stage: str
    category: str
    category_before: str
    entry_id: UUID | None = None
    rule_id: UUID | None = None


class TicketAnswered(Event):
    """A member of staff wrote something that is meant for the customer; `entry_id` is it."""

    name: ClassVar = "tickets.answered"
    ticket_id: UUID
    entry_id: UUID
    rule_id: UUID | None = None


class TicketHeard(Event):
    """The customer wrote about it; `entry_id` is what."""

    name: ClassVar = "tickets.heard"
    ticket_id: UUID
    entry_id: UUID


class TicketUrged(Event):
    """The customer asked where it stays (催单), for the `urges`-th time."""

    name: ClassVar = "tickets.urged"
    ticket_id: UUID
    urges: int
    rule_id: UUID | None = None


class PromiseAlarmed(Event):
    """`percent` (50, 75, 90, 100) of what was promised about a ticket is used up; at 100 it is broken. `clock` is the kind."""

    name: ClassVar = "tickets.promise_alarmed"
    ticket_id: UUID
    clock: str
    percent: int
    due_at: datetime | None = None
