"""The floor in a supervisor's hands: figures and the rows behind them, the board, watching, taking over, breaks, the wall."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from .house import Desk, House


def test_a_supervisor_sees_who_is_late_watches_and_takes_over_in_two_clicks(browser: Browser, house: House) -> None:
    agent = house.hire("8001")
    desk = Desk.of(browser, house, agent)
    visitor = house.visitor("转人工")
    visitor.say("屏幕碎了,怎么赔")
    expect(desk.rows).to_have_count(1)
    lead = Desk.of(browser, house, house.owner)
    lead.page.goto(f"{house.url}/live")
    expect(lead.page.get_by_test_id("figure-offered").get_by_test_id("figure-value")).to_have_text("1")
    row = lead.page.get_by_test_id("agent-board").locator("tbody tr", has_text="8001")
    expect(row.get_by_test_id("board-chats")).to_have_text("1 / 5")
    row.press("Enter")
    lead.page.get_by_test_id("watch").click()
    watched = lead.page.get_by_test_id("watched")
    expect(watched).to_contain_text("屏幕碎了")
    visitor.say("还在吗")
    expect(watched).to_contain_text("还在吗")
    lead.page.get_by_test_id("watch-note").fill("先安抚,我来赔付")
    lead.page.get_by_test_id("watch-note").press("Enter")
    desk.open_first()
    expect(desk.page.get_by_text("先安抚,我来赔付")).to_be_visible()
    assert "先安抚" not in str(visitor.see())

    lead.page.get_by_test_id("take-over").click()
    lead.page.get_by_test_id("reason").first.click()
    expect(lead.composer).to_be_visible()
    expect(desk.rows).to_have_count(0)
    lead.write("您好,我是主管,由我为您处理。")
    expect(lead.messages("agent").last).to_contain_text("由我为您处理")
    done = {entry["action"] for entry in house.owner.api("GET", "/audit?limit=100")["items"]}
    assert {"conversation.watched", "conversation.taken_over"} <= done


def test_a_forced_state_reaches_the_agent_with_its_reason(browser: Browser, house: House) -> None:
    agent = house.hire("8001")
    desk = Desk.of(browser, house, agent)
    expect(desk.page.get_by_test_id("presence-menu")).to_have_attribute("data-status", "online")
    lead = Desk.of(browser, house, house.owner)
    lead.page.goto(f"{house.url}/live")
    row = lead.page.get_by_test_id("agent-board").locator("tbody tr", has_text="8001")
    row.click()
    lead.page.get_by_test_id("force-busy").click()
    lead.page.get_by_role("button", name="多次未及时回复").click()
    expect(desk.page.get_by_test_id("presence-menu")).to_have_attribute("data-status", "busy")
    expect(row).to_contain_text("强制")
    notices = house.owner.api.__class__(house.url, agent.api.token)("GET", "/notices")["items"]
    assert "多次未及时回复" in notices[0]["text"]["zh-CN"]
    lead.page.get_by_role("tab", name="新人模式").click()
    lead.press("ramp-save")
    expect(lead.page.get_by_test_id("ramp-now")).to_have_text(
        re.compile(r"第 1 天（共 7 天），接待上限 2。 \d\d-\d\d 起为 3。")
    )
    expect(row.get_by_test_id("board-chats")).to_have_text("0 / 2")
    expect(row).to_contain_text("新人 1/7 天")
    lead.press("ramp-end")
    expect(row.get_by_test_id("board-chats")).to_have_text("0 / 5")


def test_a_break_is_asked_for_granted_and_shown_with_its_minutes(browser: Browser, house: House) -> None:
    reasons = {reason["code"]: reason["id"] for reason in house.owner.api("GET", "/presence-reasons")["items"]}
    house.owner.api("PATCH", f"/presence-reasons/{reasons['break']}", {"needs_approval": True})
    desk = Desk.of(browser, house, house.hire("8001"))
    desk.press("presence-menu")
    choice = desk.page.get_by_test_id("break-break")
    expect(choice).to_contain_text("剩 30 分钟")
    choice.click()
    lead = Desk.of(browser, house, house.owner)
    lead.page.goto(f"{house.url}/live")
    expect(lead.page.get_by_test_id("break-request")).to_contain_text("小休")
    lead.page.get_by_test_id("break-grant").click()
    expect(desk.page.get_by_test_id("presence-menu")).to_contain_text("小休")
    expect(lead.page.get_by_test_id("break-request")).to_have_count(0)


def test_figures_lead_to_their_rows_and_the_rows_into_a_file(browser: Browser, house: House) -> None:
    agent = house.hire("8001")
    desk = Desk.of(browser, house, agent)
    visitor = house.visitor("转人工")
    desk.open_first()
    desk.write("您好")
    desk.close_first()
    expect(desk.page.get_by_test_id("today-handled")).to_contain_text("1")
    lead = Desk.of(browser, house, house.owner)
    lead.page.goto(f"{house.url}/live")
    lead.page.get_by_test_id("figure-offered").click()
    expect(lead.page.get_by_test_id("contacts").locator("tbody tr")).to_have_count(1)
    lead.press("export-menu")
    lead.press("export-xlsx")
    with lead.page.expect_download() as download:
        lead.page.get_by_test_id("export-file").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    lead.page.goto(f"{house.url}/reports?by=agent")
    expect(lead.page.get_by_test_id("report")).to_contain_text("8001")
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1})
    lead.page.goto(f"{house.url}/live")
    csat = lead.page.get_by_test_id("figure-csat")
    expect(csat).to_contain_text("目标 ≥ 4.50")
    csat.get_by_role("link", name="未跟进差评 1").click()
    expect(lead.page.get_by_test_id("selection")).to_contain_text("未跟进差评")
    expect(lead.page.get_by_test_id("contacts").locator("tbody tr")).to_have_count(1)
    lead.page.goto(f"{house.url}/settings/targets")
    row = lead.page.locator("main tbody tr").filter(has_text="评分之和 ÷ 评价数（1–5 分）")
    row.click()
    lead.page.get_by_test_id("target-value").locator("input").fill("9")
    lead.press("sheet-save")
    expect(lead.page.get_by_text("请填写 1 至 5 分。")).to_have_count(1)
    lead.page.get_by_test_id("target-value").locator("input").fill("4")
    lead.press("sheet-save")
    expect(row).to_contain_text("≥ 4.00")
    lead.page.goto(f"{house.url}/live")
    expect(csat).to_contain_text("目标 ≥ 4.00")
    lead.page.goto(f"{house.url}/settings/targets")
    row.click()
    lead.press("target-default")
    lead.press("sheet-save")
    expect(row.get_by_text("默认", exact=True)).to_be_visible()
    desk.page.get_by_test_id("today").click()
    expect(desk.page.get_by_test_id("contacts").locator("tbody tr")).to_have_count(1)


def test_a_wallboard_opens_without_an_account_and_goes_dark_when_revoked(browser: Browser, house: House) -> None:
    house.visitor("转人工")
    board = house.owner.api("POST", "/wallboards", {"name": "大厅", "codes": ["waiting", "offered", "csat"]})
    stranger = browser.new_context(locale="zh-CN", viewport={"width": 1920, "height": 1080})
    page = stranger.new_page()
    page.goto(board["url"])
    expect(page.get_by_test_id("wall-waiting").get_by_test_id("wall-value")).to_have_text("1")
    assert page.locator(".value").first.evaluate("e => getComputedStyle(e).fontSize") == "64px"
    assert stranger.cookies() == [] or all("session" not in cookie["name"] for cookie in stranger.cookies())
    house.owner.api("DELETE", f"/wallboards/{board['id']}")
    expect(page.get_by_test_id("wall-gone")).to_be_visible(timeout=15_000)
