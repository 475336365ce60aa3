"""What importers of all kinds share: what they are given, what they answer, and what was imported before."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Literal, Protocol
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Brand
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Problem
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

from ..models import ImportedRecord
from ..rules import fields as known_fields
from ..rules import values
from ..rules.mapping import Refused
from ..rules.sources import KEYS_OF

MOST_KEY = 150
What = Literal["created", "updated", "unchanged", "refused"]


@dataclass(frozen=True, slots=True)
class Given:
    """A row: its number in the file, its filled fields, the words of columns that are only kept, and all cells by header."""

    number: int
    fields: Mapping[str, str]
    rest: Sequence[tuple[str, str]] = ()
    cells: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, code: str) -> str:
        return self.fields.get(code, "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row, and why where it was refused."""

    what: What
    reason: str = ""


UNCHANGED, CREATED, UPDATED = Outcome("unchanged"), Outcome("created"), Outcome("updated")


@dataclass(frozen=True, slots=True)
class Context:
    """Of one run: who imports from where to where, and what values mean. `mapped` are the fields that have a column."""

    actor: Actor
    kind: str
    source: str
    label: str
    now: datetime
    zone: tzinfo
    run_id: UUID | None = None
    mapped: frozenset[str] = frozenset()
    options: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """The name under which records of the source are remembered."""
        return KEYS_OF.get(self.source, self.source)

    def choice(self, code: str, written: str, name: Text, default: str) -> str:
        """The meaning of a cell with few values. Raises Refused for one that nobody has explained."""
        if not written:
            return default
        found = values.choice(code, written, self.values.get(code, {}))
        if found is None:
            raise Refused(
                Text(
                    f"不认识的{name.zh}“{written[:40]}”，请在映射中说明",
                    f"{name.en} “{written[:40]}” is not known; say in the mapping what it means",
                )
            )
        return found

    def moment(self, written: str, name: Text) -> datetime | None:
        """Raises Refused for what is no time, and for one that is still to come."""
        if not written:
            return None
        found = values.moment(written, self.zone)
        if found is None:
            raise Refused(
                Text(
                    f"{name.zh}“{written[:40]}”不是时间，应如 2026-11-26 09:30",
                    f"{name.en} “{written[:40]}” is no time; write 2026-11-26 09:30",
                )
            )
        if found > self.now:
            raise Refused(Text(f"{name.zh}在将来", f"{name.en} is in the future"))
        return found

    def brand(self, written: str = "") -> Brand:
        """The brand that a row names, else the one chosen for the run, else the first. Raises Refused."""
        wanted = fold(written)
        for brand in accounts.brands(self.actor):
            if wanted and wanted in (fold(brand.name), fold(brand.code)):
                return brand
            if not wanted and str(self.options.get("brand_id") or brand.id) == str(brand.id):
                return brand
        raise Refused(Text(f"没有品牌“{written}”", f"There is no brand “{written}”"))


class Importer(Protocol):
    """Takes rows in a transaction; answers for each, in their order. A row stands or falls alone."""

    def take(self, rows: Sequence[Given]) -> list[Outcome]: ...


class OneByOne:
    """An importer each row of which has a savepoint of its own."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def take(self, rows: Sequence[Given]) -> list[Outcome]:
        return [self._safely(row) for row in rows]

    def _safely(self, row: Given) -> Outcome:
        try:
            with transaction.atomic():
                ensure_readable(self.context, row)
                return self._take(row)
        except Refused as refused:
            return Outcome("refused", refused.text.in_language())
        except Problem as problem:
            return Outcome("refused", reason_of(problem))

    def _take(self, row: Given) -> Outcome:
        raise NotImplementedError


def ensure_readable(context: Context, row: Given) -> None:
    """Raises Refused for a row that lacks what its kind needs, and for numbers that Excel has cut."""
    for one in known_fields.FIELDS[context.kind]:
        written = row[one.code]
        if one.is_required and not written:
            raise Refused(Text(f"请填写{one.name.zh}", f"{one.name.en} is missing"))
        if one.reads == "id" and values.is_spoilt(written):
            raise Refused(
                Text(
                    f"{one.name.zh}被 Excel 变成了 {written}，后几位已丢失；请将该列设为“文本”后重新填写",
                    f"Excel made {one.name.en} into {written} and its last digits are lost; format the column as text",
                )
            )


def reason_of(problem: Problem) -> str:
    """A refusal in the words for a cell."""
    told = "；".join(dict.fromkeys(error["message"] for error in problem.errors)) or problem.text.in_language()
    return told.rstrip("。")


def fingerprint(content: Any) -> str:
    """The same for the same content, however it is ordered."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()


def remembered(context: Context, kind: str, keys: Iterable[str]) -> dict[str, ImportedRecord]:
    """What is known of these keys from earlier files of the source."""
    rows = ImportedRecord.objects.for_actor(context.actor).filter(kind=kind, source=context.origin, key__in=set(keys))
    return {row.key: row for row in rows}


def remember(context: Context, kind: str, found: Mapping[str, tuple[UUID, str]]) -> None:
    """Keep what keys became, with the fingerprint of what was said; known ones keep the run that made them."""
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                organization_id=context.actor.organization_id,
                kind=kind,
                source=context.origin,
                key=key,
                object_id=object_id,
                fingerprint=said,
                run_id=context.run_id,
            )
            for key, (object_id, said) in found.items()
        ],
        update_conflicts=True,
        unique_fields=["organization", "kind", "source", "key"],
        update_fields=["object_id", "fingerprint"],
    )


def key_of(row: Given) -> str:
    """The key that the other system gave, or "". Raises Refused for an endless one."""
    if len(row["key"]) > MOST_KEY:
        raise Refused(Text(f"编号最多 {MOST_KEY} 个字符", f"A number has at most {MOST_KEY} characters"))
    return row["key"]
