"""What a rule looks at: the newest tickets, conversations and calls, as values to compare. Costs the same in a large archive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.functions import Left

from kefu.contact.conversations import queries as conversations
from kefu.contact.telephony import queries as telephony
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket

from ..models import DetectionRule, Source
from ..rules import alike, kinds

MOST_LOOKED_AT = 1_000
MOST_CHARACTERS = 300
LATE = timedelta(hours=1)  # until it is known what a call was about: it has to be heard
OLD_WORK = (Ticket.Source.IMPORT, Ticket.Source.SPLIT)


@dataclass(frozen=True, slots=True)
class Item:
    """A ticket, a conversation or a call: what it is about in words, or by its `key` (type, reason). `same` is the conversation
    of a message that was left in this call."""

    kind: Source
    id: UUID
    at: datetime
    title: str
    words: alike.Words
    key: str
    brand_id: UUID
    is_important: bool
    same: UUID | None = None


def recent(actor: Actor, rule: DetectionRule) -> list[Item]:
    """Those of the rule's minutes, and of an hour more where calls are among them, the newest first; of each kind the newest 1,000."""
    read = kinds.looked_at(rule.source, rule.by)
    since = clock.now() - timedelta(minutes=rule.minutes) - (LATE if Source.CALLS in read else timedelta())
    found = [item for kind in read for item in READERS[kind](actor, since) if item.at >= since]
    twice = {item.same for item in found if item.same}
    return sorted((item for item in found if item.id not in twice), key=lambda item: item.at, reverse=True)


def _tickets(actor: Actor, since: datetime) -> list[Item]:
    """Imported ones, parts and sub-tickets are old work, or the same work again."""
    rows = tickets.tickets(actor).order_by("-id").annotate(began=Left("description", MOST_CHARACTERS))
    values = rows.values_list(
        "id", "created_at", "subject", "began", "type_id", "brand_id", "customer__tier", "source", "parent_id"
    )[:MOST_LOOKED_AT]
    return [
        Item(
            Source.TICKETS,
            id,
            at,
            subject,
            alike.words_of(f"{subject}\n{began}"),
            str(type_id),
            brand,
            tier == Customer.Tier.VIP,
        )
        for id, at, subject, began, type_id, brand, tier, source, parent in values
        if source not in OLD_WORK and parent is None
    ]


def _conversations(actor: Actor, since: datetime) -> list[Item]:
    return [
        Item(
            Source.CONVERSATIONS,
            one.id,
            one.created_at,
            " ".join(said.split())[:200],
            alike.words_of(said),
            str(choice or ""),
            one.brand_id,
            _is_important(one.customer),
        )
        for one, said, choice in conversations.begun(actor, since=since, most=MOST_LOOKED_AT)
    ]


def _calls(actor: Actor, since: datetime) -> list[Item]:
    return [
        Item(
            Source.CALLS,
            one.call.id,
            one.call.ended_at or one.call.started_at,
            one.title[:200],
            alike.words_of(one.words),
            one.key,
            one.call.brand_id,
            _is_important(one.call.customer),
            one.message_id,
        )
        for one in telephony.told(actor, since=since, most=MOST_LOOKED_AT)
    ]


def _is_important(customer: Customer | None) -> bool:
    return customer is not None and customer.tier == Customer.Tier.VIP


READERS: dict[str, Callable[[Actor, datetime], list[Item]]] = {
    "tickets": _tickets,
    "conversations": _conversations,
    "calls": _calls,
}
