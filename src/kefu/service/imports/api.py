"""HTTP of imports: a file, what its columns mean, a dry run, the run, and what it refused."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict

from kefu.kernel import tables
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary

from . import actions, queries
from .templates import template

router = Router(tags=["imports"])
KindCode = Literal["customers", "tickets", "faq", "replies", "agents", "contacts"]
Language = Literal["zh-CN", "en"]


class ImportFieldOut(Schema):
    code: str
    name: dict[str, str]
    about: dict[str, str]
    is_required: bool


class ImportNameOut(Schema):
    code: str
    name: dict[str, str]


class ImportKindOut(Schema):
    """`keeps`: a column without a field may be mapped to "kept", and its words go into a note. `choices` by field."""

    code: KindCode
    name: dict[str, str]
    fields: list[ImportFieldOut]
    sources: list[ImportNameOut]
    keeps: bool
    choices: dict[str, list[ImportNameOut]]


class ImportColumnOut(Schema):
    """A column with the cells of the first five rows; `field` is what it means, "" if it is left out."""

    header: str
    samples: list[str]
    field: str


class ImportValueOut(Schema):
    written: str
    means: str


class ImportValuesOut(Schema):
    """The values of a mapped column with few of them, and what they are taken for; "" is unknown: such rows are refused."""

    field: str
    values: list[ImportValueOut]


class ImportRejectOut(Schema):
    number: int
    cells: list[str]
    reason: str


class ImportTrialOut(Schema):
    """What would happen; the first rows that would be refused."""

    read: int
    created: int
    updated: int
    unchanged: int
    quarantined: int
    rows: list[ImportRejectOut] = []
    is_over: bool = False


class ImportRunOut(Schema):
    """read = accepted + quarantined; accepted = created + updated + unchanged."""

    id: UUID
    kind: KindCode
    source: str
    name: str
    state: Literal["draft", "trying", "waiting", "running", "done", "cancelled", "failed", "undone"]
    total: int
    read: int
    accepted: int
    created: int
    updated: int
    unchanged: int
    quarantined: int
    trial: ImportTrialOut | None
    error: str
    user: str
    columns: list[ImportColumnOut]
    values: list[ImportValuesOut]
    faults: list[str]
    options: dict[str, str]
    errors_url: str | None
    can_undo: bool
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None


class ImportOptionsIn(Schema):
    """Where rows go: `type_id` of tickets, `scope` and `team_id` of quick replies, `locale` of questions and answers."""

    model_config = ConfigDict(extra="forbid")

    brand_id: UUID | None = None
    type_id: UUID | None = None
    team_id: UUID | None = None
    scope: Literal["shared", "team", "own"] | None = None
    locale: Language | None = None


class ImportChangesIn(Schema):
    """What is absent stays. `columns`: a field for each column in their order; `values`: by field what a value means."""

    model_config = ConfigDict(extra="forbid")

    source: str | None = Field(None, max_length=20)
    columns: list[Annotated[str, Field(max_length=60)]] | None = Field(None, max_length=300)
    values: dict[str, dict[str, str]] | None = Field(None, max_length=20)
    options: ImportOptionsIn | None = None


@router.get("/imports/kinds", response=list[ImportKindOut])
def list_import_kinds(request: ActorRequest) -> Any:
    """What the caller may import."""
    return queries.kind_views(request.auth)


@router.get("/imports/templates/{import_kind}", openapi_extra=binary(tables.XLSX))
def download_import_file(request: ActorRequest, import_kind: KindCode, language: Language = "zh-CN") -> HttpResponse:
    """An empty file with the columns, two rows to follow, and a sheet that explains them."""
    known = queries.in_template(request.auth, import_kind)
    response = HttpResponse(template(import_kind, known, language), content_type=tables.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{import_kind}.xlsx"'
    return response


@router.post("/imports", response={201: ImportRunOut})
def take_import_file(request: ActorRequest, kind: Form[KindCode], file: File[UploadedFile]) -> Status[Any]:
    """Take in an xlsx, CSV or JSON file and guess what its columns mean; nothing is imported yet."""
    run = actions.take_file(request.auth, kind=kind, name=file.name or "", content=file.read())
    return Status(201, queries.view(request.auth, run))


@router.get("/imports", response=Page[ImportRunOut])
def list_imports(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    """The runs of the kinds that the caller may import, newest first."""
    rows, following = page(queries.runs(request.auth), after=after, limit=limit)
    return {"items": [queries.view(request.auth, row) for row in rows], "next": following}


@router.get("/imports/{import_id}", response=ImportRunOut)
def get_import(request: ActorRequest, import_id: UUID) -> Any:
    return queries.view(request.auth, queries.run(request.auth, import_id))


@router.patch("/imports/{import_id}", response=ImportRunOut)
def change_import(request: ActorRequest, import_id: UUID, data: ImportChangesIn) -> Any:
    """Map columns and values before the run; what is said is remembered for the next such file."""
    given = data.model_dump(exclude_unset=True)
    run = actions.change(
        request.auth,
        import_id,
        source=given.get("source"),
        columns=given.get("columns"),
        meanings=given.get("values"),
        options=given.get("options"),
    )
    return queries.view(request.auth, run)


@router.post("/imports/{import_id}/try", response=ImportRunOut)
def try_import(request: ActorRequest, import_id: UUID) -> Any:
    """A dry run: `trial` says what would happen, and nothing is written."""
    return queries.view(request.auth, actions.try_out(request.auth, import_id))


@router.post("/imports/{import_id}/start", response=ImportRunOut)
def start_import(request: ActorRequest, import_id: UUID) -> Any:
    """Import; a job does it, batch by batch."""
    return queries.view(request.auth, actions.start(request.auth, import_id))


@router.post("/imports/{import_id}/cancel", response=ImportRunOut)
def cancel_import(request: ActorRequest, import_id: UUID) -> Any:
    """Stop; what is imported stays."""
    return queries.view(request.auth, actions.cancel(request.auth, import_id))


@router.post("/imports/{import_id}/undo", response=ImportRunOut)
def undo_import(request: ActorRequest, import_id: UUID) -> Any:
    """Take back the tickets that a run made, if nobody has worked on one since."""
    return queries.view(request.auth, actions.undo(request.auth, import_id))


@router.get("/imports/{import_id}/rejects", response=Page[ImportRejectOut])
def list_import_rejects(
    request: ActorRequest, import_id: UUID, after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    """The rows that were refused, in the order of the file."""
    rows, following = page(queries.rejects(request.auth, import_id), after=after, limit=limit, order=("number", "id"))
    return {"items": rows, "next": following}
