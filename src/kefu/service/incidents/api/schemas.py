"""What requests and answers about incidents look like."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

Grade = Annotated[int, Field(ge=1, le=4)]
Name = Annotated[str, Field(min_length=1, max_length=60)]
Source = Literal["tickets", "conversations", "calls", "all"]
Rung = Literal[
    "",
    "ringing",
    "confirmed",
    "too_late",
    "not_allowed",
    "not_confirmed",
    "no_answer",
    "busy",
    "refused",
    "not_reached",
    "engine_away",
    "called_off",
]
Kind = Literal["phone", "banner", "answer", "macro"]


class IncidentPerson(Schema):
    id: UUID
    name: str


class IncidentCauseOut(Schema):
    id: UUID
    name: dict[str, str]
    name_zh: str
    name_en: str
    position: int
    is_active: bool


class IncidentRow(Schema):
    """`important` of the `count` are of important customers. `page_due_at`: when the next one is called."""

    id: UUID
    number: str
    title: str
    source: Source
    state: Literal["open", "confirmed", "handling", "closed"]
    grade: int
    grade_is_by_hand: bool
    count: int
    important: int
    brand: IncidentPerson | None
    owner: IncidentPerson | None
    is_repeat: bool
    created_at: datetime
    last_at: datetime | None
    confirmed_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    page_due_at: datetime | None


class IncidentPageOut(Schema):
    """Somebody was called: as the lead on duty, as who leads them, as who handles incidents, or as an owner. `rung`: by telephone; empty: not
    at all, `ringing`, or how that ended."""

    id: UUID
    step: int
    user: IncidentPerson
    role: Literal["lead", "above", "handler", "top"]
    paged_at: datetime
    due_at: datetime
    confirmed_at: datetime | None
    has_sms: bool
    rung: Rung


class IncidentRepeat(Schema):
    id: UUID
    number: str
    title: str
    closed_at: datetime | None


class PlanIncident(Schema):
    id: UUID
    number: str


class PlanPartOut(Schema):
    """`says` is what is switched; `seconds` from the press until it was; `error` says why it was not, in both languages."""

    kind: Kind
    says: dict[str, Any]
    state: Literal["waiting", "on", "failed", "off", "stuck"]
    seconds: float | None
    at: datetime | None
    error: dict[str, str]
    tries: int


class PlanActivationOut(Schema):
    id: UUID
    plan_id: UUID | None
    name: str
    brand: IncidentPerson | None
    incident: PlanIncident | None
    is_rehearsal: bool
    begun_by: IncidentPerson
    begun_at: datetime
    restored_by: IncidentPerson | None
    restored_at: datetime | None
    parts: list[PlanPartOut]


class IncidentOut(IncidentRow):
    rule: IncidentPerson | None
    opened_by: IncidentPerson | None
    confirmed_by: IncidentPerson | None
    closed_by: IncidentPerson | None
    cause: IncidentCauseOut | None
    cause_note: str
    measure: str
    measure_owner: IncidentPerson | None
    measure_due: date | None
    repeats: list[IncidentRepeat]
    pages: list[IncidentPageOut]
    activations: list[PlanActivationOut]


class IncidentLinkOut(Schema):
    """What reports it. Of what the reader may not see there is nothing but the number."""

    id: UUID
    kind: Literal["ticket", "conversation", "call"]
    object_id: UUID | None
    number: str
    subject: str | None
    customer: IncidentPerson | None
    is_important: bool
    linked_at: datetime


class IncidentEntryOut(Schema):
    id: UUID
    kind: str
    actor_name: str
    text: str
    data: dict[str, Any]
    created_at: datetime


class IncidentIn(Schema):
    title: str = Field(min_length=1, max_length=200)
    grade: Grade
    ticket_ids: list[UUID] = Field([], max_length=200)
    text: str = Field("", max_length=2000)


class IncidentAssignIn(Schema):
    user_id: UUID


class IncidentGradeIn(Schema):
    grade: Grade
    reason: str = Field(min_length=1, max_length=300)


class IncidentWordIn(Schema):
    text: str = Field(min_length=1, max_length=2000)


class IncidentLinkIn(Schema):
    ticket_ids: list[UUID] = Field(min_length=1, max_length=200)


class IncidentCloseIn(Schema):
    """All but `cause_note` are needed; what is missing is named."""

    cause_id: UUID | None = None
    cause_note: str = Field("", max_length=2000)
    measure: str = Field("", max_length=2000)
    measure_owner_id: UUID | None = None
    measure_due: date | None = None


class DetectionRuleIn(Schema):
    name: Name
    is_enabled: bool = True
    source: Source = "tickets"
    by: Literal["words", "type", "reason"] = "words"
    count: int = Field(20, ge=2, le=300)
    minutes: int = Field(10, ge=1, le=1440)
    likeness: int = Field(30, ge=10, le=100)


class DetectionRulePatch(DetectionRuleIn):
    """What is absent stays."""

    name: str = Field("", max_length=60)


class DetectionRuleOut(Schema):
    id: UUID
    name: str
    is_enabled: bool
    source: Source
    by: Literal["words", "type", "reason"]
    count: int
    minutes: int
    likeness: int


class IncidentCauseIn(Schema):
    name_zh: Name
    name_en: str = Field("", max_length=60)
    position: int = Field(0, ge=0, le=1000)
    is_active: bool = True


class IncidentCausePatch(IncidentCauseIn):
    name_zh: str = Field("", max_length=60)


class IncidentPolicyOut(Schema):
    grade_1: int
    grade_2: int
    grade_3: int
    important_percent: int
    paged_grades: list[int]
    confirm_minutes: int


class IncidentPolicyPatch(Schema):
    grade_1: int = Field(200, ge=1, le=100_000)
    grade_2: int = Field(100, ge=1, le=100_000)
    grade_3: int = Field(50, ge=1, le=100_000)
    important_percent: int = Field(30, ge=0, le=100)
    paged_grades: list[Grade] = Field([1], max_length=4)
    confirm_minutes: int = Field(5, ge=1, le=120)


class PlanActIn(Schema):
    """What the shortcut does, as automations have it; `kind` says which of the others it needs."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=20)
    stage: str | None = Field(None, max_length=40)
    priority: str | None = Field(None, max_length=2)
    team_id: str | None = Field(None, max_length=40)
    owner_id: str | None = Field(None, max_length=40)
    user_ids: list[Annotated[str, Field(max_length=40)]] | None = Field(None, max_length=30)
    to: str | None = Field(None, max_length=10)
    text: str | None = Field(None, max_length=5000)


class EmergencyPlanIn(Schema):
    """What is empty is not part of it. `brand_id` null: of every brand; without `keywords` the answer is for every question."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    brand_id: UUID | None = None
    grades: list[Grade] = Field([], max_length=4)
    banner_zh: str | None = Field("", max_length=200)
    banner_en: str | None = Field("", max_length=200)
    answer_zh: str | None = Field("", max_length=1000)
    answer_en: str | None = Field("", max_length=1000)
    keywords: list[Annotated[str, Field(max_length=40)]] = Field([], max_length=50)
    prompt_id: UUID | None = None
    number_id: UUID | None = None
    then: Literal["go_on", "hang_up"] = "go_on"
    macro_name: str | None = Field("", max_length=60)
    actions: list[PlanActIn] = Field([], max_length=100)
    is_active: bool = True


class EmergencyPlanPatch(EmergencyPlanIn):
    """What is absent stays."""

    name: str = Field("", max_length=60)


class EmergencyPlanOut(Schema):
    id: UUID
    name: str
    brand: IncidentPerson | None
    brand_id: UUID | None
    grades: list[int]
    banner_zh: str
    banner_en: str
    answer_zh: str
    answer_en: str
    keywords: list[str]
    prompt: IncidentPerson | None
    prompt_id: UUID | None
    number_id: UUID | None
    then: Literal["go_on", "hang_up"]
    macro_name: str
    actions: list[dict[str, Any]]
    is_active: bool
    is_on: bool


class PlanForIn(Schema):
    incident_id: UUID | None = None
