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
