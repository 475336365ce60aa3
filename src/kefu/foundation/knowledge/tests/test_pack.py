"""The trade's usual questions, copied into a shop."""

from __future__ import annotations

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.knowledge import actions, pack, queries
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid

USUAL = {question.blank: question.usual for question in pack.questions()}
ALL = {**USUAL, "店名": "小满杂货", "退货地址": "杭州市西湖区 1 号，小满，13900000000", "客服电话": "0571-80000000"}


def test_the_pack_is_whole() -> None:
    assert len(pack.entries()) >= 80 and len(pack.questions()) == 12
    assert {blank for entry in pack.entries() for blank in entry.blanks} == pack.blanks()
    assert len({entry.key for entry in pack.entries()}) == len(pack.entries())


def test_what_is_answered_is_written_and_what_is_not_waits(brand: Brand, editor: Actor) -> None:
    owner = editor
    first = actions.adopt_pack(owner, brand_id=brand.id, answers=USUAL)
    assert first.written >= 75 and first.waiting > 0
    second = actions.adopt_pack(owner, brand_id=brand.id, answers=ALL)
    assert (second.written, second.waiting) == (len(pack.entries()), 0)
    articles = list(queries.matching(owner, is_confirmed=False))
    assert len(articles) == len(pack.entries()) and {article.status for article in articles} == {"published"}
    assert not [article for article in articles if "{" in article.answer or "青禾" in article.answer]
    (hit, *_) = queries.search(owner, "退货寄到哪个地址")
    assert "西湖区 1 号" in hit.article.answer


def test_what_somebody_has_ticked_or_changed_stays(brand: Brand, editor: Actor) -> None:
    owner = editor
    actions.adopt_pack(owner, brand_id=brand.id, answers=ALL)
    ticked = queries.matching(owner, is_confirmed=False).get(key="ship-when")
    changed = queries.matching(owner, is_confirmed=False).get(key="ship-fee")
    assert actions.confirm(owner, article_ids=[ticked.id]) == 1 and actions.confirm(owner, article_ids=[ticked.id]) == 0
    actions.update(owner, article_id=changed.id, version=changed.version, changes={"answer": "全店包邮。"})
    again = actions.adopt_pack(owner, brand_id=brand.id, answers={**ALL, "发货时间": "三天内", "运费": "每单 10 元"})
    assert again.kept == 2
    assert "24 小时内" in queries.get(owner, ticked.id).answer
    assert queries.get(owner, changed.id).answer == "全店包邮。"


@pytest.mark.parametrize("answers", [{"没有": "x"}, {"店名": "长" * 201}])
def test_a_strange_answer_is_refused(brand: Brand, editor: Actor, answers: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        actions.adopt_pack(editor, brand_id=brand.id, answers=answers)
