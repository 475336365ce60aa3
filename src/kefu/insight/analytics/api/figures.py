"""HTTP of figures: the dictionary, the figures themselves, the board, and the rows behind them."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema

from kefu.foundation.accounts.events import described
from kefu.kernel import clock
from kefu.kernel.http import ActorRequest, Page, page

from .. import permissions, queries, rules
from .schemas import FigureOut, FiguresIn, FiguresOut, FiltersIn, LineOut, ValueOut, figure_out, values_out

router = Router()


class DictionaryOut(Schema):
    items: list[FigureOut]
    ten: list[str]
    wall: list[str]
    second_row: list[str]
    mine: list[str]


@router.get("/analytics/dictionary", response=DictionaryOut)
def get_dictionary(request: ActorRequest) -> DictionaryOut:
    """Every figure with name, formula, unit and target; which stand on the first screen and on a new wallboard; which are an agent's own."""
    return DictionaryOut(
        items=[figure_out(figure) for figure in queries.dictionary(request.auth).values()],
        ten=list(rules.TEN),
        wall=list(rules.WALL),
        second_row=list(rules.SECOND_ROW),
        mine=list(rules.MINE),
    )


@router.get("/analytics/figures", response=FiguresOut)
def get_figures(request: ActorRequest, asked: Query[FiguresIn]) -> FiguresOut:
    """Figures of one period, in one line or by day, half_hour, agent, queue, disposition or channel, or by team or type of tickets."""
    period = asked.period()
    known = queries.dictionary(request.auth)
    lines = queries.figures(request.auth, asked.codes(), period, asked.filters(), asked.by)
    return FiguresOut(
        since=period.since,
        until=period.until,
        as_of=clock.now(),
        items=[LineOut(key=line.key, label=line.label, values=values_out(known, line.values)) for line in lines],
    )


class MyFiguresOut(Schema):
    as_of: datetime
    values: dict[str, ValueOut]


@router.get("/analytics/me", response=MyFiguresOut)
def get_my_figures(request: ActorRequest) -> MyFiguresOut:
    """The caller's own figures of today."""
    values = queries.my_figures(request.auth, queries.Period.of_days())
    return MyFiguresOut(as_of=clock.now(), values=values_out(queries.dictionary(request.auth), values))


class BoardPresenceOut(Schema):
    status: Literal["online", "busy", "offline"]
    reason: str | None
    since: datetime
    origin: str
    note: str


class BoardSkillOut(Schema):
    skill_id: UUID
    level: int


class RampStepOut(Schema):
    days: int
    capacity: int


class StartingOut(Schema):
    """Starting mode (新人模式): the day of how many, what comes when, and its steps; `capacity` is what it allows."""

    day: int
    days: int
    capacity: int
    next_on: date
    next_capacity: int
    ends_on: date
    begins_on: date
    steps: list[RampStepOut]


class BoardLineOut(Schema):
    """`break_left_seconds` is negative when a break is over-time, null without a limit."""

    user_id: UUID
    name: str
    employee_number: str | None
    team_ids: list[UUID]
    presence: BoardPresenceOut
    break_left_seconds: int | None
    chats: int
    capacity: int
    unanswered_since: datetime | None
    today: dict[str, float | None]
    skills: list[BoardSkillOut]
    queue_ids: list[UUID]
    start: StartingOut | None


@router.get("/analytics/board", response=list[BoardLineOut])
def get_board(request: ActorRequest) -> list[BoardLineOut]:
    """Every agent in the caller's scope as they are now."""
    return [
        BoardLineOut(
            user_id=line.user.id,
            name=line.user.nickname or line.user.name,
            employee_number=line.user.employee_number,
            team_ids=line.team_ids,
            presence=_presence(line),
            break_left_seconds=line.limit_seconds,
            chats=line.chats,
            capacity=line.capacity,
            unanswered_since=line.unanswered_since,
            today=line.today,
            skills=[BoardSkillOut(skill_id=skill, level=level) for skill, level in line.skills.items()],
            queue_ids=line.queue_ids,
            start=StartingOut(**asdict(line.start)) if line.start else None,
        )
        for line in queries.board(request.auth)
    ]


def _presence(line: queries.AgentLine) -> BoardPresenceOut:
    shown: dict[str, Any] = described(line.presence)
    return BoardPresenceOut(
        status=shown["status"],
        reason=shown["reason"]["name"] if shown["reason"] else None,
        since=line.presence.since,
        origin=line.presence.origin,
        note=line.presence.note,
    )


class ContactOut(Schema):
    id: UUID
    conversation_id: UUID
    number: str
    channel: str
    at: datetime
    customer: str
    queue: str
    agent: str
    wait_seconds: int | None
    first_reply_seconds: int | None
    handle_seconds: int | None
    transfers: int
    ended_at: datetime | None
    ended_by: str
    disposition: str
    score: int | None
    comment: str
    summary: str


class ContactsIn(FiltersIn):
    only: str = "all"


@router.get("/contacts", response=Page[ContactOut])
def list_contacts(
    request: ActorRequest, asked: Query[ContactsIn], after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """The contacts (服务记录) behind a figure, newest first."""
    rows = queries.selected(request.auth, asked.period(), asked.filters(), asked.only)
    found, following = page(rows, after=after, limit=limit, order=("-started_at", "-id"))
    return {"items": queries.contact_rows(request.auth, found), "next": following}


@router.get("/contacts/mine", response=Page[ContactOut])
def list_my_contacts(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    """The caller's own contacts of today."""
    rows = queries.my_contacts(request.auth)
    found, following = page(rows, after=after, limit=limit, order=("-started_at", "-id"))
    return {"items": queries.contact_rows(request.auth, found), "next": following}


class SelectionOut(Schema):
    code: str
    name: str


@router.get("/analytics/selections", response=list[SelectionOut])
def list_selections(request: ActorRequest) -> list[SelectionOut]:
    """How contacts can be narrowed to those behind a figure."""
    request.auth.require(permissions.READ)
    return [SelectionOut(code=code, name=name.in_language()) for code, name in queries.SELECTIONS.items()]
