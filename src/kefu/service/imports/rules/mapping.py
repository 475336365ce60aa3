"""What the columns of a file mean: guessed from their headers, changed by people, applied to its rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

from .fields import Field
from .naming import plain
from .sources import Layout

KEPT = "kept"
"""A column without a field of its own whose words are kept in a note (tickets only)."""
NOTHING = frozenset(("", "-", "--", "—", "null", "none", "nan", "n/a", "\\n"))
LOOKED_AT = 20
"""So many lines at the top are searched for the header: titles and remarks stand above it."""


class Refused(Exception):
    """A row cannot be taken; `text` is why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Meaning:
    """Fields by column, in the columns' order ("" for none), and by field what values mean."""

    columns: tuple[str, ...]
    values: Mapping[str, Mapping[str, str]]

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Meaning":
        return cls(tuple(kept.get("columns", ())), kept.get("values", {}))

    def kept(self) -> dict[str, Any]:
        return {"columns": list(self.columns), "values": {field: dict(found) for field, found in self.values.items()}}


def header_of(top: Sequence[tuple[int, tuple[str, ...]]], known: Iterable[str]) -> int:
    """The place in `top` (the first lines that are not empty) of the header: the line that names most fields.

    Where none is named it is the first line with at least two different cells; merged titles have but one.
    """
    names = {plain(name) for name in known}
    best, most = -1, 0
    for place, (_, cells) in enumerate(top[:LOOKED_AT]):
        count = len({plain(cell) for cell in cells if cell} & names)
        if count > most:
            best, most = place, count
    if best >= 0:
        return best
    return next((place for place, (_, cells) in enumerate(top) if len({cell for cell in cells if cell}) > 1), 0)


def known_headers(fields: Sequence[Field], layouts: Iterable[Layout]) -> list[str]:
    return [
        *(name for field in fields for name in field.names()),
        *(header for one in layouts for header in one.columns),
    ]


def guessed(
    columns: Sequence[str], fields: Sequence[Field], layout: Layout, remembered: Mapping[str, str], *, keeps: bool
) -> tuple[str, ...]:
    """A field for each column: as people said before, as the system is known to write, as headers are usually called.

    A field is given once: to the first column in that order. With `keeps` the rest is kept, else left out.
    """
    codes = {field.code for field in fields}
    usual = {plain(name): field.code for field in reversed(fields) for name in field.names()}
    known = {plain(header): code for header, code in layout.columns.items()}
    found: dict[int, str] = {}
    given: set[str] = set()
    for knowledge in (remembered, known, usual):
        for at, column in enumerate(columns):
            code = knowledge.get(plain(column))
            if at in found or code is None or not column:
                continue
            if code in ("", KEPT):
                found[at] = code
            elif code in codes and code not in given:
                found[at] = code
                given.add(code)
    rest = KEPT if keeps else ""
    return tuple(found.get(at, rest if column else "") for at, column in enumerate(columns))


def faults(columns: Sequence[str], mapped: Sequence[str], fields: Sequence[Field], *, keeps: bool) -> list[Text]:
    """What is wrong with a mapping; empty when it may be used."""
    by_code = {field.code: field for field in fields}
    wrong: list[Text] = []
    if len(mapped) != len(columns):
        return [Text("映射与文件的列数不符。", "The mapping has not as many columns as the file.")]
    for code in dict.fromkeys(mapped):
        if code in by_code and list(mapped).count(code) > 1:
            name = by_code[code].name
            wrong.append(Text(f"“{name.zh}”对应了多列。", f"“{name.en}” has several columns."))
        elif code and code not in by_code and not (keeps and code == KEPT):
            wrong.append(Text(f"没有“{code}”这个字段。", f"There is no field “{code}”."))
    for field in fields:
        if field.is_required and field.code not in mapped:
            wrong.append(Text(f"请指定“{field.name.zh}”对应哪一列。", f"Say which column is “{field.name.en}”."))
    return wrong


def is_nothing(cell: str) -> bool:
    """Empty, or as exports write what is empty."""
    return cell.casefold() in NOTHING


def applied(mapping: Meaning, cells: Sequence[str]) -> dict[str, str]:
    """The filled fields of a row."""
    return {
        code: cell
        for code, cell in zip(mapping.columns, cells, strict=False)
        if code and code != KEPT and not is_nothing(cell)
    }


def left_over(mapping: Meaning, columns: Sequence[str], cells: Sequence[str]) -> list[tuple[str, str]]:
    """What stands in columns that are kept without a field: header and words."""
    return [
        (column, cell)
        for code, column, cell in zip(mapping.columns, columns, cells, strict=False)
        if code == KEPT and not is_nothing(cell)
    ]


def remembered_from(columns: Sequence[str], mapped: Sequence[str]) -> dict[str, str]:
    return {plain(column): code for column, code in zip(columns, mapped, strict=True) if column}


def told(guess: Meaning, headers: Sequence[str], said: Mapping[str, Any]) -> Meaning:
    """A guess, changed by `said`: {"columns": {header: field}, "values": {field: {written: meaning}}}."""
    own = {plain(header): code for header, code in said.get("columns", {}).items()}
    given = set(own.values()) - {"", KEPT}
    columns = tuple(
        own.get(plain(header), "" if code in given else code)
        for header, code in zip(headers, guess.columns, strict=True)
    )
    values = {
        field: {**guess.values.get(field, {}), **found} for field, found in folded(said.get("values", {})).items()
    }
    return Meaning(columns, {**guess.values, **values})


def folded(values: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {field: {fold(written): code for written, code in found.items()} for field, found in values.items()}
