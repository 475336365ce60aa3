"""Tables that people keep in Excel: read from xlsx or CSV as they come, written as xlsx that opens as it should.

Nothing here knows what the columns mean; an importer names its fields and the headers it understands.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from . import lines as reading
from .errors import Invalid, TooLarge
from .i18n import Text
from .text import fold, storable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
MAX_CELL_CHARACTERS = 32_767
REASON_HEADERS = ("原因", "reason")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its number in the file, its cells as written, and its fields by the importer's names."""

    number: int
    cells: tuple[str, ...]
    fields: Mapping[str, str]

    def __getitem__(self, field: str) -> str:
        """The field's text without outer spaces; "" when the cell is empty or the table has no such column."""
        return self.fields.get(field, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, empty ones left out. `fields` are those of the importer's fields that have a column."""

    columns: tuple[str, ...]
    fields: frozenset[str]
    rows: tuple[Row, ...]

    def with_reasons(self, rejects: Iterable[tuple[Row, str]]) -> bytes:
        """The rejected rows as an xlsx of the same columns and one more, 原因, ready to be mended and sent again."""
        kept = [at for at, column in enumerate(self.columns) if fold(column) not in REASON_HEADERS]
        rows = ([*(row.cells[at] for at in kept), reason] for row, reason in rejects)
        return write_xlsx([*(self.columns[at] for at in kept), REASON_HEADERS[0]], rows)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of rows, by their numbers: made, changed, or refused with a reason; the others were so already."""

    created: frozenset[int]
    updated: frozenset[int]
    refused: Mapping[int, str]


def read(name: str, content: bytes, *, headers: Mapping[str, Sequence[str]], required: Sequence[str] = ()) -> Table:
    """Read an .xlsx (first sheet) or a .csv (UTF-8, UTF-16 or GB18030; comma, semicolon or tab).

    `headers` maps each field to the headers it goes by, compared without regard to case, width or script. Merged cells
    count as filled with their common value. Raises Invalid for what cannot be read as a table, for a header twice and
    for a missing column of `required`; TooLarge above 20 MB or 50,000 rows.
    """
    if len(content) > MAX_BYTES:
        raise TooLarge(
            "file_too_large", Text("文件不能超过 20 MB，请拆分后导入。", "A file may have at most 20 MB; split it.")
        )
    lines = reading.lines(name, io.BytesIO(content))
    columns: tuple[str, ...] = next((cells for _, cells in lines if any(cells)), ())
    if not columns:
        raise Invalid("table_empty", Text("文件中没有数据。", "There is no data in the file."))
    while columns and not columns[-1]:
        columns = columns[:-1]
    places = _places(columns, headers)
    if missing := [field for field in required if field not in places]:
        wanted = "、".join(headers[field][0] for field in missing)
        raise Invalid(
            "columns_missing",
            Text(
                f"缺少列：{wanted}。请使用导入模板。",
                f"Columns are missing: {', '.join(missing)}. Use the import template.",
            ),
        )
    rows: list[Row] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if len(rows) == MAX_ROWS:
            raise TooLarge(
                "too_many_rows", Text("一次最多导入 50,000 行。", "At most 50,000 rows can be imported at once.")
            )
        padded = (*cells, *[""] * len(columns))[: len(columns)]
        rows.append(Row(number, padded, {field: padded[at] for field, at in places.items()}))
    return Table(columns, frozenset(places), tuple(rows))


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A workbook of one sheet whose cells are all text: order numbers keep their digits, "=…" stays what it says."""
    import xlsxwriter  # 15 MB in every process otherwise

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet, text, bold = book.add_worksheet(), book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        widths = [_width(column) for column in columns]
        for at, column in enumerate(columns):
            sheet.write_string(0, at, column, bold)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                written = storable("" if value is None else str(value))[:MAX_CELL_CHARACTERS]
                sheet.write_string(number, at, written, text)
                widths[at] = max(widths[at], _width(written))
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(width + 2, 60), text)
        sheet.freeze_panes(1, 0)
    return target.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a book: its name, header and rows. Numbers stay numbers, everything else is text."""

    name: str
    columns: Sequence[str]
    rows: Iterable[Sequence[object]]


def write_book(target: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """Write sheets one after the other, row by row: a book of a hundred thousand rows does not stay in memory."""
    import xlsxwriter

    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        for one in sheets:
            sheet = book.add_worksheet(one.name[:31])
            for at, column in enumerate(one.columns):
                sheet.set_column(at, at, min(max(_width(column) + 4, 12), 40))
                sheet.write_string(0, at, column, bold)
            sheet.freeze_panes(1, 0)
            for number, row in enumerate(one.rows, start=1):
                for at, value in enumerate(row):
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        sheet.write_number(number, at, value)
                    else:
                        written = storable("" if value is None else str(value))[:MAX_CELL_CHARACTERS]
                        sheet.write_string(number, at, written, text)


def write_csv(target: BinaryIO, sheet: Sheet) -> None:
    """UTF-8 with the mark by which Excel knows it; what Excel would take for a formula begins with an apostrophe."""
    target.write(b"\xef\xbb\xbf")
    lines = io.TextIOWrapper(target, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(lines)
    writer.writerow(sheet.columns)
    for row in sheet.rows:
        writer.writerow(["" if value is None else _harmless(value) for value in row])
    lines.flush()
    lines.detach()


def _harmless(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return value


def _width(text: str) -> int:
    return sum(1 if character.isascii() else 2 for character in text[:60])


def _places(columns: Sequence[str], headers: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Where each field stands."""
    known = {fold(header): field for field, names in headers.items() for header in (field, *names)}
    places: dict[str, int] = {}
    for at, column in enumerate(columns):
        field = known.get(fold(column).rstrip("* "))
        if field in places:
            raise Invalid(
                "column_twice", Text(f"列“{column}”出现了两次。", f"The column “{column}” stands there twice.")
            )
        if field is not None:
            places[field] = at
    return places
