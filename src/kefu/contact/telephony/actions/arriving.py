"""A caller's leg arrives."""

from uuid import UUID

from django.db import transaction
from django.db.models import F

from kefu.contact.routing import actions as routing
from kefu.foundation.customers import queries as customers
from kefu.kernel import clock, limits, statements
from kefu.kernel.actor import system

from .. import queries
from ..models import Call, PhoneNumber, Trunk
from ..rules import machine


@transaction.atomic
def arrive(channel_id: str, dialled: str, caller: str, trunk: str = "") -> tuple[UUID, UUID] | None:
    """Begin the record of a call to one of our numbers: its organization and id. None where nobody owns the number.

    `trunk` is the engine's name of the line by which it came. The same leg twice is one call. Raises Blocked for a caller on the
    list of blocks, unless the number is there for complaints.
    """
    legs = Call.objects.across_organizations("a leg of the engine").filter(channel_id=channel_id)
    if known := legs.values_list("organization_id", "id").first():
        return known
    rows = PhoneNumber.objects.across_organizations("a dialled number").annotate(version_id=F("flow__published"))
    number = rows.filter(digits=dialled.removeprefix("+"), is_active=True).first()
    if number is None or number.version_id is None:
        return None
    actor, now = system(number.organization_id, "telephony"), clock.now()
    line = statements.first(Trunk, actor, account=trunk)
    known_as = queries.read_caller(line, caller)
    customer = customers.find_by_identity(actor, brand_id=number.brand_id, phone=known_as)
    if not number.takes_blocked:
        customer_id = customer.id if customer else None
        limits.refuse_blocked(actor, phone=known_as or caller, customer_id=customer_id, at_once=True)
    call = Call(
        organization_id=number.organization_id,
        brand_id=number.brand_id,
        number=number,
        trunk=line,
        version_id=number.version_id,
        channel_id=channel_id,
        caller=caller[:40],
        customer=customer,
        machine=machine.State().dump(),
        started_at=now,
    )
    statements.run(statements.insert(call))
    routing.open_contact(
        actor,
        channel="phone",
        subject_id=call.id,
        brand_id=call.brand_id,
        started_at=now,
        customer_id=customer.id if customer else None,
    )
    return call.organization_id, call.id
