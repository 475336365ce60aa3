"""The bell: one's own notices."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries

router = Router(tags=["notices"])


class NoticeOut(Schema):
    id: UUID
    kind: str
    text: dict[str, str]
    link: str
    count: int
    created_at: datetime
    updated_at: datetime
    read_at: datetime | None


class NoticesOut(Page[NoticeOut]):
    unread: int


@router.get("/notices", response=NoticesOut)
def list_notices(
    request: ActorRequest, unread: bool = False, after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """The caller's own notices, the latest first, each text in both languages; `unread` counts those not read yet."""
    rows, following = page(
        queries.mine(request.auth, unread=unread), after=after, limit=limit, order=("-updated_at", "-id")
    )
    return {"items": [queries.view(row) for row in rows], "next": following, "unread": queries.unread(request.auth)}


class NoticesReadIn(Schema):
    notice_ids: list[UUID] | None = Field(None, max_length=200)


class UnreadOut(Schema):
    unread: int


@router.post("/notices/read", response=UnreadOut)
def read_notices(request: ActorRequest, data: NoticesReadIn) -> UnreadOut:
    """The caller has read these notices; without `notice_ids`, all of them."""
    return UnreadOut(unread=actions.mark_read(request.auth, data.notice_ids))
