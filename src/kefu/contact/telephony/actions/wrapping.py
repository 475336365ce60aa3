"""After the talk (话后处理): the reason is given, and the agent's place is free again."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.kernel import clock, statements, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..events import CallTold
from ..models import Call
from .showing import show

WRAP_UP = timedelta(seconds=30)
WRAP_UP_OVER = "kefu.contact.telephony.jobs.wrap_up_over"
MOST_MORE = 2  # times 30 seconds; then others wait


@transaction.atomic
def more_time(actor: Actor, call_id: UUID) -> Call:
    """Another 30 seconds to wrap up, twice at most. Raises Conflict when they are used up, or the time is over."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    if call.wrapped_at is not None or call.wrap_up_until is None:
        raise Conflict("wrapped_up", Text("话后处理已结束。", "The wrap-up is over."))
    if call.wrap_up_more >= MOST_MORE:
        raise Conflict("no_more_time", Text("话后时间最多延长两次。", "The time can be extended twice at most."))
    call.wrap_up_until, call.wrap_up_more = call.wrap_up_until + WRAP_UP, call.wrap_up_more + 1
    call.save(update_fields=["wrap_up_until", "wrap_up_more"])
    timers.defer(WRAP_UP_OVER, at=call.wrap_up_until, organization_id=call.organization_id, call_id=call.id)
    show(call)
    return call


@transaction.atomic
def wrap_up(actor: Actor, call_id: UUID, *, disposition_id: UUID, summary: str = "") -> Call:
    """Give the call its reason and be free. Raises Conflict while it is going on, Invalid for a reason that is no leaf."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    talked_until = call.talked_until or call.ended_at
    if talked_until is None:
        raise Conflict("call_goes_on", Text("通话尚未结束。", "The call has not ended yet."))
    with statements.together():
        routing.end_contact(
            actor,
            call.id,
            at=call.ended_at or talked_until,
            ended_by=call.ended_by or "agent",
            disposition_id=disposition_id,
            summary=summary,
        )
        publish(CallTold(organization_id=call.organization_id, call_id=call.id))
        _free(call)
    return call


@transaction.atomic
def wrap_up_over(organization_id: UUID, call_id: UUID) -> None:
    """The time is up, unless it was extended: the place is free, the reason still owed."""
    call = queries.locked(system(organization_id, "telephony"), call_id)
    is_over = call.wrap_up_until is None or call.wrap_up_until <= clock.now()
    if (call.talked_until or call.left_at or call.ended_at) is not None and call.wrapped_at is None and is_over:
        _free(call)


def _free(call: Call) -> None:
    me = system(call.organization_id, "telephony")
    if call.wrapped_at is None:
        call.wrapped_at = clock.now()
        statements.run(statements.update(call, ["wrapped_at"]))
    work = routing_queries.open_item(me, call.id)
    if work is not None:
        routing.end(me, work.id)
    show(call)
