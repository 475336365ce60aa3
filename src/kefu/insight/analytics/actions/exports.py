"""Rows into a file: asked for by a person, written by a job, told by a notice."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kefu.contact.routing.models import Contact
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, files, i18n, masking, tables, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Invalid, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries, sheets
from ..models import Export
from ..subjects import BATCH, SUBJECTS, Subject, batches

RUN = "kefu.insight.analytics.jobs.run_export"
CONTACTS = "contacts"
MOST_ROWS = 1_000_000
"""Of a workbook, which holds 1,048,576."""
State = Export.State
R = TypeVar("R")


@transaction.atomic
def ask_for_export(actor: Actor, *, kind: str = CONTACTS, format: str, parameters: Mapping[str, Any]) -> Export:
    """What the parameters select (see `selection`), as the actor may see it, in a file that a job writes.

    Of other kinds than contacts only the days choose. Raises Invalid for an unknown kind and for more rows than a workbook holds.
    """
    actor.require(permissions.EXPORT)
    total = _selected(actor, kind, parameters).count()
    if format == Export.Format.XLSX and total > MOST_ROWS:
        raise Invalid(
            "too_many_rows",
            Text(
                "Excel 一张表最多约 100 万行，请缩短时段或导出 CSV。",
                "A sheet holds about a million rows: choose fewer days, or CSV.",
            ),
        )
    export = Export.objects.create(
        kind=kind,
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        format=format,
        parameters={**parameters, "language": i18n.current()},
        rows_total=total,
    )
    audit.record(
        actor,
        action=f"{kind}.exported",
        target_type="export",
        target_id=export.id,
        target_label=f"{format}, {total}",
        after=dict(parameters),
    )
    timers.defer(RUN, queue="heavy", organization_id=actor.organization_id, export_id=export.id)
    return export


def run_export(organization_id: UUID, export_id: UUID) -> None:
    """Write the file; whoever asked for it is told. A job that begins again begins from the first row."""
    everything = system(organization_id, "exports")
    export = one(Export.objects.for_actor(everything).filter(id=export_id))
    if export.state == State.DONE:
        return
    actor = accounts.actor_for_user(export.user_id, ip=None)
    i18n.use(i18n.choose(export.parameters.get("language")))
    try:
        if actor is None:
            raise Problem("user_gone", Text("账号已停用。", "The account is no longer active."))
        actor.require(permissions.EXPORT)
        with tempfile.TemporaryFile() as target:
            _write(actor, export, target)
            type = tables.XLSX if export.format == Export.Format.XLSX else "text/csv"
            name = f"{export.kind}-{export.created_at:%Y%m%d-%H%M}.{export.format}"
            with transaction.atomic():
                export.file_id = files.keep_opened(actor, name=name, opened=target, type=type).id
                what, n = kind_name(export.kind), export.rows_done
                done = Text(f"{what.zh}已导出，共 {n} 条", f"{what.en} are exported: {n} rows")
                _finish(everything, export, State.DONE, done)
    except Problem as refusal:
        _finish(everything, export, State.FAILED, refusal.text)


def kind_name(kind: str) -> Text:
    return SUBJECTS[kind].name if kind in SUBJECTS else Text("服务记录", "Contacts")


def subject(kind: str) -> Subject:
    """Raises Invalid for what there is no such kind of."""
    if kind not in SUBJECTS:
        raise Invalid("unknown_kind", Text("没有这种数据可以导出。", f"There is no kind of rows called {kind}."))
    return SUBJECTS[kind]


def _selected(actor: Actor, kind: str, parameters: Mapping[str, Any]) -> QuerySet[Any]:
    period, filters, only = selection(parameters)
    if kind == CONTACTS:
        return queries.selected(actor, period, filters, only)
    return subject(kind).rows(
        actor,
        period.since if parameters.get("first_day") else None,
        period.until if parameters.get("last_day") else None,
    )


def selection(parameters: Mapping[str, Any]) -> tuple[queries.Period, queries.Filters, str]:
    """Period, filters and selection as they are kept with an export."""

    def day(name: str) -> date | None:
        return date.fromisoformat(parameters[name]) if parameters.get(name) else None

    def ids(name: str) -> frozenset[UUID]:
        return frozenset(UUID(str(id)) for id in parameters.get(name, ()))

    filters = queries.Filters(
        queue_ids=ids("queue"),
        agent_ids=ids("agent"),
        team_ids=ids("team"),
        brand_ids=ids("brand"),
        disposition_ids=ids("disposition"),
        channels=frozenset(parameters.get("channel", ())),
        half_hours=frozenset(parameters.get("half_hour", ())),
    )
    return queries.Period.of_days(day("first_day"), day("last_day")), filters, parameters.get("only", "all")


def _write(actor: Actor, export: Export, target: BinaryIO) -> None:
    Export.objects.for_actor(actor).filter(id=export.id).update(state=State.RUNNING, rows_done=0)
    export.rows_done = 0
    if export.kind == CONTACTS:
        _write_contacts(actor, export, target)
    else:
        _write_rows(actor, export, subject(export.kind), target)


def _write_rows(actor: Actor, export: Export, kind: Subject, target: BinaryIO) -> None:
    found = _selected(actor, export.kind, export.parameters)
    rows = kind.sheet(actor, _counted(actor, export, batches(found), export.rows_total))
    if export.format == Export.Format.CSV:
        tables.write_csv(target, rows)
    else:
        tables.write_book(target, [rows, kind.dictionary(actor)])


def _write_contacts(actor: Actor, export: Export, target: BinaryIO) -> None:
    period, filters, only = selection(export.parameters)
    found = queries.selected(actor, period, filters, only).order_by("started_at", "id")
    ids = list(found.values_list("id", flat=True))
    hides = masking.hides_from(actor)
    rows = sheets.contact_sheet(
        _counted(actor, export, _batches(actor, found, ids, queries.contact_rows), len(ids)), hides_numbers=hides
    )
    if export.format == Export.Format.CSV:
        tables.write_csv(target, rows)
        return
    chosen = [(Text("筛选", "Selection").in_language(), queries.SELECTIONS[only].in_language())]
    answers = sheets.answer_sheet(_batches(actor, found, ids, queries.answer_rows), hides_numbers=hides)
    tables.write_book(
        target,
        [
            rows,
            answers,
            sheets.dictionary_sheet(queries.dictionary(actor).values()),
            sheets.about_sheet(period, chosen),
        ],
    )


def _batches(
    actor: Actor,
    found: QuerySet[Contact],
    ids: Sequence[UUID],
    rows_of: Callable[[Actor, Sequence[Contact]], list[R]],
) -> Iterator[list[R]]:
    """What stands in the file of the contacts, in order of time, some hundred contacts at a time."""
    for first in range(0, len(ids), BATCH):
        yield rows_of(actor, list(found.filter(id__in=ids[first : first + BATCH])))


def _counted(actor: Actor, export: Export, batches: Iterator[list[R]], total: int) -> Iterator[list[R]]:
    """The batches, with progress that others can see."""
    for batch in batches:
        yield batch
        export.rows_done += len(batch)
        Export.objects.for_actor(actor).filter(id=export.id).update(rows_done=export.rows_done, rows_total=total)


@transaction.atomic
def _finish(actor: Actor, export: Export, state: str, text: Text) -> None:
    export.state, export.failure = state, text._asdict() if state == State.FAILED else {}
    export.save(update_fields=["state", "file_id", "failure"])
    notices.notify(
        actor,
        user_ids=[export.user_id],
        kind="export_done" if state == State.DONE else "export_failed",
        text=text,
        link="/contacts" if export.kind == CONTACTS else "/settings/exports",
        fact=f"{export.id} {state}",
    )
