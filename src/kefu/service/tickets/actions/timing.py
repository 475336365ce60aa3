"""Time spent on tickets (工时): by a timer, or by hand; corrected by whoever spent it, with what stood there before."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries
from ..models import RunningTimer, Ticket, TimeEntry
from ..rules import spending
from . import record

Source = TimeEntry.Source
MOST_BACK = timedelta(days=90)


@transaction.atomic
def start_timer(actor: Actor, ticket_id: UUID) -> RunningTimer:
    """From now on the actor works on this ticket; what ran on another is booked there first. Running already: it runs on."""
    queries.locked(actor, ticket_id)
    running = _running(actor)
    if running and running.ticket_id == ticket_id:
        return running
    if running:
        _book(actor, running)
    return RunningTimer.objects.create(
        organization_id=actor.organization_id, ticket_id=ticket_id, user_id=actor.user_id, started_at=clock.now()
    )


@transaction.atomic
def stop_timer(actor: Actor, ticket_id: UUID) -> TimeEntry:
    """Book what has run, in begun minutes and 24 hours at most. Raises Conflict when none runs on this ticket.

    Whoever lost sight of the ticket meanwhile books what they spent nevertheless.
    """
    actor.require(permissions.READ)
    actor.require(permissions.SERVE)
    one(Ticket.objects.for_actor(actor).filter(id=ticket_id))
    running = _running(actor)
    if running is None or running.ticket_id != ticket_id:
        raise Conflict("no_timer", Text("此工单没有在计时。", "No timer runs on this ticket."))
    return _book(actor, running)


@transaction.atomic
def book_time(
    actor: Actor, ticket_id: UUID, *, minutes: int, note: str = "", worked_at: datetime | None = None
) -> TimeEntry:
    """Time by hand, of now or of the last 90 days. Raises Invalid for less than a minute, more than a day, and the future."""
    ticket = queries.locked(actor, ticket_id)
    at = worked_at or clock.now()
    if not clock.now() - MOST_BACK <= at <= clock.now():
        fault = Text("请选择最近 90 天内的时间。", "Choose a time within the last 90 days.")
        raise Invalid("wrong_time", fault, errors=[FieldError("worked_at", fault)])
    return _keep(actor, ticket, minutes, note, Source.HAND, at)


@transaction.atomic
def correct_time(actor: Actor, ticket_id: UUID, entry_id: UUID, changes: Mapping[str, Any]) -> TimeEntry:
    """Other minutes, another note, by whoever spent the time; what stood there before is kept."""
    ticket, entry = _own(actor, ticket_id, entry_id)
    minutes = _minutes(changes.get("minutes", entry.minutes))
    note = storable(changes.get("note", entry.note)).strip()
    if (minutes, note) == (entry.minutes, entry.note):
        return entry
    entry.history = [*entry.history, _stood(entry)]
    before, entry.minutes, entry.note = entry.minutes, minutes, note
    entry.save(update_fields=["minutes", "note", "history"])
    record.note(actor, ticket, "time_corrected", text=note, data={"count": minutes, "before": before})
    record.save(ticket)
    return entry


@transaction.atomic
def withdraw_time(actor: Actor, ticket_id: UUID, entry_id: UUID) -> None:
    """Take it back, by whoever spent it: it counts no more, and stays in the ticket's history."""
    ticket, entry = _own(actor, ticket_id, entry_id)
    entry.withdrawn_at = clock.now()
    entry.save(update_fields=["withdrawn_at"])
    record.note(actor, ticket, "time_withdrawn", text=entry.note, data={"count": entry.minutes})
    record.save(ticket)


def _running(actor: Actor) -> RunningTimer | None:
    return queries.running_timer(actor).select_for_update(of=("self",)).first()


def _book(actor: Actor, running: RunningTimer) -> TimeEntry:
    minutes = spending.minutes_of(clock.now() - running.started_at)
    ticket = one(Ticket.objects.for_actor(actor).select_for_update(of=("self",)).filter(id=running.ticket_id))
    started = running.started_at
    running.delete()
    return _keep(actor, ticket, minutes, "", Source.TIMER, started)


def _keep(actor: Actor, ticket: Ticket, minutes: int, note: str, source: str, at: datetime) -> TimeEntry:
    entry = TimeEntry.objects.create(
        organization_id=actor.organization_id,
        created_at=clock.now(),
        ticket=ticket,
        user_id=actor.user_id,
        minutes=_minutes(minutes),
        note=storable(note).strip(),
        source=source,
        worked_at=at,
    )
    record.note(actor, ticket, "time_booked", text=entry.note, data={"count": entry.minutes})
    record.save(ticket)
    return entry


def _own(actor: Actor, ticket_id: UUID, entry_id: UUID) -> tuple[Ticket, TimeEntry]:
    ticket = queries.locked(actor, ticket_id)
    rows = queries.times(actor, ticket).filter(user_id=actor.user_id, withdrawn_at=None)
    return ticket, one(rows.filter(id=entry_id))


def _minutes(given: int) -> int:
    if not spending.LEAST <= given <= spending.MOST:
        fault = Text("请填写 1 到 1440 分钟。", "Give 1 to 1440 minutes.")
        raise Invalid("wrong_minutes", fault, errors=[FieldError("minutes", fault)])
    return given


def _stood(entry: TimeEntry) -> dict[str, Any]:
    return {"minutes": entry.minutes, "note": entry.note, "until": clock.now().isoformat()}
