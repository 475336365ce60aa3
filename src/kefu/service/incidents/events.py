"""What incidents announce."""

from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class IncidentsChanged(Event):
    """An incident, or what a plan has switched, differs now. Screens ask anew for what they may know of it."""

    name: ClassVar = "incidents.changed"
    wire: ClassVar = "incident"
    incident_id: UUID | None


class IncidentPaged(Event):
    """Somebody is called because of a grave incident; `step` is how many were called before, from 1."""

    name: ClassVar = "incidents.paged"
    incident_id: UUID
    step: int
