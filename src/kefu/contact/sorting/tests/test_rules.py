"""The chain and the classifier, without a database."""

from functools import partial
from uuid import UUID

import pytest

from kefu.contact.sorting import classifier, rules
from kefu.contact.sorting.rules import Clues, Rule

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
LINE = UUID(int=9)


def nothing(text: str) -> tuple[None, dict[str, str]]:
    return None, {}


@pytest.mark.parametrize(
    ("rule", "entry", "fits"),
    [
        (Rule("page", "/Refund", A), {"page": "https://a.test/refund?x=1"}, True),
        (Rule("page", "/refund", A), {"page": None}, False),
        (Rule("product", "sku-7", A), {"product_id": " SKU-7 "}, True),
        (Rule("product", "sku-7", A), {"product_id": "sku-70"}, False),
        (Rule("category", "大家电", A), {"category": "大家电"}, True),
        (Rule("knowledge", "发票", A), {"category": "发票"}, False),
    ],
)
def test_what_tells_by_entry(rule: Rule, entry: dict[str, str], fits: bool) -> None:
    found = rules.sort(Clues(entry=entry), [rule], lambda _: LINE, nothing)
    assert (found is not None) is fits


def test_the_chain_goes_on_where_a_reason_leads_nowhere() -> None:
    clues = Clues(entry={"page": "/x"}, choice=B, categories=("发票",), text="退款")
    known = [Rule("page", "/x", A), Rule("knowledge", "发票", C)]
    order = []
    for leading in (A, B, C, None):
        routes = {leading: LINE} if leading else {}
        found = rules.sort(clues, known, partial(rules.nearest, parents={}, routes=routes), nothing)
        order.append(found and found.source)
    assert order == ["entry", "choice", "intent", None]


def test_the_nearest_route_above_a_reason_counts() -> None:
    assert rules.nearest(C, {C: B, B: A, A: None}, {A: UUID(int=7), B: LINE}) == LINE
    assert rules.nearest(C, {C: None}, {A: LINE}) is None


@pytest.mark.parametrize("text", ["你好", "转人工", "在吗在吗", "", "！！！", "🙂", "qwxyz"])
def test_what_says_nothing_of_the_matter_is_no_guess(text: str) -> None:
    assert classifier.guess(classifier.shipped(), text) is None


def test_a_guess_tells_the_words_that_spoke_for_it() -> None:
    guess = classifier.guess(classifier.shipped(), "想问一下电子发票什么时候能开")
    assert guess and guess.code == "handle-invoice" and "发票" in guess.words


def test_the_shipped_examples_are_not_the_measured_ones() -> None:
    from tests.flows.test_sorting import DATA

    measured = {
        line.partition(",")[2].strip() for line in (DATA / "zh_first_messages.csv").read_text("utf-8").splitlines()
    }
    assert not measured & {text for text, _ in classifier.seed()}
