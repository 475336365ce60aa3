"""HTTP of saved views."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .parts import TicketPerson

router = Router()


class TicketViewFault(Schema):
    field: str
    text: str


class TicketViewOut(Schema):
    """Filters under a name. `count` is at most 1,000 and five seconds old; None while `faults` names what is gone."""

    id: UUID
    name: str
    scope: Literal["own", "team", "shared"]
    team: TicketPerson | None
    filter: dict[str, str]
    faults: list[TicketViewFault]
    count: int | None
    may_change: bool


class TicketViewIn(Schema):
    """`filter` takes view, state, q, type_id, stage, owner_id, team_id, brand_id and priority of the list, as far as named."""

    name: str = Field(min_length=1, max_length=40)
    scope: Literal["own", "team", "shared"] = "own"
    team_id: UUID | None = None
    filter: dict[str, Any]


class TicketViewPatch(Schema):
    """What is absent stays."""

    name: str = Field("", max_length=40)
    filter: dict[str, Any] = {}


class TicketViewShiftIn(Schema):
    by: Literal[-1, 1]


@router.get("/ticket-views", response=list[TicketViewOut])
def list_ticket_views(request: ActorRequest) -> Any:
    """One's own, one's teams' and everybody's, each in its order."""
    return queries.saved_view_shapes(request.auth)


@router.post("/ticket-views", response={201: TicketViewOut})
def create_ticket_view(request: ActorRequest, data: TicketViewIn) -> Status[Any]:
    return Status(201, _shown(request, actions.create_view(request.auth, data.dict()).id))


@router.patch("/ticket-views/{view_id}", response=TicketViewOut)
def update_ticket_view(request: ActorRequest, view_id: UUID, data: TicketViewPatch) -> Any:
    return _shown(request, actions.update_view(request.auth, view_id, data.dict(exclude_unset=True)).id)


@router.post("/ticket-views/{view_id}/shift", response=list[TicketViewOut])
def shift_ticket_view(request: ActorRequest, view_id: UUID, data: TicketViewShiftIn) -> Any:
    """One place up or down among those of its owner."""
    actions.shift_view(request.auth, view_id, by=data.by)
    return queries.saved_view_shapes(request.auth)


@router.delete("/ticket-views/{view_id}", response={204: None})
def delete_ticket_view(request: ActorRequest, view_id: UUID) -> Status[None]:
    actions.delete_view(request.auth, view_id)
    return Status(204, None)


def _shown(request: ActorRequest, view_id: UUID) -> dict[str, Any]:
    found = queries.saved_view(request.auth, view_id)
    return queries.saved_view_shape(request.auth, found, queries.known_to_views(request.auth))
