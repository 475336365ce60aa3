"""Contacts into a file: asked for by a person, written by a job, told by a notice."""

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
from kefu.kernel.errors import Problem
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries, sheets
from ..models import Export

RUN = "kefu.insight.analytics.jobs.run_export"
BATCH = 500
State = Export.State
R = TypeVar("R")


@transaction.atomic
def ask_for_export(actor: Actor, *, format: str, parameters: Mapping[str, Any]) -> Export:
    """Contacts that the parameters select (see `selection`), as the actor may see them, in a file that a job writes."""
    actor.require(permissions.EXPORT)
    period, filters, only = selection(parameters)
    total = queries.selected(actor, period, filters, only).count()
    export = Export.objects.create(
        organization_id=actor.organization_id,
        user_id=actor.user_id,
        format=format,
        parameters={**parameters, "language": i18n.current()},
        rows_total=total,
    )
    audit.record(
        actor,
        action="contacts.exported",
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
            target.seek(0)
            content = target.read()
    except Problem as refusal:
        _finish(everything, export, State.FAILED, refusal.text)
        return
    kind = tables.XLSX if export.format == Export.Format.XLSX else "text/csv"
    with transaction.atomic():
        name = f"contacts-{export.created_at:%Y%m%d-%H%M}.{export.format}"
        export.file_id = files.keep(actor, name=name, content=content, type=kind).id
        _finish(
            everything,
            export,
            State.DONE,
            Text(f"服务记录已导出，共 {export.rows_done} 条", f"Contacts are exported: {export.rows_done} rows"),
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
    period, filters, only = selection(export.parameters)
    Export.objects.for_actor(actor).filter(id=export.id).update(state=State.RUNNING, rows_done=0)
    export.rows_done = 0
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
    export.state = state
    export.save(update_fields=["state", "file_id"])
    notices.notify(
        actor,
        user_ids=[export.user_id],
        kind="export_done" if state == State.DONE else "export_failed",
        text=text,
        link="/contacts",
        fact=f"{export.id} {state}",
    )
