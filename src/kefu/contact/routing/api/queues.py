"""HTTP of queues: their settings, their present state, and why work went where it went."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.errors import Invalid
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.i18n import Text

from .. import actions, queries
from ..models import Decision, Queue
from .schemas import NamedOut

router = Router()

SERVICE_LEVEL_DEFINITION = Text(
    "{seconds} 秒接通率 = 今日进入排队后 {seconds} 秒内被坐席接通的会话数 ÷ 今日进入排队的会话数（北京时间）",
    "Share of the conversations that entered the queue today (organization time) and reached an agent within {seconds} s",
)


class SkillLevel(Schema):
    skill_id: UUID
    level: int = Field(ge=1, le=5)


class QueueFields(Schema):
    assignment: Literal["automatic", "offer"] = "automatic"
    offer_timeout_seconds: int = Field(30, ge=5, le=600)
    priority: int = Field(5, ge=0, le=9)
    skills: list[SkillLevel] = []
    member_ids: list[UUID] = []
    team_ids: list[UUID] = []
    calendar_id: UUID | None = None
    max_waiting: int | None = Field(None, ge=0)
    max_wait_seconds: int | None = Field(None, ge=10, le=86_400)
    overflow: Literal["message", "bot", "queue"] = "message"
    overflow_queue_id: UUID | None = None
    silence_prompt_seconds: int | None = Field(180, ge=10, le=86_400)
    silence_end_seconds: int = Field(120, ge=10, le=86_400)
    remind_seconds: int | None = Field(60, ge=10, le=3_600)
    escalate_seconds: int | None = Field(120, ge=10, le=3_600)
    reassign_seconds: int | None = Field(180, ge=10, le=3_600)
    owner_wait_seconds: int = Field(20, ge=0, le=600)
    answers_calls: bool = False
    serves_messages_after_hours: bool = False
    texts: dict[str, dict[str, str]] = {}
    is_active: bool = True


class QueueIn(QueueFields):
    brand_id: UUID
    name: str = Field(min_length=1, max_length=80)


class QueueChanges(QueueFields):
    name: str = Field("", min_length=1, max_length=80)


class QueueOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    assignment: str
    offer_timeout_seconds: int
    priority: int
    skills: list[SkillLevel]
    member_ids: list[UUID]
    team_ids: list[UUID]
    calendar_id: UUID | None
    max_waiting: int | None
    max_wait_seconds: int | None
    overflow: Literal["message", "bot", "queue"]
    overflow_queue_id: UUID | None
    silence_prompt_seconds: int | None
    silence_end_seconds: int
    remind_seconds: int | None
    escalate_seconds: int | None
    reassign_seconds: int | None
    owner_wait_seconds: int
    answers_calls: bool
    serves_messages_after_hours: bool
    texts: dict[str, dict[str, str]]
    is_active: bool

    @staticmethod
    def resolve_skills(queue: Queue) -> list[dict[str, Any]]:
        return [{"skill_id": skill, "level": level} for skill, level in queue.skills.items()]


def _columns(data: QueueFields) -> dict[str, Any]:
    values = data.model_dump(exclude_unset=True, exclude={"brand_id"})
    if "skills" in values:
        values["skills"] = {str(s["skill_id"]): s["level"] for s in values["skills"]}
    return values


@router.get("/queues", response=Page[QueueOut])
def list_queues(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows, following = page(queries.queues(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": rows, "next": following}


@router.post("/queues", response={201: QueueOut})
def create_queue(request: ActorRequest, data: QueueIn) -> Status[Queue]:
    return Status(201, actions.create_queue(request.auth, brand_id=data.brand_id, **_columns(data)))


class AgentsLiveOut(Schema):
    online: int
    busy: int
    offline: int
    free_slots: int


class ServiceLevelOut(Schema):
    value: float | None
    answered: int
    offered: int
    target_seconds: int
    definition: str


class QueueLiveOut(Schema):
    queue: NamedOut
    waiting: int
    longest_wait_seconds: int
    active: int
    agents: AgentsLiveOut
    service_level: ServiceLevelOut


def _defined(row: dict[str, Any]) -> dict[str, Any]:
    level = row["service_level"]
    level["definition"] = SERVICE_LEVEL_DEFINITION.in_language().format(seconds=level["target_seconds"])
    return row


@router.get("/queues/live", response=list[QueueLiveOut])
def list_live(request: ActorRequest) -> list[dict[str, Any]]:
    """Every active queue at this moment."""
    return [_defined(row) for row in queries.live(request.auth, queries.queues(request.auth).filter(is_active=True))]


@router.get("/queues/{queue_id}", response=QueueOut)
def get_queue(request: ActorRequest, queue_id: UUID) -> Queue:
    return queries.queue(request.auth, queue_id)


@router.patch("/queues/{queue_id}", response=QueueOut)
def update_queue(request: ActorRequest, queue_id: UUID, data: QueueChanges) -> Queue:
    return actions.update_queue(request.auth, queue_id, _columns(data))


@router.get("/queues/{queue_id}/live", response=QueueLiveOut)
def get_live(request: ActorRequest, queue_id: UUID) -> dict[str, Any]:
    return _defined(queries.live(request.auth, [queries.queue(request.auth, queue_id)])[0])


class CandidateOut(Schema):
    user_id: UUID
    name: str
    eligible: bool
    reasons: list[str]
    terms: dict[str, Any]


class DecisionOut(Schema):
    id: UUID
    at: datetime
    work_item_id: UUID
    outcome: str
    chosen: NamedOut | None
    reason: str
    candidates: list[CandidateOut]

    @classmethod
    def of(cls, row: Decision) -> "DecisionOut":
        chosen = next((c for c in row.candidates if c["user_id"] == str(row.chosen_id)), None)
        name = chosen["name"] if chosen else (row.chosen.nickname or row.chosen.name if row.chosen else "")
        return cls(
            id=row.id,
            at=row.created_at,
            work_item_id=row.work_item_id,
            outcome=row.outcome,
            chosen=NamedOut(id=row.chosen_id, name=name) if row.chosen_id else None,
            reason=row.reason,
            candidates=[CandidateOut(**candidate) for candidate in row.candidates],
        )


@router.get("/routing/decisions", response=Page[DecisionOut])
def list_decisions(
    request: ActorRequest,
    work_item: UUID | None = None,
    conversation: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[DecisionOut]:
    """Why work went where it went, newest first: name the work item or its conversation."""
    if work_item is None and conversation is None:
        raise Invalid(
            "name_the_work", Text("请指定 work_item 或 conversation。", "Name a work_item or a conversation.")
        )
    rows, following = page(
        queries.decisions(request.auth, work_item_id=work_item, subject_id=conversation), after=after, limit=limit
    )
    return Page[DecisionOut](items=[DecisionOut.of(row) for row in rows], next=following)


class MembershipsIn(Schema):
    queue_ids: list[UUID]


@router.put("/agents/{uuid:user_id}/queues", response={204: None})
def set_memberships(request: ActorRequest, user_id: UUID, data: MembershipsIn) -> Status[None]:
    """Make somebody in scope a named member of exactly these queues; routing follows at once."""
    actions.set_memberships(request.auth, user_id, data.queue_ids)
    return Status(204, None)
