"""The first conversation: from a line of script on somebody's page to a rating that the supervisor sees."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from .house import PNG, Chat, Desk, House

SOON_MS = 2000
RATING_MS = 5000


@dataclass(frozen=True)
class Words:
    """What is said, and what the screens must say, in one language."""

    locale: str
    question: str
    answer: str
    person: str
    handed_over: str
    typing: str
    knowledge: str
    search: str


CHINESE = Words(
    "zh-CN", "怎么开发票", "申请开票", "转人工", "客户要求人工", "正在输入", "知识", "发票",
)  # fmt: skip
ENGLISH = Words(
    "en", "How do I get an invoice?", "press Invoice", "talk to a person", "asked for a person", "typing", "Knowledge",
    "invoice",
)  # fmt: skip


@pytest.mark.parametrize("words", [CHINESE, ENGLISH], ids=lambda words: words.locale)
def test_a_customer_is_served_from_snippet_to_rating(
    browser: Browser, found_house: Callable[..., House], host_page: Callable[..., str], words: Words
) -> None:
    house = found_house(locale=words.locale)
    agent, leader = house.hire("8001"), house.hire("9001", role="supervisor", status="offline")
    house.owner.api("POST", "/teams", {"name": "一组", "leader_ids": [leader.id], "member_ids": [agent.id]})
    desk = Desk.of(browser, house, agent, locale=words.locale)
    supervisor = Desk.of(browser, house, leader, locale=words.locale)
    supervisor.page.goto(f"{house.url}/live")

    shop = browser.new_context(locale=words.locale).new_page()
    snippet = house.site["snippet"].replace("<script", f'<script data-locale="{words.locale}"')
    shop.goto(host_page(snippet))
    shop.get_by_test_id("launcher").click()
    chat = Chat(shop.frame_locator("iframe"))

    chat.write(words.question)
    expect(chat.messages("bot")).to_contain_text(words.answer)
    chat.press("chat-source")
    expect(chat.view.get_by_role("dialog")).to_contain_text(words.answer)
    chat.input.page.keyboard.press("Escape")

    chat.write(words.person)
    desk.open_first()
    expect(desk.page.locator("[data-testid=message][data-kind=note]")).to_contain_text(words.question)

    chat.input.press_sequentially("?!")
    expect(desk.page.get_by_role("log")).to_contain_text(words.typing, ignore_case=True, timeout=SOON_MS)
    desk.composer.press_sequentially("…")
    expect(chat.view.get_by_role("log")).to_contain_text(words.typing, ignore_case=True, timeout=SOON_MS)
    desk.write("Hello 您好 👋")
    expect(chat.messages("agent").last).to_contain_text("Hello 您好 👋", timeout=SOON_MS)
    chat.input.press("Enter")
    expect(desk.messages("visitor").last).to_contain_text("?!", timeout=SOON_MS)

    chat.view.get_by_test_id("chat-file").set_input_files({"name": "坏.png", "mimeType": "image/png", "buffer": PNG})
    chat.press("chat-send")
    picture = desk.page.locator("[data-testid=message][data-kind=image] img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1

    desk.page.get_by_role("tab", name=words.knowledge).click()
    desk.page.get_by_test_id("knowledge-search").fill(words.search)
    found = desk.page.get_by_role("article").filter(has_text=words.answer)
    found.get_by_test_id("knowledge-insert").click()
    expect(desk.composer).to_have_value(re.compile(words.answer))
    desk.composer.press("Enter")
    expect(chat.messages("agent").last).to_contain_text(words.answer)

    desk.close_first()
    expect(desk.rows).to_have_count(0)

    chat.press("chat-rating-5")
    chat.press("chat-rating-submit")
    rating = supervisor.page.get_by_test_id("rating-row").first
    expect(rating).to_contain_text("5", timeout=RATING_MS)
    expect(rating).to_contain_text(desk.person.name)
