"""HTTP of incidents."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import Incident
from ..queries.access import Shown
from . import schemas as s

router = Router()


@router.get("/incidents", response=Page[s.IncidentRow])
def list_incidents(request: ActorRequest, state: Shown = "open", after: str | None = None, limit: int = 50) -> Any:
    """Those that are open, closed, or any; newest first."""
    rows = queries.with_repeats(request.auth, queries.incidents(request.auth, state=state))
    found, following = page(rows, after=after, limit=limit, order=("-id",))
    return {"items": [queries.row(one) for one in found], "next": following}


@router.post("/incidents", response={201: s.IncidentOut})
def open_incident(request: ActorRequest, data: s.IncidentIn) -> Status[Any]:
    """Open one by hand, with the tickets that report it."""
    return Status(201, _shown(request, actions.open_incident(request.auth, **data.dict())))


@router.get("/incidents/{incident_id}", response=s.IncidentOut)
def get_incident(request: ActorRequest, incident_id: UUID) -> Any:
    return _shown(request, queries.incident(request.auth, incident_id))


@router.get("/incidents/{incident_id}/entries", response=Page[s.IncidentEntryOut])
def list_incident_entries(request: ActorRequest, incident_id: UUID, after: str | None = None, limit: int = 50) -> Any:
    """What happened with it, newest first."""
    rows = queries.entries(request.auth, queries.incident(request.auth, incident_id))
    found, following = page(rows, after=after, limit=limit, order=("-id",))
    return {"items": [queries.entry_view(one) for one in found], "next": following}


@router.get("/incidents/{incident_id}/links", response=Page[s.IncidentLinkOut])
def list_incident_links(request: ActorRequest, incident_id: UUID, after: str | None = None, limit: int = 50) -> Any:
    """The tickets or conversations that report it, newest first."""
    rows = queries.links(request.auth, queries.incident(request.auth, incident_id))
    found, following = page(rows, after=after, limit=limit, order=("-id",))
    return {"items": queries.link_views(request.auth, found), "next": following}


@router.post("/incidents/{incident_id}/links", response=s.IncidentOut)
def link_incident(request: ActorRequest, incident_id: UUID, data: s.IncidentLinkIn) -> Any:
    return _shown(request, actions.link(request.auth, incident_id, data.ticket_ids))


@router.delete("/incidents/{incident_id}/links/{link_id}", response=s.IncidentOut)
def unlink_incident(request: ActorRequest, incident_id: UUID, link_id: UUID) -> Any:
    """It has nothing to do with it."""
    return _shown(request, actions.unlink(request.auth, incident_id, link_id))


@router.post("/incidents/{incident_id}/confirm", response=s.IncidentOut)
def confirm_incident(request: ActorRequest, incident_id: UUID) -> Any:
    """Somebody takes it; nobody else is called."""
    return _shown(request, actions.confirm(request.auth, incident_id))


@router.post("/incidents/{incident_id}/handle", response=s.IncidentOut)
def handle_incident(request: ActorRequest, incident_id: UUID) -> Any:
    """Work on it begins."""
    return _shown(request, actions.handle(request.auth, incident_id))


@router.post("/incidents/{incident_id}/assign", response=s.IncidentOut)
def assign_incident(request: ActorRequest, incident_id: UUID, data: s.IncidentAssignIn) -> Any:
    return _shown(request, actions.assign(request.auth, incident_id, data.user_id))


@router.post("/incidents/{incident_id}/grade", response=s.IncidentOut)
def grade_incident(request: ActorRequest, incident_id: UUID, data: s.IncidentGradeIn) -> Any:
    """Set the grade by hand; it stays, however many come."""
    return _shown(request, actions.grade(request.auth, incident_id, grade=data.grade, reason=data.reason))


@router.post("/incidents/{incident_id}/notes", response=s.IncidentOut)
def note_incident(request: ActorRequest, incident_id: UUID, data: s.IncidentWordIn) -> Any:
    return _shown(request, actions.say(request.auth, incident_id, data.text))


@router.post("/incidents/{incident_id}/close", response=s.IncidentOut)
def close_incident(request: ActorRequest, incident_id: UUID, data: s.IncidentCloseIn) -> Any:
    """With cause, measure, who is responsible and until when; 422 names what is missing."""
    return _shown(request, actions.close(request.auth, incident_id, data.dict()))


@router.get("/tickets/{ticket_id}/incidents", response=list[s.IncidentRow])
def list_incidents_of_ticket(request: ActorRequest, ticket_id: UUID) -> Any:
    """The incidents that a ticket belongs to."""
    return [queries.row(one) for one in queries.of_ticket(request.auth, ticket_id)]


def _shown(request: ActorRequest, incident: Incident) -> Any:
    return queries.detail(request.auth, incident)
