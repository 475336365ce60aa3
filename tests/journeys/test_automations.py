"""A rule is made, tried and seen at work; a shortcut is made and applied to a ticket."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Desk, House


def test_a_rule_is_tried_and_seen_at_work_and_a_shortcut_is_applied(browser: Browser, house: House) -> None:
    api = house.owner.api
    first = api("POST", "/tickets", {"subject": "退款没到账"})
    lead = Desk.of(browser, house, house.owner)
    page = lead.page
    sheet = page.get_by_role("dialog")

    # a rule: what is wrong stands at its place, the dry run shows what it would touch
    page.goto(f"{house.url}/settings/automation_rules")
    lead.press("resource-add")
    sheet.get_by_label("名称").fill("退款登记")
    lead.press("add-condition")
    words = sheet.get_by_test_id("condition-words")
    words.fill("退款")
    words.press("Enter")
    lead.press("sheet-save")
    expect(sheet.get_by_test_id("action-wrong")).to_have_text("请填写内容。")
    sheet.get_by_test_id("action-text").fill("{工单号} 是退款")
    lead.press("rule-try")
    tried = sheet.get_by_test_id("rule-tried")
    expect(tried).to_contain_text("查看了 1 张工单，将涉及 1 张。")
    expect(tried).to_contain_text(first["number"])
    sheet.get_by_role("switch", name="启用").locator("..").click()
    lead.press("sheet-save")
    expect(sheet).to_have_count(0)
    row = page.get_by_role("row", name="退款登记")
    for text in ("新建工单", "内部备注", "启用"):
        expect(row).to_contain_text(text)

    # at work
    ticket = api("POST", "/tickets", {"subject": "还没退款"})
    row.click()
    trace = sheet.get_by_test_id("rule-trace")
    while trace.count() == 0:
        page.reload()
        row.click()
        expect(sheet.get_by_text("执行记录")).to_be_visible()
        page.wait_for_timeout(300)
    for text in (ticket["number"], "已执行", "退款", "内部备注"):
        expect(trace).to_contain_text(text)
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)

    # a shortcut: made in the settings, applied with one click; its answer waits in the composer
    page.goto(f"{house.url}/settings/macros")
    lead.press("resource-add")
    sheet.get_by_label("名称").fill("开始核查")
    sheet.get_by_test_id("action-text").fill("您好，正在核查 {工单号}。")
    lead.press("add-action")
    sheet.get_by_test_id("action-kind").nth(1).click()
    page.get_by_role("option", name="转到阶段").click()
    sheet.get_by_test_id("action-stage").click()
    page.get_by_role("option", name="处理中").first.click()
    lead.press("sheet-save")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("row", name="开始核查")).to_contain_text("答复客户 · 转到阶段")

    page.goto(f"{house.url}/tickets/{ticket['id']}")
    expect(page.get_by_test_id("ticket-history")).to_contain_text(f"{ticket['number']} 是退款")
    expect(page.get_by_test_id("ticket-stage")).to_have_text("待受理")
    lead.press("macro-pick")
    page.get_by_test_id("macro").get_by_text("开始核查").click()
    expect(page.get_by_test_id("ticket-stage")).to_have_text("处理中")
    expect(page.get_by_test_id("ticket-words")).to_have_value(f"您好，正在核查 {ticket['number']}。")
    lead.press("ticket-say")
    expect(page.get_by_test_id("ticket-history")).to_contain_text("您好，正在核查")
