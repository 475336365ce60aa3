"""Runs: rows are read batch by batch, each batch with its counts in one transaction, so that a run goes on where it stood.

A dry run takes the same way and takes every batch back.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit, clock, files, i18n, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from .. import kinds, queries, reading
from ..kinds import Context, Given, Outcome
from ..models import ImportReject, ImportRun
from ..rules import fields, mapping, sources
from . import drafting, ending

RUN = "kefu.service.imports.jobs.run_import"
LOCK = 7_302_051
LEG = timedelta(seconds=60)
"""After so long a run steps aside, and goes on when others had their turn."""
MOST_REASONS = 20
State = ImportRun.State
AT_WORK = (State.WAITING, State.RUNNING, State.TRYING)


@transaction.atomic
def try_out(actor: Actor, run_id: UUID) -> ImportRun:
    """Begin a dry run: all rows are taken and given back, and the counts say what would happen."""
    run = queries.locked(actor, run_id)
    drafting.ensure_draft(run)
    drafting.ensure_mapped(actor, run)
    run.state, run.trial = State.TRYING, _nothing()
    run.save(update_fields=["state", "trial"])
    timers.defer(RUN, queue="heavy", organization_id=actor.organization_id, run_id=run.id)
    return run


@transaction.atomic
def start(actor: Actor, run_id: UUID) -> ImportRun:
    """Begin to import. Raises Conflict for what has begun, Invalid while columns are not mapped."""
    run = queries.locked(actor, run_id)
    drafting.ensure_draft(run)
    drafting.ensure_mapped(actor, run)
    run.state, run.user_id, run.user_name = State.WAITING, actor.user_id, actor.name[:120]
    run.language = i18n.current()
    run.save(update_fields=["state", "user", "user_name", "language"])
    _record_start(actor, run)
    timers.defer(RUN, queue="heavy", organization_id=actor.organization_id, run_id=run.id)
    return run


@transaction.atomic
def cancel(actor: Actor, run_id: UUID) -> ImportRun:
    """Stop after the batch at hand; what is imported stays. A dry run becomes a draft again."""
    run = queries.locked(actor, run_id)
    if run.state not in (State.DRAFT, *AT_WORK):
        raise Conflict("import_over", Text("该导入已结束。", "This import is over."))
    if run.state == State.TRYING:
        run.state, run.trial = State.DRAFT, None
    else:
        run.state, run.ended_at = State.CANCELLED, clock.now()
        audit.record(
            actor, action="import.cancelled", target_type="import", target_id=run.id, target_label=run.name,
            after={"read": run.read},
        )  # fmt: skip
    run.save(update_fields=["state", "trial", "ended_at"])
    return run


def carry_on(organization_id: UUID, run_id: UUID) -> None:
    """Do what a run has still to do, as its user; a job that begins again goes on after the last batch that was kept."""
    everything = system(organization_id, "imports")
    run = one(ImportRun.objects.for_actor(everything).filter(id=run_id))
    if run.state not in AT_WORK:
        return
    is_trial = run.state == State.TRYING
    i18n.use(i18n.choose(run.language))
    actor = accounts.actor_for_user(run.user_id, ip=None) if run.user_id else None
    try:
        if actor is None:
            raise Problem("user_gone", Text("账号已停用。", "The account is no longer active."))
        queries.ensure_kind(actor, run.kind)
        if run.file_id is None:
            raise Problem(
                "file_gone", Text("文件已不在，请重新上传。", "The file is no longer there; upload it again.")
            )
        file = one(StoredFile.objects.for_actor(everything).filter(id=run.file_id))
        opened = io.BytesIO(files.content_of(file))
        done = _try(actor, run, opened) if is_trial else _work(actor, run, opened, until=clock.now() + LEG)
    except Problem as problem:
        _fail(run, problem.text.in_language())
        return
    except Exception:
        _fail(run, Text("系统内部错误，已导入的行保留。", "Internal error; rows imported so far stay.").in_language())
        raise
    if not done:
        timers.defer(RUN, queue="heavy", organization_id=organization_id, run_id=run_id)
    elif not is_trial:
        _tell(actor, run)


def read_in(
    actor: Actor,
    *,
    kind: str,
    name: str,
    opened: BinaryIO,
    options: Mapping[str, str],
    meaning: Mapping[str, Any] | None = None,
    told: Callable[[int, int], None] = lambda read, total: None,
) -> ImportRun:
    """Import an open file of any size at once, for commands; `told` hears how many rows of how many are read.

    `meaning` ({"columns": {header: field}, "values": {field: {written: meaning}}}) says more than the headers do. Raises
    Invalid where columns are missing.
    """
    queries.ensure_kind(actor, kind)
    seen = drafting.looked_at(actor, kind, name, opened)
    source, guess = queries.guess(actor, kind, seen.headers, is_json=reading.is_json(name))
    if meaning:
        guess = mapping.told(guess, seen.headers, meaning)
    run = ImportRun(
        organization_id=actor.organization_id,
        kind=kind,
        source=source,
        name=name[:200],
        user_name=actor.name[:120],
        language=i18n.current(),
        state=State.RUNNING,
        header_line=seen.header_line,
        mapping=guess.kept(),
        options=dict(options),
        columns=[{"header": header, "samples": [], "distinct": []} for header in seen.headers],
        total=seen.total,
        started_at=clock.now(),
    )
    drafting.ensure_mapped(actor, run)
    with transaction.atomic():
        run.save(force_insert=True)
        _record_start(actor, run)
    try:
        _work(actor, run, opened, told=told)
    except Problem as problem:
        _fail(run, problem.text.in_language())
        raise
    run.refresh_from_db()
    return run


def _record_start(actor: Actor, run: ImportRun) -> None:
    audit.record(
        actor,
        action="import.begun",
        target_type="import",
        target_id=run.id,
        target_label=run.name,
        after={"kind": run.kind, "source": run.source, "rows": run.total},
    )


def _work(
    actor: Actor,
    run: ImportRun,
    opened: BinaryIO,
    *,
    until: datetime | None = None,
    told: Callable[[int, int], None] = lambda read, total: None,
) -> bool:
    """Import what is not yet read; False when the leg is over before the file is."""
    with transaction.atomic():
        rows = ImportRun.objects.for_actor(actor).filter(id=run.id, state=State.WAITING)
        rows.update(state=State.RUNNING, started_at=clock.now())
    run.refresh_from_db()
    taker = _Taker(actor, run)
    found = islice(_records(run, opened), run.read, None)
    while batch := list(islice(found, taker.kind.batch)):
        with transaction.atomic():
            known = one(ImportRun.objects.for_actor(actor).select_for_update(of=("self",)).filter(id=run.id))
            if known.state != State.RUNNING or known.read != run.read:
                return True  # cancelled, or somebody else goes on with it
            outcomes = taker.take(batch)
            ImportReject.objects.bulk_create(_refused(run, batch, outcomes))
            for name, count in _counted(outcomes).items():
                setattr(known, name, getattr(known, name) + count)
            known.save(update_fields=list(queries.COUNTS))
        run = known
        told(run.read, run.total)
        if until and clock.now() >= until:
            return False
    ending.finish(actor, run)
    return True


def _try(actor: Actor, run: ImportRun, opened: BinaryIO) -> bool:
    taker = _Taker(actor, run)
    counts, reasons = _nothing(), dict[str, int]()
    shown: list[dict[str, Any]] = []
    found = _records(run, opened)
    while batch := list(islice(found, taker.kind.batch)):
        with transaction.atomic():
            outcomes = taker.take(batch)
            transaction.set_rollback(True)
        for name, count in _counted(outcomes).items():
            counts[name] += count
        for record, outcome in zip(batch, outcomes, strict=True):
            if outcome.what == "refused":
                reasons[outcome.reason] = reasons.get(outcome.reason, 0) + 1
                if len(shown) < MOST_REASONS:
                    shown.append({"number": record.number, "cells": list(record.cells), "reason": outcome.reason})
        rows = ImportRun.objects.for_actor(actor).filter(id=run.id, state=State.TRYING)
        if not rows.update(trial={**counts, "rows": shown, "is_over": False}):
            return True  # it was cancelled
    rows = ImportRun.objects.for_actor(actor).filter(id=run.id, state=State.TRYING)
    rows.update(state=State.DRAFT, trial={**counts, "rows": shown, "is_over": True})
    return True


class _Taker:
    """Rows of a run on their way to the importer of its kind."""

    def __init__(self, actor: Actor, run: ImportRun) -> None:
        self.kind, self.meaning = kinds.KINDS[run.kind], mapping.Meaning.of(run.mapping)
        self.headers = [column["header"] for column in run.columns]
        self.is_json = reading.is_json(run.name)
        label = sources.SOURCES[run.source].name.in_language() if run.source else run.name
        self.run, self.actor, self.label = run, actor, label

    def take(self, batch: Sequence[reading.Record]) -> list[Outcome]:
        """In the running transaction. Imports of a kind wait for each other: two files never make one thing twice."""
        lock_for_transaction(LOCK, f"{self.actor.organization_id} {self.run.kind}")
        context = Context(
            actor=self.actor, kind=self.run.kind, source=self.run.source, label=self.run.name, now=clock.now(),
            zone=get_current_timezone(), run_id=self.run.id, options=self.run.options, values=self.meaning.values,
            mapped=frozenset(code for code in self.meaning.columns if code and code != mapping.KEPT),
        )  # fmt: skip
        given = [self._given(record) for record in batch if record.fault is None]
        became = iter(self.kind.importer(context).take(given))
        return [Outcome("refused", record.fault.in_language()) if record.fault else next(became) for record in batch]

    def _given(self, record: reading.Record) -> Given:
        return Given(
            record.number,
            mapping.applied(self.meaning, record.cells),
            mapping.left_over(self.meaning, self.headers, record.cells),
            dict(zip(self.headers, record.cells, strict=True)) if self.is_json else {},
        )


def _records(run: ImportRun, opened: BinaryIO) -> Iterator[reading.Record]:
    opened.seek(0)
    return reading.records(run.name, opened, [column["header"] for column in run.columns], run.header_line)


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(queries.COUNTS, 0)


def _counted(outcomes: Sequence[Outcome]) -> dict[str, int]:
    counts = dict.fromkeys(queries.COUNTS, 0)
    for outcome in outcomes:
        counts["quarantined" if outcome.what == "refused" else outcome.what] += 1
    return {**counts, "read": len(outcomes)}


def _refused(run: ImportRun, batch: Sequence[reading.Record], outcomes: Sequence[Outcome]) -> list[ImportReject]:
    return [
        ImportReject(
            organization_id=run.organization_id,
            run_id=run.id,
            number=record.number,
            cells=list(record.cells),
            reason=outcome.reason[:500],
        )
        for record, outcome in zip(batch, outcomes, strict=True)
        if outcome.what == "refused"
    ]


@transaction.atomic
def _fail(run: ImportRun, why: str) -> None:
    rows = ImportRun.objects.for_actor(system(run.organization_id, "imports")).filter(id=run.id)
    rows.filter(state=State.TRYING).update(state=State.DRAFT, trial=None, error=why[:500])
    rows.filter(state__in=AT_WORK).update(state=State.FAILED, error=why[:500], ended_at=clock.now())


@transaction.atomic
def _tell(actor: Actor, run: ImportRun) -> None:
    run.refresh_from_db()
    if run.state != State.DONE or run.user_id is None:
        return
    name, accepted = fields.NAMES[run.kind], run.created + run.updated + run.unchanged
    notices.notify(
        system(run.organization_id, "imports"),
        user_ids=[run.user_id],
        kind="import_done",
        text=Text(
            f"{name.zh}导入完成：读取 {run.read} 行，接受 {accepted} 行，退回 {run.quarantined} 行",
            f"{name.en} imported: {run.read} rows read, {accepted} accepted, {run.quarantined} refused",
        ),
        link=f"/settings/imports?run={run.id}",
        fact=f"{run.id} done",
    )
