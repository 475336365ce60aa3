"""Tags of tickets, and a rule that makes tickets of conversations, in the browser."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, expect

from .house import Desk, House
from .office import Office


def write_tag(page: Page, field: str, tag: str) -> None:
    page.locator(f"#{field}").fill(tag)
    page.locator(f"#{field}").press("Enter")
    expect(
        page.locator(".el-input-tag").filter(has=page.locator(f"#{field}")).get_by_text(tag, exact=True)
    ).to_be_visible()


def test_tags_are_written_seen_in_the_list_filtered_changed_and_told_in_the_history(
    browser: Browser, house: House
) -> None:
    page = Desk.of(browser, house, house.owner).page
    house.owner.api("POST", "/tickets", {"subject": "没有标签的工单"})
    page.goto(f"{house.url}/tickets?view=all")
    page.get_by_test_id("ticket-new").click()
    page.locator("#ticket-subject").fill("杯子碎了")
    write_tag(page, "ticket-tags", "破损")
    page.get_by_test_id("ticket-make").click()
    expect(page.get_by_test_id("ticket-tag")).to_have_text(["破损"])

    page.get_by_test_id("ticket-edit").click()
    write_tag(page, "edit-tags", "易碎品")
    page.get_by_test_id("ticket-save").click()
    expect(page.get_by_test_id("ticket-tag")).to_have_text(["破损", "易碎品"])
    expect(page.get_by_text("标签：破损 → 破损、易碎品")).to_be_visible()

    page.goto(f"{house.url}/tickets?view=all")
    rows = page.get_by_test_id("tickets").locator("tbody tr")
    expect(rows).to_have_count(2)
    page.get_by_test_id("tickets-tag").click()
    page.get_by_role("option", name="易碎品").click()
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("杯子碎了")


def test_a_rule_that_makes_tickets_of_conversations_is_set_up_tried_and_works(browser: Browser, house: House) -> None:
    house.visitor("我收到的盘子碎了")
    office = Office.of(browser, house)
    page = office.page
    office.enter("automation_rules")
    office.add()
    office.fill(name="破损登记")
    editor = page.get_by_test_id("rule-editor")
    editor.get_by_test_id("rule-trigger").click()
    page.get_by_role("option", name="客户在会话中说话（自动建单）").click()
    editor.get_by_test_id("rule-type").click()
    page.get_by_role("option", name="咨询办理").click()
    editor.get_by_test_id("add-condition").click()
    words = editor.get_by_test_id("condition-words")
    words.fill("碎了")
    words.press("Enter")
    editor.get_by_test_id("action-kind").click()
    page.get_by_role("option", name="添加标签").click()
    tags = editor.get_by_test_id("action-tags")
    tags.fill("破损")
    tags.press("Enter")
    editor.get_by_test_id("rule-try").click()
    expect(editor.get_by_test_id("rule-tried")).to_contain_text("将为 1 个建单")
    office.flip("is_enabled")
    office.save()

    house.visitor("杯子也碎了")
    page.goto(f"{house.url}/tickets?view=all")
    row = page.get_by_test_id("tickets").locator("tbody tr").filter(has_text="杯子也碎了")
    expect(row.get_by_test_id("ticket-tag")).to_have_text(["破损"])
