"""The bot between customers and those who teach it: marks, unknown questions."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Chat, Desk, House


def chat_of(browser: Browser, house: House) -> Chat:
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 760}).new_page()
    page.goto(f"{house.url}/c/{house.site['key']}")
    return Chat(page)


def test_an_unknown_question_is_taught_in_two_clicks_and_answered(browser: Browser, house: House) -> None:
    first = chat_of(browser, house)
    first.write("怎么开发票")
    first.press("chat-unhelpful")
    expect(first.view.get_by_text("很抱歉没能帮到您")).to_be_visible()
    expect(first.view.get_by_test_id("chat-unhelpful")).to_have_attribute("aria-pressed", "true")
    second = chat_of(browser, house)
    second.write("你们招暑假工吗")
    expect(second.messages("bot")).to_contain_text("没有准确的答案")

    desk = Desk.of(browser, house, house.owner)
    desk.page.get_by_test_id("rail-bot").click()
    rows = desk.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    row = rows.filter(has_text="暑假工")
    row.get_by_test_id("ignore").click()
    expect(rows).to_have_count(1)
    desk.press("undo")
    expect(rows).to_have_count(2)
    row.get_by_test_id("new-article").click()
    desk.page.get_by_test_id("new-answer").fill("六月起招，投简历即可。")
    desk.press("publish-article")
    expect(rows).to_have_count(1)

    second.write("你们招暑假工吗")
    expect(second.messages("bot").last).to_contain_text("六月起招")
