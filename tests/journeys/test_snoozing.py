"""稍后处理 on the desk: put off by one key, back by itself."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Browser, expect

from kefu.kernel import clock

from .house import Desk, House


def test_a_conversation_is_put_off_by_a_key_and_comes_back_by_itself(house: House, browser: Browser) -> None:
    agent = house.hire("8001")
    visitor, other = house.visitor("转人工"), house.visitor("转人工")
    desk = Desk.of(browser, house, agent)
    page = desk.page
    page.goto(f"{house.url}/desk/{visitor.id}")
    tab = page.get_by_role("tab", name="稍后")

    expect(desk.composer).to_be_visible()
    page.keyboard.press("Alt+KeyL")
    page.get_by_test_id("snooze-save").click()
    expect(page.get_by_text("客户还在等待回复，请先回复再稍后处理。")).to_be_visible()
    page.get_by_role("button", name="取消").click()
    expect(page.get_by_test_id("snooze-save")).to_have_count(0)
    desk.write("仓库查好后告诉您")
    expect(desk.messages("agent")).to_contain_text("仓库查好后告诉您")

    page.keyboard.press("Alt+KeyL")
    expect(page.get_by_test_id("snooze-in_30")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("snooze-hour")).to_be_checked()
    page.get_by_test_id("snooze-note").fill("等仓库回复")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("snooze-bar")).to_contain_text("等仓库回复")
    expect(tab).to_have_text("稍后 1")
    mine = page.locator(f"[data-testid=work-row][data-conversation-id='{visitor.id}']")
    expect(mine).to_have_count(0)

    visitor.say("我想好了，退款")
    expect(mine).to_be_visible()
    expect(tab).to_have_text("稍后")
    expect(page.get_by_test_id("snooze-bar")).to_have_count(0)

    desk.write("好的，正在办理")
    expect(desk.messages("agent").last).to_contain_text("正在办理")
    page.goto(f"{house.url}/desk/{other.id}")
    until = (clock.now() + timedelta(seconds=5)).isoformat()
    agent.api("POST", f"/conversations/{visitor.id}/snooze", {"until": until, "note": "退款到账"})
    expect(page.get_by_role("heading", name="稍后处理时间到")).to_be_visible()
    first = desk.rows.first
    expect(first).to_have_attribute("data-conversation-id", visitor.id)
    expect(first).to_contain_text("退款到账")
    expect(page.get_by_test_id("notice-count")).to_have_text("1")

    first.click()
    expect(desk.messages("agent").filter(has_text="正在办理")).to_be_visible()
    page.keyboard.press("Alt+KeyL")
    page.get_by_test_id("snooze-in_30").press("Enter")
    page.get_by_test_id("unsnooze").click()
    expect(page.get_by_test_id("snooze-bar")).to_have_count(0)
    expect(mine).to_be_visible()
