"""HTTP of files: a report at once, contacts by a job."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema, Status

from kefu.kernel import files, tables
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary
from kefu.kernel.i18n import Text

from .. import actions, queries, subjects
from ..models import Export
from .figures import ContactsIn
from .schemas import FiguresIn

router = Router()


@router.get("/analytics/report.xlsx", openapi_extra=binary(tables.XLSX))
def download_report(request: ActorRequest, asked: Query[FiguresIn]) -> HttpResponse:
    """The figures as a workbook, with their dictionary."""
    content = actions.report(request.auth, asked.codes(), asked.period(), asked.filters(), asked.by)
    response = HttpResponse(content, content_type=tables.XLSX)
    response["Content-Disposition"] = 'attachment; filename="report.xlsx"'
    return response


class ExportIn(ContactsIn):
    """Of other kinds than contacts only `first_day` and `last_day` choose; without them everything is written."""

    kind: str = "contacts"
    format: Literal["xlsx", "csv"] = "xlsx"


class ExportOut(Schema):
    id: UUID
    kind: str
    format: str
    state: str
    rows_done: int
    rows_total: int
    created_at: datetime
    url: str | None
    failure: str


def _out(row: Export) -> ExportOut:
    return ExportOut(
        id=row.id,
        kind=row.kind,
        format=row.format,
        state=row.state,
        rows_done=row.rows_done,
        rows_total=row.rows_total,
        created_at=row.created_at,
        url=files.link(row.file_id) if row.file_id else None,
        failure=Text(**row.failure).in_language() if row.failure else "",
    )


@router.post("/exports", response={201: ExportOut})
def ask_for_export(request: ActorRequest, data: ExportIn) -> Status[ExportOut]:
    """Rows as a file: a job writes it, a notice tells when it is ready."""
    parameters = data.model_dump(mode="json", exclude={"format", "kind"}, exclude_defaults=True)
    made = actions.ask_for_export(request.auth, kind=data.kind, format=data.format, parameters=parameters)
    return Status(201, _out(made))


class ExportColumn(Schema):
    code: str
    name: str
    means: str


class ExportKind(Schema):
    """`is_dated`: a period chooses; the columns are those of the caller's organization, types' own fields at the end."""

    code: str
    name: str
    is_dated: bool
    columns: list[ExportColumn]


@router.get("/exports/kinds", response=list[ExportKind])
def list_export_kinds(request: ActorRequest) -> list[dict[str, Any]]:
    """What else than contacts the caller may take away, with what each column holds."""
    return [
        {
            "code": one.code,
            "name": one.name.in_language(),
            "is_dated": bool(one.dated),
            "columns": [
                {"code": column.code, "name": column.name.in_language(), "means": column.means.in_language()}
                for column in one.columns(request.auth)
            ],
        }
        for one in subjects.open_to(request.auth)
    ]


@router.get("/exports", response=Page[ExportOut])
def list_exports(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    """The caller's own exports, newest first."""
    rows, following = page(queries.exports(request.auth), after=after, limit=limit)
    return {"items": [_out(row) for row in rows], "next": following}
