"""Putting off (稍后处理): an owner sets a ticket aside until a time, or until the customer writes. Promises run on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import queries
from ..models import Ticket
from . import later, people, record

WITHIN = timedelta(days=30)
MOST_SNOOZED = 100


@transaction.atomic
def snooze(actor: Actor, ticket_id: UUID, *, until: datetime | None = None, note: str = "") -> Ticket:
    """Set an own ticket aside until `until`, or, without, until the customer writes; after 30 days it comes back anyway.

    Again: time and note are the new ones. Raises Invalid for a time that is past or more than 30 days away, Conflict for
    a ticket of somebody else, one that is over, and beyond 100 of one owner.
    """
    ticket = queries.locked(actor, ticket_id)
    people.ensure_is_worked_on(ticket)
    if ticket.owner_id != actor.user_id:
        raise Conflict("not_owner", Text("请先领取工单。", "Claim the ticket first."))
    if until is not None:
        ensure_ahead(until, "until")
    mine = queries.tickets(actor).filter(owner_id=actor.user_id, snoozed_until__isnull=False)
    if ticket.snoozed_until is None and mine.count() >= MOST_SNOOZED:
        most = MOST_SNOOZED
        raise Conflict("too_many_snoozed", Text(f"最多同时稍后处理 {most} 张工单。", f"At most {most} at a time."))
    ticket.snoozed_until, ticket.snoozes_for_word = until or clock.now() + WITHIN, until is None
    ticket.snooze_note, ticket.is_woken = storable(note).strip(), False
    data = {"until": until.isoformat() if until else None}
    record.note(actor, ticket, "snoozed" if until else "snoozed_for_word", text=ticket.snooze_note, data=data)
    record.save(ticket, *later.SNOOZE)
    return ticket


@transaction.atomic
def unsnooze(actor: Actor, ticket_id: UUID) -> Ticket:
    """Take it up now; one that is not put off stays as it is."""
    ticket = queries.locked(actor, ticket_id)
    if later.wake(ticket, on_top=False):
        record.note(actor, ticket, "unsnoozed")
        record.save(ticket)
    return ticket


@transaction.atomic
def wake_up(organization_id: UUID, ticket_id: UUID) -> None:
    """Its time has come: on top of its owner's list, who hears of it. Nothing when it came back meanwhile."""
    actor = system(organization_id, "tickets")
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=ticket_id))
    until = ticket.snoozed_until
    if until is None or until > clock.now():
        return
    later.wake(ticket, on_top=True)
    record.note(actor, ticket, "snooze_over", text=ticket.snooze_note)
    record.save(ticket)
    text = Text("稍后处理时间到", "was put off until now")
    if ticket.snooze_note:
        note = ticket.snooze_note
        text = Text(f"稍后处理时间到（{note}）", f"was put off until now ({note})")
    record.tell(actor, ticket, [ticket.owner_id], "ticket_snooze_over", text, fact=f"{ticket.id} {until.isoformat()}")


def ensure_ahead(at: datetime, field: str) -> None:
    """Raise Invalid unless it is within the next 30 days."""
    if not clock.now() < at <= clock.now() + WITHIN:
        wrong = Text("请选择 30 天内的将来时间。", "Choose a time within the next 30 days.")
        raise Invalid("wrong_time", wrong, errors=[FieldError(field, wrong)])
