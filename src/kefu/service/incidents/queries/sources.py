"""What a rule looks at: the newest tickets or conversations, as values to compare. Costs the same in a large archive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.functions import Left

from kefu.contact.conversations import queries as conversations
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket

from ..models import DetectionRule
from ..rules import alike

MOST_LOOKED_AT = 1_000
MOST_CHARACTERS = 300
OLD_WORK = (Ticket.Source.IMPORT, Ticket.Source.SPLIT)


@dataclass(frozen=True, slots=True)
class Item:
    """A ticket or a conversation: what it is about in words, or by its `key` (type, reason)."""

    id: UUID
    at: datetime
    title: str
    words: alike.Words
    key: str
    brand_id: UUID
    is_important: bool


def recent(actor: Actor, rule: DetectionRule) -> list[Item]:
    """Those of the rule's minutes, the newest first; of more than 1,000 the newest."""
    since = clock.now() - timedelta(minutes=rule.minutes)
    return [item for item in READERS[rule.source](actor, since) if item.at >= since]


def _tickets(actor: Actor, since: datetime) -> list[Item]:
    """Imported ones, parts and sub-tickets are old work, or the same work again."""
    rows = tickets.tickets(actor).order_by("-id").annotate(began=Left("description", MOST_CHARACTERS))
    values = rows.values_list(
        "id", "created_at", "subject", "began", "type_id", "brand_id", "customer__tier", "source", "parent_id"
    )[:MOST_LOOKED_AT]
    return [
        Item(id, at, subject, alike.words_of(f"{subject}\n{began}"), str(type_id), brand, tier == Customer.Tier.VIP)
        for id, at, subject, began, type_id, brand, tier, source, parent in values
        if source not in OLD_WORK and parent is None
    ]


def _conversations(actor: Actor, since: datetime) -> list[Item]:
    return [
        Item(
            one.id,
            one.created_at,
            " ".join(said.split())[:200],
            alike.words_of(said),
            str(choice or ""),
            one.brand_id,
            one.customer is not None and one.customer.tier == Customer.Tier.VIP,
        )
        for one, said, choice in conversations.begun(actor, since=since, most=MOST_LOOKED_AT)
    ]


READERS: dict[str, Callable[[Actor, datetime], list[Item]]] = {"tickets": _tickets, "conversations": _conversations}
