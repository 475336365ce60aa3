"""An agent calls a customer: the own telephone rings first."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.foundation.customers import queries as customers
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Call, Extension, PhoneNumber, Trunk
from ..rules import dialling, machine
from .showing import show
from .telling import tell


@transaction.atomic
def call_out(
    actor: Actor,
    *,
    to: str = "",
    customer_id: UUID | None = None,
    which: int = 0,
    of_call_id: UUID | None = None,
    shown_id: UUID | None = None,
    queue_id: UUID | None = None,
) -> Call:
    """Ring the actor's telephone, and then dial `to`; where nothing is given the number of the customer who was in another call,
    or the customer's own (`which` of them, from 0): so a number is dialled that the actor may not see.

    Raises Invalid for what cannot or may not be dialled or shown, Conflict without a telephone, a line, a number to show, or
    while the actor is on the telephone.
    """
    actor.require(permissions.DIAL)
    customer = customers.get(actor, customer_id) if customer_id else None
    written = to.strip()
    if not written and of_call_id:
        written = queries.call(actor, of_call_id).caller
    elif not written and customer:
        written = next(iter(customers.phones_of(actor, customer.id)[which:]), "")
    number = may_dial(actor, written)
    extension = Extension.objects.for_actor(actor).filter(user_id=actor.user_id).select_related("shown").first()
    if extension is None:
        raise Conflict(
            "no_extension", Text("您还没有分机，请联系管理员分配。", "You have no extension yet; ask an administrator.")
        )
    queue = _queue(actor, queue_id)
    shown = _shown(actor, shown_id, extension, queue)
    line = line_to(actor, number)
    if customer is None:
        customer = customers.find_by_identity(actor, brand_id=queue.brand_id, phone=number)
    call = Call(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        direction=Call.Direction.OUTBOUND,
        number=shown,
        caller=number,
        customer=customer,
        phase=Call.Phase.CALLING,
        machine=machine.placed(str(actor.user_id), line=line, shown=shown.digits).dump(),
        queue=queue,
        assignee_id=actor.user_id,
        started_at=clock.now(),
    )
    call.channel_id = queries.leg(call.id, machine.CALLER)
    call.save()
    routing.engage(actor, user_id=actor.user_id, queue=queue, subject_id=call.id, customer_id=call.customer_id)
    routing.open_contact(
        actor,
        channel="phone",
        subject_id=call.id,
        brand_id=call.brand_id,
        started_at=call.started_at,
        customer_id=call.customer_id,
        queue=queue,
        agent_id=actor.user_id,
    )
    endpoint, seen = queries.way_to(extension, number, own=shown)
    tell(call, machine.Placed(endpoint, seen, keeps=extension.keeps))
    show(call)
    return call


def may_dial(actor: Actor, written: str) -> str:
    """The digits to dial. Raises Invalid for what cannot or may not be dialled."""
    number = dialling.digits(written)
    just_now = Call.objects.for_actor(actor).filter(
        direction=Call.Direction.OUTBOUND, caller=number, started_at__gt=clock.now() - dialling.AGAIN_AFTER
    )
    refusal = dialling.refusal(number, may_dial_any=actor.may(permissions.DIAL_ANY), is_repeated=just_now.exists())
    if refusal:
        raise Invalid(refusal.code, refusal.text, errors=[FieldError("to", refusal.text)])
    return number


def _queue(actor: Actor, queue_id: UUID | None) -> Queue:
    """For which the agent calls: the chosen one, else the first that they serve, else the first that there is."""
    rows = Queue.objects.for_actor(actor).filter(is_active=True)
    if queue_id:
        return one(rows.filter(id=queue_id))
    served = set(routing_queries.queue_ids_served_by(actor))
    found = min(rows, key=lambda queue: (queue.id not in served, queue.name, queue.id), default=None)
    if found is None:
        raise Conflict("no_queue", Text("还没有技能组，请先创建一个。", "There is no queue yet; create one first."))
    return found


def _shown(actor: Actor, shown_id: UUID | None, extension: Extension, queue: Queue) -> PhoneNumber:
    rows = PhoneNumber.objects.for_actor(actor).filter(is_active=True, may_be_shown=True)
    if shown_id:
        chosen = rows.filter(id=shown_id).first()
        if chosen is None:
            wrong = Text("该号码不能作为外显号码，请换一个。", "This number may not be shown; choose another.")
            raise Invalid("number_not_shown", wrong, errors=[FieldError("caller_number_id", wrong)])
        return chosen
    wanted = [extension.shown_id]
    found = min(rows, key=lambda row: (row.id not in wanted, row.brand_id != queue.brand_id, row.id), default=None)
    if found is None:
        raise Conflict(
            "no_number_to_show",
            Text("还没有可外显的号码，请先添加接入号。", "There is no number to show to customers; add one first."),
        )
    return found


def line_to(actor: Actor, number: str) -> str:
    """Where the engine dials a number. Raises Conflict without a trunk."""
    trunk = Trunk.objects.for_actor(actor).order_by("id").first()
    if trunk is None:
        raise Conflict("no_trunk", Text("还没有中继，请先添加。", "There is no trunk yet; add one first."))
    return f"PJSIP/{queries.to_dial(trunk, number)}@{trunk.account}"
