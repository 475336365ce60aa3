"""A customer who is known asks where the parcel is: the bot looks into the shop's own system."""

from dataclasses import dataclass
from typing import Any

from kefu.contact.conversations.models import Conversation
from kefu.foundation.connectors import queries as connectors
from kefu.kernel.actor import system
from kefu.kernel.errors import NotFound, Unavailable

from .. import rules


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is told of an order: the latest news, empty where there is none, and its card."""

    news: str
    card: dict[str, Any]


def parcel_asked_for(conversation: Conversation, text: str) -> Parcel | None:
    """The customer's order on its way, else their latest one; None when they ask for none, or nothing can be found.

    Only for visitors whose identity the site has proved. A system that is away leaves the question to the knowledge base.
    """
    if not rules.asks_for_parcel(text) or not conversation.visitor.is_verified or not conversation.customer_id:
        return None
    try:
        found = connectors.orders_of(system(conversation.organization_id, "bot"), conversation.customer_id).orders
    except (Unavailable, NotFound):
        return None
    order = next((order for order in found if order.state == "shipped"), next(iter(found), None))
    if order is None:
        return None
    return Parcel(order.steps[0].text if order.steps else "", connectors.order_card(order, conversation.locale))
