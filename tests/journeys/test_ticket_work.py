"""A day with tickets on the desk: a team's view, putting off, an answer for later, a checklist, time."""

from __future__ import annotations

from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from kefu.kernel import clock

from .house import Desk, House
from .test_portal import code_sent, press

MOBILE = "13800138131"


def submit(browser: Browser, house: House) -> tuple[Page, str]:
    """A customer asks in the help centre, and looks at their ticket with a code."""
    api = house.owner.api
    api("PATCH", f"/help-centres/{house.site['id']}", {"is_on": True})
    line = api("POST", "/sms-lines", {"brand_id": house.site["brand_id"], "sign": "青禾商城"})["id"]
    page = browser.new_context(locale="zh-CN", java_script_enabled=False).new_page()
    page.goto(f"{house.url}/help/{house.site['key']}")
    page.get_by_role("main").get_by_role("link", name="提交工单").first.click()
    fields = {"问题概要": "换货待寄回", "具体情况": "尺码不对", "您的称呼": "王芳", "手机号或邮箱": MOBILE}
    for label, text in fields.items():
        page.get_by_label(label, exact=True).fill(text)
    press(page, "提交")
    number = page.get_by_test_id("ticket-number").inner_text()
    page.get_by_role("banner").get_by_role("link", name="查询工单").click()
    page.get_by_label("工单编号", exact=True).fill(number)
    page.get_by_label("手机号或邮箱", exact=True).fill(MOBILE)
    press(page, "发送验证码")
    page.get_by_label("验证码", exact=True).fill(code_sent(house, line))
    press(page, "查看")
    expect(page.get_by_test_id("ticket-state")).to_be_visible()
    return page, number


def test_a_day_with_tickets(browser: Browser, house: House) -> None:
    customer, number = submit(browser, house)
    lead, colleague = house.hire("8131", role="supervisor", status="offline"), house.hire("8132", status="offline")
    people = {"leader_ids": [lead.id], "member_ids": [colleague.id]}
    team = house.owner.api("POST", "/teams", {"name": "售后二班", **people})
    (made,) = [one for one in lead.api("GET", "/tickets?state=any")["items"] if one["number"] == number]
    given = {"owner_id": lead.id, "team_id": team["id"], "reason": "本班处理"}
    lead.api("POST", f"/tickets/{made['id']}/assign", given)

    # a view of the team: saved by one, counted live at the other's desk
    desk = Desk.of(browser, house, lead)
    page = desk.page
    page.goto(f"{house.url}/tickets?view=all")
    desk.press("tickets-team")
    page.get_by_role("option", name="售后二班").click()
    desk.press("view-save")
    form = page.get_by_role("dialog")
    form.get_by_label("名称").fill("二班在办")
    desk.press("view-scope")
    page.get_by_role("option", name="一个班组").click()
    desk.press("view-team")
    page.get_by_role("option", name="售后二班").click()
    desk.press("view-keep")
    expect(form).to_have_count(0)
    view = page.get_by_test_id("saved-view")
    expect(view).to_have_text("二班在办 1")
    other = Desk.of(browser, house, colleague)
    other.page.goto(f"{house.url}/tickets")
    theirs = other.page.get_by_test_id("saved-view")
    expect(theirs).to_contain_text("二班在办 0")
    colleague.api("POST", "/tickets", {"subject": "补发赠品", "owner_id": str(colleague.id), "team_id": team["id"]})
    expect(theirs).to_have_text("二班在办 1", timeout=15_000)
    expect(view).to_have_text("二班在办 2", timeout=15_000)
    theirs.click()
    expect(other.page.get_by_test_id("tickets").get_by_role("row")).to_have_count(2)

    # put off, and back when the customer writes; the answer for later calls itself off
    page.get_by_test_id("tickets").get_by_text("换货待寄回").click()
    desk.press("ticket-more")
    desk.press("ticket-snooze")
    page.get_by_test_id("snooze-word").check()
    page.get_by_test_id("snooze-note").fill("等客户寄出")
    desk.press("snooze-save")
    expect(page.get_by_test_id("ticket-snoozed")).to_contain_text("等客户回复")
    page.get_by_test_id("ticket-words").fill("请问寄出了吗？")
    desk.press("ticket-later")
    desk.press("later-in_60")
    planned = page.get_by_test_id("ticket-planned")
    expect(planned).to_contain_text("请问寄出了吗？")
    expect(page.get_by_test_id("ticket-words")).to_have_value("")
    customer.get_by_label("补充说明", exact=True).fill("已经寄出")
    press(customer, "发送")
    expect(planned).to_have_count(0)
    expect(page.get_by_test_id("ticket-snoozed")).to_have_count(0)
    expect(page.get_by_test_id("ticket-history")).to_contain_text("定时回复已自动取消")
    expect(page.get_by_test_id("ticket-woken")).to_be_visible()

    # a checklist, and the time it took
    page.get_by_test_id("checklist-words").fill("核对寄回的商品")
    desk.press("checklist-add")
    expect(page.get_by_test_id("checklist-count")).to_have_text("0/1")
    page.get_by_test_id("ticket-checklist").get_by_text("核对寄回的商品").click()
    expect(page.get_by_test_id("checklist-count")).to_have_text("1/1")
    desk.press("timer-start")
    desk.press("timer-stop")
    expect(page.get_by_test_id("time-sum")).to_have_text("共 1 分钟")
    desk.press("time-book")
    page.get_by_test_id("time-minutes").get_by_role("spinbutton").fill("20")
    desk.press("time-keep")
    expect(page.get_by_test_id("time-sum")).to_have_text("共 21 分钟")
    page.goto(f"{house.url}/ticket-time")
    expect(page.get_by_test_id("time-report")).to_contain_text("王芳")
    expect(page.get_by_test_id("time-report").get_by_role("row").last).to_contain_text("21")

    # what was put off until a moment is on top then, with a notice
    page.goto(f"{house.url}/tickets?view=later")
    expect(page.get_by_role("tab", name="稍后 0")).to_be_visible()
    until = (clock.now() + timedelta(seconds=6)).isoformat()
    lead.api("POST", f"/tickets/{made['id']}/snooze", {"until": until, "note": "等入库"})
    expect(page.get_by_role("tab", name="稍后 1")).to_be_visible()
    expect(page.get_by_role("tab", name="稍后 0")).to_be_visible(timeout=30_000)
    page.get_by_role("tab", name="我的").click()
    expect(page.get_by_test_id("tickets").get_by_role("row").nth(1)).to_contain_text("到时")
