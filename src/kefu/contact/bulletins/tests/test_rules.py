"""Which bulletin answers."""

import pytest

from ..rules import matches


@pytest.mark.parametrize(
    ("keywords", "question", "expected"),
    [
        (["付款", "支付"], "為什麼支付不了", True),
        (["Pay"], "cannot PAY today", True),
        (["付款"], "怎么开发票", False),
        ([" "], "随便问问", False),
        ([], "付款", False),
    ],
)
def test_a_question_is_matched_however_it_is_typed(keywords: list[str], question: str, expected: bool) -> None:
    assert matches(keywords, question) is expected
