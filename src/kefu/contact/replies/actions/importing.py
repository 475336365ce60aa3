"""Replies from a file. A row changes the reply of its code, else the one of its folder and title, else makes one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from kefu.contact.routing import queries as routing
from kefu.kernel import audit, clock, files, tables
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

from .. import permissions, rules
from ..models import QuickReply
from .keeping import place

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Imported:
    """Counts of rows; read = accepted + quarantined. `rejects_url` leads to the refused rows with a column 原因."""

    read: int
    accepted: int
    quarantined: int
    rejects_url: str | None


@transaction.atomic
def import_replies(actor: Actor, *, name: str, content: bytes, **target: Any) -> Imported:
    """Read an xlsx or CSV into the place that `target` names (scope, team_id, brand_id, queue_id); 内容 is required.

    Columns that the file lacks leave what is there. Raises Invalid or TooLarge for a file that is no such table.
    """
    actor.require(permissions.USE)
    table = tables.read(name, content, headers=rules.HEADERS, required=("text",))
    taken = import_rows(actor, table.rows, fields=table.fields, label=name, **target)
    rejects = [(row, taken.refused[row.number]) for row in table.rows if row.number in taken.refused]
    url = None
    if rejects:
        kept = files.keep(actor, name="快捷回复-未导入.xlsx", content=table.with_reasons(rejects), type=tables.XLSX)
        url = files.link(kept.id)
    return Imported(len(table.rows), len(table.rows) - len(rejects), len(rejects), url)


@transaction.atomic
def import_rows(
    actor: Actor, rows: Sequence[tables.Row], *, fields: frozenset[str], label: str, **target: Any
) -> tables.Taken:
    """Rows with the fields of `rules.HEADERS`, as `import_replies` takes them; `label` is where they come from."""
    actor.require(permissions.USE)
    run = _Import(actor, target, fields)
    refused: dict[int, str] = {}
    for row in rows:
        try:
            run.take(row)
        except Invalid as problem:
            refused[row.number] = "；".join(error["message"] for error in problem.errors)
    run.save()
    if run.model.owner_id is None:
        audit.record(
            actor, action="replies.imported", target_type="file", target_id=label[:64], target_label=label,
            after={"read": len(rows), "quarantined": len(refused)},
        )  # fmt: skip
    return tables.Taken(frozenset(run.created), frozenset(run.updated), refused)


class _Import:
    """Collects what rows ask for, then stores it in bulk."""

    def __init__(self, actor: Actor, target: dict[str, Any], fields: frozenset[str]) -> None:
        self.fields = fields
        self.model = QuickReply(organization_id=actor.organization_id)
        place(actor, self.model, {"scope": "own", **target})
        here = {at: getattr(self.model, at) for at in ("owner_id", "team_id", "brand_id", "queue_id")}
        known = QuickReply.objects.for_actor(actor).filter(**here).order_by("position", "id")
        self.by_code = {fold(reply.code): reply for reply in known if reply.code}
        self.by_title = {(reply.folder, fold(reply.title)): reply for reply in known}
        self.next_position = 1 + max((reply.position for reply in known), default=-1)
        tree = routing.dispositions(actor)
        parents = {node.parent_id for node in tree}
        self.leaves = {fold(node.code): node.id for node in tree if node.is_active and node.id not in parents}
        self.here = here
        self.taken: dict[Any, int] = {}
        self.changed: list[QuickReply] = []
        self.created: set[int] = set()
        self.updated: set[int] = set()

    def take(self, row: tables.Row) -> None:
        """Raises Invalid, with reasons, for a row that cannot be accepted."""
        said = rules.content(
            folder=row["folder"], code=row["code"], title=row["title"], text=row["text"], tag=row["tag"]
        )
        leaf = self.leaves.get(fold(row["disposition"]))
        if row["disposition"] and leaf is None:
            raise _refused("disposition", Text("没有这个会话小结编码", "There is no such disposition code"))
        reply = self.by_code.get(fold(said.code)) if said.code else None
        reply = reply or self.by_title.get((said.folder, fold(said.title)))
        is_new = reply is None
        if reply is None:
            reply = QuickReply(organization_id=self.model.organization_id, position=self.next_position, **self.here)
            self.next_position += 1
        if reply.id in self.taken:
            line = self.taken[reply.id]
            raise _refused("title", Text(f"与第 {line} 行重复", f"Line {line} has the same code or title"))
        before = _state(reply)
        kept = {name: getattr(reply, name) for name in ("folder", "code", "tag") if name not in self.fields}
        for field in said.__slots__:
            setattr(reply, field, kept.get(field, getattr(said, field)))
        if "disposition" in self.fields:
            reply.disposition_id = leaf
        self.taken[reply.id] = row.number
        self.by_title[reply.folder, fold(reply.title)] = reply
        if reply.code:
            self.by_code[fold(reply.code)] = reply
        if is_new:
            self.created.add(row.number)
        elif _state(reply) != before:
            self.updated.add(row.number)
        else:
            return
        self.changed.append(reply)

    def save(self) -> None:
        at = clock.now()
        for reply in self.changed:
            reply.updated_at = at
        written = [*rules.Content.__slots__, "disposition", "updated_at"]
        QuickReply.objects.bulk_create(
            self.changed, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=written
        )


def _state(reply: QuickReply) -> tuple[object, ...]:
    return (*(getattr(reply, name) for name in rules.Content.__slots__), reply.disposition_id)


def _refused(field: str, text: Text) -> Invalid:
    return Invalid("wrong_row", text, errors=[FieldError(field, text)])
