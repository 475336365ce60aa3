"""What is alike, how grave it is, who is called, what closing needs."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from ..rules import alike, calling, grading, handling, parts

PAYMENT = (
    "付款失败，页面一直转圈", "支付失败了，付款页面打不开", "微信支付不了，提示付款失败", "付款失败怎么办", "点付款没反应，支付失败",
    "支付页面打不开，付款失败", "为什么付款一直失败", "付款失败，钱扣了没有？", "付款失败 提示网络错误", "下单付款失败，页面卡住",
)  # fmt: skip
OTHER = (
    "怎么开发票", "衣服尺码偏小想换一件", "快递三天没动了", "退货地址填哪里", "优惠券过期了能补吗", "收到的杯子碎了", "想改收货地址", "积分怎么兑换", "发错颜色了", "保修多久",
    "物流显示签收但没收到", "能不能送货上门", "会员怎么续费", "门店几点关门", "赠品没有收到", "耳机左边没声音", "想取消订单", "颜色和图片不一样", "什么时候补货", "账号登不上去",
)  # fmt: skip


def texts(said: tuple[str, ...]) -> dict[int, alike.Words]:
    return {number: alike.words_of(one) for number, one in enumerate(said)}


def test_a_crowd_says_the_same_in_other_words_and_the_rest_is_not_in_it() -> None:
    assert alike.crowd(texts(PAYMENT + OTHER), least=10, percent=30) == list(range(10))
    assert alike.crowd(texts(PAYMENT + OTHER), least=11, percent=30) == []
    assert alike.crowd(texts(OTHER), least=4, percent=30) == []
    assert alike.crowd({}, least=1, percent=30) == []


def test_what_comes_later_is_recognized_by_what_many_said() -> None:
    marks = alike.marks([alike.words_of(one) for one in PAYMENT], percent=30)
    assert "付款" in marks[0]
    assert alike.is_marked(alike.words_of("付款失败，支付页面转圈"), marks, percent=30)
    assert not any(alike.is_marked(alike.words_of(one), marks, percent=30) for one in OTHER)


def test_english_and_other_scripts_are_compared_as_they_are_searched() -> None:
    one, other = (
        alike.words_of("Payment failed: card declined"),
        alike.words_of("PAYMENT FAILED, my card was declined!"),
    )
    assert alike.likeness(one, other) == 100
    assert alike.words_of("付款失敗") == alike.words_of("付款失败")
    assert alike.words_of("您好，请问 20261127001") == frozenset()


def test_likeness_is_symmetric_and_between_nothing_and_all() -> None:
    dice = random.Random(7)
    for _ in range(200):
        one, other = (frozenset(dice.sample("abcdefghij", dice.randint(0, 8))) for _ in range(2))
        assert alike.likeness(one, other) == alike.likeness(other, one)
        assert 0 <= alike.likeness(one, other) <= 100
        assert (alike.likeness(one, one) == 100) is bool(one)


def test_the_same_key_is_a_crowd_of_its_own_kind() -> None:
    keys = {number: "refund" if number % 2 else "parcel" for number in range(9)} | {9: ""}
    assert alike.same(keys, least=5) == [0, 2, 4, 6, 8]
    assert alike.same(keys, least=6) == []
    assert alike.same({}, least=1) == []


@pytest.mark.parametrize(
    ("count", "important", "expected"),
    [(20, 0, 4), (49, 0, 4), (50, 0, 3), (100, 0, 2), (200, 0, 1), (20, 6, 3), (20, 5, 4), (200, 200, 1), (0, 0, 4)],
)
def test_the_grade_follows_from_how_many_and_who(count: int, important: int, expected: int) -> None:
    assert grading.grade(count, important, counts=(200, 100, 50), important_percent=30) == expected


def test_important_customers_can_be_left_out_and_thresholds_have_an_order() -> None:
    assert grading.grade(20, 20, counts=(200, 100, 50), important_percent=0) == 4
    assert grading.are_in_order((200, 100, 50))
    assert not grading.are_in_order((100, 100, 50))
    assert not grading.are_in_order((3, 2, 0))


def test_who_has_duty_comes_first_the_owners_last_and_nobody_twice() -> None:
    one, two, boss, hand, owner = (UUID(int=number) for number in range(5))
    found = calling.steps([one, two], {boss, owner, two}, {hand, one, owner}, {owner})
    assert [(step.role, set(step.user_ids)) for step in found] == [
        ("lead", {one}), ("lead", {two}), ("above", {boss}), ("handler", {hand}), ("top", {owner}),
    ]  # fmt: skip
    assert calling.following(found, []) == found[0]
    assert calling.following(found, [one, two, boss, hand]) == found[4]
    assert calling.following(found, [one, two, boss, hand, owner]) is None
    assert calling.steps([], set(), set(), {owner}) == [calling.Step("top", frozenset({owner}))]


def test_an_incident_is_confirmed_before_it_ends_and_ends_with_cause_and_measure() -> None:
    assert handling.may_go("open", "confirmed")
    assert not handling.may_go("open", "closed")
    assert not handling.may_go("closed", "handling")
    assert handling.lacks({"cause_id": "1", "measure": " "}) == ["measure", "measure_owner_id", "measure_due"]


def test_a_part_is_tried_again_while_it_is_not_as_it_should_be() -> None:
    one = parts.part("banner", {})
    assert not parts.are_to_retry([one], is_over=False)
    one["state"] = parts.FAILED
    assert parts.are_to_retry([one], is_over=False)
    assert not parts.are_to_retry([one], is_over=True)
    one["tries"] = parts.MOST_TRIES
    assert not parts.are_to_retry([one], is_over=False)


def test_most_of_a_crowd_within_the_minutes_are_together() -> None:
    at = {
        name: datetime(2026, 1, 1, 9, minute, tzinfo=UTC)
        for name, minute in zip("abcdef", (0, 9, 11, 12, 19, 40), strict=True)
    }
    assert alike.together(at, within=timedelta(minutes=10)) == ["b", "c", "d", "e"]
    assert alike.together({}, within=timedelta(minutes=10)) == []
