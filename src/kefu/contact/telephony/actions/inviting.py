"""Who is drawn into a call, and what became of it."""

from uuid import UUID

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.kernel import clock, statements, text
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from ..models import Call, CallInvitation, Extension
from ..rules import dialling

TAKEN = "taken"


def invite(
    actor: Actor,
    call: Call,
    kind: str,
    *,
    user_id: UUID | None = None,
    queue: Queue | None = None,
    number: str = "",
    note: str = "",
) -> CallInvitation:
    """Write it down; a colleague is on the telephone from now on. Raises Conflict when they cannot be had."""
    made = CallInvitation.objects.create(
        organization_id=call.organization_id,
        call=call,
        kind=kind,
        by_id=actor.user_id,
        user_id=user_id,
        queue=queue,
        number=number,
        note=text.storable(note).strip()[:500],
    )
    if user_id is not None and call.queue is not None:
        is_own = user_id == actor.user_id
        routing.engage(actor, user_id=user_id, queue=call.queue, subject_id=made.id, must_be_ready=not is_own)
    return made


def extension_of(actor: Actor, user_id: UUID) -> Extension:
    """Raises Conflict for somebody without a telephone."""
    found = Extension.objects.for_actor(actor).filter(user_id=user_id).first()
    if found is None:
        raise Conflict("no_extension", Text("对方还没有分机。", "They have no extension."))
    return found


def settle(me: Actor, invitation: CallInvitation, *, outcome: str = "", cause: int = 0) -> None:
    """It is over; a colleague who was asked is free again."""
    if invitation.ended_at is not None:
        return
    invitation.ended_at = clock.now()
    invitation.outcome = outcome or dialling.cause(cause).kind
    invitation.save(update_fields=["ended_at", "outcome"])
    work = routing_queries.open_item(me, invitation.id)
    if work is not None:
        routing.end(me, work.id, cancelled=True)


def settle_id(me: Actor, invitation_id: str, *, outcome: str = "", cause: int = 0) -> CallInvitation:
    found = one(CallInvitation.objects.for_actor(me).filter(id=UUID(invitation_id)).select_related("user"))
    settle(me, found, outcome=outcome, cause=cause)
    return found


def settle_all(me: Actor, call: Call) -> None:
    """The call is over, and with it whatever was asked for."""
    for invitation in open_ones(me, call):
        settle(me, invitation, outcome="over")


def open_ones(me: Actor, call: Call) -> list[CallInvitation]:
    """Whoever is asked or drawn in still."""
    return list(statements.run(statements.find(CallInvitation, me.organization_id, call_id=call.id, ended_at=None))[0])
