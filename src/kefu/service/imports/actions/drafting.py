"""A file is taken in and its columns are given a meaning."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import files, i18n
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid, TooLarge
from kefu.kernel.i18n import Text
from kefu.kernel.tables import MAX_BYTES
from kefu.kernel.tenancy import one
from kefu.service.tickets import queries as tickets

from .. import kinds, queries, reading
from ..models import ImportMapping, ImportRun
from ..rules import mapping, sources, values

SECRET = ("password",)
OPTIONS = ("brand_id", "type_id", "team_id", "scope", "locale")


@transaction.atomic
def take_file(actor: Actor, *, kind: str, name: str, content: bytes) -> ImportRun:
    """Keep a file of rows of a kind, and guess what its columns mean; nothing is imported yet.

    Raises Invalid or TooLarge for what is no such file.
    """
    queries.ensure_kind(actor, kind)
    if len(content) > MAX_BYTES:
        raise TooLarge(
            "file_too_large",
            Text(
                "文件不能超过 20 MB，请拆分后导入，或在服务器上用 kefu import 命令导入。",
                "A file may have at most 20 MB; split it, or use the command kefu import on the server.",
            ),
        )
    seen = looked_at(actor, kind, name, io.BytesIO(content))
    source, meaning = queries.guess(actor, kind, seen.headers, is_json=reading.is_json(name))
    kept = files.keep(actor, name=name, content=content, type=files.type_found(name, content))
    return ImportRun.objects.create(
        organization_id=actor.organization_id,
        kind=kind,
        source=source,
        name=kept.name,
        file_id=kept.id,
        user_id=actor.user_id,
        user_name=actor.name[:120],
        language=i18n.current(),
        columns=_unspoken(
            [
                {"header": column.header, "samples": list(column.samples), "distinct": list(column.distinct)}
                for column in seen.columns
            ],
            meaning.columns,
        ),
        header_line=seen.header_line,
        mapping=meaning.kept(),
        total=seen.total,
    )


def looked_at(actor: Actor, kind: str, name: str, opened: Any) -> reading.Look:
    layouts = [source.layouts[kind] for source in sources.SOURCES.values() if kind in source.layouts]
    return reading.look(name, opened, mapping.known_headers(queries.fields_of(actor, kind), layouts))


@transaction.atomic
def change(
    actor: Actor,
    run_id: UUID,
    *,
    source: str | None = None,
    columns: Sequence[str] | None = None,
    meanings: Mapping[str, Mapping[str, str]] | None = None,
    options: Mapping[str, Any] | None = None,
) -> ImportRun:
    """Say what columns (a field each, in their order) and values mean, where the rows go, or which system it is.

    Another source guesses anew. What is said is remembered for the next file of the kind and system. Raises Conflict once
    the run has begun, Invalid for what cannot be.
    """
    run = queries.locked(actor, run_id)
    ensure_draft(run)
    headers = [column["header"] for column in run.columns]
    if source is not None and source != run.source:
        if source and source not in sources.SOURCES:
            raise _wrong("source", Text("没有这个系统。", "There is no such system."))
        run.source, guessed = queries.guess(actor, run.kind, headers, source, is_json=reading.is_json(run.name))
        run.mapping = guessed.kept()
    meaning = mapping.Meaning.of(run.mapping)
    if columns is not None:
        meaning = mapping.Meaning(tuple(columns), meaning.values)
        known = {field.code for field in queries.fields_of(actor, run.kind)} | {"", mapping.KEPT}
        if len(columns) != len(headers) or not set(columns) <= known:
            raise _wrong("columns", Text("映射与文件的列不符。", "The mapping does not fit the file's columns."))
    if meanings is not None:
        for field, found in meanings.items():
            if field not in values.NAMED or not set(found.values()) <= values.NAMED[field].keys():
                raise _wrong("values", Text("没有这个取值。", "There is no such value."))
        said = mapping.folded(meanings)
        meaning = mapping.Meaning(
            meaning.columns,
            {**meaning.values, **{field: {**meaning.values.get(field, {}), **own} for field, own in said.items()}},
        )
    if options is not None:
        run.options = _checked(actor, options)
    run.mapping, run.trial = meaning.kept(), None
    run.columns = _unspoken(run.columns, meaning.columns)
    run.save(update_fields=["source", "mapping", "options", "trial", "columns"])
    if columns is not None or meanings is not None:
        ImportMapping.objects.bulk_create(
            [
                ImportMapping(
                    organization_id=actor.organization_id,
                    kind=run.kind,
                    source=run.source,
                    columns=mapping.remembered_from(headers, meaning.columns),
                    values=dict(meaning.values),
                )
            ],
            update_conflicts=True,
            unique_fields=["organization", "kind", "source"],
            update_fields=["columns", "values"],
        )
    return run


def _unspoken(columns: Sequence[dict[str, Any]], mapped: Sequence[str]) -> list[dict[str, Any]]:
    """Without the first cells of columns that hold secrets: they are shown to whoever maps them."""
    blank: dict[str, Any] = {"samples": [], "distinct": []}
    return [{**one, **blank} if code in SECRET else one for one, code in zip(columns, mapped, strict=True)]


def _checked(actor: Actor, options: Mapping[str, Any]) -> dict[str, Any]:
    """Where the rows go; everything named is there and the actor's."""
    kept = {name: options[name] for name in OPTIONS if options.get(name)}
    for name, rows in (("brand_id", accounts.brands), ("team_id", accounts.teams), ("type_id", tickets.types)):
        if name in kept:
            one(rows(actor).filter(id=kept[name]))
    return {name: str(value) for name, value in kept.items()}


def ensure_draft(run: ImportRun) -> None:
    if run.state != ImportRun.State.DRAFT:
        raise Conflict("import_begun", Text("该导入已开始或已结束。", "This import has begun or is over."))


def ensure_mapped(actor: Actor, run: ImportRun) -> None:
    """Raises Invalid with everything that the mapping lacks."""
    headers = [column["header"] for column in run.columns]
    wrong = mapping.faults(
        headers,
        mapping.Meaning.of(run.mapping).columns,
        queries.fields_of(actor, run.kind),
        keeps=kinds.KINDS[run.kind].keeps,
    )
    if wrong:
        raise Invalid(
            "mapping_incomplete",
            Text("列的对应关系还不完整。", "The mapping of columns is not complete."),
            errors=[FieldError("columns", fault) for fault in wrong],
        )


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid("invalid_fields", text, errors=[FieldError(field, text)])
