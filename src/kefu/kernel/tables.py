"""Tables that people keep in Excel: read from xlsx or CSV as they come, written as xlsx that opens as it should.

Nothing here knows what the columns mean; an importer names its fields and the headers it understands.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .errors import Invalid, TooLarge
from .i18n import Text
from .text import fold, storable

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 50_000
# What a small file may swell to; a hostile one would take all memory.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_GRID_CELLS = 4_000_000
MAX_CELL_CHARACTERS = 32_767
REASON_HEADERS = ("原因", "reason")

_FILLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')


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
    lines = _lines(name.lower(), content)
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
            Text(f"缺少列：{wanted}。请使用导入模板。", f"Columns are missing: {wanted}. Use the import template."),
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


def _lines(name: str, content: bytes) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbered lines from 1, cells as trimmed text."""
    if name.endswith(".xlsx"):
        found: Iterable[Sequence[Any]] = _sheet(content)
    elif name.endswith((".csv", ".txt")):
        found = _csv(content)
    else:
        raise Invalid(
            "table_type",
            Text("仅支持 .xlsx 和 .csv 文件，请另存后再导入。", "Only .xlsx and .csv files can be imported."),
        )
    return ((number, tuple(map(_text, cells))) for number, cells in enumerate(found, start=1))


def _csv(content: bytes) -> Iterator[list[str]]:
    written = _decoded(content)
    head = written.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(written, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        yield from reader
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(content: bytes) -> str:
    encodings = ["utf-16"] if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            written = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in written:
            return written
    raise Invalid(
        "table_encoding",
        Text(
            "无法识别文件编码，请另存为 .xlsx 或 UTF-8 的 .csv。",
            "The encoding is not known; save it as .xlsx or as .csv in UTF-8.",
        ),
    )


def _sheet(content: bytes) -> Iterator[list[Any]]:
    """Rows of the first sheet from line 1 on, merged cells filled."""
    _refuse_bomb(content)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            sheet = book.get_sheet_by_index(0)
            rows = sheet.to_python(skip_empty_area=False)
            _fill_merged(sheet, rows)
    except (CalamineError, ValueError, IndexError) as error:
        raise _unreadable() from error
    return iter(rows)


def _fill_merged(sheet: CalamineSheet, rows: list[list[Any]]) -> None:
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        for row in rows[top : bottom + 1]:
            row[left : right + 1] = [rows[top][left]] * len(row[left : right + 1])


def _refuse_bomb(content: bytes) -> None:
    """A sheet is held as a full grid: two cells in opposite corners of it must not take all memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise _too_wide()
            for part in parts.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    _refuse_wide(parts.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _unreadable() from error


def _refuse_wide(sheet: bytes) -> None:
    widest = lowest = 0
    for cell in _FILLED_CELL.finditer(sheet):
        widest, lowest = max(widest, _column(cell[1])), max(lowest, int(cell[2]))
    if widest * lowest > MAX_GRID_CELLS:
        raise _too_wide()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text(value: Any) -> str:
    """A cell as a person reads it: 8001.0 is 8001, a date is ISO."""
    match value:
        case str():
            return storable(value).strip()
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _unreadable() -> Invalid:
    return Invalid(
        "table_unreadable",
        Text(
            "文件无法读取，可能已损坏或加密，请重新另存后导入。",
            "The file cannot be read; it may be damaged or encrypted. Save it again.",
        ),
    )


def _too_wide() -> TooLarge:
    return TooLarge(
        "table_too_large",
        Text("表格过大，请删除多余的行列后导入。", "The table is too large; delete superfluous rows and columns."),
    )
