"""HTTP of announcements: what is meant for the caller, and what the caller tells others."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema, Status

from kefu.kernel import tables
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary

from . import actions, queries, rules
from .models import Announcement, Receipt

router = Router(tags=["announcements"])
Audience = Literal["everybody", "teams", "brand"]


class AnnouncementOut(Schema):
    id: UUID
    title: str
    text: str
    author: str
    must_confirm: bool
    published_at: datetime
    expires_at: datetime | None
    read_at: datetime | None
    confirmed_at: datetime | None


class MyAnnouncementsOut(Schema):
    items: list[AnnouncementOut]


@router.get("/announcements/mine", response=MyAnnouncementsOut)
def my_announcements(request: ActorRequest) -> Any:
    """What is open and meant for the caller, the latest first; at most a hundred."""
    rows = queries.mine(request.auth)[:100]
    return {"items": [queries.view(row.announcement, row) for row in rows]}


@router.post("/announcements/{announcement_id}/read", response=AnnouncementOut)
def read_announcement(request: ActorRequest, announcement_id: UUID) -> Any:
    """The caller has read it."""
    receipt = actions.read_announcement(request.auth, announcement_id)
    return queries.view(receipt.announcement, receipt)


@router.post("/announcements/{announcement_id}/confirm", response=AnnouncementOut)
def confirm_announcement(request: ActorRequest, announcement_id: UUID) -> Any:
    """The caller confirms to have read it; the first time counts."""
    receipt = actions.read_announcement(request.auth, announcement_id, confirms=True)
    return queries.view(receipt.announcement, receipt)


class WrittenOut(Schema):
    id: UUID
    title: str
    text: str
    author: str
    audience: Audience
    teams: list[str]
    brand: str | None
    must_confirm: bool
    state: Literal["open", "expired", "withdrawn"]
    people: int
    read: int
    confirmed: int
    published_at: datetime
    expires_at: datetime | None
    withdrawn_at: datetime | None
    reminded_at: datetime | None


@router.get("/announcements", response=Page[WrittenOut])
def list_announcements(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """The caller's own, newest first; of everybody for those who reach everybody."""
    rows, following = page(queries.written(request.auth), after=after, limit=limit)
    return {"items": _written(request.auth, rows), "next": following}


class AnnouncementIn(Schema):
    title: str = Field(min_length=1, max_length=80)
    text: str = Field(min_length=1, max_length=2000)
    audience: Audience = "everybody"
    team_ids: list[UUID] = Field([], max_length=200)
    brand_id: UUID | None = None
    must_confirm: bool = False
    expires_at: datetime | None = None


@router.post("/announcements", response={201: WrittenOut})
def publish_announcement(request: ActorRequest, data: AnnouncementIn) -> Status[Any]:
    """Tell everybody the caller reaches, teams, or those of a brand; open desks show it at once."""
    made = actions.publish_announcement(request.auth, **data.model_dump())
    return Status(201, _written(request.auth, [made])[0])


@router.get("/announcements/{announcement_id}", response=WrittenOut)
def get_announcement(request: ActorRequest, announcement_id: UUID) -> Any:
    return _written(request.auth, [queries.announcement(request.auth, announcement_id)])[0]


class ReaderOut(Schema):
    id: UUID
    employee_number: str | None
    name: str
    is_done: bool
    read_at: datetime | None
    confirmed_at: datetime | None


@router.get("/announcements/{announcement_id}/readers", response=Page[ReaderOut])
def list_readers(
    request: ActorRequest, announcement_id: UUID, undone: bool = False, after: str | None = None, limit: int = 200
) -> Any:
    """Who it is for and when they read and confirmed it; `undone` leaves out those who are done."""
    row = queries.announcement(request.auth, announcement_id)
    found, following = page(queries.readers(request.auth, row, undone=undone), after=after, limit=limit, order=("id",))
    return {"items": [_reader(row, receipt) for receipt in found], "next": following}


class RemindedOut(Schema):
    reminded: int


@router.post("/announcements/{announcement_id}/remind", response=RemindedOut)
def remind_of_announcement(request: ActorRequest, announcement_id: UUID) -> RemindedOut:
    """Show it again to those who are not done; at most every five minutes."""
    return RemindedOut(reminded=actions.remind_of_announcement(request.auth, announcement_id))


@router.post("/announcements/{announcement_id}/withdraw", response=WrittenOut)
def withdraw_announcement(request: ActorRequest, announcement_id: UUID) -> Any:
    """Take it from all desks; who has read it stays on record."""
    return _written(request.auth, [actions.withdraw_announcement(request.auth, announcement_id)])[0]


@router.get("/announcements/{announcement_id}/readers.xlsx", openapi_extra=binary(tables.XLSX))
def download_readers(request: ActorRequest, announcement_id: UUID) -> HttpResponse:
    """The read list as a workbook; the audit log notes who took it."""
    response = HttpResponse(actions.export_read_list(request.auth, announcement_id), content_type=tables.XLSX)
    response["Content-Disposition"] = 'attachment; filename="read-list.xlsx"'
    return response


def _written(actor: Actor, rows: list[Announcement]) -> list[dict[str, Any]]:
    counted, names = queries.counts(actor, rows), queries.team_names(actor, rows)
    return [
        {
            **{name: getattr(row, name) for name in ("id", "title", "text", "audience", "must_confirm")},
            **{name: getattr(row, name) for name in ("expires_at", "withdrawn_at", "reminded_at")},
            "author": row.author.nickname or row.author.name,
            "teams": [names[team] for team in row.team_ids if team in names],
            "brand": row.brand.name if row.brand else None,
            "state": queries.state_of(row),
            "people": counted[row.id].people,
            "read": counted[row.id].read,
            "confirmed": counted[row.id].confirmed,
            "published_at": row.created_at,
        }
        for row in rows
    ]


def _reader(row: Announcement, receipt: Receipt) -> dict[str, Any]:
    return {
        "id": receipt.id,
        "employee_number": receipt.user.employee_number,
        "name": receipt.user.name,
        "is_done": rules.is_done(
            must_confirm=row.must_confirm, read_at=receipt.read_at, confirmed_at=receipt.confirmed_at
        ),
        "read_at": receipt.read_at,
        "confirmed_at": receipt.confirmed_at,
    }
