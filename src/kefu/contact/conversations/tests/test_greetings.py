"""What a chat says first, by hours and language."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kefu.contact.conversations import greetings

OWN: dict[str, Any] = {
    "greeting": {"zh-CN": "欢迎光临{shop}"},
    "chips": {"zh-CN": ["发货"], "en": ["Delivery"]},
    "greetings": {
        "closed": {
            "zh-CN": {"text": "{店名}打烊了，{回来时间}见", "chips": ["营业时间"]},
            "en": {"text": "", "chips": []},
        },
        "holiday": {"zh-CN": {"text": "节日快乐，{back}回来", "chips": []}},
    },
}


def greet(
    settings: dict[str, Any], at: greetings.Moment, language: str = "zh-CN", back: str | None = "明天 09:00"
) -> Any:
    return greetings.greet(settings, at, language=language, shop="青禾", back=back)


def test_each_moment_has_its_own_words_and_questions() -> None:
    assert greet(OWN, "open") == ("欢迎光临青禾", ["发货"])
    assert greet(OWN, "closed") == ("青禾打烊了，明天 09:00见", ["营业时间"])
    assert greet(OWN, "holiday") == ("节日快乐，明天 09:00回来", ["营业时间"])
    without = {**OWN, "greetings": {"closed": OWN["greetings"]["closed"]}}
    assert greet(without, "holiday") == greet(without, "closed")


@pytest.mark.parametrize(
    ("tone", "at", "language", "begins"),
    [
        ("polite", "open", "zh-CN", "您好，请问"),
        ("qin", "open", "zh-CN", "亲，"),
        ("polite", "closed", "zh-CN", "您好，现在是非工作时间，人工客服明天 09:00回来"),
        ("qin", "holiday", "zh-CN", "亲，现在是休息时间"),
        ("qin", "closed", "en", "Hello, we are closed"),
    ],
)
def test_without_own_words_the_tone_speaks(tone: str, at: Any, language: str, begins: str) -> None:
    text, _ = greet({"tone": tone}, at, language)
    assert text.startswith(begins) and "{" not in text


def test_nobody_knows_when_somebody_is_back() -> None:
    assert greet(OWN, "closed", back=None)[0] == "青禾打烊了，稍后见"
    assert greet(OWN, "closed", "en", None) == (
        "Hello, we are closed just now and will be back later. You can leave a message, we will answer as soon as we can.",
        ["Delivery"],
    )


@pytest.mark.parametrize(
    ("opening", "zh", "en"),
    [
        ((2026, 11, 26, 14, 0), "今天 14:00", "today at 14:00"),
        ((2026, 11, 27, 9, 0), "明天 09:00", "tomorrow at 09:00"),
        ((2026, 12, 1, 9, 30), "12月1日 09:30", "on 1 Dec at 09:30"),
    ],
)
def test_when_somebody_is_back_is_said_like_people_say_it(opening: Any, zh: str, en: str) -> None:
    zone = ZoneInfo("Asia/Shanghai")
    now = datetime(2026, 11, 26, 12, 0, tzinfo=zone)
    at = datetime(*opening).replace(tzinfo=zone)
    assert (greetings.back_at(at, now, "zh-CN"), greetings.back_at(at, now, "en")) == (zh, en)
    assert greetings.back_at(None, now, "zh-CN") is None


def test_a_holiday_on_which_somebody_works_is_an_open_day() -> None:
    assert greetings.moment(is_open=True, kind_of_day="holiday") == "open"
    assert greetings.moment(is_open=False, kind_of_day="holiday") == "holiday"
    assert greetings.moment(is_open=False, kind_of_day="rest") == "closed"


def test_unknown_variables_are_named_and_stay_as_they_are() -> None:
    settings = {"greeting": {"en": "{shop} {price}"}, "greetings": {"closed": {"en": {"text": "{Back}"}}}}
    assert greetings.unknown_variables(settings) == ["price", "Back"]
    assert greet(settings, "open", "en")[0] == "青禾 {price}"
