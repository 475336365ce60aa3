"""Reading, guessing and mapping, without a database."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter

from kefu.kernel.errors import Invalid
from kefu.service.imports import reading
from kefu.service.imports.rules import fields, mapping, sources, values, words
from kefu.service.imports.templates import template

SAMPLES = Path(__file__).parents[5] / "tests" / "data" / "imports"
SHANGHAI = ZoneInfo("Asia/Shanghai")
KNOWN = mapping.known_headers(fields.CUSTOMERS, [])


def seen(name: str, content: bytes, known: list[str] = KNOWN) -> tuple[reading.Look, list[reading.Record]]:
    opened = io.BytesIO(content)
    found = reading.look(name, opened, known)
    opened.seek(0)
    return found, list(reading.records(name, opened, found.headers, found.header_line))


def book(*rows: Any, merges: Any = (), formulas: Any = ()) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        for merge in merges:
            sheet.merge_range(*merge)
        for place, formula, value in formulas:
            sheet.write_formula(place, formula, value=value)
    return target.getvalue()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_in_every_encoding_and_with_every_line_end(encoding: str, end: str) -> None:
    text = end.join(["客户资料,,", "", "姓名,手机号,备注", '王芳,13800138000,"一,二"', ",,", "李雷,021-62223333,", ""])
    found, rows = seen("客户.csv", text.encode(encoding))
    assert (found.headers, found.header_line, found.total) == (("姓名", "手机号", "备注"), 3, 2)
    assert [row.cells for row in rows] == [("王芳", "13800138000", "一,二"), ("李雷", "021-62223333", "")]
    assert found.columns[0].samples == ("王芳", "李雷")


def test_merged_titles_stand_above_the_header_and_formulas_are_their_values() -> None:
    content = book(
        ["", "", ""], ["导出时间：2026-11-26", "", ""], ["姓名", "电话", "备注"], ["王芳", 13800138000, ""], ["李雷", 1.2e17, "x"],
        merges=[(0, 0, 0, 2, "客户资料表")], formulas=[("C4", '="a"&"b"', "ab")],
    )  # fmt: skip
    found, rows = seen("a.xlsx", content)
    assert found.header_line == 3
    assert [row.cells for row in rows] == [("王芳", "13800138000", "ab"), ("李雷", "1.2E+17", "x")]
    assert values.is_spoilt("1.2E+17") and not values.is_spoilt("13800138000") and not values.is_spoilt("E17")


def test_a_header_that_nobody_knows_is_the_first_line_with_two_cells() -> None:
    top = [(1, ("报表", "报表")), (2, ("甲", "乙")), (3, ("1", "2"))]
    assert mapping.header_of(top, ["姓名"]) == 1


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-26 09:30", "2026-11-26T01:30"),
        ("2026/11/6 9:30:15", "2026-11-06T01:30:15"),
        ("2026年11月26日 9时30分", "2026-11-26T01:30"),
        ("2026年11月26日", "2026-11-25T16:00"),
        ("2026-11-26", "2026-11-25T16:00"),
        ("3/19/2015", "2015-03-18T16:00"),
        ("3/19/15 9:30 PM", "2015-03-19T13:30"),
        ("25/12/2015", "2015-12-24T16:00"),
        ("2023-07-20T22:55:29Z", "2023-07-20T22:55:29"),
        ("2016-07-28 20:44:08 +0800", "2016-07-28T12:44:08"),
        ("1501142747000", "2017-07-27T08:05:47"),
        ("1501142747", "2017-07-27T08:05:47"),
        ("昨天", None),
        ("2026-13-01", None),
        ("0001-01-01", None),
    ],
)
def test_moments_are_read_as_exports_write_them(written: str, meant: str | None) -> None:
    assert values.moment(written, SHANGHAI) == (datetime.fromisoformat(meant).replace(tzinfo=UTC) if meant else None)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("95", 95), ("0:12:05", 725), ("12:05", 725), ("1小时2分3秒", 3723), ("长", None), ("", None)],
)
def test_durations(written: str, seconds: int | None) -> None:
    assert values.duration(written) == (timedelta(seconds=seconds) if seconds is not None else None)


def test_values_mean_what_an_organization_says_before_what_is_usual() -> None:
    assert [values.choice("status", one, {}) for one in ("已解决", "Pending", "CLOSED with relief", "？？")] == [
        "done", "waiting", "closed", None,
    ]  # fmt: skip
    assert values.choice("priority", "紧急", mapping.folded({"priority": {"紧急": "P2"}})["priority"]) == "P2"


def test_headers_are_guessed_in_both_languages_and_what_people_said_comes_first() -> None:
    columns = ["Customer_Name*", "联系 电话（必填）", "E-mail", "忠诚度", "", "电话"]
    guess = mapping.guessed(columns, fields.CUSTOMERS, sources.Layout({}), {}, keeps=False)
    assert guess == ("name", "phone", "email", "", "", "")
    said = mapping.remembered_from(columns, ("name", "", "email", "tier", "", "phone"))
    assert mapping.guessed(columns, fields.CUSTOMERS, sources.Layout({}), said, keeps=False) == (
        "name", "", "email", "tier", "", "phone",
    )  # fmt: skip
    twice = mapping.faults(columns, ("phone", "phone", "", "", "", ""), fields.CUSTOMERS, keeps=False)
    assert [text.zh for text in twice] == ["“电话”对应了多列。", "请指定“姓名”对应哪一列。"]


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("kind", list(fields.FIELDS))
def test_a_template_is_understood_as_it_is_and_has_two_rows_to_follow(kind: str, language: str) -> None:
    known = fields.FIELDS[kind]
    found, rows = seen("t.xlsx", template(kind, fields.in_template(kind), language), mapping.known_headers(known, []))
    guess = mapping.guessed(found.headers, known, sources.Layout({}), {}, keeps=False)
    assert guess == tuple(field.code for field in fields.in_template(kind))
    assert mapping.faults(found.headers, guess, known, keeps=False) == []
    assert len(rows) == 2


@pytest.mark.parametrize(
    ("file", "kind", "source", "total"),
    [
        ("qiyu_tickets.csv", "tickets", "qiyu", 3),
        ("sobot_tickets.csv", "tickets", "sobot", 3),
        ("udesk_tickets.csv", "tickets", "udesk", 2),
        ("udesk_customers.csv", "customers", "udesk", 2),
        ("zendesk_tickets.jsonl", "tickets", "zendesk", 3),
        ("zendesk_tickets.csv", "tickets", "zendesk_csv", 2),
        ("zendesk_users.jsonl", "customers", "zendesk", 3),
        ("osticket_tickets.csv", "tickets", "osticket", 2),
        ("freshdesk_tickets.csv", "tickets", "freshdesk", 2),
        ("otrs_tickets.csv", "tickets", "otrs", 2),
        ("cfpb_300.csv", "tickets", "cfpb", 300),
        ("zh_tickets_25.csv", "tickets", "", 25),
        ("comments.csv", "tickets", "", 4),
        ("calls.csv", "contacts", "", 3),
    ],
)
def test_exports_of_other_systems_are_recognized_and_read(file: str, kind: str, source: str, total: int) -> None:
    layouts = [one.layouts[kind] for one in sources.SOURCES.values() if kind in one.layouts]
    known = fields.FIELDS[kind]
    found, rows = seen(file, (SAMPLES / file).read_bytes(), mapping.known_headers(known, layouts))
    assert (sources.recognized(kind, found.headers), found.total, len(rows)) == (source, total, total)
    guess = mapping.guessed(found.headers, known, sources.layout_of(kind, source), {}, keeps=kind == "tickets")
    assert mapping.faults(found.headers, guess, known, keeps=kind == "tickets") == []


def test_json_is_read_by_line_as_a_list_and_as_an_answer_of_an_api() -> None:
    found, rows = seen("a.json", b'[{"id": 1, "tags": ["a", "b"], "x": {"y": {"z": true}}}, 5]')
    assert found.headers == ("id", "tags", "x.y.z")
    assert [row.cells for row in rows] == [("1", "a、b", "True"), ("", "", "")] and rows[1].fault
    answer = b'{"tickets": [{"id": 7, "requester_id": 3}], "users": [{"id": 3, "name": "Jane"}]}'
    found, rows = seen("a.json", answer)
    assert dict(zip(found.headers, rows[0].cells, strict=True))["requester.name"] == "Jane"
    with pytest.raises(Invalid):
        seen("a.json", b'{"a": ')


def test_comments_know_their_authors_as_far_as_the_record_names_them() -> None:
    written = (
        '[{"id": 1, "author_id": 3, "body": " hello "}, {"author_id": 9, "body": "x", "public": false}, {"body": ""}]'
    )
    found = words.comments_of(written, {"customer_key": "3"}, {"3": "Jane"})
    assert found == [words.Said("1", "", "Jane", "hello", True, True), words.Said("", "", "#9", "x", False, False)]
    assert words.comments_of("no list", {}, {}) is None


def test_a_large_file_is_read_without_holding_it(tmp_path: Path) -> None:
    """Megabytes pass while the reader keeps some hundred kilobytes."""
    import tracemalloc

    file = tmp_path / "a.csv"
    with file.open("w", encoding="utf-8") as target:
        target.write("姓名,电话\n")
        for _ in range(40):
            target.write("王芳,13800138000,备注很长很长很长很长很长很长很长\n" * 1_000)
    with file.open("rb") as opened:
        tracemalloc.start()
        count = sum(1 for _ in reading.records("a.csv", opened, ("姓名", "电话"), 1))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert count == 40_000
    assert peak < 1_000_000
