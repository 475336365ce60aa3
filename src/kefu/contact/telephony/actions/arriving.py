"""A caller's leg arrives."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.foundation.customers import queries as customers
from kefu.kernel import clock, limits, statements
from kefu.kernel.actor import system

from .. import queries
from ..models import Call, CallFlow, PhoneNumber, Trunk
from ..rules import machine


@transaction.atomic
def arrive(channel_id: str, dialled: str, caller: str, trunk: str = "") -> tuple[UUID, UUID] | None:
    """Begin the record of a call to one of our numbers: its organization and id. None where nobody owns the number.

    `trunk` is the engine's name of the line by which it came. The same leg twice is one call. Raises Blocked for a caller on the
    list of blocks, unless the number is there for complaints.
    """
    legs, numbers = statements.run(
        statements.anywhere(Call, "a leg of the engine", channel_id=channel_id),
        statements.anywhere(PhoneNumber, "a dialled number", digits=dialled.removeprefix("+"), is_active=True),
    )
    if legs:
        return legs[0].organization_id, legs[0].id
    number = min(numbers, key=lambda row: row.id, default=None)
    if number is None:
        return None
    flows, lines = statements.run(
        statements.find(CallFlow, number.organization_id, id=number.flow_id),
        statements.find(Trunk, number.organization_id, account=trunk),
    )
    if not flows or flows[0].published_id is None:
        return None
    actor, now = system(number.organization_id, "telephony"), clock.now()
    line = next(iter(lines), None)
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
        version_id=flows[0].published_id,
        channel_id=channel_id,
        caller=caller[:40],
        customer=customer,
        machine=machine.State().dump(),
        started_at=now,
    )
    with statements.together():
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
