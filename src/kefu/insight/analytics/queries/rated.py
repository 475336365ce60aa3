"""Counts and sums over the tickets that customers made on a help centre, and may rate at their end."""

from collections import Counter
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from kefu.kernel.actor import Actor
from kefu.service.portal.models import PortalTicket
from kefu.service.tickets.models import Ticket

from .. import rules
from .filters import Filters, Period, in_half_hours, within
from .measures import by_key, grouped

KEYS = {"agent": "ticket__owner_id", "team": "ticket__team_id", "type": "ticket__type_id"}
SUMS = {
    "tickets_invited": Count("id"),
    "tickets_rated": Count("score"),
    "ticket_score_sum": Sum("score"),
    "tickets_satisfied": Count("id", filter=Q(score__gte=rules.HIGH_SCORE)),
    "tickets_low_rated": Count("id", filter=Q(score__lte=rules.LOW_SCORE)),
}


def rated(actor: Actor, period: Period, filters: Filters, by: str | None = None) -> dict[Any, dict[str, float]]:
    """The measures of tickets, by group key; None is the key of all of them, and of those without one. Filters are narrowed."""
    rows = _tickets(actor, filters)
    over = rows.filter(Q(score__isnull=False) | Q(ticket__merged_into=None)).annotate(at=F("ticket__resolved_at"))
    reopened = rows.filter(ticket__resolved_at=None).annotate(at=F("scored_at"))
    found: dict[Any, Counter[str]] = {}
    for part in (over, reopened):
        part = in_half_hours(within(part, period), filters)
        part = part.annotate(key=F(KEYS[by])) if by in KEYS else grouped(part, by)
        for key, measures in by_key(part, by, SUMS).items():
            found.setdefault(key, Counter()).update(measures)
    return {key: dict(measures) for key, measures in found.items()}


def _tickets(actor: Actor, filters: Filters) -> QuerySet[PortalTicket]:
    """Those of the actor's people, and those that are nobody's."""
    rows = PortalTicket.objects.for_actor(actor)
    rows = rows.filter(ticket__source=Ticket.Source.PORTAL, ticket__withdrawn_at=None)
    if actor.brand_ids is not None:
        rows = rows.filter(ticket__brand_id__in=actor.brand_ids)
    if actor.user_ids is not None:
        rows = rows.filter(Q(ticket__owner_id__in=actor.user_ids) | Q(ticket__owner=None))
    if filters.agent_ids:
        rows = rows.filter(ticket__owner_id__in=filters.agent_ids)
    return rows.filter(ticket__brand_id__in=filters.brand_ids) if filters.brand_ids else rows
