"""How a run ends: the refused rows become a file again, its records can be taken back, and files are forgotten."""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock, files, tables
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.service.tickets import actions as tickets

from .. import kinds, queries, reading
from ..models import ImportedRecord, ImportReject, ImportRun

State = ImportRun.State


@transaction.atomic
def finish(actor: Actor, run: ImportRun) -> None:
    """The run is over; what it refused is kept as a file of the same sort with a column 原因."""
    if run.quarantined:
        with tempfile.TemporaryFile() as target:
            write_rejects(actor, run, target)
            ending = PurePath(run.name).suffix.lower()
            kind = tables.XLSX if ending == ".xlsx" else "text/csv"
            name = f"{PurePath(run.name).stem}-{reading.REASON}{ending}"
            run.errors_file_id = files.keep_opened(actor, name=name, opened=target, type=kind).id
    run.state, run.ended_at = State.DONE, clock.now()
    run.save(update_fields=["state", "ended_at", "errors_file_id"])


def write_rejects(actor: Actor, run: ImportRun, target: BinaryIO) -> None:
    """The refused rows as they came, with their reasons: mended, the file can be imported as it is."""
    headers = [column["header"] for column in run.columns]
    rows = ImportReject.objects.for_actor(actor).filter(run=run).order_by("number").iterator(chunk_size=500)
    if reading.is_json(run.name):
        for row in rows:
            flat = {header: cell for header, cell in zip(headers, row.cells, strict=True) if cell}
            target.write(json.dumps({**flat, reading.REASON: row.reason}, ensure_ascii=False).encode() + b"\n")
    elif run.name.lower().endswith(".xlsx"):
        tables.write_book(
            target, [tables.Sheet("Sheet1", [*headers, reading.REASON], ([*row.cells, row.reason] for row in rows))]
        )
    else:
        _write_csv(target, [*headers, reading.REASON], ([*row.cells, row.reason] for row in rows))


def _write_csv(target: BinaryIO, headers: Sequence[str], rows: Iterator[list[str]]) -> None:
    """As the cells came: a file that is sent back must not differ in an apostrophe."""
    target.write(b"\xef\xbb\xbf")
    text = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headers)
    writer.writerows(rows)
    text.flush()
    text.detach()


@transaction.atomic
def undo(actor: Actor, run_id: UUID) -> ImportRun:
    """Take back the tickets that a run made, all of them or none.

    Raises Conflict when somebody has worked on one of them since, or for a run that made nothing to take back.
    """
    run = queries.locked(actor, run_id)
    if run.state != State.DONE or not kinds.KINDS[run.kind].can_be_undone:
        raise Conflict("import_cannot_be_undone", Text("该导入不能撤销。", "This import cannot be undone."))
    made = ImportedRecord.objects.for_actor(actor).filter(kind="tickets", run=run)
    ids = set(made.values_list("object_id", flat=True))
    if tickets.take_back(actor, ids) < len(ids):
        raise Conflict(
            "imported_in_use",
            Text("有工单在导入后已被处理，不能撤销。", "Somebody has worked on a ticket since; it cannot be undone."),
        )
    ImportedRecord.objects.for_actor(actor).filter(kind__in=("tickets", "comments"), object_id__in=ids).delete()
    run.state, run.ended_at = State.UNDONE, clock.now()
    run.save(update_fields=["state", "ended_at"])
    audit.record(
        actor, action="import.withdrawn", target_type="import", target_id=run.id, target_label=run.name,
        after={"records": len(ids)},
    )  # fmt: skip
    return run


def forget(keep: timedelta) -> None:
    """Delete files and refused rows of runs that are older than that; drafts that nobody went on with go whole."""
    old = ImportRun.objects.across_organizations("forgetting the files of imports").filter(
        created_at__lt=clock.now() - keep
    )
    for run in old.exclude(file_id=None, errors_file_id=None).iterator():
        actor = system(run.organization_id, "imports")
        with transaction.atomic():
            for row in StoredFile.objects.for_actor(actor).filter(id__in=[run.file_id, run.errors_file_id]):
                files.remove(row)
            ImportReject.objects.for_actor(actor).filter(run=run).delete()
            rows = ImportRun.objects.for_actor(actor).filter(id=run.id)
            rows.update(file_id=None, errors_file_id=None, columns=[], trial=None)
            rows.filter(state=State.DRAFT).delete()
