"""Reads of requests to block, and of what to know before answering."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.contact.callers import queries as callers
from kefu.contact.callers.models import WarningEntry
from kefu.contact.conversations.models import Conversation
from kefu.contact.telephony.models import Call
from kefu.foundation.customers import queries as customers
from kefu.kernel.actor import Actor
from kefu.kernel.permissions import BLOCKS_MANAGE

from .models import BlockRequest

Contact = Conversation | Call


def block_requests(actor: Actor) -> QuerySet[BlockRequest]:
    """All requests for those who decide, one's own for everybody else; of the actor's brands."""
    rows = _with_names(BlockRequest.objects.for_actor(actor))
    if actor.brand_ids is not None:
        rows = rows.filter(Q(conversation__brand_id__in=actor.brand_ids) | Q(call__brand_id__in=actor.brand_ids))
    return rows if actor.may(BLOCKS_MANAGE) else rows.filter(asked_by_id=actor.user_id)


def last_request(actor: Actor, contact: Contact) -> BlockRequest | None:
    rows = BlockRequest.objects.for_actor(actor)
    mine = rows.filter(call=contact) if isinstance(contact, Call) else rows.filter(conversation=contact)
    return _with_names(mine).order_by("-id").first()


def _with_names(rows: QuerySet[BlockRequest]) -> QuerySet[BlockRequest]:
    return rows.select_related("conversation", "call__customer", "asked_by", "decided_by")


def name_of(contact: Contact) -> str:
    """How people call whoever is meant: the visitor, the customer, or the number that called."""
    if isinstance(contact, Conversation):
        return contact.visitor_name
    return contact.customer.name if contact.customer else contact.caller


def subject_of(request: BlockRequest) -> Contact:
    found = request.conversation or request.call
    assert found is not None, "a constraint"
    return found


def state_of(request: BlockRequest, now: datetime) -> str:
    """pending, approved, refused, or expired: an approved one whose time is over."""
    ended = request.state == BlockRequest.State.APPROVED and request.until is not None and request.until <= now
    return "expired" if ended else str(request.state)


def warnings_of(actor: Actor, contact: Contact) -> list[WarningEntry]:
    """What whoever serves the contact must know first. Of a chat a number counts that is proved to be the customer's."""
    if isinstance(contact, Call):
        return callers.warnings_of(actor, customer_id=contact.customer_id, number=contact.caller)
    found = callers.warnings_of(actor, customer_id=contact.customer_id, visitor_id=contact.visitor_id)
    for number in _numbers(actor, contact.customer_id):
        found += [entry for entry in callers.warnings_of(actor, number=number) if entry not in found]
    return found


def _numbers(actor: Actor, customer_id: UUID | None) -> list[str]:
    if customer_id is None:
        return []
    return [number for number in customers.numbers_of(actor, customer_id) if number.startswith("+")]
