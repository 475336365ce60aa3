"""Tickets on the wire."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema

from kefu.kernel.http import Shape

from .parts import TicketCustomer, TicketPerson, TicketStage, TicketTypeName

Level = Literal["low", "medium", "high"]
Priority = Literal["P1", "P2", "P3", "P4"]
ClockKind = Literal["first_response", "next_update", "resolution"]
Source = Literal["desk", "chat", "call", "api", "split", "mail", "portal", "import"]
Cause = Literal["customer", "department", "supplier", "staff", "system", "overlooked", "complex", "other"]


class TicketMove(TicketStage):
    """Where the ticket may go; `lacks` are the fields of `needs` that are not filled yet."""

    needs: list[str]
    lacks: list[str]


class TicketRow(Shape):
    """A ticket in a list. `due_at` is of the promise that is due first (None: all stand still), `alarm` its percentage told."""

    id: UUID
    number: str
    brand_id: UUID
    subject: str
    type: TicketTypeName
    stage: TicketStage
    priority: Priority
    impact: Level
    urgency: Level
    source: Source
    customer: TicketCustomer | None
    owner: TicketPerson | None
    team: TicketPerson | None
    supervisor: TicketPerson | None
    supervised_until: datetime | None
    due_at: datetime | None
    due_kind: ClockKind | None
    alarm: int
    urges: int
    urged_at: datetime | None
    reopened: int
    waiting_since: datetime | None
    snoozed_until: datetime | None
    snoozes_for_word: bool
    snooze_note: str
    is_woken: bool
    tags: list[str]
    first_response_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    parent_id: UUID | None
    merged_into: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime


class TicketFileOut(Schema):
    """A file; `url` opens it for a day."""

    id: UUID
    name: str
    size: int
    type: str
    url: str


class TicketBrief(Schema):
    id: UUID
    number: str
    subject: str
    stage: TicketStage


class TicketClockOut(Schema):
    """A promise; minutes are of working time by its calendar."""

    kind: ClockKind
    state: Literal["running", "paused", "met"]
    target_minutes: float
    used_minutes: float
    around_the_clock: bool
    due_at: datetime | None
    alarm: int
    met_at: datetime | None
    breached_at: datetime | None
    cause: Cause | None
    cause_note: str


class TicketLinkOut(Schema):
    kind: Literal["conversation", "call"]
    object_id: UUID
    number: str


class TicketApprovalOut(Schema):
    """A sum that was asked for; `due_at` is when it goes up, unless it is decided."""

    id: UUID
    name: str
    amount: Decimal
    reason: str
    state: Literal["pending", "granted", "refused", "withdrawn"]
    asker: TicketPerson | None
    approvers: list[TicketPerson]
    due_at: datetime | None
    escalations: int
    decider: TicketPerson | None
    decided_at: datetime | None
    word: str
    created_at: datetime
    may_decide: bool
    may_withdraw: bool


class TicketDetail(TicketRow):
    description: str
    attachments: list[TicketFileOut]
    values: dict[str, Any]
    fields: list[dict[str, Any]]
    moves: list[TicketMove]
    clocks: list[TicketClockOut]
    creator: TicketPerson | None
    giver: TicketPerson | None
    watchers: list[TicketPerson]
    links: list[TicketLinkOut]
    parent: TicketBrief | None
    children: list[TicketRow]
    merged_ticket: TicketBrief | None
    merged: list[TicketBrief]
    split_from: TicketBrief | None
    can_undo: Literal["merge", "split", "bulk"] | None
    approvals: list[TicketApprovalOut]


class TicketAuthor(Schema):
    kind: str
    id: UUID | None
    name: str


class TicketEntryOut(Schema):
    """Something that happened or was said; `data` depends on the kind, its names are in each language."""

    id: UUID
    kind: str
    author: TicketAuthor
    text: str
    data: dict[str, Any]
    attachments: list[TicketFileOut]
    is_public: bool
    ticket_number: str
    created_at: datetime


class TicketPersonIn(Schema):
    name: str = Field(min_length=1, max_length=120)
    phone: str = ""
    email: str = ""


class TicketIn(Schema):
    subject: str = Field(min_length=1, max_length=200)
    description: str = Field("", max_length=20_000)
    type_id: UUID | None = None
    type: str = Field("", max_length=40, description="The code of the type, instead of its id")
    brand_id: UUID | None = None
    customer_id: UUID | None = None
    customer: TicketPersonIn | None = None
    impact: Level = "medium"
    urgency: Level = "low"
    owner_id: UUID | None = None
    team_id: UUID | None = None
    parent_id: UUID | None = None
    conversation_id: UUID | None = None
    call_id: UUID | None = None
    values: dict[str, Any] = {}
    tags: list[str] = Field([], max_length=50)
    watcher_ids: list[UUID] = []
    attachment_ids: list[UUID] = []
    source: Literal["desk", "api"] = "api"


class TicketPatch(Schema):
    """What is absent stays. With the `version` that was seen, a change of the same fields by somebody else is a 409."""

    subject: str = Field("", max_length=200)
    description: str = Field("", max_length=20_000)
    impact: Level = "medium"
    urgency: Level = "low"
    customer_id: UUID | None = None
    type_id: UUID | None = None
    tags: list[str] = Field([], max_length=50)
    values: dict[str, Any] = {}
    version: int | None = None


class TicketViewsOut(Schema):
    """How many unfinished tickets each view holds; 1,000 stands for as many or more."""

    mine: int
    later: int
    team: int
    unassigned: int
    due: int
    overdue: int
    watching: int
    waiting: int
    approving: int
    all: int


class TicketTagOut(Schema):
    tag: str
    count: int


class TicketCommentIn(Schema):
    text: str = Field("", max_length=20_000)
    attachment_ids: list[UUID] = []
    is_public: bool = Field(True, description="Meant for the customer; false: a note among colleagues")


class TicketMoveIn(Schema):
    stage: str
    values: dict[str, Any] = {}
    text: str = Field("", max_length=2_000)


class TicketReasonIn(Schema):
    reason: str = Field(min_length=1, max_length=500)


class TicketAssignIn(Schema):
    owner_id: UUID | None = None
    team_id: UUID | None = None
    reason: str = Field("", max_length=500)


class TicketUrgeIn(Schema):
    text: str = Field("", max_length=500)


class TicketSuperviseIn(Schema):
    until: datetime
    text: str = Field("", max_length=500)


class TicketWatchersIn(Schema):
    user_ids: list[UUID] = Field(min_length=1, max_length=30)


class TicketLinkIn(Schema):
    kind: Literal["conversation", "call"]
    object_id: UUID


class BreachCauseIn(Schema):
    cause: Cause
    text: str = Field("", max_length=300)


class TicketMergeIn(Schema):
    ticket_id: UUID


class TicketSplitIn(Schema):
    entry_id: UUID
    subject: str = Field("", max_length=200)


class TicketsChangeIn(Schema):
    ticket_ids: list[UUID] = Field(min_length=1, max_length=200)
    owner_id: UUID | None = None
    team_id: UUID | None = None
    reason: str = Field("", max_length=500)
    stage: str = ""
    impact: Level | None = None
    urgency: Level | None = None
    tags: list[str] = Field([], max_length=50)


class TicketChangeResult(Schema):
    ticket_id: UUID
    is_done: bool
    problem: str


class TicketsChangedOut(Schema):
    done: int
    results: list[TicketChangeResult]


class TicketTypeOut(TicketTypeName):
    definition: dict[str, Any]
    policy: TicketPerson | None
    team: TicketPerson | None
    is_active: bool
    position: int


class TicketTypeIn(Schema):
    code: str = Field(max_length=40)
    name_zh: str = Field("", max_length=40)
    name_en: str = Field("", max_length=40)
    definition: dict[str, Any]
    policy_id: UUID | None = None
    team_id: UUID | None = None
    is_active: bool = True


class TicketTypePatch(Schema):
    """What is absent stays."""

    code: str = Field("", max_length=40)
    name_zh: str = Field("", max_length=40)
    name_en: str = Field("", max_length=40)
    definition: dict[str, Any] = {}
    policy_id: UUID | None = None
    team_id: UUID | None = None
    is_active: bool = True
    position: int = Field(0, ge=0, le=999)


class TicketDefinitionIn(Schema):
    definition: dict[str, Any]


class TicketDefinitionFault(Schema):
    """`place` is "stages.CODE", "fields.CODE", "checklist.CODE" or "" for the whole."""

    place: str
    text: str


class TicketDefinitionFaultsOut(Schema):
    """`hints` are what is asked twice; they do not hinder."""

    faults: list[TicketDefinitionFault]
    hints: list[TicketDefinitionFault]


class TicketAboutIn(Schema):
    customer_id: UUID | None = None
    parent_id: UUID | None = None
    conversation_id: UUID | None = None
    call_id: UUID | None = None


class TicketKnownValueOut(Schema):
    """`source` is the customer's record, or the number of the ticket that has it."""

    code: str
    value: Any
    source: str


class SlaPolicyOut(Schema):
    """`targets` by priority, in minutes of working time by the calendar, or around the clock."""

    id: UUID
    name: str
    calendar: TicketPerson | None
    targets: dict[str, dict[str, Any]]


class SlaPolicyIn(Schema):
    name: str = Field(min_length=1, max_length=60)
    calendar_id: UUID | None = None
    targets: dict[str, dict[str, Any]]


class SlaPolicyPatch(Schema):
    """What is absent stays."""

    name: str = Field("", max_length=60)
    calendar_id: UUID | None = None
    targets: dict[str, dict[str, Any]] = {}
