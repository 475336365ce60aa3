"""Codes and their limits, a ticket's state in the customer's words, who gets it, and colours that can be read."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from kefu.service.portal import icons, rules, words

NOW = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("fits", "tries", "expires_at", "is_used", "outcome"),
    [
        (True, 0, SOON, False, "right"),
        (True, 4, SOON, False, "right"),
        (True, 5, SOON, False, "over"),
        (False, 0, SOON, False, "wrong"),
        (False, 5, SOON, False, "over"),
        (True, 0, NOW, False, "over"),
        (True, 0, SOON, True, "over"),
    ],
)
def test_a_code_has_five_tries_ten_minutes_and_one_use(
    fits: bool, tries: int, expires_at: datetime, is_used: bool, outcome: str
) -> None:
    assert rules.outcome(fits=fits, tries=tries, expires_at=expires_at, is_used=is_used, now=NOW) == outcome


def test_a_code_is_six_digits_and_kept_as_what_nobody_can_use() -> None:
    codes = {rules.new_code() for _ in range(50)}
    assert all(len(code) == 6 and code.isdecimal() for code in codes) and len(codes) > 40
    one, other = uuid4(), uuid4()
    kept = rules.digest("123456", one, "secret")
    assert "123456" not in kept
    assert kept != rules.digest("123456", other, "secret") != rules.digest("123456", other, "another")


def test_digits_are_read_as_input_methods_write_them() -> None:
    assert rules.typed(" １２３ 456 ") == "123456"
    assert rules.typed("<script>") == ""


@pytest.mark.parametrize(
    ("category", "is_touched", "state"),
    [
        ("open", False, "received"),
        ("open", True, "open"),
        ("waiting", True, "waiting"),
        ("done", False, "done"),
        ("closed", True, "closed"),
    ],
)
def test_every_category_has_words_for_the_customer(category: str, is_touched: bool, state: str) -> None:
    assert rules.state(category, is_touched=is_touched) == state
    assert rules.STATES[state]


def test_what_a_customer_may_do() -> None:
    own = {"is_foreign": False, "score": None}
    assert rules.acts("open", **own) == rules.Acts(write=True, close=True, reopen=False, rate=False)  # type: ignore[arg-type]
    assert rules.acts("done", **own) == rules.Acts(write=True, close=True, reopen=True, rate=True)  # type: ignore[arg-type]
    assert rules.acts("closed", is_foreign=False, score=4) == rules.Acts(
        write=False, close=False, reopen=True, rate=False
    )
    assert rules.acts("done", is_foreign=True, score=None) == rules.Acts(
        write=True, close=False, reopen=False, rate=False
    )


def test_a_customer_urges_while_it_is_our_turn_and_once_an_hour() -> None:
    now = datetime(2026, 11, 27, 10, tzinfo=UTC)
    cases = (
        ("open", False, None, True),
        ("open", False, 59, False),
        ("open", False, 60, True),
        ("waiting", False, None, False),
        ("open", True, None, False),
    )
    for category, is_foreign, ago, may in cases:
        urged_at = None if ago is None else now - timedelta(minutes=ago)
        assert rules.may_urge(category, is_foreign=is_foreign, urged_at=urged_at, now=now) is may


def test_who_is_there_and_has_least_gets_the_next_one() -> None:
    one, two, three = (UUID(int=n) for n in (1, 2, 3))
    assert rules.least_laden([one, two, three], {one: 3, two: 1}, away=[three]) == two
    assert rules.least_laden([one, two], {one: 2, two: 2}, away=[]) == one
    assert rules.least_laden([one], {}, away=[one]) == one, "better one who is away than nobody"
    assert rules.least_laden([], {}, away=[]) is None


def test_the_words_that_were_searched_for_come_along() -> None:
    assert rules.with_words("坏了", "", "zh-CN") == "坏了"
    assert rules.with_words("坏了", "换屏", "zh-CN") == "坏了\n\n[在帮助中心搜索过] 换屏"
    assert rules.with_words("broken", "screen", "en").endswith("[Searched in the help centre] screen")


@pytest.mark.parametrize("color", ["#2f6bff", "#ffe600", "#ffffff", "#000000", "#ff8800", "#7f7f7f", "#00ff7f"])
def test_any_colour_of_a_brand_can_be_read(color: str) -> None:
    for ground in ("#ffffff", "#f4f5f8", "#181c25"):
        assert rules.contrast(rules.legible(color, ground), ground) >= 4.5


def test_the_icon_is_a_small_picture_of_its_size() -> None:
    for size in icons.SIZES:
        png = icons.drawn("#15945b", size)
        assert png.startswith(b"\x89PNG\r\n") and len(png) < 12_000
        assert struct.unpack(">II", png[16:24]) == (size, size)


def test_every_sentence_is_there_in_both_languages() -> None:
    assert words.ALL["zh-CN"].keys() == words.ALL["en"].keys()
    assert all(all(texts.values()) for texts in words.ALL.values())


def test_sizes_are_read_alike_in_both_languages() -> None:
    assert [rules.measure(n) for n in (60, 1_500, 999_999, 2_340_000)] == ["60 B", "2 kB", "1000 kB", "2.3 MB"]
