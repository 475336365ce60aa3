"""Reads of business systems and of what was granted through them.

Each read of an order asks the system anew: what it says is kept nowhere. All of them raise SystemAway when it does not answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import structlog
from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer, Identity
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from . import permissions, rules
from .models import Connection, CouponGrant
from .ports import OPEN, BusinessSystem, Coupon, CustomerKeys, Order, SystemAway
from .providers import system_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OrderList:
    """`is_connected` is False where the brand has no business system."""

    is_connected: bool
    orders: Sequence[Order] = ()


def connections(actor: Actor) -> QuerySet[Connection]:
    actor.require(permissions.MANAGE)
    return Connection.objects.for_actor(actor)


def connection(actor: Actor, connection_id: UUID) -> Connection:
    return one(connections(actor).filter(pk=connection_id))


def connection_of(actor: Actor, brand_id: UUID) -> Connection | None:
    """How the brand's system is reached, for this module's own reads and acts."""
    return Connection.objects.for_actor(actor).filter(brand_id=brand_id).first()


def orders_of(actor: Actor, customer_id: UUID) -> OrderList:
    """The customer's orders, newest first. Only identities that were proved are asked for."""
    actor.require(permissions.READ)
    customer = customers.get(actor, customer_id)
    connected = connection_of(actor, customer.brand_id)
    if connected is None:
        return OrderList(is_connected=False)
    return OrderList(is_connected=True, orders=system_of(connected).orders_of(keys_of(customer)))


def open_orders_of_caller(
    actor: Actor, *, brand_id: UUID, customer_id: UUID | None, phone: str | None
) -> list[Order] | None:
    """What whoever calls waits for, newest first: of a known customer, or of the number that calls. None where no system is
    connected, or it does not answer: a call goes on without. For flows of calls, so no permission is asked."""
    connected = connection_of(actor, brand_id)
    if connected is None:
        return None
    keys = keys_of(customers.get(actor, customer_id)) if customer_id else CustomerKeys()
    if phone and phone not in keys.phones:
        keys = replace(keys, phones=(*keys.phones, phone))
    if keys == CustomerKeys():
        return []
    try:
        return [each for each in system_of(connected).orders_of(keys) if each.state in OPEN]
    except SystemAway as away:
        log.info("business_system_away_for_call", reason=str(away))
        return None


def order(actor: Actor, *, brand_id: UUID, number: str) -> Order:
    """An order by its number, whoever's it is. Raises NotFound."""
    actor.require(permissions.READ)
    connected = connection_of(actor, brand_id)
    if connected is None:
        raise NotFound()
    found = system_of(connected).order(number.strip()) if number.strip() else None
    if found is None:
        raise NotFound(
            "no_such_order", Text("没有这个订单号，请核对。", "There is no order with this number; check it.")
        )
    return found


def coupons(actor: Actor, *, brand_id: UUID) -> Sequence[Coupon]:
    """What may be given away, the smallest first; nothing where no system is connected. Raises NotFound for the brand."""
    actor.require(permissions.GRANT)
    one(accounts.brands(actor).filter(pk=brand_id))
    connected = connection_of(actor, brand_id)
    if connected is None:
        return []
    return sorted(system_of(connected).coupons(), key=lambda coupon: coupon.amount)


def coupon_limit(actor: Actor, brand_id: UUID) -> Decimal:
    """What one grant by an agent may be worth; 0 where no system is connected."""
    connected = connection_of(actor, brand_id)
    return connected.coupon_limit if connected else Decimal(0)


def grants_of(actor: Actor, customer_id: UUID) -> QuerySet[CouponGrant]:
    """What the customer was given, revoked or not."""
    actor.require(permissions.READ)
    return CouponGrant.objects.for_actor(actor).filter(customer=customers.get(actor, customer_id))


def system_and_limit(actor: Actor, brand_id: UUID) -> tuple[BusinessSystem, Connection]:
    """Raises NotFound where no system is connected."""
    connected = connection_of(actor, brand_id)
    if connected is None:
        text = Text("该品牌没有连接业务系统。", "No business system is connected for this brand.")
        raise NotFound("not_connected", text)
    return system_of(connected), connected


def keys_of(customer: Customer) -> CustomerKeys:
    known: dict[str, list[str]] = {kind: [] for kind in Identity.Kind.values}
    for identity in customer.identities.all():
        if identity.verified:
            known[identity.kind].append(identity.value)
    return CustomerKeys(
        phones=tuple(known[Identity.Kind.PHONE]),
        emails=tuple(known[Identity.Kind.EMAIL]),
        external_ids=tuple(known[Identity.Kind.EXTERNAL]),
    )


def order_card(order: Order, language: str | None = None) -> dict[str, Any]:
    """The payload of a message of kind `card` that shows the order to its customer."""
    first, count = order.items[0] if order.items else None, sum(item.quantity for item in order.items)
    title = first.title if first else order.number
    if first and count > first.quantity:
        title = Text(f"{first.title} 等 {count} 件", f"{first.title} and {count - first.quantity} more").in_language(
            language
        )
    lines = [Text(f"订单号 {order.number}", f"Order {order.number}").in_language(language)]
    if order.carrier:
        lines.append(f"{order.carrier} {order.tracking_number}".strip())
    if order.steps:
        lines.append(order.steps[0].text)
    return {
        "type": "order",
        "title": title,
        "picture": first.picture if first else "",
        "price": rules.money(order.total, order.currency),
        "url": order.url,
        "external_id": order.number,
        "state": order.state,
        "state_text": rules.STATE_TEXTS[order.state].in_language(language),
        "lines": lines,
    }


def coupon_card(grant: CouponGrant, language: str | None = None) -> dict[str, Any]:
    """The payload of a message of kind `card` that tells the customer of the coupon."""
    least = rules.money(grant.minimum, grant.currency)
    condition = Text(f"满 {least} 可用", f"for orders from {least}") if grant.minimum else Text("无门槛", "no minimum")
    return {
        "type": "coupon",
        "title": grant.name,
        "picture": "",
        "price": rules.money(grant.amount, grant.currency),
        "url": "",
        "external_id": grant.reference,
        "lines": [
            condition.in_language(language),
            Text(f"{grant.days} 天内有效", f"valid for {grant.days} days").in_language(language),
        ],
    }
