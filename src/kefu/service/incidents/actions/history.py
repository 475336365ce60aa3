"""What every act on an incident does besides: a line in its history, and open screens hear of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from kefu.foundation.accounts.events import staff_topic
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.events import publish

from ..events import IncidentsChanged
from ..models import Incident, IncidentEntry

TOGETHER = timedelta(minutes=1)


def note(
    actor: Actor, incident: Incident, kind: str, *, text: str = "", data: Mapping[str, Any] | None = None
) -> IncidentEntry:
    """A line of its history, by name where it was a person."""
    name = actor.name if actor.kind == "user" else ""
    return IncidentEntry.objects.create(
        organization_id=incident.organization_id,
        incident=incident,
        kind=kind,
        actor_name=name,
        text=text,
        data=dict(data or {}),
    )


def note_growth(actor: Actor, incident: Incident, more: int) -> None:
    """That so many came to it; what comes within a minute is one line."""
    rows = IncidentEntry.objects.for_actor(actor).filter(incident=incident).order_by("-id")
    last = rows.first()
    if last and last.kind == "linked" and not last.actor_name and last.created_at > clock.now() - TOGETHER:
        last.data = {"count": last.data["count"] + more, "all": incident.count}
        last.save(update_fields=["data"])
    else:
        note(actor, incident, "linked", data={"count": more, "all": incident.count})


def show(organization_id: UUID, incident_id: UUID | None = None) -> None:
    audience = (staff_topic(organization_id),)
    publish(IncidentsChanged(organization_id=organization_id, audience=audience, incident_id=incident_id))
