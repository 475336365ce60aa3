"""HTTP of the daily work with a ticket: put off, planned, looked through, timed, linked."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .parts import Names, TicketPerson, TicketStage
from .schemas import TicketDetail, TicketFileOut

router = Router()


class TicketSnoozeIn(Schema):
    """Without `until` it is put off until the customer writes, for 30 days at most."""

    until: datetime | None = None
    note: str = Field("", max_length=200)


class PlannedAnswerOut(Schema):
    id: UUID
    text: str
    attachments: list[TicketFileOut]
    send_at: datetime
    user: TicketPerson
    may_change: bool


class PlannedAnswerIn(Schema):
    text: str = Field("", max_length=20_000)
    send_at: datetime
    attachment_ids: list[UUID] = []


class PlannedAnswerPatch(Schema):
    """What is absent stays."""

    text: str = Field("", max_length=20_000)
    send_at: datetime | None = None


class ChecklistItemOut(Schema):
    id: UUID
    name: Names
    is_required: bool
    is_of_type: bool
    done_at: datetime | None
    done_by: TicketPerson | None


class ChecklistItemIn(Schema):
    text: str = Field(min_length=1, max_length=100)
    is_required: bool = False


class ChecklistTickIn(Schema):
    is_done: bool


class TicketRelationOut(Schema):
    """A link by hand. `kind` is told from this ticket; `ticket_id` is None when the reader may not see the other."""

    id: UUID
    kind: Literal["related", "duplicate", "duplicated", "blocks", "blocked"]
    ticket_id: UUID | None
    number: str
    subject: str
    stage: TicketStage


class TicketRelationIn(Schema):
    ticket_id: UUID
    kind: Literal["related", "duplicate", "blocks"] = "related"


class TicketTimeOut(Schema):
    """Minutes that somebody spent; `corrections` is what stood there before, and until when."""

    id: UUID
    user: TicketPerson
    minutes: int
    note: str
    source: Literal["timer", "hand"]
    worked_at: datetime
    corrections: list[dict[str, Any]]
    may_change: bool


class TicketTimeIn(Schema):
    minutes: int = Field(ge=1, le=1440)
    note: str = Field("", max_length=300)
    worked_at: datetime | None = None


class TicketTimePatch(Schema):
    """What is absent stays."""

    minutes: int = Field(1, ge=1, le=1440)
    note: str = Field("", max_length=300)


class TicketWorkOut(Schema):
    """What waits to be said, is ticked off, hangs together and was spent; `timer_since` is the reader's own timer here."""

    planned: list[PlannedAnswerOut]
    checklist: list[ChecklistItemOut]
    relations: list[TicketRelationOut]
    times: list[TicketTimeOut]
    minutes: int
    timer_since: datetime | None


@router.post("/tickets/{ticket_id}/snooze", response=TicketDetail)
def snooze_ticket(request: ActorRequest, ticket_id: UUID, data: TicketSnoozeIn) -> Any:
    """Put an own ticket off (稍后处理); it comes back by itself, or when the customer writes."""
    actions.snooze(request.auth, ticket_id, **data.dict())
    return _detail(request, ticket_id)


@router.delete("/tickets/{ticket_id}/snooze", response=TicketDetail)
def unsnooze_ticket(request: ActorRequest, ticket_id: UUID) -> Any:
    """Take it up now."""
    actions.unsnooze(request.auth, ticket_id)
    return _detail(request, ticket_id)


@router.get("/tickets/{ticket_id}/work", response=TicketWorkOut)
def get_ticket_work(request: ActorRequest, ticket_id: UUID) -> Any:
    return _work(request, ticket_id)


@router.post("/tickets/{ticket_id}/planned-answers", response={201: TicketWorkOut})
def plan_ticket_answer(request: ActorRequest, ticket_id: UUID, data: PlannedAnswerIn) -> Status[Any]:
    """Answer the customer later; called off by itself when they write first."""
    actions.plan(request.auth, ticket_id, **data.dict())
    return Status(201, _work(request, ticket_id))


@router.patch("/tickets/{ticket_id}/planned-answers/{planned_id}", response=TicketWorkOut)
def replan_ticket_answer(request: ActorRequest, ticket_id: UUID, planned_id: UUID, data: PlannedAnswerPatch) -> Any:
    actions.replan(request.auth, ticket_id, planned_id, data.dict(exclude_unset=True, exclude_none=True))
    return _work(request, ticket_id)


@router.delete("/tickets/{ticket_id}/planned-answers/{planned_id}", response=TicketWorkOut)
def unplan_ticket_answer(request: ActorRequest, ticket_id: UUID, planned_id: UUID) -> Any:
    actions.unplan(request.auth, ticket_id, planned_id)
    return _work(request, ticket_id)


@router.post("/tickets/{ticket_id}/checklist", response={201: TicketWorkOut})
def add_checklist_item(request: ActorRequest, ticket_id: UUID, data: ChecklistItemIn) -> Status[Any]:
    actions.add_item(request.auth, ticket_id, **data.dict())
    return Status(201, _work(request, ticket_id))


@router.patch("/tickets/{ticket_id}/checklist/{check_id}", response=TicketWorkOut)
def tick_checklist_item(request: ActorRequest, ticket_id: UUID, check_id: UUID, data: ChecklistTickIn) -> Any:
    actions.tick_item(request.auth, ticket_id, check_id, is_done=data.is_done)
    return _work(request, ticket_id)


@router.delete("/tickets/{ticket_id}/checklist/{check_id}", response=TicketWorkOut)
def remove_checklist_item(request: ActorRequest, ticket_id: UUID, check_id: UUID) -> Any:
    """Take off an item that was put there by hand."""
    actions.remove_item(request.auth, ticket_id, check_id)
    return _work(request, ticket_id)


@router.post("/tickets/{ticket_id}/timer", response=TicketWorkOut)
def start_ticket_timer(request: ActorRequest, ticket_id: UUID) -> Any:
    """Begin to count one's time; what ran on another ticket is booked there."""
    actions.start_timer(request.auth, ticket_id)
    return _work(request, ticket_id)


@router.delete("/tickets/{ticket_id}/timer", response=TicketTimeOut)
def stop_ticket_timer(request: ActorRequest, ticket_id: UUID) -> Any:
    """Stop counting, and book it."""
    entry = actions.stop_timer(request.auth, ticket_id)
    return queries.time_shape(request.auth, entry)


@router.post("/tickets/{ticket_id}/times", response={201: TicketWorkOut})
def book_ticket_time(request: ActorRequest, ticket_id: UUID, data: TicketTimeIn) -> Status[Any]:
    actions.book_time(request.auth, ticket_id, **data.dict())
    return Status(201, _work(request, ticket_id))


@router.patch("/tickets/{ticket_id}/times/{time_id}", response=TicketWorkOut)
def correct_ticket_time(request: ActorRequest, ticket_id: UUID, time_id: UUID, data: TicketTimePatch) -> Any:
    """By whoever spent it; what stood there before is kept."""
    actions.correct_time(request.auth, ticket_id, time_id, data.dict(exclude_unset=True))
    return _work(request, ticket_id)


@router.delete("/tickets/{ticket_id}/times/{time_id}", response=TicketWorkOut)
def withdraw_ticket_time(request: ActorRequest, ticket_id: UUID, time_id: UUID) -> Any:
    """By whoever spent it: it counts no more."""
    actions.withdraw_time(request.auth, ticket_id, time_id)
    return _work(request, ticket_id)


@router.post("/tickets/{ticket_id}/relations", response={201: TicketWorkOut})
def relate_tickets(request: ActorRequest, ticket_id: UUID, data: TicketRelationIn) -> Status[Any]:
    """This ticket has to do with the other: related to it, a duplicate of it, or it blocks the other's end."""
    actions.relate(request.auth, ticket_id, data.ticket_id, kind=data.kind)
    return Status(201, _work(request, ticket_id))


@router.delete("/tickets/{ticket_id}/relations/{relation_id}", response=TicketWorkOut)
def unrelate_tickets(request: ActorRequest, ticket_id: UUID, relation_id: UUID) -> Any:
    actions.unrelate(request.auth, ticket_id, relation_id)
    return _work(request, ticket_id)


def _work(request: ActorRequest, ticket_id: UUID) -> dict[str, Any]:
    return queries.work(request.auth, queries.ticket(request.auth, ticket_id))


def _detail(request: ActorRequest, ticket_id: UUID) -> dict[str, Any]:
    return queries.detail(request.auth, queries.ticket(request.auth, ticket_id))
