"""What a house wants to know of its customers: set up once, asked of people everywhere, and changed beside the conversation."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Desk, House


def test_a_field_is_set_up_asked_for_and_changed_beside_the_conversation(browser: Browser, house: House) -> None:
    owner = Desk.of(browser, house, house.owner)
    page = owner.page
    page.goto(f"{house.url}/settings/customer_fields")
    page.get_by_role("row").nth(1).click()
    sheet = page.get_by_role("dialog")
    owner.press("add-field")
    sheet.get_by_label("字段 1 · 中文").fill("会员卡号")
    sheet.get_by_text("创建时必填").click()
    owner.press("add-field")
    sheet.get_by_label("字段 2 · 中文").fill("会员卡号")
    owner.press("sheet-save")
    expect(sheet.get_by_role("alert").first).to_have_text("名称重复。")
    sheet.get_by_label("字段 2 · 中文").fill("加盟商")
    owner.press("sheet-save")
    expect(sheet).to_have_count(0)
    expect(page.get_by_role("row").last).to_contain_text("会员卡号 · 加盟商")

    page.goto(f"{house.url}/customers")
    owner.press("resource-add")
    sheet.get_by_label("姓名").fill("何必填")
    owner.press("sheet-save")
    expect(sheet.get_by_role("alert").first).to_have_text("必填")
    sheet.get_by_label("会员卡号").fill("V-88")
    owner.press("sheet-save")
    expect(sheet).to_have_count(0)
    page.get_by_role("row", name="何必填").click()
    facts = page.get_by_test_id("customer-facts")
    expect(facts).to_have_text("会员卡号V-88")

    house.visitor("转人工，我是会员")
    agent = Desk.of(browser, house, house.hire("8188"))
    agent.open_first()
    pane = agent.page
    pane.get_by_role("button", name="关联或新建客户").click()
    pane.get_by_role("textbox", name="姓名", exact=True).fill("林会员")
    expect(pane.get_by_label("加盟商")).to_have_count(0)
    pane.get_by_label("会员卡号").fill("V-99")
    pane.get_by_role("button", name="新建并关联").click()
    facts = pane.get_by_test_id("customer-facts")
    expect(facts).to_have_text("会员卡号V-99")
    pane.get_by_role("button", name="编辑", exact=True).click()
    pane.get_by_label("会员卡号").fill("")
    pane.get_by_role("button", name="保存", exact=True).click()
    expect(pane.get_by_text("必填", exact=True)).to_be_visible()
    pane.get_by_label("会员卡号").fill("V-100")
    pane.get_by_label("加盟商").fill("上海一店")
    pane.get_by_role("button", name="保存", exact=True).click()
    expect(facts).to_have_text("会员卡号V-100加盟商上海一店")

    api = house.owner.api  # the house is another journey's next
    fields = api("GET", "/customer-fields")["fields"]
    api("PUT", "/customer-fields", {"fields": [{**field, "is_required": False} for field in fields]})
    for found in api("GET", "/customers")["items"]:
        api("PATCH", f"/customers/{found['id']}", {"values": dict.fromkeys(found["values"])})
    api("PUT", "/customer-fields", {"fields": []})
