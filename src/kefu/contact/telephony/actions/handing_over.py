"""The house's part of what people do within a call: whose it is, who is free again, and what is written down."""

from uuid import UUID

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.kernel import clock, timers
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from ..models import Call, CallInvitation
from ..rules import machine
from .inviting import TAKEN, open_ones, settle, settle_id
from .noting import note
from .wrapping import WRAP_UP, WRAP_UP_OVER

EFFECTS = (machine.HandOver, machine.Settle, machine.Requeue, machine.Note)


def carry_out(me: Actor, call: Call, effect: machine.Effect) -> None:
    match effect:
        case machine.Note():
            note(call, "talk", effect.name, user=effect.user)
        case machine.Settle():
            settled = settle_id(me, effect.invite, outcome=effect.outcome, cause=effect.cause)
            note(call, "talk", "returned" if effect.cause else "gone", way=settled.outcome, user=_who(settled))
        case machine.HandOver():
            _hand_over(me, call, effect)
        case machine.Requeue():
            _requeue(me, call, effect)


def _who(invitation: CallInvitation) -> str:
    return str(invitation.user_id) if invitation.user_id else ""


def _hand_over(me: Actor, call: Call, effect: machine.HandOver) -> None:
    """The call's work goes to its new agent; given to somebody outside, its agent wraps up from now on."""
    settle_id(me, effect.invite, outcome=TAKEN)
    now = clock.now()
    if effect.user:
        work = routing_queries.open_item(me, call.id)
        if work is not None:
            routing.hand_over(me, work.id, UUID(effect.user))
        call.assignee_id, call.left_at = UUID(effect.user), None
        routing.answer_contact(me, call.id, call.assignee_id, now)
    else:
        call.left_at, call.wrap_up_until = now, now + WRAP_UP
        timers.defer(WRAP_UP_OVER, at=call.wrap_up_until, organization_id=call.organization_id, call_id=call.id)
    routing.count_transfer(me, call.id)
    note(call, "talk", "handed_over", user=effect.user)


def _requeue(me: Actor, call: Call, effect: machine.Requeue) -> None:
    if effect.queue_id:
        call.queue = one(Queue.objects.for_actor(me).filter(id=effect.queue_id))
    work = routing_queries.open_item(me, call.id)
    if work is None or call.queue is None:  # its agent had left and wrapped up already
        return
    giver = Actor(kind="user", id=UUID(effect.user), organization_id=call.organization_id)
    routing.transfer_to_queue(giver, work.id, call.queue)
    call.assignee = None
    routing.count_transfer(me, call.id)
    if call.direction == Call.Direction.INBOUND:
        routing.queue_contact(me, call.id, call.queue, clock.now())


def answered_by(me: Actor, call: Call) -> None:
    """Whoever takes it from the line has what its giver wrote."""
    for invitation in open_ones(me, call):
        if invitation.queue_id is not None:
            settle(me, invitation, outcome=TAKEN)
