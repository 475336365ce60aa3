"""Reads of missed calls."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from kefu.contact.telephony.models import Call
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from . import permissions
from .models import MissedCall


def entries(actor: Actor, *, is_open: bool | None = None, mine: bool = False) -> QuerySet[MissedCall]:
    """Those of the actor's brands and scope, those that nobody has, and those that the actor was told of as a lead."""
    actor.require(permissions.SERVE)
    rows = MissedCall.objects.for_actor(actor).select_related("customer", "queue", "assignee", "closed_by")
    if actor.user_ids is not None:
        rows = rows.filter(Q(assignee_id__in=actor.user_ids) | Q(assignee_id=None) | Q(told__contains=[actor.user_id]))
    if mine:
        rows = rows.filter(assignee_id=actor.user_id)
    return rows if is_open is None else rows.filter(closed_at__isnull=is_open)


def entry(actor: Actor, missed_call_id: UUID) -> MissedCall:
    return one(entries(actor).filter(id=missed_call_id))


def to_ring_back(actor: Actor) -> dict[str, int]:
    """How many wait to be rung back: `mine`, and `all` in the actor's scope."""
    rows = entries(actor, is_open=True)
    return {"mine": rows.filter(assignee_id=actor.user_id).count(), "all": rows.count()}


def last_agent(actor: Actor, customer_id: UUID | None, caller: str) -> UUID | None:
    """Who talked last with this customer, or with whoever calls from this number."""
    rows = Call.objects.for_actor(actor).filter(answered_at__isnull=False, assignee__isnull=False)
    theirs = rows.filter(customer_id=customer_id) if customer_id else rows.filter(caller=caller)
    return theirs.order_by("-id").values_list("assignee_id", flat=True).first()


def given(actor: Actor, user_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """When each of these was last given a missed call."""
    rows = MissedCall.objects.for_actor(actor).filter(assignee_id__in=list(user_ids))
    return {user: at for user, at in rows.values_list("assignee_id").annotate(at=Max("assigned_at")) if user}


def row(missed: MissedCall) -> dict[str, Any]:
    """An entry as the list shows it."""
    people = {
        name: {"id": user.id, "name": accounts.staff_name(user)} if user else None
        for name, user in (("assignee", missed.assignee), ("closed_by", missed.closed_by))
    }
    return {
        **{
            field: getattr(missed, field)
            for field in (
                *("id", "caller", "day", "count", "why", "first_at", "last_at", "is_important", "reasons", "attempts"),
                *("attempted_at", "closed_at", "outcome", "note"),
            )
        },
        **people,
        "customer": {"id": missed.customer.id, "name": missed.customer.name, "tier": missed.customer.tier}
        if missed.customer
        else None,
        "queue": {"id": missed.queue.id, "name": missed.queue.name} if missed.queue else None,
        "last_call_id": missed.last_call_id,
    }
