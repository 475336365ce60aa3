"""The chat behind a link or a QR code, on a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kefu.config.tests.instances import wait_until

from .house import Chat, House

PHONE: ViewportSize = {"width": 390, "height": 844}
UNTRANSLATED = re.compile(r"\b[a-z_]+\.[a-z_]+(\.[a-z_]+)*\b")


@pytest.fixture
def phone(browser: Browser) -> Page:
    return browser.new_context(locale="zh-CN", viewport=PHONE, has_touch=True, is_mobile=True).new_page()


def test_a_telephone_shows_it_whole_and_in_both_languages(phone: Page, house: House) -> None:
    phone.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(phone)
    expect(chat.view.get_by_test_id("chat-greeting")).to_contain_text("您好")
    assert float(chat.input.evaluate("field => parseFloat(getComputedStyle(field).fontSize)")) >= 16

    chat.write("怎么开发票")
    expect(chat.messages("bot")).to_contain_text("申请开票")
    chat.write("https://example.com/" + "long" * 60)
    expect(chat.messages("visitor")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert_translated(phone)

    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_test_id("chat-handoff")).to_have_text("Talk to a person")
    expect(phone.locator("html")).to_have_attribute("lang", "en")
    assert_translated(phone)


def test_nobody_online_lets_one_leave_a_message(phone: Page, house: House) -> None:
    phone.goto(f"{house.url}/c/{house.site['key']}")
    leave_message(phone, "屏幕碎了,请回电")
    assert left(house) == ["屏幕碎了,请回电"]
    phone.goto("about:blank")  # the reply waits for her return
    agent, row = house.hire("8001"), house.owner.api("GET", "/conversations")["items"][0]
    wait_until(lambda: house.owner.api("GET", f"/conversations/{row['id']}")["assignee"])
    agent.api("POST", f"/conversations/{row['id']}/messages", {"text": "给您换新的屏幕。"})
    phone.goto(f"{house.url}/c/{house.site['key']}")
    expect(phone.get_by_text("给您换新的屏幕。")).to_be_visible()


def test_out_of_hours_says_so_and_lets_one_leave_a_message(phone: Page, house: House) -> None:
    house.hire("8001")
    calendar = house.owner.api("GET", "/calendars")["items"][0]
    far_from_now = (datetime.now(UTC) + timedelta(days=3)).isoweekday()
    house.owner.api("PATCH", f"/calendars/{calendar['id']}", {"weekly": {str(far_from_now): [["03:00", "03:01"]]}})
    phone.goto(f"{house.url}/c/{house.site['key']}")
    expect(phone.get_by_test_id("chat-status")).to_have_text(re.compile(r"客服将于 \d\d-\d\d 03:00 上班"))
    leave_message(phone, "明天请联系我")
    assert left(house) == ["明天请联系我"]


def test_a_caller_rates_the_call_behind_the_link_of_an_sms(
    phone: Page, house: House, founder: Callable[..., None]
) -> None:
    token = f"rate-{house.code}"
    founder(code=house.code, rating_token=token, locale="zh-CN")
    for scheme in ("light", "dark"):
        phone.emulate_media(color_scheme=scheme)
        phone.goto(f"{house.url}/r/{token}")
        expect(phone.get_by_role("heading", name="青山商城")).to_be_visible()
        phone.get_by_test_id("chat-rating-2").click()
        phone.get_by_role("button", name="未解决").click()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert_translated(phone)
    phone.get_by_role("textbox").fill("等太久了")
    phone.get_by_test_id("chat-rating-submit").click()
    expect(phone.get_by_test_id("rating-thanks")).to_contain_text("感谢您的评价")
    (rating,) = house.owner.api("GET", "/ratings")["items"]
    assert (rating["score"], rating["solved"], rating["comment"], rating["channel"], rating["follow_up"]) == (
        2, "no", "等太久了", "phone", "open",
    )  # fmt: skip
    phone.reload()
    expect(phone.get_by_test_id("rating-thanks")).to_be_visible()
    phone.goto(f"{house.url}/r/unknown")
    expect(phone.get_by_test_id("rating-problem")).to_have_text("评价链接无效，请检查链接是否完整")


def leave_message(phone: Page, text: str) -> None:
    chat = Chat(phone)
    chat.press("chat-leave")
    chat.press("chat-leave-submit")
    expect(phone.get_by_role("alert")).to_have_text("请写下您的问题")
    phone.get_by_test_id("chat-leave-text").fill(text)
    phone.get_by_test_id("chat-leave-contact").fill("12")
    chat.press("chat-leave-submit")
    expect(phone.get_by_role("alert")).to_have_text("请填写正确的手机号或邮箱")
    phone.get_by_test_id("chat-leave-contact").fill("138 0013 8000")
    chat.press("chat-leave-submit")
    expect(phone.get_by_test_id("chat-queue")).to_have_text(re.compile("留言已收到"))


def left(house: House) -> list[str]:
    """What the house has been told for later."""
    told = house.owner.api("GET", "/conversations")["items"]
    return [row["last_message"]["text"] for row in told]


def assert_translated(page: Page) -> None:
    text = re.sub(r"https?://\S+", "", page.locator("main").inner_text())
    assert not UNTRANSLATED.findall(text)
