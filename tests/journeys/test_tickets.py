"""A ticket from a conversation to its end, through the desks of three people."""

from __future__ import annotations

from playwright.sync_api import Browser, FilePayload, expect

from .house import Desk, House


def test_a_ticket_from_a_conversation_to_its_end(browser: Browser, house: House) -> None:
    first = house.hire("8101")
    visitor = house.visitor("转人工，包裹三天没有更新")
    customer = {"name": "王芳", "phone": "13800138000"}
    house.owner.api("POST", f"/conversations/{visitor.id}/customer", customer)
    second = house.hire("8102", status="offline")

    # made beside the conversation, which stays open
    front = Desk.of(browser, house, first)
    front.open_first()
    front.press("to-ticket")
    form = front.page.get_by_role("dialog")
    expect(form).to_contain_text("王芳")
    subject = form.get_by_label("标题")
    expect(subject).to_have_value("转人工，包裹三天没有更新")
    subject.fill("包裹三天没有更新")
    front.press("ticket-make")
    expect(form).to_have_count(0)
    expect(front.composer).to_be_visible()
    front.press("made-ticket")

    # worked on: a stage, a word to the customer, and back to the pool with a reason
    stage = front.page.get_by_test_id("ticket-stage")
    expect(stage).to_have_text("待受理")
    front.press("move-working")
    expect(stage).to_have_text("处理中")
    front.page.get_by_test_id("ticket-words").fill("您好，正在核查，今天内答复您。")
    report: FilePayload = {"name": "核查单.txt", "mimeType": "text/plain", "buffer": "中转站确认".encode()}
    front.page.get_by_test_id("ticket-pick").set_input_files(report)
    expect(front.page.get_by_test_id("staged")).to_contain_text("核查单.txt")
    front.press("ticket-say")
    history = front.page.get_by_test_id("ticket-history")
    expect(history).to_contain_text("正在核查")
    expect(front.page.get_by_test_id("staged")).to_have_count(0)
    expect(history.get_by_test_id("ticket-files").get_by_role("link")).to_contain_text("核查单.txt")
    front.press("ticket-return")
    front.press("ticket-act")
    expect(form.get_by_role("alert")).to_have_text("请填写原因")
    form.get_by_label("原因").fill("需要物流同事处理")
    front.press("ticket-act")
    expect(front.page.get_by_test_id("ticket-owner")).to_have_text("未分派")

    # taken by a colleague
    back = Desk.of(browser, house, second)
    back.press("rail-tickets")
    back.page.get_by_role("tab", name="未分派 1").click()
    back.page.get_by_test_id("tickets").get_by_text("包裹三天没有更新").click()
    expect(back.page.get_by_test_id("ticket-others")).to_have_text("工号 8101 正在查看")
    back.page.get_by_test_id("ticket-words").fill("我来处理")
    expect(front.page.get_by_test_id("ticket-others")).to_have_text("工号 8102 正在写回复")
    front.page.get_by_test_id("ticket-words").fill("我再问一下")
    back.press("ticket-say")
    expect(front.page.get_by_test_id("ticket-forestalled")).to_contain_text("工号 8102 刚刚回复了这张工单")
    front.page.get_by_test_id("ticket-words").fill("")
    back.press("ticket-claim")
    expect(back.page.get_by_test_id("ticket-owner")).to_have_text("工号 8102")
    expect(front.page.get_by_test_id("ticket-owner")).to_have_text("工号 8102")

    # the customer asks again: urged from beside the conversation, seen by whoever works on it
    front.press("rail-desk")
    front.open_first()
    front.press("ticket-urge")
    expect(back.page.get_by_test_id("ticket-urges")).to_have_text("催单×1")
    back.press("move-done")
    expect(back.page.get_by_test_id("ticket-stage")).to_have_text("已办结")
    back.press("move-closed")
    expect(back.page.get_by_test_id("ticket-stage")).to_have_text("已关闭")
    expect(front.page.get_by_test_id("customer-tickets")).to_have_count(0)

    # whoever leads sees it on the list, with what was unusual about it
    lead = Desk.of(browser, house, house.owner)
    lead.page.goto(f"{house.url}/tickets?view=all")
    lead.press("tickets-state")
    lead.page.get_by_role("option", name="已关闭").click()
    row = lead.page.get_by_test_id("tickets").get_by_role("row", name="包裹三天没有更新")
    for words in ("已关闭", "催单×1", "工号 8102", "王芳"):
        expect(row).to_contain_text(words)


def test_a_type_is_set_up_and_what_is_wrong_with_it_stands_at_its_place(browser: Browser, house: House) -> None:
    lead = Desk.of(browser, house, house.owner)
    page = lead.page
    page.goto(f"{house.url}/settings/ticket_types")
    page.get_by_role("button", name="新建工单类型").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("中文名称").fill("以旧换新")
    sheet.get_by_label("代码").fill("swap")
    lead.press("add-field")
    sheet.get_by_label("字段 1 · 中文").fill("旧机型号")
    lead.press("add-stage")
    sheet.get_by_label("阶段 6 · 中文").fill("估价")
    lead.press("sheet-save")
    expect(page.get_by_test_id("stage-wrong")).to_have_text("无法到达这个阶段。 从这个阶段无法走到结束。")
    sheet.get_by_role("button", name="删除阶段 6").click()
    lead.press("sheet-save")
    expect(sheet).to_have_count(0)
    row = page.get_by_role("row", name="以旧换新")
    expect(row).to_contain_text("启用")
    (made,) = [one for one in house.owner.api("GET", "/ticket-types") if one["code"] == "swap"]
    assert [field["name"]["zh-CN"] for field in made["definition"]["fields"]] == ["旧机型号"]
    house.owner.api("DELETE", f"/ticket-types/{made['id']}")

    page.goto(f"{house.url}/settings/sla_policies")
    page.get_by_role("button", name="新建承诺时限").click()
    sheet.get_by_label("名称").fill("大客户承诺")
    answers = sheet.get_by_role("spinbutton", name="P1 首次响应")
    answers.fill("600")
    lead.press("sheet-save")
    expect(page.get_by_test_id("promise-targets").get_by_role("alert")).to_have_text("不能晚于解决时限。")
    answers.fill("10")
    lead.press("sheet-save")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("row", name="大客户承诺")).to_contain_text("4 小时")
    (kept,) = [one for one in house.owner.api("GET", "/sla-policies") if one["name"] == "大客户承诺"]
    assert kept["targets"]["P1"]["first_response"] == 10
    house.owner.api("DELETE", f"/sla-policies/{kept['id']}")


def test_a_refund_waits_for_approval_and_is_granted_in_the_desk(browser: Browser, house: House) -> None:
    asker = house.hire("8105", status="offline")
    chief = Desk.of(browser, house, house.owner)

    # who approves what
    chief.page.goto(f"{house.url}/settings/approval_rules")
    chief.page.get_by_role("button", name="新建审批规则").click()
    form = chief.page.get_by_role("dialog")
    form.get_by_label("名称").fill("退款")
    above = form.get_by_test_id("step-above-0").get_by_role("spinbutton")
    above.fill("50")
    above.press("Tab")
    expect(form).to_contain_text("不超过 50 元的申请直接通过")
    chief.press("sheet-save")
    expect(form).to_have_count(0)
    expect(chief.page.get_by_role("row", name="退款")).to_contain_text("超过 50.00 元：申请人的班组长")

    # asked for from the ticket, and refused an end before it is decided
    front = Desk.of(browser, house, asker)
    ticket = asker.api("POST", "/tickets", {"subject": "少发一件退款"})
    front.page.goto(f"{house.url}/tickets/{ticket['id']}")
    front.press("ask-approval")
    asked = front.page.get_by_role("dialog")
    front.press("approval-act")
    expect(asked.get_by_role("alert")).to_have_text("请填写大于 0 的金额")
    asked.get_by_label("金额（元）").fill("120.5")
    asked.get_by_label("原因").fill("少发一件")
    front.press("approval-act")
    expect(asked).to_have_count(0)
    card = front.page.get_by_test_id("ticket-approvals")
    expect(card).to_contain_text("退款 ¥120.50")
    expect(card).to_contain_text("等待 owner")

    # granted by whoever may
    chief.page.goto(f"{house.url}/tickets")
    chief.page.get_by_role("tab", name="待我审批").click()
    chief.page.get_by_test_id("tickets").get_by_text("少发一件退款").click()
    chief.press("grant-approval")
    chief.press("approval-act")
    expect(chief.page.get_by_test_id("ticket-approvals")).to_contain_text("已批准")
    expect(card).to_contain_text("已批准")
    expect(front.page.get_by_test_id("ticket-history")).to_contain_text("批准退款 ¥120.50")
    (rule,) = [one for one in house.owner.api("GET", "/approval-rules") if one["name"] == "退款"]
    house.owner.api("DELETE", f"/approval-rules/{rule['id']}")
