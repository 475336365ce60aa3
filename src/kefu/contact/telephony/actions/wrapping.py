"""After the talk (话后处理): the reason is given, and the agent's place is free again."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..models import Call
from .showing import show


@transaction.atomic
def wrap_up(actor: Actor, call_id: UUID, *, disposition_id: UUID, summary: str = "") -> Call:
    """Give the call its reason and be free. Raises Conflict while it is going on, Invalid for a reason that is no leaf."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    if call.ended_at is None:
        raise Conflict("call_goes_on", Text("通话尚未结束。", "The call has not ended yet."))
    routing.end_contact(
        actor, call.id, at=call.ended_at, ended_by=call.ended_by, disposition_id=disposition_id, summary=summary
    )
    _free(call)
    return call


@transaction.atomic
def wrap_up_over(organization_id: UUID, call_id: UUID) -> None:
    """The time is up: the place is free, the reason still owed."""
    call = queries.locked(system(organization_id, "telephony"), call_id)
    if call.ended_at is not None and call.wrapped_at is None:
        _free(call)


def _free(call: Call) -> None:
    me = system(call.organization_id, "telephony")
    if call.wrapped_at is None:
        call.wrapped_at = clock.now()
        call.save(update_fields=["wrapped_at"])
    work = routing_queries.open_item(me, call.id)
    if work is not None:
        routing.end(me, work.id)
    show(call)
