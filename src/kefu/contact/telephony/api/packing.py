"""HTTP of recordings that are taken away by many (批量下载)."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.i18n import Text

from .. import actions, queries
from ..models import RecordingPack
from .calls import CallFilters

router = Router(tags=["telephony"])


class RecordingPackIn(CallFilters):
    """`call_ids` are chosen calls; without any, all that the other fields choose, as in the list of calls (`q`: words that were said)."""

    call_ids: list[UUID] = Field([], max_length=1000)
    q: str = Field("", max_length=200)


class RecordingPackOut(Schema):
    """`done` of `total` recordings are written; `url` works until `expires_at`, when the file goes."""

    id: UUID
    state: Literal["waiting", "running", "done", "failed"]
    reason: str
    done: int
    total: int
    size: int | None
    url: str | None
    created_at: datetime
    expires_at: datetime | None


@router.post("/recording-packs", response={201: RecordingPackOut})
def ask_for_pack(request: ActorRequest, data: RecordingPackIn) -> Status[Any]:
    """At most 1,000 recordings and 2 GB, the mix of each call; a job writes the ZIP file, a notice tells when it is there."""
    filters = data.model_dump(exclude_none=True, exclude={"call_ids", "q"})
    made = actions.ask_for_pack(request.auth, call_ids=data.call_ids, words=data.q, filters=filters)
    return Status(201, _pack(made))


@router.get("/recording-packs", response=Page[RecordingPackOut])
def list_packs(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    """The caller's own, newest first."""
    rows, following = page(queries.packs(request.auth), after=after, limit=limit)
    return {"items": [_pack(row) for row in rows], "next": following}


def _pack(pack: RecordingPack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "state": pack.state,
        "reason": Text(**pack.failure).in_language() if pack.failure else "",
        "done": pack.done,
        "total": pack.total,
        "size": pack.file.size if pack.file else None,
        "url": files.link(pack.file.id) if pack.file else None,
        "created_at": pack.created_at,
        "expires_at": pack.expires_at,
    }
