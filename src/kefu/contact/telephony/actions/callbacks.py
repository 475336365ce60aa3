"""Callbacks instead of waiting (排队回呼): the caller goes, their place in the line stays, and they are called when it is their turn."""

from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts.events import staff_topic
from kefu.foundation.customers import queries as customers
from kefu.kernel import audit, clock, statements, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..events import CallbackGivenUp, CallbacksChanged
from ..models import Call, Callback, CallMoment, PhoneNumber, Trunk
from ..rules import dialling, machine, numbers
from . import telling

TRY_AGAIN = "kefu.contact.telephony.jobs.call_back"
VIP_PRIORITY = 9
NOBODY = UUID(int=0)
KEY = "1"  # the standard prompt says so
State = Callback.State


def is_due(me: Actor, call: Call) -> bool:
    """Whether the caller has waited long enough in a line that offers a callback, which can be made."""
    after = queries.manner_of(me, call.queue_id).callback_after
    if after is None:
        return False
    since = routing_queries.contact(me, call.id).queued_at
    return since is not None and since + timedelta(seconds=after) <= clock.now() and _line(me) is not None


def seconds_until(me: Actor, call: Call) -> float | None:
    """Until a callback is offered; None where none is, or it is time already."""
    after = queries.manner_of(me, call.queue_id).callback_after
    since = routing_queries.contact(me, call.id).queued_at if after is not None else None
    if after is None or since is None:
        return None
    left = (since + timedelta(seconds=after) - clock.now()).total_seconds()
    return left if left > 0 else None


def callers_number(me: Actor, call: Call) -> str:
    """The digits at which the caller can be called back; "" where they hide their number, or it may not be dialled."""
    known = queries.caller_number(call)
    national = numbers.goes_out(known, (), "", zero_before_far=False)[0] if known else call.caller
    return dialable(me, national)


def dialable(me: Actor, written: str) -> str:
    """The digits as they are dialled, or "" for what nobody may be called back at."""
    digits = dialling.digits(written)
    refused = digits in dialling.EMERGENCY or dialling.refusal(digits, may_dial_any=False, is_repeated=False)
    return "" if refused or _line(me) is None else digits


def register(me: Actor, call: Call, number: str) -> None:
    """The caller goes: a call back takes their place in the line, or the end of it where they were in none."""
    callback = Callback.objects.create(
        organization_id=call.organization_id,
        brand_id=call.brand_id,
        queue=one(Queue.objects.for_actor(me).filter(id=call.machine["queue"])),
        call=call,
        number=number,
        customer=call.customer,
        queued_at=routing_queries.contact(me, call.id).queued_at or clock.now(),
    )
    call.queue = callback.queue
    routing.queue_contact(me, call.id, callback.queue, callback.queued_at)
    routing.leave_for_callback(me, call.id)
    attempt = _attempt(me, callback)
    work = routing_queries.open_item(me, call.id)
    if work is None:
        _enqueue(me, callback, attempt)
    else:
        routing.hand_on(me, work.id, attempt.id)
        if work.state == work.State.OFFERED and work.assignee_id:
            telling.offered(call.organization_id, attempt.id, work.assignee_id)
    _show(callback)


def ended(me: Actor, call: Call) -> None:
    """A call has ended: if it was a call back, the customer was reached, or is tried again by the rule, or was missed."""
    callback = statements.first(Callback, me, attempt_id=call.id, state=str(State.WAITING), lock=True)
    if callback is None:
        return
    manner = queries.manner_of(me, callback.queue_id)
    callback.tries += 1
    if call.answered_at:
        _close(callback, State.REACHED)
    elif callback.tries >= manner.callback_tries:
        _close(callback, State.GIVEN_UP)
        publish(CallbackGivenUp(organization_id=me.organization_id, call_id=callback.call_id))
    else:
        callback.attempt, callback.next_at = None, clock.now() + timedelta(minutes=manner.callback_minutes)
        timers.defer(TRY_AGAIN, at=callback.next_at, organization_id=me.organization_id, callback_id=callback.id)
        callback.save(update_fields=["tries", "attempt", "next_at"])
        _show(callback)


@transaction.atomic
def call_back(organization_id: UUID, callback_id: UUID) -> None:
    """Time for another try: they stand in the line again, as early as they came."""
    me = system(organization_id, "telephony")
    rows = Callback.objects.for_actor(me).filter(id=callback_id, state=State.WAITING, attempt=None)
    callback = rows.select_for_update().first()
    if callback is None or callback.next_at is None or callback.next_at > clock.now():
        return
    callback.next_at = None
    _enqueue(me, callback, _attempt(me, callback))
    _show(callback)


def join(me: Actor, call: Call) -> datetime | None:
    """Whoever waits for a callback has called again and waits themselves now: nobody calls them as well, and since when they did."""
    here = {"brand_id": call.brand_id, "state": str(State.WAITING)}
    number, customer = callers_number(me, call) or "-", call.customer_id or NOBODY
    rows = statements.run(
        statements.find(Callback, me.organization_id, **here, number=number, lock=True),
        statements.find(Callback, me.organization_id, **here, customer_id=customer, lock=True),
    )
    found = {row.id: row for row in chain(*rows) if row.call_id != call.id}
    waiting = sorted(found.values(), key=lambda row: row.queued_at)
    for callback in waiting:
        work = routing_queries.open_item(me, callback.attempt_id) if callback.attempt_id else None
        is_theirs = work is not None and work.state == work.State.WAITING and work.queue_id == call.queue_id
        if work is not None and is_theirs and routing_queries.open_item(me, call.id) is None:
            routing.hand_on(me, work.id, call.id)  # the very same place
        _withdraw(me, callback, State.JOINED)
    return waiting[0].queued_at if waiting else None


def priority(me: Actor, customer_id: UUID | None) -> int | None:
    """VIPs come first; None: as the line has it."""
    customer = customers.summaries(me, {customer_id}).get(customer_id) if customer_id else None
    return VIP_PRIORITY if customer and customer.tier == "vip" else None


@transaction.atomic
def cancel_callback(actor: Actor, callback_id: UUID) -> Callback:
    """Nobody calls them back. Raises Conflict for one that is over."""
    actor.require(permissions.CALLBACKS)
    callback = one(queries.callbacks(actor).filter(id=callback_id).select_for_update(of=("self",)))
    if callback.state != State.WAITING:
        raise Conflict("callback_over", Text("该回呼已结束。", "This callback is over."))
    callback.cancelled_by_id = actor.user_id
    _withdraw(actor, callback, State.CANCELLED)
    audit.record(
        actor,
        action="callback.cancelled",
        target_type="call",
        target_id=callback.call_id,
        target_label=callback.number,
    )
    return callback


def _withdraw(me: Actor, callback: Callback, state: str) -> None:
    attempt = callback.attempt
    _close(callback, state)
    if attempt is not None and attempt.phase != Call.Phase.ENDED:
        work = routing_queries.open_item(me, attempt.id)
        if work is not None and work.state != work.State.ASSIGNED:
            routing.end(me, work.id, cancelled=True)
        telling.tell(attempt, machine.Asked("system"))


def _close(callback: Callback, state: str) -> None:
    callback.state, callback.ended_at, callback.next_at = state, clock.now(), None
    callback.save(update_fields=["state", "ended_at", "next_at", "tries", "cancelled_by"])
    _show(callback)


def _attempt(me: Actor, callback: Callback) -> Call:
    """The call that is made when somebody is free. It dials what the customer called, where that may be shown to them."""
    asked = callback.call
    rows = PhoneNumber.objects.for_actor(me).filter(is_active=True, may_be_shown=True)
    shown = min(
        rows, key=lambda row: (row.id != asked.number_id, row.brand_id != callback.brand_id, row.id), default=None
    )
    line = _line(me)
    attempt = Call(
        organization_id=callback.organization_id,
        brand_id=callback.brand_id,
        direction=Call.Direction.OUTBOUND,
        number=shown,
        caller=callback.number,
        customer=callback.customer,
        phase=Call.Phase.WAITING,
        machine=machine.promised(
            callback.number,
            line=f"PJSIP/{queries.to_dial(line, callback.number)}@{line.account}" if line else "",
            shown=shown.digits if shown else "",
            queue=str(callback.queue_id),
        ).dump(),
        queue=callback.queue,
        started_at=clock.now(),
    )
    attempt.channel_id = queries.leg(attempt.id, machine.CALLER)
    attempt.save()
    CallMoment.objects.create(
        organization_id=attempt.organization_id, call=attempt, at=attempt.started_at, kind="phase", name=attempt.phase
    )
    callback.attempt = attempt
    callback.save(update_fields=["attempt", "next_at"])
    routing.open_contact(
        me,
        channel="phone",
        subject_id=attempt.id,
        brand_id=attempt.brand_id,
        started_at=attempt.started_at,
        customer_id=attempt.customer_id,
        queue=attempt.queue,
    )
    telling.tell(attempt, machine.Promised())
    return attempt


def _enqueue(me: Actor, callback: Callback, attempt: Call) -> None:
    routing.enqueue(
        me,
        queue=callback.queue,
        channel="phone",
        subject_id=attempt.id,
        customer_id=attempt.customer_id,
        priority=priority(me, attempt.customer_id),
        may_exceed=True,
        preferred_id=routing_queries.last_agent(me, attempt.customer_id),
        queued_at=callback.queued_at,
    )


@statements.remembered
def _line(me: Actor) -> Trunk | None:
    rows: list[Trunk] = statements.run(statements.find(Trunk, me.organization_id))[0]
    return min(rows, key=lambda row: row.id, default=None)


def _show(callback: Callback) -> None:
    publish(
        CallbacksChanged(organization_id=callback.organization_id, audience=(staff_topic(callback.organization_id),))
    )
