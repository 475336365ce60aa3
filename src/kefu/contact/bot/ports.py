"""What the bot asks of a business system."""

from typing import Protocol
from uuid import UUID

from kefu.foundation.connectors import queries as connectors
from kefu.kernel.actor import system
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text

from .flows import Found

STATES = {
    "unpaid": Text("待付款", "awaiting payment"),
    "paid": Text("已付款，待发货", "paid, about to be shipped"),
    "shipped": Text("已发货，运输中", "shipped"),
    "delivered": Text("已签收", "delivered"),
    "refunding": Text("退款处理中", "being refunded"),
    "refunded": Text("已退款", "refunded"),
    "cancelled": Text("已取消", "cancelled"),
}


class Orders(Protocol):
    """Where orders are looked up."""

    def order(self, organization_id: UUID, brand_id: UUID, number: str, language: str) -> Found | None:
        """The order with this number, None when there is none. Raises Unavailable when the system is away."""


class ConnectedOrders:
    """Orders of the brand's connected business system. Who knows the number learns the order's state, nobody's name or address."""

    def order(self, organization_id: UUID, brand_id: UUID, number: str, language: str) -> Found | None:
        try:
            order = connectors.order(system(organization_id, "bot"), brand_id=brand_id, number=number)
        except NotFound:
            return None
        fields = {
            "number": order.number,
            "state": STATES[order.state].in_language(language),
            "items": "、".join(item.title for item in order.items[:3]),
            "parcel": " ".join(filter(None, [order.carrier, order.tracking_number])),
        }
        return Found(fields, connectors.order_card(order, language))


orders: Orders = ConnectedOrders()
