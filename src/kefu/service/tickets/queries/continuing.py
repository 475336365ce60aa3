"""Whom a customer's next contact goes to: who has their tickets in hand."""

from uuid import UUID

from django.db.models import QuerySet

from kefu.kernel.actor import Actor

from ..models import Ticket
from .access import UNFINISHED

MOST = 20


def owners(actor: Actor, customer_id: UUID, brand_id: UUID) -> QuerySet[Ticket, tuple[UUID, str]]:
    """Owner and number of each ticket of the customer that is not finished, the latest touched first."""
    rows = Ticket.objects.for_actor(actor).filter(customer_id=customer_id, brand_id=brand_id, category__in=UNFINISHED)
    owned = rows.filter(owner__isnull=False, merged_into=None, withdrawn_at=None).order_by("-updated_at", "-id")
    return owned.values_list("owner_id", "number")[:MOST]
