"""What is done with a ticket: stages, people, urging, merging."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .schemas import (
    BreachCauseIn,
    ClockKind,
    TicketAssignIn,
    TicketDetail,
    TicketLinkIn,
    TicketMergeIn,
    TicketMoveIn,
    TicketReasonIn,
    TicketRow,
    TicketSplitIn,
    TicketSuperviseIn,
    TicketUrgeIn,
    TicketWatchersIn,
)

router = Router()


@router.post("/tickets/{ticket_id}/move", response=TicketDetail)
def move_ticket(request: ActorRequest, ticket_id: UUID, data: TicketMoveIn) -> Any:
    """Go to a stage, filling in the fields that it needs."""
    return _shown(request, actions.move(request.auth, ticket_id, **data.dict()).id)


@router.post("/tickets/{ticket_id}/reopen", response=TicketDetail)
def reopen_ticket(request: ActorRequest, ticket_id: UUID, data: TicketReasonIn) -> Any:
    """Work on it again (重开)."""
    return _shown(request, actions.reopen(request.auth, ticket_id, **data.dict()).id)


@router.post("/tickets/{ticket_id}/assign", response=TicketDetail)
def assign_ticket(request: ActorRequest, ticket_id: UUID, data: TicketAssignIn) -> Any:
    """Claim it or give it to somebody else (转派); taking it from somebody needs a reason."""
    ticket = actions.assign(request.auth, ticket_id, **data.dict())
    return queries.detail(request.auth, ticket)


@router.post("/tickets/{ticket_id}/return", response=TicketDetail)
def return_ticket(request: ActorRequest, ticket_id: UUID, data: TicketReasonIn) -> Any:
    """Return it to whom it came from (退回)."""
    return queries.detail(request.auth, actions.give_back(request.auth, ticket_id, **data.dict()))


@router.post("/tickets/{ticket_id}/urge", response=TicketRow)
def urge_ticket(request: ActorRequest, ticket_id: UUID, data: TicketUrgeIn) -> Any:
    """The customer asks where it stays (催单); the third time the leader hears of it."""
    return queries.row(actions.urge(request.auth, ticket_id, **data.dict()))


@router.post("/tickets/{ticket_id}/supervise", response=TicketDetail)
def supervise_ticket(request: ActorRequest, ticket_id: UUID, data: TicketSuperviseIn) -> Any:
    """A leader wants it done by a moment (督办)."""
    return _shown(request, actions.supervise(request.auth, ticket_id, **data.dict()).id)


@router.delete("/tickets/{ticket_id}/supervise", response={204: None})
def end_ticket_supervision(request: ActorRequest, ticket_id: UUID) -> Status[None]:
    actions.end_supervision(request.auth, ticket_id)
    return Status(204, None)


@router.post("/tickets/{ticket_id}/watchers", response=TicketDetail)
def copy_ticket(request: ActorRequest, ticket_id: UUID, data: TicketWatchersIn) -> Any:
    """Copy it to colleagues (抄送)."""
    return _shown(request, actions.watch(request.auth, ticket_id, data.user_ids).id)


@router.delete("/tickets/{ticket_id}/watchers/{user_id}", response={204: None})
def uncopy_ticket(request: ActorRequest, ticket_id: UUID, user_id: UUID) -> Status[None]:
    actions.unwatch(request.auth, ticket_id, user_id)
    return Status(204, None)


@router.post("/tickets/{ticket_id}/links", response=TicketDetail)
def link_ticket(request: ActorRequest, ticket_id: UUID, data: TicketLinkIn) -> Any:
    """It is about this conversation or call too."""
    return _shown(request, actions.link(request.auth, ticket_id, **data.dict()).id)


@router.put("/tickets/{ticket_id}/clocks/{clock}/cause", response=TicketDetail)
def explain_ticket_breach(request: ActorRequest, ticket_id: UUID, clock: ClockKind, data: BreachCauseIn) -> Any:
    """Why a promise was broken."""
    return _shown(request, actions.explain_breach(request.auth, ticket_id, clock, **data.dict()).id)


@router.post("/tickets/{ticket_id}/merge", response=TicketDetail)
def merge_ticket(request: ActorRequest, ticket_id: UUID, data: TicketMergeIn) -> Any:
    """Merge the other ticket into this one."""
    return _shown(request, actions.merge(request.auth, ticket_id, data.ticket_id).id)


@router.post("/tickets/{ticket_id}/split", response={201: TicketDetail})
def split_ticket(request: ActorRequest, ticket_id: UUID, data: TicketSplitIn) -> Status[Any]:
    """Make a ticket of its own of a comment; answers the new one."""
    return Status(201, _shown(request, actions.split(request.auth, ticket_id, **data.dict()).id))


@router.post("/tickets/{ticket_id}/undo", response=TicketDetail)
def undo_ticket_act(request: ActorRequest, ticket_id: UUID) -> Any:
    """Take back the last merge, split or bulk act."""
    return _shown(request, actions.undo(request.auth, ticket_id).id)


def _shown(request: ActorRequest, ticket_id: UUID) -> dict[str, Any]:
    return queries.detail(request.auth, queries.ticket(request.auth, ticket_id))
