"""Facts for a call from outside of the telephony role: they go into its inbox, and the role is woken."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import WorkItem
from kefu.kernel import statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import notify_on_commit
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text

from .. import permissions, queries
from ..models import Call, CallCommand, Extension
from ..rules import machine
from . import duty

CHANNEL, SETTINGS_CHANNEL = "kefu_calls", "kefu_telephones"


def tell(call: Call, fact: machine.Fact) -> None:
    """In the transaction that makes the fact true."""
    command = CallCommand(organization_id=call.organization_id, call=call, fact=machine.dump(fact))
    statements.run(statements.insert(command))
    notify_on_commit(CHANNEL)


def tell_of_settings() -> None:
    """After the commit the telephony role looks for trunks and accounts."""
    notify_on_commit(SETTINGS_CHANNEL)


@transaction.atomic
def offered(organization_id: UUID, call_id: UUID, user_id: UUID) -> None:
    """Routing asks an agent: their telephone rings. One who has none passes it on at once."""
    call, work = _still(organization_id, call_id)
    if call is None or work is None or work.state != work.State.OFFERED or work.assignee_id != user_id:
        return
    me = system(organization_id, "telephony")
    extension = statements.first(Extension, me, user_id=user_id)
    endpoint, shows = queries.way_to(extension, own=call.number)
    keeps = extension is not None and extension.keeps
    tell(call, machine.Offered(str(user_id), endpoint, keeps=keeps, shows=shows))


@transaction.atomic
def withdrawn(organization_id: UUID, call_id: UUID) -> None:
    """The work waits again: whoever was asked is asked no longer."""
    call, work = _still(organization_id, call_id)
    if call is None or work is None or work.state != work.State.WAITING:
        return
    for user in work.declined:
        tell(call, machine.Withdrawn(user))
    duty.ring(system(organization_id, "telephony"), call)


@transaction.atomic
def hang_up(actor: Actor, call_id: UUID) -> Call:
    """End a call that the actor, or somebody in their scope, has. Raises Conflict when it is over."""
    actor.require(permissions.SERVE)
    call = queries.locked(actor, call_id)
    if call.phase == Call.Phase.ENDED:
        raise Conflict("call_ended", Text("通话已结束。", "The call has ended."))
    tell(call, machine.Asked("agent"))
    return call


def _still(organization_id: UUID, call_id: UUID) -> tuple[Call | None, WorkItem | None]:
    me = system(organization_id, "telephony")
    call = statements.first(Call, me, id=call_id, lock=True)
    if call is None or call.phase == Call.Phase.ENDED:
        return None, None
    return call, routing.open_item(me, call_id)
