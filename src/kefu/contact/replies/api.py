"""Quick replies over HTTP."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kefu.kernel import files, tables
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary

from . import actions, permissions, queries, rules
from .models import QuickReply

router = Router(tags=["quick replies"])
Scope = Literal["own", "team", "shared"]


class ReplyFileOut(Schema):
    id: UUID
    name: str
    size: int
    type: str
    url: str


class ReplyOut(Schema):
    id: UUID
    scope: Scope
    team_id: UUID | None
    brand_id: UUID | None
    queue_id: UUID | None
    folder: str
    code: str
    title: str
    text: str
    variables: list[str]
    position: int
    attachments: list[ReplyFileOut]
    disposition_id: UUID | None
    tag: str
    use_count: int
    updated_at: datetime
    can_change: bool


class ReplyIn(Schema):
    scope: Scope = "own"
    team_id: UUID | None = None
    brand_id: UUID | None = None
    queue_id: UUID | None = None
    folder: str = ""
    code: str = ""
    title: str = ""
    text: str = ""
    position: int = Field(0, ge=0, le=1_000_000)
    attachment_ids: list[UUID] = []
    disposition_id: UUID | None = None
    tag: str = ""


class ReplyPatch(ReplyIn):
    """What is absent stays."""


class ReplyFilters(Schema):
    q: str = ""
    scope: Scope | None = None
    folder: str | None = None
    brand: UUID | None = None
    team: UUID | None = None


class FoundOut(Schema):
    items: list[ReplyOut]


class FolderOut(Schema):
    folder: str
    count: int


class FoldersOut(Schema):
    items: list[FolderOut]


class StoredOut(Schema):
    id: UUID
    name: str
    size: int
    type: str


class RepliesImportOut(Schema):
    read: int
    accepted: int
    quarantined: int
    rejects_url: str | None


@router.get("/quick-replies", response=Page[ReplyOut])
def list_replies(request: ActorRequest, filters: Query[ReplyFilters], after: str | None = None, limit: int = 50) -> Any:
    """By folder, in their order. `folder` holds the folders in it."""
    rows = queries.listed(
        request.auth,
        text=filters.q,
        scope=filters.scope,
        folder=filters.folder,
        brand_id=filters.brand,
        team_id=filters.team,
    )
    found, following = page(rows, after=after, limit=limit, order=("folder", "position", "id"))
    return {"items": _views(request, found), "next": following}


@router.post("/quick-replies", response={201: ReplyOut})
def create_reply(request: ActorRequest, data: ReplyIn) -> Status[Any]:
    return Status(201, _views(request, [actions.create(request.auth, **data.model_dump())])[0])


@router.get("/quick-replies/search", response=FoundOut)
def search_replies(
    request: ActorRequest,
    q: str = "",
    brand: UUID | None = None,
    queue: UUID | None = None,
    folder: str | None = None,
    limit: int = 20,
) -> Any:
    """For the composer: by code, title, pinyin (whole or initials) or text, best first; without `q` those used most."""
    return {
        "items": _views(
            request, queries.search(request.auth, q, brand_id=brand, queue_id=queue, folder=folder, limit=limit)
        )
    }


@router.get("/quick-replies/folders", response=FoldersOut)
def list_folders(request: ActorRequest, brand: UUID | None = None) -> Any:
    return {"items": [{"folder": name, "count": n} for name, n in queries.folders(request.auth, brand_id=brand)]}


@router.post("/quick-replies/attachments", response={201: StoredOut})
def attach_file(request: ActorRequest, file: File[UploadedFile]) -> Status[Any]:
    """Upload what a reply shall bring along; name it in `attachment_ids`."""
    return Status(201, actions.attach(request.auth, file))


@router.post("/quick-replies/import", response=RepliesImportOut)
def import_replies(
    request: ActorRequest,
    file: File[UploadedFile],
    scope: Form[Scope] = "own",
    team_id: Form[UUID | None] = None,
    brand_id: Form[UUID | None] = None,
) -> Any:
    """Replies from .xlsx or .csv; refused rows come back as a file with their reasons. Repeating it doubles nothing."""
    return actions.import_replies(
        request.auth, name=file.name or "", content=file.read(), scope=scope, team_id=team_id, brand_id=brand_id
    )


@router.get("/quick-replies/import-template", openapi_extra=binary(tables.XLSX))
def download_template(request: ActorRequest) -> HttpResponse:
    request.auth.require(permissions.USE)
    return _workbook(queries.import_template(), "quick-replies-template.xlsx")


@router.get("/quick-replies/export", openapi_extra=binary(tables.XLSX))
def export_replies(request: ActorRequest, scope: Scope | None = None) -> HttpResponse:
    """What the caller sees, in the form of an import file."""
    return _workbook(queries.export(request.auth, scope=scope), "quick-replies.xlsx")


@router.patch("/quick-replies/{reply_id}", response=ReplyOut)
def update_reply(request: ActorRequest, reply_id: UUID, data: ReplyPatch) -> Any:
    changes = cast(actions.ReplyChanges, data.model_dump(exclude_unset=True))
    return _views(request, [actions.update(request.auth, reply_id, changes)])[0]


@router.delete("/quick-replies/{reply_id}", response={204: None})
def delete_reply(request: ActorRequest, reply_id: UUID) -> Status[None]:
    actions.delete(request.auth, reply_id)
    return Status(204, None)


def _views(request: ActorRequest, replies: Sequence[QuickReply]) -> list[dict[str, Any]]:
    maintains = request.auth.may(permissions.MANAGE)
    same = (
        "id",
        "team_id",
        "brand_id",
        "queue_id",
        "folder",
        "code",
        "title",
        "text",
        "position",
        "disposition_id",
        "tag",
    )
    return [
        {
            **{field: getattr(reply, field) for field in (*same, "use_count", "updated_at")},
            "scope": "own" if reply.owner_id else "team" if reply.team_id else "shared",
            "variables": rules.variables(reply.text),
            "attachments": [{**file, "url": files.link(file["id"])} for file in reply.attachments],
            "can_change": reply.owner_id is not None or maintains,
        }
        for reply in replies
    ]


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=tables.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
