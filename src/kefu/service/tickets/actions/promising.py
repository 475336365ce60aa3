"""Clocks follow their ticket: they start, stand still, go on and end with its stage, and warn by themselves."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries
from ..events import PromiseAlarmed
from ..models import Ticket, TicketClock
from ..rules import clocks
from . import record

NAMES = {
    clocks.FIRST_RESPONSE: Text("首次响应", "first answer"),
    clocks.NEXT_UPDATE: Text("进展更新", "next update"),
    clocks.RESOLUTION: Text("解决", "solution"),
}
DUE = ("due_at", "due_kind", "alarm")
"""The fields of a ticket that `follow` sets."""
SET = ("target", "calendar", "used", "since", "told", "due_at", "alarm_at", "met_at", "breached_at")
"""Those of a clock."""
TOLD_FROM = 75
"""Percent from which somebody hears of it; before, only the ring of the row changes."""


def follow(actor: Actor, ticket: Ticket, *, is_update: bool = False, is_new: bool = False) -> None:
    """Set the clocks of the locked ticket as its stage, priority and answers ask; the caller saves the ticket (DUE).

    With `is_update` the customer was told something just now: the next word is owed anew. One that `is_new` has no
    clocks yet, and may be stored after them.
    """
    now, hours = clock.now(), queries.Hours(actor)
    promised, rows = queries.promised(actor, ticket), {} if is_new else queries.clocks_of(actor, ticket)
    written = []
    wanted = clocks.wanted(ticket.category, is_answered=ticket.first_response_at is not None)
    for kind in clocks.KINDS:
        row, promise = rows.get(kind), promised.get(kind)
        if is_begun := row is None:
            if promise is None or wanted[kind].is_met:
                continue
            row = rows[kind] = TicketClock(organization_id=ticket.organization_id, ticket=ticket, kind=kind)
            row.target, row.calendar_id, row.used = promise.target, promise.calendar_id, clocks.MINUTE * 0
        before = _values(row)
        _set(row, wanted[kind], promise, now, hours, restarts=is_update and kind == clocks.NEXT_UPDATE)
        changed = [field for field, value in _values(row).items() if value != before[field]]
        if is_begun:
            written.append(statements.insert(row))
        elif changed:
            written.append(statements.update(row, changed))
    if written:
        statements.run(*written)
    summarize(ticket, rows.values())


def _values(row: TicketClock) -> dict[str, object]:
    return {f.name: f.value_from_object(row) for f in TicketClock._meta.concrete_fields if f.name in SET}


def summarize(ticket: Ticket, rows: Iterable[TicketClock]) -> None:
    """What lists show of a ticket's promises: the one that is due first, and the loudest warning."""
    running = [row for row in rows if row.due_at]
    ticket.due_at, ticket.due_kind = min(((row.due_at, row.kind) for row in running), default=(None, ""))
    ticket.alarm = max((row.told for row in running), default=0)


def _set(
    row: TicketClock,
    wanted: clocks.Wanted,
    promise: queries.Promise | None,
    now: datetime,
    hours: queries.Hours,
    *,
    restarts: bool,
) -> None:
    time, state = hours.of(row.calendar_id), queries.as_clock(row)
    _note_breach(row, state, now, time)
    if promise and (promise.target, promise.calendar_id) != (row.target, row.calendar_id) and not wanted.is_met:
        state = clocks.retargeted(state, promise.target, now, time)
        row.calendar_id, time = promise.calendar_id, hours.of(promise.calendar_id)
    is_again = row.met_at is not None and not wanted.is_met and row.kind == clocks.NEXT_UPDATE
    if restarts or is_again:
        state = clocks.restarted(clocks.paused(state, now, time), now)
    runs = wanted.runs and promise is not None
    state = clocks.resumed(state, now) if runs else clocks.paused(state, now, time)
    row.met_at = (row.met_at or now) if wanted.is_met else None
    row.target, row.used, row.since, row.told = state.target, state.used, state.since, state.told
    row.due_at, row.alarm_at = clocks.due(state, time), clocks.next_alarm(state, time)


def _note_breach(row: TicketClock, state: clocks.Clock, now: datetime, time: clocks.WorkingTime) -> None:
    """What broke before the sweep came by is broken nevertheless."""
    broke = clocks.due(state, time)
    if broke and broke <= now and row.breached_at is None:
        row.breached_at = broke


@transaction.atomic
def warn(organization_id: UUID, clock_id: UUID) -> None:
    """A promise has used up another share of its time: whoever can still keep it hears of it, at the end their leader too."""
    actor = system(organization_id, "tickets")
    found = one(TicketClock.objects.for_actor(actor).filter(id=clock_id))
    ticket = one(Ticket.objects.for_actor(actor).select_for_update(of=("self",)).filter(id=found.ticket_id))
    rows, now = queries.clocks_of(actor, ticket), clock.now()
    row = rows[found.kind]
    time, state = queries.Hours(actor).of(row.calendar_id), queries.as_clock(row)
    percent = clocks.level(state, now, time)
    if row.since is None or percent <= row.told:
        row.due_at, row.alarm_at = clocks.due(state, time), clocks.next_alarm(state, time)
        row.save(update_fields=["due_at", "alarm_at"])
        return
    _note_breach(row, state, now, time)
    row.told = percent
    row.due_at, row.alarm_at = clocks.due(state, time), clocks.next_alarm(queries.as_clock(row), time)
    row.save(update_fields=["told", "due_at", "alarm_at", "breached_at"])
    summarize(ticket, rows.values())
    ticket.save(update_fields=DUE)
    _tell(actor, ticket, row)
    publish(
        PromiseAlarmed(
            organization_id=organization_id,
            ticket_id=ticket.id,
            clock=row.kind,
            percent=row.told,
            due_at=row.due_at,
        )
    )
    record.show(ticket)


def _tell(actor: Actor, ticket: Ticket, row: TicketClock) -> None:
    if row.told < TOLD_FROM:
        return
    name, is_broken = NAMES[row.kind], row.told >= clocks.ALARMS[-1]
    if is_broken:
        record.note(actor, ticket, "breached", data={"clock": row.kind})
        text = Text(f"{name.zh}已超时", f"The {name.en} is late")
    else:
        text = Text(f"{name.zh}时限已用 {row.told}%", f"{row.told} % of the time for the {name.en} is used")
    told = record.involved(actor, ticket) if ticket.owner_id else queries.leaders(actor, ticket)
    if is_broken:
        told = {*told, *queries.leaders(actor, ticket)}
    record.tell(actor, ticket, told, "ticket_due", text, fact=f"{row.id} {row.told} {row.since}")


@transaction.atomic
def follow_calendar(organization_id: UUID, calendar_id: UUID) -> None:
    """The hours of a calendar changed: everything promised by it is due by the new ones."""
    actor = system(organization_id, "tickets")
    for ticket_id in queries.by_calendar(actor, calendar_id):
        ticket = one(
            Ticket.objects.for_actor(actor)
            .select_related("type__policy")
            .select_for_update(of=("self",))
            .filter(id=ticket_id)
        )
        follow(actor, ticket)
        ticket.save(update_fields=DUE)
        record.show(ticket)


@transaction.atomic
def explain_breach(actor: Actor, ticket_id: UUID, kind: str, *, cause: str, text: str = "") -> Ticket:
    """Say why a promise was broken (超时原因). Raises Conflict for one that was kept."""
    ticket = queries.locked(actor, ticket_id)
    row = queries.clocks_of(actor, ticket).get(kind)
    if row is None or row.breached_at is None:
        raise Conflict("not_late", Text("该承诺没有超时。", "This promise was not broken."))
    row.cause, row.cause_note = cause, text.strip()
    row.save(update_fields=["cause", "cause_note"])
    record.note(actor, ticket, "explained", text=text, data={"clock": kind, "cause": cause})
    record.save(ticket)
    return ticket
