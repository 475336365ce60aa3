"""What a kind of row is that people take away in a file, and how many of them are read at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kefu.kernel import masking
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Forbidden
from kefu.kernel.i18n import Text
from kefu.kernel.tables import Sheet

from .. import sheets

BATCH = 500
OWN = "own_"  # begins the codes of the columns of fields that an organization has made
Cells = list[object]

DICTIONARY = Text("字段说明", "Columns")
DICTIONARY_HEADER = (Text("列", "Column"), Text("说明", "What it holds"), Text("字段代码", "Code"))


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `code` never changes, whatever the language of the file."""

    code: str
    name: Text
    means: Text


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of row. `found` are those that the actor may see, `tell` writes some of them, `columns` may grow at their end.

    `found` refuses who may not read any, and orders nothing: rows are read by their ids, which is the order in which they came to be.
    """

    code: str
    name: Text
    columns: Callable[[Actor], Sequence[Column]]
    found: Callable[[Actor], QuerySet[Any]]
    tell: Callable[[Actor, Sequence[Any], Sequence[Column]], Iterable[Cells]]
    dated: str = "created_at"  # the field by which a period chooses; "" where none does

    def is_open_to(self, actor: Actor) -> bool:
        """Whether the actor may read such rows at all."""
        try:
            self.found(actor)
        except Forbidden:
            return False
        return True

    def rows(self, actor: Actor, since: datetime | None, until: datetime | None) -> QuerySet[Any]:
        """Those of a period, or all."""
        within = {f"{self.dated}__gte": since, f"{self.dated}__lt": until} if self.dated else {}
        return self.found(actor).filter(**{name: at for name, at in within.items() if at})

    def sheet(self, actor: Actor, batches: Iterable[Sequence[Any]]) -> Sheet:
        """One row for each, with customers' numbers hidden where the actor may not see them."""
        columns = self.columns(actor)
        told: Callable[[Cells], Any] = masking.masked if masking.hides_from(actor) else list
        return Sheet(
            self.name.in_language(),
            [column.name.in_language() for column in columns],
            (told(cells) for batch in batches for cells in self.tell(actor, batch, columns)),
        )

    def dictionary(self, actor: Actor) -> Sheet:
        """What stands in each column."""
        header = [text.in_language() for text in DICTIONARY_HEADER]
        rows = ([c.name.in_language(), c.means.in_language(), c.code] for c in self.columns(actor))
        return Sheet(DICTIONARY.in_language(), header, rows)


def batches(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """All of `rows`, some hundred at a time, by their ids: as cheap at the end as at the beginning."""
    rows = rows.order_by("id")
    found = list(rows[:BATCH])
    while found:
        yield found
        found = list(rows.filter(id__gt=found[-1].id)[:BATCH])


def fixed(*columns: Column) -> Callable[[Actor], Sequence[Column]]:
    """Columns that are the same for everybody."""
    return lambda actor: columns


def column(code: str, zh: str, en: str, means_zh: str, means_en: str) -> Column:
    return Column(code, Text(zh, en), Text(means_zh, means_en))


def moment(at: datetime | None) -> str:
    """In the organization's time zone; "" for what has not happened."""
    return sheets.local(at) if at else ""


def chosen(names: Mapping[str, Text], value: str) -> str:
    """A code in words."""
    return names[value].in_language() if value in names else value


def yes(value: object) -> str:
    return Text("是", "Yes").in_language() if value else Text("否", "No").in_language()
