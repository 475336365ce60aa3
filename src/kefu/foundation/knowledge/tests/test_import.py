"""Files as people have them; what they say is there afterwards, once."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, queries
from kefu.foundation.knowledge.events import ArticleChanged, ArticlesImported
from kefu.foundation.knowledge.models import Article, Category
from kefu.kernel import i18n, tables
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Forbidden, Invalid, NotFound
from kefu.kernel.models import OutboxEvent

HEADER = "key,question,similar,answer,category\n"
GOOD = HEADER + (
    "refund,怎么退款?,退款|钱退哪了,三天内到账。,售后/退款\n"
    "invoice,怎么开发票?,,在订单详情页申请。,订单\n"
    ",可以货到付款吗?,货到付款,暂不支持。,\n"
)
Import = Callable[..., actions.ImportResult]


@pytest.fixture
def imported(editor: Actor, brand: Brand) -> Import:
    def run(content: str | bytes, name: str = "faq.csv", locale: str = "zh-CN") -> actions.ImportResult:
        data = content if isinstance(content, bytes) else content.encode()
        return actions.import_articles(editor, name=name, content=data, brand_id=brand.id, locale=locale)

    return run


def counts(result: actions.ImportResult) -> tuple[int, ...]:
    return result.read, result.accepted, result.quarantined, result.created, result.updated


def stored(actor: Actor) -> list[tuple[Any, ...]]:
    return [
        (a.key, a.question, queries.similar_of(a), a.answer, a.category.name if a.category else None, a.status)
        for a in queries.matching(actor).order_by("question", "key")
    ]


EXPECTED = [
    ("", "可以货到付款吗?", ["货到付款"], "暂不支持。", None, "published"),
    ("invoice", "怎么开发票?", [], "在订单详情页申请。", "订单", "published"),
    ("refund", "怎么退款?", ["退款", "钱退哪了"], "三天内到账。", "退款", "published"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_in_the_encodings_of_the_country(editor: Actor, imported: Import, encoding: str) -> None:
    assert counts(imported(GOOD.encode(encoding))) == (3, 3, 0, 3, 0)
    assert stored(editor) == EXPECTED


def test_an_xlsx_with_chinese_headers_and_line_breaks(editor: Actor, imported: Import) -> None:
    rows = [
        ["三天内到账。", "怎么退款?", "退款\n钱退哪了", "售后/退款", "refund", "随便"],
        ["在订单详情页申请。", "怎么开发票?", "", "订单", "invoice", ""],
        ["暂不支持。", "可以货到付款吗?", "货到付款", "", "", ""],
    ]
    content = tables.write_xlsx(["答案", "标准问", "相似问", "分类", "标识", "备注"], rows)
    assert counts(imported(content, name="知识.XLSX")) == (3, 3, 0, 3, 0)
    assert stored(editor) == EXPECTED


def test_the_same_file_again_changes_nothing(editor: Actor, brand: Brand, imported: Import) -> None:
    imported(GOOD)
    revision = queries.revision(brand.organization_id, brand.id)
    assert counts(imported(GOOD)) == (3, 3, 0, 0, 0)
    assert stored(editor) == EXPECTED
    assert queries.revision(brand.organization_id, brand.id) == revision == 1
    assert [category.name for category in Category.objects.for_actor(editor).order_by("created_at")] == [
        "售后",
        "退款",
        "订单",
    ]


def test_a_changed_file_updates_by_key_or_by_question(editor: Actor, brand: Brand, imported: Import) -> None:
    imported(GOOD)
    result = imported(
        HEADER
        + "refund,退款怎么操作?,退款,五天内到账。,售后\n,可以貨到付款吗?,,部分地区支持。,\ncod2,怎么开发票? ,,新的一篇。,\n"
    )
    assert counts(result) == (3, 3, 0, 1, 2)
    assert [row[:4] for row in stored(editor)] == [
        ("", "可以貨到付款吗?", [], "部分地区支持。"),
        ("cod2", "怎么开发票?", [], "新的一篇。"),
        ("invoice", "怎么开发票?", [], "在订单详情页申请。"),
        ("refund", "退款怎么操作?", ["退款"], "五天内到账。"),
    ]
    article = queries.matching(editor).get(key="refund")
    assert article.version == 2
    assert queries.versions(editor, article.id).count() == 2
    assert queries.search(editor, "五天内到账")[0].article == article


def test_a_key_given_later_is_taken_on(editor: Actor, imported: Import) -> None:
    imported("question,answer\n怎么退款?,三天。\n")
    assert counts(imported("key,question,answer\nrefund,怎么退款?,三天。\n")) == (1, 1, 0, 0, 1)
    assert Article.objects.for_actor(editor).get().key == "refund"


def test_missing_columns_leave_what_is_there(editor: Actor, imported: Import) -> None:
    imported(GOOD)
    assert counts(imported("key,question,answer\nrefund,怎么退款?,十天内到账。\n")) == (1, 1, 0, 0, 1)
    assert ("refund", "怎么退款?", ["退款", "钱退哪了"], "十天内到账。", "退款", "published") in stored(editor)


def test_an_archived_article_comes_back(editor: Actor, imported: Import) -> None:
    imported(GOOD)
    article = queries.matching(editor).get(key="refund")
    actions.archive(editor, article_id=article.id)
    assert counts(imported(GOOD)) == (3, 3, 0, 0, 1)
    assert stored(editor) == EXPECTED


def test_languages_are_kept_apart(editor: Actor, imported: Import) -> None:
    imported(GOOD)
    assert counts(imported(GOOD, locale="en")) == (3, 3, 0, 3, 0)


def test_refused_rows_come_back_with_their_reason_and_can_be_sent_again(editor: Actor, imported: Import) -> None:
    result = imported(
        HEADER
        + "a,怎么退款?,,三天。,\n"
        + "b,,,没有问题,\n"
        + "c,没有答案,,,\n"
        + f"d,{'问' * 501},,答,\n"
        + f"{'k' * 121},标识太长,,答,\n"
        + "e,分类不对,,答,a//b\n"
        + f"f,相似问太多,{'|'.join(map(str, range(51)))},答,\n"
        + "a,标识重复,,答,\n"
        + ",怎么退款?,,问题重复,\n"
        + "\n,,,,\n"
        + "g,<script>😀\u202e,\u200b| |مرحبا,=1+1,\n"
    )
    assert counts(result) == (10, 2, 8, 2, 0)
    assert result.read == result.accepted + result.quarantined
    assert result.rejects is not None
    columns, *rows = CalamineWorkbook.from_filelike(io.BytesIO(result.rejects)).get_sheet_by_index(0).to_python()
    assert columns == ["key", "question", "similar", "answer", "category", "原因"]
    assert [(str(row[0])[:1], row[-1]) for row in rows] == [
        ("b", "标准问须为 1–500 个字符"),
        ("c", "答案须为 1–20000 个字符"),
        ("d", "标准问须为 1–500 个字符"),
        ("k", "标识最多 120 个字符"),
        ("e", "分类名称须为 1–100 个字符，不含斜杠"),
        ("f", "相似问最多 50 条"),
        ("a", "与第 2 行重复"),
        ("", "与第 2 行重复"),
    ]
    again = imported(result.rejects, name="rejects.xlsx")
    assert (again.read, again.quarantined) == (8, 6)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b""),
        ("a.csv", b"\0\1\2\3"),
        ("a.csv", b"key,similar\n1,2\n"),
        ("a.xlsx", b"PK\x03\x04 no workbook"),
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", b"question,question,answer\na,b,c\n"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(imported: Import, name: str, content: bytes) -> None:
    with pytest.raises(Invalid):
        imported(content, name=name)


def test_an_export_can_be_imported_again_unchanged(
    editor: Actor, brand: Brand, make_brand: Any, imported: Import
) -> None:
    imported(GOOD)
    answer = "第一行\n第二行 <b>粗</b>\n=SUM(1)\n“引号”, 逗号 😀"
    imported(
        tables.write_xlsx(["key", "question", "answer", "similar"], [["0012", "多行?", answer, "a\nb"]]), name="a.xlsx"
    )
    actions.create(editor, brand_id=brand.id, locale="zh-CN", question="草稿", answer="不导出")
    before = stored(editor)
    for language in i18n.LANGUAGES:
        i18n.use(language)
        content = queries.export(editor, brand_id=brand.id, locale="zh-CN")
        assert counts(imported(content, name="export.xlsx")) == (4, 4, 0, 0, 0)
    i18n.use("zh-CN")
    assert stored(editor) == before

    copy = make_brand(brand.organization)
    actions.import_articles(editor, name="export.xlsx", content=content, brand_id=copy.id, locale="zh-CN")
    _, original = queries.entries_for_bot(brand.organization_id, brand.id)
    _, copied = queries.entries_for_bot(copy.organization_id, copy.id)
    texts = [[(e.question, e.similar, e.answer, e.category) for e in entries] for entries in (original, copied)]
    assert texts[0] == texts[1]


def test_the_template_can_be_imported(imported: Import) -> None:
    assert counts(imported(queries.import_template(), name="template.xlsx")) == (2, 2, 0, 2, 0)


def test_one_event_for_the_file(brand: Brand, imported: Import) -> None:
    imported(GOOD)
    events = OutboxEvent.objects.filter(organization_id=brand.organization_id)
    assert events.get(name=ArticlesImported.name).payload == {
        "brand_id": str(brand.id),
        "locale": "zh-CN",
        "created": 3,
        "updated": 0,
    }
    assert not events.filter(name=ArticleChanged.name).exists()


def test_who_may_import_where(editor: Actor, brand: Brand, make_brand: Any, make_actor: Any) -> None:
    given: dict[str, Any] = {"name": "a.csv", "content": GOOD.encode(), "locale": "zh-CN"}
    with pytest.raises(Forbidden):
        actions.import_articles(make_actor(brand, permissions=frozenset()), brand_id=brand.id, **given)
    for actor in (
        make_actor(make_brand()),
        make_actor(brand, brand_ids=frozenset({make_brand(brand.organization).id})),
    ):
        with pytest.raises(NotFound):
            actions.import_articles(actor, brand_id=brand.id, **given)
    assert not Article.objects.for_actor(editor).exists()
