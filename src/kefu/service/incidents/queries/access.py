"""Nobody gets an incident, or what belongs to it, but through one of these."""

from collections.abc import Iterator
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one
from kefu.service.tickets import queries as tickets

from .. import permissions
from ..models import (
    DetectionRule,
    EmergencyPlan,
    Incident,
    IncidentCause,
    IncidentEntry,
    IncidentLink,
    IncidentPage,
    IncidentPolicy,
    PlanActivation,
    Source,
)
from ..rules import handling

Shown = Literal["open", "closed", "any"]
PEOPLE = ("owner", "opened_by", "confirmed_by", "closed_by", "measure_owner", "cause", "brand", "rule")


def incidents(actor: Actor, *, state: Shown = "any") -> QuerySet[Incident]:
    """Those of the actor's brands and of all."""
    actor.require(permissions.READ)
    rows = Incident.objects.for_actor(actor).select_related(*PEOPLE)
    if state != "any":
        rows = rows.filter(state="closed") if state == "closed" else rows.exclude(state="closed")
    return rows


def incident(actor: Actor, incident_id: UUID) -> Incident:
    return one(incidents(actor).filter(id=incident_id))


def locked(actor: Actor, incident_id: UUID, *, may: str = permissions.HANDLE) -> Incident:
    """The incident with its row lock, for whoever sees it and holds the permission."""
    actor.require(permissions.READ)
    actor.require(may)
    return one(incidents(actor).select_for_update(of=("self",)).filter(id=incident_id))


def with_repeats(actor: Actor, rows: QuerySet[Incident]) -> QuerySet[Incident]:
    """Each with `repeated`: whether another one of the same cause was closed within 30 days of it."""
    return rows.annotate(repeated=Exists(_of_same_cause(actor)))


def repeats(actor: Actor, found: Incident) -> list[Incident]:
    """Others of the same cause that ended within 30 days before or after this one, the newest first."""
    if found.cause_id is None or found.closed_at is None:
        return []
    near = (found.closed_at - handling.REPEATED_WITHIN, found.closed_at + handling.REPEATED_WITHIN)
    rows = incidents(actor).filter(cause_id=found.cause_id, closed_at__range=near).exclude(id=found.id)
    return list(rows.order_by("-closed_at")[:20])


def _of_same_cause(actor: Actor) -> QuerySet[Incident]:
    same = Incident.objects.for_actor(actor).filter(cause=OuterRef("cause")).exclude(id=OuterRef("id"))
    return same.filter(
        closed_at__gte=OuterRef("closed_at") - handling.REPEATED_WITHIN,
        closed_at__lte=OuterRef("closed_at") + handling.REPEATED_WITHIN,
    )


def links(actor: Actor, found: Incident) -> QuerySet[IncidentLink]:
    rows = IncidentLink.objects.for_actor(actor).filter(incident=found)
    return rows.select_related("ticket__customer", "conversation__customer", "call__customer")


def entries(actor: Actor, found: Incident) -> QuerySet[IncidentEntry]:
    return IncidentEntry.objects.for_actor(actor).filter(incident=found)


def pages(actor: Actor, found: Incident) -> QuerySet[IncidentPage]:
    return IncidentPage.objects.for_actor(actor).filter(incident=found).select_related("user").order_by("id")


def of_ticket(actor: Actor, ticket_id: UUID) -> QuerySet[Incident]:
    """The incidents that a ticket belongs to, for whoever sees it."""
    ticket = tickets.ticket(actor, ticket_id)
    mine = IncidentLink.objects.for_actor(actor).filter(ticket=ticket)
    return incidents(actor).filter(id__in=mine.values("incident")).order_by("-id")


def rules(actor: Actor) -> QuerySet[DetectionRule]:
    actor.require(permissions.READ)
    return DetectionRule.objects.for_actor(actor).order_by("id")


def rule(actor: Actor, rule_id: UUID) -> DetectionRule:
    return one(rules(actor).filter(id=rule_id))


def policy(actor: Actor) -> IncidentPolicy:
    actor.require(permissions.READ)
    found = IncidentPolicy.objects.for_actor(actor).first()
    return found or IncidentPolicy(organization_id=actor.organization_id)


def causes(actor: Actor, *, active: bool = False) -> QuerySet[IncidentCause]:
    actor.require(permissions.READ)
    rows = IncidentCause.objects.for_actor(actor).order_by("position", "id")
    return rows.filter(is_active=True) if active else rows


def plans(actor: Actor) -> QuerySet[EmergencyPlan]:
    actor.require(permissions.READ)
    return EmergencyPlan.objects.for_actor(actor).select_related("brand", "prompt", "number").order_by("name", "id")


def plan(actor: Actor, plan_id: UUID) -> EmergencyPlan:
    return one(plans(actor).filter(id=plan_id))


def activations(actor: Actor, *, is_on: bool | None = None) -> QuerySet[PlanActivation]:
    """Plans that were on or rehearsed; everybody on the floor may know what is on."""
    actor.require(permissions.READ)
    rows = PlanActivation.objects.for_actor(actor).select_related("brand", "incident", "begun_by", "restored_by")
    return rows if is_on is None else rows.filter(restored_at__isnull=is_on)


def activation(actor: Actor, activation_id: UUID) -> PlanActivation:
    return one(activations(actor).filter(id=activation_id))


def to_page() -> Iterator[tuple[UUID, tuple[UUID, datetime]]]:
    """Those that nobody has confirmed in time."""
    rows = Incident.objects.across_organizations("incidents that nobody has confirmed")
    due = rows.filter(page_due_at__lte=clock.now()).order_by("page_due_at")
    for organization, incident_id, at in due.values_list("organization_id", "id", "page_due_at"):
        if at:
            yield organization, (incident_id, at)


def to_retry() -> Iterator[tuple[UUID, UUID]]:
    """Activations of which a part failed."""
    rows = PlanActivation.objects.across_organizations("parts of plans that failed")
    yield from rows.filter(retry_at__lte=clock.now()).order_by("retry_at").values_list("organization_id", "id")


def is_watched(actor: Actor, source: str) -> bool:
    """Whether a rule looks at what comes from there."""
    watching = [str(source), str(Source.ALL)]
    return statements.first(DetectionRule, actor, source=watching, is_enabled=True) is not None


def open_marked(actor: Actor) -> list[Incident]:
    """The open incidents that later ones may belong to, with their locks, the oldest first."""
    rows = Incident.objects.for_actor(actor).exclude(Q(state="closed") | Q(by=""))
    return list(rows.select_for_update().order_by("id"))
