"""Files as rows of cells, one after the other: tables by the kernel's reader, JSON of other systems flattened.

Nothing is held of the whole file, except a document in one piece of JSON (20 MB at most).
"""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, BinaryIO

from kefu.kernel import lines
from kefu.kernel.errors import Invalid, TooLarge
from kefu.kernel.i18n import Text

from .rules import mapping

JSON_ENDINGS = (".jsonl", ".ndjson", ".json")
ENDINGS = (".xlsx", ".csv", ".txt", *JSON_ENDINGS)
MOST_COLUMNS = 300
MOST_IN_ONE_PIECE = 20 * 1024 * 1024
SHOWN, COUNTED_IN, MOST_DISTINCT = 5, 2_000, 40
DEEPEST = 3
REASON = "原因"
REASONS = (REASON, "reason")
BROKEN = Text("这一行不是有效的 JSON", "This line is no valid JSON")


@dataclass(frozen=True, slots=True)
class Record:
    """A row: its number in the file and its cells, as many as there are columns; `fault` where it cannot be read."""

    number: int
    cells: tuple[str, ...]
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A header with the cells of the first rows, and its values where they are few."""

    header: str
    samples: tuple[str, ...]
    distinct: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like: its columns, the line of its header, and how many rows it has."""

    columns: tuple[Column, ...]
    header_line: int
    total: int

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)


def look(name: str, opened: BinaryIO, known: Iterable[str]) -> Look:
    """Read a file through once. Raises Invalid or TooLarge for what is no such file."""
    headers, header_line = _headers(name, opened, known)
    samples: list[list[str]] = [[] for _ in headers]
    distinct: list[dict[str, None]] = [{} for _ in headers]
    total = 0
    for record in records(name, opened, headers, header_line):
        total += 1
        if record.fault is None and total <= COUNTED_IN:
            for at, cell in enumerate(record.cells):
                if total <= SHOWN:
                    samples[at].append(cell[:200])
                if cell and len(distinct[at]) <= MOST_DISTINCT:
                    distinct[at][cell[:100]] = None
    if not total:
        raise Invalid("table_empty", Text("文件中没有数据。", "There is no data in the file."))
    columns = tuple(
        Column(header, tuple(samples[at]), tuple(distinct[at]) if len(distinct[at]) <= MOST_DISTINCT else ())
        for at, header in enumerate(headers)
    )
    return Look(columns, header_line, total)


def records(name: str, opened: BinaryIO, headers: Sequence[str], header_line: int) -> Iterator[Record]:
    """The rows of a file that are not empty, in its order."""
    width = len(headers)
    if is_json(name):
        for number, found in _objects(opened):
            if found is None:
                yield Record(number, ("",) * width, BROKEN)
            else:
                flat = flattened(found)
                yield Record(number, tuple(flat.get(header, "") for header in headers))
        return
    for number, cells in lines.lines(name, opened):
        if number > header_line and any(cells):
            yield Record(number, (*cells, *[""] * width)[:width])


def is_json(name: str) -> bool:
    return name.lower().endswith(JSON_ENDINGS)


def _headers(name: str, opened: BinaryIO, known: Iterable[str]) -> tuple[tuple[str, ...], int]:
    if is_json(name):
        keys: dict[str, None] = {}
        for _, found in islice(_objects(opened), COUNTED_IN):
            keys.update(dict.fromkeys(flattened(found or {})))
        return tuple(islice(keys, MOST_COLUMNS)), 0
    if not name.lower().endswith(ENDINGS):
        raise Invalid(
            "table_type",
            Text("仅支持 .xlsx、.csv 和 .json(l) 文件。", "Only .xlsx, .csv and .json(l) files can be imported."),
        )
    filled = ((number, cells) for number, cells in lines.lines(name, opened) if any(cells))
    top = list(islice(filled, mapping.LOOKED_AT))
    if not top:
        raise Invalid("table_empty", Text("文件中没有数据。", "There is no data in the file."))
    number, cells = top[mapping.header_of(top, known)]
    width = max((at for at, cell in enumerate(cells, start=1) if cell), default=0)
    if width > MOST_COLUMNS:
        raise TooLarge("too_many_columns", Text(f"最多 {MOST_COLUMNS} 列。", f"At most {MOST_COLUMNS} columns."))
    return tuple("" if cell.casefold() in REASONS else cell for cell in cells[:width]), number


def flattened(found: Mapping[str, Any], path: str = "", depth: int = 1) -> dict[str, str]:
    """An object as cells by their path (`requester.name`); lists are JSON again."""
    cells: dict[str, str] = {}
    for key, value in found.items():
        place = f"{path}{key}"
        if isinstance(value, dict) and depth < DEEPEST:
            cells.update(flattened(value, f"{place}.", depth + 1))
        elif isinstance(value, dict | list):
            cells[place] = _joined(value)
        else:
            cells[place] = str(value) if isinstance(value, int) else lines.as_text(value)
    return cells


def _joined(value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)
    return json.dumps(value, ensure_ascii=False)


def _objects(opened: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | None]]:
    """Numbered objects: one a line, or those of a list, or of the list in a document; None for a line that is broken."""
    encoding = lines.encoding_of(opened)
    text = io.TextIOWrapper(opened, encoding=encoding)
    try:
        first = next((line for line in text if line.strip()), "")
        parsed = _parsed(first)
        if isinstance(parsed, dict) and not _list_in(parsed):
            for number, line in enumerate(chain([first], text), start=1):
                if line.strip():
                    found = _parsed(line)
                    yield number, found if isinstance(found, dict) else None
            return
        text.seek(0)
        yield from enumerate(_listed(text.read(MOST_IN_ONE_PIECE + 1)), start=1)
    finally:
        if not opened.closed:
            text.detach()


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _list_in(found: Mapping[str, Any]) -> list[Any] | None:
    """The list that a document is made of, as APIs answer: {"tickets": […], "users": […]}."""
    if "id" in found or "subject" in found:
        return None
    lists = [value for value in found.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    named = [found[name] for name in ("tickets", "results", "contacts", "users") if isinstance(found.get(name), list)]
    return next(iter([*named, *lists]), None)


def _listed(written: str) -> Iterator[dict[str, Any] | None]:
    if len(written) > MOST_IN_ONE_PIECE:
        raise TooLarge(
            "file_too_large",
            Text(
                "整份 JSON 不能超过 20 MB，请导出为每行一条。",
                "JSON in one piece may have 20 MB; export one object a line.",
            ),
        )
    try:
        document = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise lines.unreadable() from error
    people: dict[Any, Any] = {}
    found = document
    if isinstance(document, dict):
        found = _list_in(document)
        people = {one.get("id"): one for one in document.get("users", []) if isinstance(one, dict)}
    if not isinstance(found, list):
        raise lines.unreadable()
    for one in found:
        if not isinstance(one, dict):
            yield None
            continue
        for name in ("requester", "assignee", "submitter"):
            if name not in one and one.get(f"{name}_id") in people:
                one[name] = people[one[f"{name}_id"]]
        yield one
