"""The demo's own shop: tables in the demo organization."""

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Q

from kefu.kernel.actor import system

from ..models import DemoCoupon, DemoOrder
from ..ports import Coupon, CustomerKeys, Order, OrderState
from .reading import order_items, order_steps

CURRENCY = "CNY"
LIMIT = 50


class DemoSystem:
    def __init__(self, organization_id: UUID, brand_id: UUID) -> None:
        self.actor, self.brand_id = system(organization_id, "demo shop"), brand_id

    def orders_of(self, customer: CustomerKeys) -> Sequence[Order]:
        known = Q(external_id__in=customer.external_ids) | Q(phone__in=customer.phones)
        rows = DemoOrder.objects.for_actor(self.actor).filter(known, brand_id=self.brand_id)
        return [_order(row) for row in rows.order_by("-placed_at")[:LIMIT]]

    def order(self, number: str) -> Order | None:
        row = DemoOrder.objects.for_actor(self.actor).filter(brand_id=self.brand_id, number=number).first()
        return _order(row) if row else None

    def coupons(self) -> Sequence[Coupon]:
        rows = DemoCoupon.objects.for_actor(self.actor).filter(brand_id=self.brand_id).order_by("amount")
        return [Coupon(row.code, row.name, row.amount, CURRENCY, row.minimum, row.days) for row in rows]

    def grant(self, key: str, coupon: Coupon, customer: CustomerKeys) -> str:
        return f"{coupon.code}-{key[:8]}"

    def revoke(self, key: str) -> bool:
        return True


def _order(row: DemoOrder) -> Order:
    content = row.content
    state: OrderState = row.state  # type: ignore[assignment]
    return Order(
        number=row.number,
        placed_at=row.placed_at,
        state=state,
        total=Decimal(content["total"]),
        currency=CURRENCY,
        items=order_items(content["items"]),
        carrier=content.get("carrier", ""),
        tracking_number=content.get("tracking_number", ""),
        steps=order_steps(content.get("steps", [])),
        receiver=content.get("receiver", ""),
        customer_ids=(row.external_id,),
        branch=content.get("branch", ""),
    )
