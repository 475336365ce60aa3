"""What is hidden of a text, and what is not a number."""

import json

import pytest

from kefu.kernel import masking
from kefu.kernel.actor import Actor
from kefu.kernel.ids import new_id
from kefu.kernel.permissions import NUMBERS_SEE


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("我的电话13812345678，快点", "我的电话138****5678，快点"),
        ("tel13812345678abc", "tel138****5678abc"),
        ("+8613812345678", "+86138****5678"),
        ("013812345678", "0138****5678"),
        ("86 13812345678", "86 138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("138-1234-5678", "138-****-5678"),
        ("１３８１２３４５６７８", "１３８****５６７８"),
        ("座机 010-12345678", "座机 010-****5678"),
        ("+1 4155550123", "+1 41****0123"),
        ("身份证 11010119900307123X", "身份证 110***********123X"),
        ("写信到 zhang.san@example.com 谢谢", "写信到 z***@example.com 谢谢"),
        ("13812345678和13900001111", "138****5678和139****1111"),
    ],
)
def test_a_number_is_hidden_wherever_it_stands(said: str, shown: str) -> None:
    assert masking.masked(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "订单 2026112500013812345678 已发货",
        "1234567890123",
        "01a21637-a4a8-7f79-8cf4-fcf233cb313b",
        "2026-11-26T05:13:42.123Z",
        "C-2026-000123",
        "¥1,234.00",
        "工号 8001",
        "@小林 看一下",
    ],
)
def test_what_is_no_number_stays(said: str) -> None:
    assert masking.masked(said) == said


def test_structures_are_hidden_through_and_references_stay() -> None:
    content = {
        "id": "13812345678", "order_id": "13812345678", "url": "/files/13812345678", "draft": "回 13812345678",
        "messages": [{"text": "13812345678", "payload": {"lines": ("a@b.cn",), "n": 13812345678}}], "seq": 12,
    }  # fmt: skip
    hidden = masking.masked(content)
    assert {key: hidden[key] for key in ("id", "order_id", "url", "draft", "seq")} == {
        key: content[key] for key in ("id", "order_id", "url", "draft", "seq")
    }
    assert json.dumps(hidden["messages"], ensure_ascii=False).count("138****5678") == 2
    assert hidden["messages"][0]["payload"]["lines"] == ["a***@b.cn"]


def test_hidden_things_that_come_back_stand_for_what_was_there() -> None:
    before = ["+8613812345678", "+8613812995678", "+8613900001111"]
    assert masking.unhidden(masking.masked(before), before) == before
    assert masking.unhidden(["+86139****1111", "13700000000"], before) == ["+8613900001111", "13700000000"]
    note = "老客户，备用 13900001111"
    assert masking.restored(masking.masked(note) + "，爱催单", note) == note + "，爱催单"


def test_only_staff_without_the_permission_see_it_hidden() -> None:
    staff = Actor(kind="user", organization_id=new_id(), id=new_id())
    assert masking.for_actor(staff, "13812345678") == "138****5678"
    for actor in (
        Actor(kind="user", organization_id=new_id(), permissions=frozenset({NUMBERS_SEE})),
        Actor(kind="visitor", organization_id=new_id()),
        Actor(kind="system", organization_id=new_id()),
    ):
        assert masking.for_actor(actor, "13812345678") == "13812345678"
