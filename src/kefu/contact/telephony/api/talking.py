"""HTTP of what people do within a call. Each answer is the call as it stands; what follows is told live."""

from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .calls import CallOut

router = Router(tags=["telephony"])


class ConsultIn(Schema):
    to_agent: UUID | None = None
    to_number: str = Field("", max_length=40)
    note: str = Field("", max_length=500)


class TransferCallIn(ConsultIn):
    """Without a target: to whom was asked before."""

    to_queue: UUID | None = None


class MonitorIn(Schema):
    mode: Literal["listen", "whisper", "barge", "take"]


class BoardCallOut(CallOut):
    customer_name: str


class BoardOut(Schema):
    items: list[BoardCallOut]


@router.get("/calls/live", response=BoardOut)
def live_calls(request: ActorRequest) -> Any:
    """The board: every call that goes on, the oldest first; at most 300."""
    return {"items": queries.board(request.auth)}


@router.post("/calls/{call_id}/hold", response={202: CallOut})
def hold(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """The customer hears music."""
    return Status(202, queries.row(actions.put_on_hold(request.auth, call_id)))


@router.post("/calls/{call_id}/resume", response={202: CallOut})
def resume(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """Back to the customer, from hold, a transfer that rings, or a consultation."""
    return Status(202, queries.row(actions.resume(request.auth, call_id)))


@router.post("/calls/{call_id}/transfer", response={202: CallOut})
def transfer(request: ActorRequest, call_id: UUID, data: TransferCallIn) -> Status[Any]:
    """To a colleague, a queue or a number, or to whom was asked. One who does not come: the call is back, `invitation` says why."""
    return Status(202, queries.row(actions.transfer(request.auth, call_id, **data.model_dump())))


@router.post("/calls/{call_id}/consult", response={202: CallOut})
def consult(request: ActorRequest, call_id: UUID, data: ConsultIn) -> Status[Any]:
    """Ask a colleague or a number while the customer hears music; then transfer, conference or resume."""
    return Status(202, queries.row(actions.begin_consultation(request.auth, call_id, **data.model_dump())))


@router.post("/calls/{call_id}/conference", response={202: CallOut})
def conference(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """All three talk; agent and expert may leave by hanging up their telephone."""
    return Status(202, queries.row(actions.join_all(request.auth, call_id)))


@router.post("/calls/{call_id}/recording/pause", response={202: CallOut})
def pause_recording(request: ActorRequest, call_id: UUID) -> Status[Any]:
    """Silence is recorded, for at most two minutes."""
    return Status(202, queries.row(actions.pause_recording(request.auth, call_id)))


@router.post("/calls/{call_id}/recording/resume", response={202: CallOut})
def resume_recording(request: ActorRequest, call_id: UUID) -> Status[Any]:
    return Status(202, queries.row(actions.resume_recording(request.auth, call_id)))


@router.post("/calls/{call_id}/monitor", response={202: CallOut})
def monitor(request: ActorRequest, call_id: UUID, data: MonitorIn) -> Status[Any]:
    """Your telephone rings, then you listen, whisper to the agent, join, or take over. Again with another mode, it changes at once."""
    return Status(202, queries.row(actions.monitor(request.auth, call_id, mode=data.mode)))


@router.delete("/calls/{call_id}/monitor", response={202: CallOut})
def stop_monitoring(request: ActorRequest, call_id: UUID) -> Status[Any]:
    return Status(202, queries.row(actions.stop_monitoring(request.auth, call_id)))
