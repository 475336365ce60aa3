"""Lines of the tables that people keep in Excel, one after the other: CSV as it streams, xlsx from its grid.

Nothing here knows what a column is; `tables` and importers do.
"""

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from .errors import Invalid, TooLarge
from .i18n import Text
from .text import storable

# What a small file may swell to; a hostile one would take all memory.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_GRID_CELLS = 4_000_000
EXACT_BELOW = 10**15
"""Excel keeps 15 digits of a number: what is longer is written as Excel shows it (1.2E+17), for its digits are lost."""
PIECE = 64 * 1024

_FILLED_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?:[^>]*[^/>])?>')
_LINE_END = re.compile(r"[\r\n]")

Line = tuple[int, tuple[str, ...]]
"""The number of a line in its file, from 1, and its cells as trimmed text."""


def lines(name: str, opened: BinaryIO) -> Iterator[Line]:
    """The lines of an .xlsx (first sheet; merged cells filled; formulas by their value) or of a .csv or .txt.

    A CSV is UTF-8, UTF-16 or GB18030, with commas, semicolons or tabs, and any line ends; it is never in memory as a whole.
    Raises Invalid for what cannot be read, TooLarge for a sheet that is too wide.
    """
    if name.lower().endswith(".xlsx"):
        found: Iterator[list[Any]] = _sheet(opened)
    elif name.lower().endswith((".csv", ".txt")):
        found = _csv(opened)
    else:
        raise Invalid(
            "table_type",
            Text("仅支持 .xlsx 和 .csv 文件，请另存后再导入。", "Only .xlsx and .csv files can be imported."),
        )
    return ((number, tuple(map(as_text, cells))) for number, cells in enumerate(found, start=1))


def encoding_of(opened: BinaryIO) -> str:
    """How the text in an open file is encoded; it stands at its beginning afterwards. Raises Invalid when that is unknown."""
    opened.seek(0)
    mark = opened.read(2)
    for encoding in ["utf-16"] if mark in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]:
        opened.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := opened.read(PIECE):
                if "\0" in decoder.decode(piece):
                    break
            else:
                decoder.decode(b"", final=True)
                opened.seek(0)
                return encoding
        except UnicodeDecodeError:
            continue
    raise Invalid(
        "table_encoding",
        Text(
            "无法识别文件编码，请另存为 .xlsx 或 UTF-8 的 .csv。",
            "The encoding is not known; save it as .xlsx or as .csv in UTF-8.",
        ),
    )


def as_text(value: Any) -> str:
    """A cell as a person reads it: 8001.0 is 8001, a date is ISO."""
    match value:
        case str():
            return storable(value).strip()
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float() if abs(value) >= EXACT_BELOW:
            return f"{value:.15G}"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)


def _csv(opened: BinaryIO) -> Iterator[list[str]]:
    text = io.TextIOWrapper(opened, encoding=encoding_of(opened), newline="")
    head = _LINE_END.split(text.read(PIECE).lstrip("\r\n"), maxsplit=1)[0]
    text.seek(0)
    try:
        yield from csv.reader(text, delimiter=max(",;\t", key=head.count))
    except csv.Error as error:
        raise unreadable() from error
    finally:
        if not opened.closed:
            text.detach()


def _sheet(opened: BinaryIO) -> Iterator[list[Any]]:
    _refuse_bomb(opened)
    opened.seek(0)
    try:
        with CalamineWorkbook.from_filelike(opened) as book:
            sheet = book.get_sheet_by_index(0)
            yield from _filled(sheet)
    except (CalamineError, ValueError, IndexError) as error:
        raise unreadable() from error


def _filled(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The rows of a sheet from its first line and column on; merged cells have their common value."""
    if sheet.start is None:
        return
    merged = sorted(sheet.merged_cell_ranges or [], reverse=True)
    open_ranges: list[tuple[int, int, int, Any]] = []
    margin = [""] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows()):
        row = [*margin, *cells]
        while merged and merged[-1][0][0] <= number:
            (_, left), (bottom, right) = merged.pop()
            if left < len(row):
                open_ranges.append((bottom, left, right, row[left]))
        open_ranges = [found for found in open_ranges if found[0] >= number]
        for _, left, right, value in open_ranges:
            row[left : right + 1] = [value] * len(row[left : right + 1])
        yield row


def _refuse_bomb(opened: BinaryIO) -> None:
    """A sheet is held as a full grid: two cells in opposite corners of it must not take all memory."""
    try:
        with zipfile.ZipFile(opened) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_UNPACKED_BYTES:
                raise _too_wide()
            for part in parts.namelist():
                if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                    _refuse_wide(parts.read(part))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise unreadable() from error


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


def unreadable() -> Invalid:
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
