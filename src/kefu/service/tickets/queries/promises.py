"""What was promised about a ticket, and which promises warn now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from kefu.foundation.calendars import queries as calendars
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor

from ..models import SlaPolicy, Ticket, TicketClock
from ..rules import clocks, promises

BATCH = 200


class Hours:
    """Working time by calendar, each read once; without a calendar it is around the clock."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        self._known: dict[UUID | None, clocks.WorkingTime] = {None: clocks.AroundTheClock()}

    def of(self, calendar_id: UUID | None) -> clocks.WorkingTime:
        if calendar_id not in self._known:
            assert calendar_id is not None
            self._known[calendar_id] = calendars.schedule(self._actor, calendar_id)
        return self._known[calendar_id]


@dataclass(frozen=True, slots=True)
class Promise:
    target: timedelta
    calendar_id: UUID | None


def promised(actor: Actor, ticket: Ticket) -> dict[str, Promise]:
    """What is promised about the ticket now, by kind of clock: by the policy of its type, else by the oldest."""
    policy = policy_of(actor, ticket)
    if policy is None:
        return {}
    always = promises.is_around_the_clock(policy.targets, ticket.priority)
    targets = {kind: promises.target(policy.targets, ticket.priority, kind) for kind in clocks.KINDS}
    calendar_id = None if always else policy.calendar_id
    return {kind: Promise(target, calendar_id) for kind, target in targets.items() if target is not None}


def policy_of(actor: Actor, ticket: Ticket) -> SlaPolicy | None:
    return ticket.type.policy or SlaPolicy.objects.for_actor(actor).order_by("id").first()


def clocks_of(actor: Actor, ticket: Ticket) -> dict[str, TicketClock]:
    rows = statements.run(statements.find(TicketClock, actor.organization_id, ticket_id=ticket.id))[0]
    return {row.kind: row for row in rows}


def as_clock(row: TicketClock) -> clocks.Clock:
    return clocks.Clock(row.target, row.used, row.since, row.told)


def to_warn() -> Iterator[tuple[UUID, UUID]]:
    """(organization, clock) of every promise whose next warning is due."""
    rows = TicketClock.objects.across_organizations("promises that warn").filter(alarm_at__lte=clock.now())
    yield from rows.order_by("alarm_at").values_list("organization_id", "id")[:BATCH]


def to_tell_late() -> Iterator[tuple[UUID, UUID]]:
    """(organization, ticket) of everything supervised whose deadline has passed untold."""
    rows = Ticket.objects.across_organizations("supervised tickets that are late")
    rows = rows.filter(supervised_until__lte=clock.now(), supervision_late_at=None)
    yield from rows.order_by("supervised_until").values_list("organization_id", "id")[:BATCH]


def by_calendar(actor: Actor, calendar_id: UUID) -> list[UUID]:
    """The tickets whose promises run by this calendar."""
    rows = TicketClock.objects.for_actor(actor).filter(calendar_id=calendar_id, since__isnull=False)
    return list(rows.order_by("ticket_id").values_list("ticket_id", flat=True).distinct())
