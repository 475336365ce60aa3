"""Reads of imports. Whoever imports sees the runs of the kinds they may import themselves."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.foundation.customers import queries as customers
from kefu.kernel import files, forms
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.tenancy import one
from kefu.service.tickets import queries as tickets

from . import kinds, permissions
from .models import ImportMapping, ImportReject, ImportRun
from .rules import fields, mapping, sources, values
from .rules.fields import Field

COUNTS = ("read", "created", "updated", "unchanged", "quarantined")
FORM_SYNONYMS = {
    "outcome": ("解决方案", "处理结果", "处理方案", "solution", "resolution", "answer"),
    "order_number": ("订单编号", "订单", "order id", "order no", "order"),
}
"""What people call fields that the standard types of tickets have."""


def runs(actor: Actor) -> QuerySet[ImportRun]:
    actor.require(permissions.RUN)
    return ImportRun.objects.for_actor(actor).filter(kind__in=kinds.for_actor(actor)).order_by("-id")


def run(actor: Actor, run_id: UUID) -> ImportRun:
    """Raises NotFound, and Forbidden for a kind that the actor may not import."""
    actor.require(permissions.RUN)
    found = one(ImportRun.objects.for_actor(actor).filter(id=run_id))
    ensure_kind(actor, found.kind)
    return found


def locked(actor: Actor, run_id: UUID) -> ImportRun:
    """As `run`, with its row lock."""
    run(actor, run_id)
    return one(ImportRun.objects.for_actor(actor).select_for_update(of=("self",)).filter(id=run_id))


def rejects(actor: Actor, run_id: UUID) -> QuerySet[ImportReject]:
    return ImportReject.objects.for_actor(actor).filter(run=run(actor, run_id))


def ensure_kind(actor: Actor, kind: str) -> None:
    """Raises NotFound for a kind that is none, and Forbidden for one that the actor may not import."""
    actor.require(permissions.RUN)
    if kind not in kinds.KINDS:
        raise NotFound()
    for permission in kinds.KINDS[kind].needs:
        actor.require(permission)


def fields_of(actor: Actor, kind: str) -> tuple[Field, ...]:
    """The fields of a kind; of customers the organization's own too, of tickets those of the forms of their types."""
    known = fields.FIELDS[kind]
    if kind == "customers":
        return (*known, *(fields.own(one) for one in customers.own_fields(actor)))
    if kind != "tickets":
        return known
    form: dict[str, Field] = {}
    for found in tickets.types(actor, is_active=True):
        for one_field in found.definition["fields"]:
            code = one_field["code"]
            names = forms.name_of(one_field)
            form.setdefault(code, Field(f"values.{code}", names, fields.OF_FORM, (code, *FORM_SYNONYMS.get(code, ()))))
    return (*known, *form.values())


def in_template(actor: Actor, kind: str) -> list[Field]:
    """The columns of a template: those of the kind, then the organization's own fields of customers."""
    ensure_kind(actor, kind)
    own = fields_of(actor, kind)[len(fields.FIELDS[kind]) :] if kind == "customers" else ()
    return [*fields.in_template(kind), *own]


def remembered(actor: Actor, kind: str, source: str) -> ImportMapping | None:
    return ImportMapping.objects.for_actor(actor).filter(kind=kind, source=source).first()


def guess(
    actor: Actor, kind: str, headers: Sequence[str], source: str | None = None, *, is_json: bool = False
) -> tuple[str, mapping.Meaning]:
    """The system a file is from, unless told, and what its columns mean as far as is known."""
    found = sources.recognized(kind, headers) if source is None else source
    layout = sources.layout_of(kind, found)
    kept = remembered(actor, kind, found)
    keeps = kinds.KINDS[kind].keeps and not is_json
    columns = mapping.guessed(headers, fields_of(actor, kind), layout, kept.columns if kept else {}, keeps=keeps)
    meanings = mapping.folded(layout.values)
    for field, own in (kept.values if kept else {}).items():
        meanings[field] = {**meanings.get(field, {}), **own}
    return found, mapping.Meaning(columns, meanings)


def view(actor: Actor, found: ImportRun) -> dict[str, Any]:
    """A run as clients see it; `unknown` are the values of mapped columns that nobody has explained."""
    plain = (
        "id",
        "kind",
        "source",
        "name",
        "state",
        "total",
        *COUNTS,
        "trial",
        "error",
        "started_at",
        "ended_at",
        "created_at",
    )
    meaning = mapping.Meaning.of(found.mapping)
    mine = found.user_id is not None and found.user_id == actor.id
    may_have_files = found.errors_file_id and (mine or kinds.may_see_files(actor))
    return {
        **{name: getattr(found, name) for name in plain},
        "accepted": found.created + found.updated + found.unchanged,
        "user": found.user_name,
        "columns": [{**column, "field": code} for column, code in zip(found.columns, meaning.columns, strict=False)],
        "values": _valued(found, meaning),
        "faults": [
            fault.in_language()
            for fault in mapping.faults(
                [column["header"] for column in found.columns],
                meaning.columns,
                fields_of(actor, found.kind),
                keeps=kinds.KINDS[found.kind].keeps,
            )
        ],
        "options": found.options,
        "errors_url": files.link(str(found.errors_file_id)) if may_have_files else None,
        "can_undo": found.state == ImportRun.State.DONE and kinds.KINDS[found.kind].can_be_undone and found.created > 0,
    }


def _valued(found: ImportRun, meaning: mapping.Meaning) -> list[dict[str, Any]]:
    """The values in the file of the fields that people may explain, with what they are taken for ("": unknown)."""
    return [
        {
            "field": code,
            "values": [
                {"written": written, "means": values.choice(code, written, meaning.values.get(code, {})) or ""}
                for written in column["distinct"]
                if not mapping.is_nothing(written)
            ],
        }
        for column, code in zip(found.columns, meaning.columns, strict=False)
        if code in values.NAMED and column["distinct"]
    ]


def kind_views(actor: Actor) -> list[dict[str, Any]]:
    """What the actor may import, with the fields and the systems that are known."""
    actor.require(permissions.RUN)
    return [
        {
            "code": code,
            "name": _both(fields.NAMES[code]),
            "fields": [
                {
                    "code": one_field.code,
                    "name": _both(one_field.name),
                    "about": _both(one_field.about),
                    "is_required": one_field.is_required,
                }
                for one_field in fields_of(actor, code)
            ],
            "sources": [
                {"code": source, "name": _both(found.name)}
                for source, found in sources.SOURCES.items()
                if code in found.layouts
            ],
            "keeps": kinds.KINDS[code].keeps,
            "choices": {
                field: [{"code": value, "name": _both(name)} for value, name in named.items()]
                for field, named in values.NAMED.items()
                if field in {one_field.code for one_field in fields.FIELDS[code]}
            },
        }
        for code in kinds.for_actor(actor)
    ]


def _both(text: Any) -> Mapping[str, str]:
    return {"zh-CN": text.zh, "en": text.en}
