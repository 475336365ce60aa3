"""The public door, through browsers: what a visitor notices of it, and what an agent sees of strangers' links."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect

from kefu.contact.conversations.door import _ZH

from .house import ELSEWHERE, Chat, Desk, House
from .office import Office


def test_spam_is_kept_out_and_a_visitor_hardly_notices(house: House, browser: Browser) -> None:
    """The owner turns it on; the page has no https, as many shops' pages, so the browser has no hashing of its own."""
    office = Office.of(browser, house)
    office.enter("door_policies")
    office.page.locator("main tbody tr").first.click()
    office.pick("challenge", "每次")
    office.save()
    expect(office.page.locator("main tbody tr").first).to_contain_text("每次")

    address = f"http://{ELSEWHERE}:{urlsplit(house.url).port}/c/{house.site['key']}"
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    page.goto(address)
    assert page.evaluate("crypto.subtle === undefined")
    chat = Chat(page)
    with page.expect_response(lambda answer: answer.status == 428):
        chat.write("屏幕碎了，看 http://evil.example/x")
    expect(page.locator("[data-testid=chat-message][data-sender=visitor]:not([data-unsent])")).to_have_count(1)
    expect(page.get_by_test_id("chat-sum")).to_have_count(0)

    policy = house.owner.api("GET", "/door-policies")["items"][0]
    house.owner.api("PATCH", f"/door-policies/{policy['id']}", {"asks_sum": True})
    other = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    other.goto(address)
    chat = Chat(other)
    chat.write("转人工")
    question = other.get_by_test_id("chat-sum")
    expect(question).to_contain_text("等于几？")
    field = other.get_by_test_id("chat-sum-field")
    expect(field).to_be_focused()
    field.fill("99")
    field.press("Enter")
    expect(question.get_by_role("alert")).to_have_text("答案不对，请再算一次。")
    asked = question.locator("label").inner_text().split("等于")[0].strip()
    field.fill(str(sum(_ZH.index(number) for number in asked.split("加"))))
    field.press("Enter")
    expect(question).to_have_count(0)
    expect(other.locator("[data-testid=chat-message][data-sender=visitor]:not([data-unsent])")).to_contain_text(
        "转人工"
    )

    agent = house.hire("8001")
    first = house.owner.api("GET", "/conversations")["items"][-1]["id"]
    desk = Desk.of(browser, house, agent)
    desk.page.goto(f"{house.url}/desk/{first}")
    flagged = desk.page.locator("[data-testid=message][data-sender=visitor]", has_text="屏幕碎了")
    expect(flagged.get_by_test_id("foreign-links")).to_contain_text("evil.example")
    expect(desk.page.get_by_test_id("message").get_by_role("link")).to_have_count(0)
