import io
import zipfile
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from kefu.kernel import tables
from kefu.kernel.errors import Invalid, Problem, TooLarge
from kefu.kernel.text import storable

HEADERS = {"number": ["工号", "employee number"], "name": ["姓名"]}


def workbook(*rows: Any, merge: Any = None) -> Any:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        if merge:
            sheet.merge_range(*merge)
    return target.getvalue()


def fields(table: Any) -> Any:
    return [(row["number"], row["name"]) for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_usual_encoding(encoding: Any, delimiter: Any) -> None:
    content = f"工号{delimiter}姓名\r\n8001{delimiter}张三\r\n\r\n 8002 {delimiter}「李」四\r\n".encode(encoding)
    table = tables.read("员工.CSV", content, headers=HEADERS, required=["number", "name"])
    assert fields(table) == [("8001", "张三"), ("8002", "「李」四")]
    assert [row.number for row in table.rows] == [2, 4]


def test_numbers_in_excel_keep_the_look_they_have() -> None:
    table = tables.read("a.xlsx", workbook(["工号", "姓名"], [8001, "张三"], [], [8002.5, True]), headers=HEADERS)
    assert fields(table) == [("8001", "张三"), ("8002.5", "TRUE")]
    assert [row.number for row in table.rows] == [2, 4]


def test_headers_are_known_by_any_of_their_names() -> None:
    table = tables.read("a.csv", "姓名*,Employee  Number,其他\n张三,1,x\n".encode(), headers=HEADERS)
    assert fields(table) == [("1", "张三")]
    assert table.fields == {"number", "name"}
    assert table.rows[0]["absent"] == ""


def test_merged_cells_are_filled() -> None:
    content = workbook(["工号", "姓名"], [1, ""], [2, ""], [3, "李四"], merge=(1, 1, 2, 1, "张三"))
    assert fields(tables.read("a.xlsx", content, headers=HEADERS)) == [("1", "张三"), ("2", "张三"), ("3", "李四")]


def test_four_thousand_rows() -> None:
    content = tables.write_xlsx(["工号", "姓名"], ([n, f"员工{n}"] for n in range(4000)))
    assert fields(tables.read("a.xlsx", content, headers=HEADERS))[-1] == ("3999", "员工3999")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"", "table_empty"),
        ("a.csv", b"\n ,\n", "table_empty"),
        ("a.csv", "工号,工号\n1,2".encode(), "column_twice"),
        ("a.csv", "工号,employee number\n1,2".encode(), "column_twice"),
        ("a.csv", "编号,姓名\n1,2".encode(), "columns_missing"),
        ("a.csv", b"\x89PNG\0\0\0\r\n", "table_encoding"),
        ("a.csv", "姓名,工号\n".encode() + b'"' + b"x" * 200_000 + b'",1', "table_unreadable"),
        ("a.xlsx", b"not a zip", "table_unreadable"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "table_type"),
    ],
)
def test_what_is_no_table_is_refused_in_words(name: Any, content: Any, code: Any) -> None:
    with pytest.raises(Invalid) as refused:
        tables.read(name, content, headers=HEADERS, required=["number"])
    assert refused.value.code == code


def test_a_sheet_with_two_far_corners_is_refused() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "工号")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(TooLarge):
        tables.read("a.xlsx", target.getvalue(), headers=HEADERS)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(Invalid):
        tables.read("a.xlsx", target.getvalue(), headers=HEADERS)


def test_rejects_come_back_with_reasons_and_can_be_sent_again() -> None:
    table = tables.read("a.csv", "工号,备注,姓名,原因\n1,=1+1,张三,旧\n2,y,李四,\n".encode(), headers=HEADERS)
    again = tables.read("a.xlsx", table.with_reasons([(table.rows[0], "工号重复")]), headers=HEADERS)
    assert again.columns == ("工号", "备注", "姓名", "原因")
    assert [row.cells for row in again.rows] == [("1", "=1+1", "张三", "工号重复")]


@given(st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=8))
def test_what_is_written_is_read(rows: Any) -> None:
    table = tables.read("a.xlsx", tables.write_xlsx(["工号", "姓名"], rows), headers=HEADERS)
    written = [tuple(storable(cell).strip() for cell in row) for row in rows]
    assert [tuple(c.replace("\r\n", "\n").replace("\r", "\n") for c in cells) for cells in fields(table)] == [
        tuple(c.replace("\r\n", "\n").replace("\r", "\n") for c in cells) for cells in written if any(cells)
    ]


@given(st.sampled_from(["a.xlsx", "a.csv"]), st.binary(max_size=400))
def test_no_content_is_too_strange(name: Any, content: Any) -> None:
    try:
        tables.read(name, content, headers=HEADERS)
    except Problem as problem:
        assert problem.status in (413, 422)
