"""Off hours: important callers are let in all the same, and ring whoever has duty (值班)."""

from uuid import UUID

from kefu.contact.callers import queries as callers
from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.kernel import statements
from kefu.kernel.actor import Actor

from ..models import Call, CallMoment, Extension
from .noting import note

DUTY = "duty"  # the kind of moment that says that a call was let in


def let_in(me: Actor, call: Call, node: str) -> bool:
    """Whether somebody on duty takes this caller although it is closed; it stands in the call's path."""
    if _is_let_in(me, call):
        return True
    if not _on_duty(me, call):
        return False
    note(call, DUTY, node)
    return True


def ring(me: Actor, call: Call) -> None:
    """Offer the waiting work of a call that was let in to the first on duty who has not declined it, at work or not."""
    if not _is_let_in(me, call):
        return
    work = routing_queries.open_item(me, call.id)
    if work is None or work.state != work.State.WAITING:
        return
    for user_id in _on_duty(me, call):
        if str(user_id) not in work.declined:
            routing.offer_to(me, work.id, user_id)
            return


def _is_let_in(me: Actor, call: Call) -> bool:
    return statements.first(CallMoment, me, call_id=call.id, kind=DUTY) is not None


def _on_duty(me: Actor, call: Call) -> list[UUID]:
    """Agents on duty who take this caller and have a telephone, in their order."""
    is_important = callers.importance(me, call.customer_id, call.caller).is_important
    found = callers.on_duty(me, "agent", is_important=is_important)
    equipped = set(Extension.objects.for_actor(me).filter(user_id__in=found).values_list("user_id", flat=True))
    return [user_id for user_id in found if user_id in equipped]
