"""Colleagues and leaders help: warnings, blocks, sorting, notices, each as it is seen on the desk."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from tests.journeys.house import Desk, House


def test_an_agent_is_warned_asks_for_a_block_and_the_leader_decides(house: House, browser: Browser) -> None:
    agent = house.hire("8001")
    leader = house.hire("8000", role="supervisor", status="offline")
    visitor = house.visitor("转人工", visitor={"name": "陈生", "phone": "13800138000"})
    visitor.say("你们给我等着")
    desk = Desk.of(browser, house, agent)
    desk.page.goto(f"{house.url}/desk/{visitor.id}")
    desk.page.get_by_test_id("guard-menu").click()
    desk.page.get_by_test_id("guard-warn").click()
    desk.page.get_by_label("原因").fill("威胁快递员")
    desk.page.get_by_test_id("guard-send").click()
    expect(desk.page.get_by_test_id("guard-banner")).to_contain_text("威胁快递员")
    desk.page.get_by_test_id("guard-accept").click()
    expect(desk.page.get_by_test_id("guard-accept")).to_have_count(0)

    desk.page.get_by_test_id("guard-menu").click()
    desk.page.get_by_test_id("guard-block").click()
    desk.page.get_by_label("原因").fill("连续威胁")
    desk.page.get_by_test_id("guard-send").click()
    expect(desk.page.get_by_test_id("guard-menu")).to_contain_text("待审批")

    theirs = Desk.of(browser, house, leader)
    expect(theirs.page.get_by_test_id("notice-count")).to_have_text("1")
    theirs.page.get_by_test_id("notice-bell").focus()
    theirs.page.keyboard.press("Enter")
    expect(theirs.page.get_by_test_id("notice")).to_contain_text("连续威胁")
    theirs.page.keyboard.press("ArrowDown")
    theirs.page.keyboard.press("Enter")
    theirs.page.get_by_text("陈生").click()
    theirs.page.get_by_test_id("block-approve").click()
    expect(theirs.page.get_by_text("已拉黑").first).to_be_visible()
    expect(desk.page.get_by_test_id("notice-count")).to_have_text("1")


def test_a_wrong_group_costs_one_act_and_a_transfer_can_be_given_back(house: House, browser: Browser) -> None:
    reasons = {row["code"]: row["id"] for row in house.owner.api("GET", "/dispositions")["items"]}
    brand = house.site["brand_id"]
    repairs = house.owner.api("POST", "/queues", {"brand_id": brand, "name": "维修组"})
    route = {"brand_id": brand, "disposition_id": reasons["repair"], "queue_id": repairs["id"]}
    house.owner.api("POST", "/sorting-routes", route)
    first = house.hire("8001")
    visitor = house.visitor("那个东西怎么弄，转人工")
    desk = Desk.of(browser, house, first)
    desk.open_first()
    second = house.hire("8002")

    desk.page.keyboard.press("Alt+KeyH")
    expect(desk.page.get_by_text("举手求助").first).to_be_visible()

    desk.press("note-toggle")
    menu = desk.page.get_by_test_id("mention-menu")
    desk.composer.press_sequentially("@")
    expect(menu.get_by_role("option").first).to_contain_text("小8002")
    desk.composer.press("Escape")
    desk.composer.press_sequentially("x")
    expect(menu).to_have_count(0)
    desk.composer.fill("")
    desk.composer.press_sequentially("请@x8")
    named = menu.get_by_role("option")
    expect(named).to_have_count(1)
    expect(desk.composer).to_have_attribute("aria-activedescendant", str(named.get_attribute("id")))
    desk.composer.press("Enter")
    expect(desk.composer).to_have_value("请@8002 ")
    expect(menu).to_have_count(0)
    desk.composer.press_sequentially("看下")
    desk.composer.press("Enter")
    expect(desk.page.locator("[data-kind=note]").last).to_contain_text("请@8002 看下")
    assert [notice["kind"] for notice in second.api("GET", "/notices")["items"]] == ["mention"]
    desk.press("note-toggle")

    desk.press("transfer-button")
    desk.page.get_by_label("搜索同事、技能组或技能").fill("8002")
    desk.page.get_by_test_id("transfer-target").check()
    desk.page.get_by_test_id("transfer-note").fill("问安装")
    desk.press("transfer-confirm")
    theirs = Desk.of(browser, house, second)
    theirs.open_first()
    expect(theirs.page.get_by_test_id("transfer-strip")).to_contain_text("问安装")
    theirs.press("give-back")
    theirs.page.get_by_test_id("give-back-reason").fill("不是我的组")
    theirs.press("give-back-confirm")
    expect(theirs.rows).to_have_count(0)
    expect(desk.rows).to_have_count(1)
    desk.open_first()
    expect(desk.page.get_by_text("退回转接：不是我的组").first).to_be_visible()

    first.is_now("busy")
    second.is_now("busy")
    desk.press("sorting-tag")
    desk.page.get_by_test_id("sorting-choice").filter(has_text="维修组").click()
    expect(desk.rows).to_have_count(0)
    assert visitor.see()["status"] == "queued"
    assert house.owner.api("GET", f"/conversations/{visitor.id}")["queue"]["name"] == "维修组"
