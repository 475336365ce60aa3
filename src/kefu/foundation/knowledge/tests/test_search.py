"""Every article that holds a word is found by it, however it is typed."""

from collections.abc import Callable
from typing import Any

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, queries
from kefu.kernel.actor import Actor
from kefu.kernel.text import fold

# question, similar, answer
ARTICLES = [
    ("怎么开发票?", ["开票", "要發票"], "在订单详情页申请,三个工作日内发到邮箱。"),
    ("发票抬头写错了怎么办?", [], "请联系客服重开。"),
    ("退货后发票要寄回吗?", ["退货"], "纸质的请一并寄回。"),
    ("订单可以合并付款吗?", [], "可以,发票按订单分别开具。"),
    ("可以開電子發票嗎?", [], "可以。"),
    ("出发前要准备什么?", [], "带上票据即可。"),
    ("怎么联系人工?", ["转人工"], "输入转人工即可。" + "请稍候。" * 2000),
    ("How do I get an INVOICE?", ["receipt please"], "Open the order and choose Request an invoice."),
    ("Is ＡＢＣ１２３ in stock?", [], "Yes, item ABC123 ships today."),
    ("会员有什么权益?", [], "专属折扣与生日礼。" + "更多权益请看会员中心。" * 500 + "另可优先开具发票。"),
]


@pytest.fixture
def articles(editor: Actor, brand: Brand) -> dict[str, Any]:
    return {
        question: actions.create(
            editor,
            brand_id=brand.id,
            locale="en" if question.isascii() else "zh-CN",
            question=question,
            similar=similar,
            answer=answer,
            status="published",
        )
        for question, similar, answer in ARTICLES
    }


def found(actor: Actor, text: str, **narrowed: Any) -> list[str]:
    return [hit.article.question for hit in queries.search(actor, text, **{"limit": 100, **narrowed})]


@pytest.mark.parametrize(
    "word", ["发票", "發票", "发 票", "退货", "转人工", "抬头", "权益", "优先", "订单", "会员", "寄回"]
)
def test_a_chinese_word_finds_every_article_that_holds_it(editor: Actor, articles: dict[str, Any], word: str) -> None:
    folded = fold(word).replace(" ", "")
    holding = {q for q, similar, answer in ARTICLES if any(folded in fold(text) for text in (q, *similar, answer))}
    assert holding
    hits = found(editor, word)
    assert set(hits[: len(holding)]) == holding


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("invoice", "How do I get an INVOICE?"),
        ("ＩＮＶＯＩＣＥ", "How do I get an INVOICE?"),
        ("receipt", "How do I get an INVOICE?"),
        ("abc123", "Is ＡＢＣ１２３ in stock?"),
        ("ＡＢＣ１２３", "Is ＡＢＣ１２３ in stock?"),
        ("电子发票", "可以開電子發票嗎?"),
        ("轉人工", "怎么联系人工?"),
        ("发票抬头", "发票抬头写错了怎么办?"),
    ],
)
def test_both_scripts_full_width_and_english(editor: Actor, articles: dict[str, Any], text: str, first: str) -> None:
    assert found(editor, text)[0] == first


def test_questions_come_before_answers_and_every_word_before_some(editor: Actor, articles: dict[str, Any]) -> None:
    hits = found(editor, "发票")
    in_question = {q for q, similar, _ in ARTICLES if any("发票" in fold(text) for text in (q, *similar))}
    assert set(hits[: len(in_question)]) == in_question
    assert "出发前要准备什么?" not in hits

    hits = found(editor, "退货 发票")
    assert hits[0] == "退货后发票要寄回吗?"
    assert set(in_question) < {*hits}
    assert len(hits) == len(set(hits))
    assert found(editor, "退货 发票", limit=1) == hits[:1]


def test_only_published_ones_of_the_language_and_brand(
    editor: Actor,
    brand: Brand,
    articles: dict[str, Any],
    make_brand: Callable[..., Brand],
    make_actor: Callable[..., Actor],
) -> None:
    assert found(editor, "invoice", locale="zh-CN") == []
    assert found(editor, "invoice", locale="en") != []
    actions.archive(editor, article_id=articles["How do I get an INVOICE?"].id)
    assert found(editor, "invoice") == []

    other = make_brand(brand.organization)
    limited = make_actor(brand, brand_ids=frozenset({other.id}))
    assert found(limited, "发票") == []
    assert found(editor, "发票", brand_id=other.id) == []
    assert found(make_actor(make_brand()), "发票") == []


def test_an_edited_article_is_found_by_its_new_words_only(editor: Actor, articles: dict[str, Any]) -> None:
    article = articles["怎么联系人工?"]
    actions.update(
        editor,
        article_id=article.id,
        version=1,
        changes={"question": "怎样找真人?", "similar": [], "answer": "说一声。"},
    )
    assert found(editor, "真人") == ["怎样找真人?"]
    assert found(editor, "转人工") == []


@pytest.mark.parametrize("text", ["", " ", "?!", "\0", "😀", "x" * 100_000, "' & | ! :* \\", "مرحبا", "的" * 5000])
def test_odd_questions_find_nothing_or_something_but_never_fail(
    editor: Actor, articles: dict[str, Any], text: str
) -> None:
    found(editor, text)


def test_the_longest_article_can_be_stored_and_found(editor: Actor, brand: Brand) -> None:
    for answer in (
        "x" * 20_000,
        "".join(chr(0x4E00 + number) for number in range(20_000)),
        "😀" * 20_000,
        "ab " * 6_666,
    ):
        actions.create(
            editor, brand_id=brand.id, locale="zh-CN", question="最长的一篇", answer=answer, status="published"
        )
    assert len(found(editor, "最长")) == 4
