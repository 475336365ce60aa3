"""Reads of callbacks (排队回呼)."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.routing import queries as routing
from kefu.kernel.actor import Actor

from .. import permissions
from ..models import Call, Callback


def callbacks(actor: Actor, *, is_open: bool | None = None) -> QuerySet[Callback]:
    """Those that wait for their turn, or (`is_open` false) are over; all without."""
    actor.require(permissions.READ)
    rows = Callback.objects.for_actor(actor).select_related(
        "queue", "call__number", "customer", "attempt", "cancelled_by"
    )
    if is_open is None:
        return rows
    waiting = {"state": Callback.State.WAITING}
    return rows.filter(**waiting) if is_open else rows.exclude(**waiting)


def callback_of(actor: Actor, call_id: UUID) -> Callback | None:
    """What the caller of a call was promised."""
    return Callback.objects.for_actor(actor).filter(call_id=call_id).first()


def callback_row(actor: Actor, callback: Callback) -> dict[str, Any]:
    """`position` in the line: 1 is next; None while an agent has it, or between two tries."""
    attempt = callback.attempt
    work = routing.open_item(actor, attempt.id) if attempt and attempt.phase == Call.Phase.WAITING else None
    place = routing.place(actor, work) if work and work.state == work.State.WAITING else None
    return {
        "id": callback.id,
        "call_id": callback.call_id,
        "attempt_id": attempt.id if attempt else None,
        "number": callback.number,
        "customer": {"id": callback.customer_id, "name": callback.customer.name} if callback.customer else None,
        "queue": {"id": callback.queue_id, "name": callback.queue.name},
        "queued_at": callback.queued_at,
        "asked_at": callback.created_at,
        "state": callback.state,
        "phase": attempt.phase if attempt and callback.state == Callback.State.WAITING else "",
        "position": place.position if place else None,
        "tries": callback.tries,
        "next_at": callback.next_at,
        "ended_at": callback.ended_at,
    }
