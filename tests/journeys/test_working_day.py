"""A working day on the desk: what a leader tells everybody, and who has read it."""

from __future__ import annotations

from playwright.sync_api import Browser, expect
from tests.journeys.house import Desk, House


def test_an_announcement_reaches_an_open_desk_and_the_leader_sees_who_confirmed_it(
    house: House, browser: Browser
) -> None:
    agent, leader = house.hire("8001"), house.hire("8000", role="supervisor", status="offline")
    away = house.hire("8002", status="offline")
    team = {"name": "一组", "leader_ids": [leader.id], "member_ids": [agent.id, away.id]}
    house.owner.api("POST", "/teams", team)
    desk = Desk.of(browser, house, agent)
    with desk.page.expect_websocket() as opened:
        desk.page.reload()
    opened.value.wait_for_event("framereceived")
    theirs = Desk.of(browser, house, leader)
    theirs.page.goto(f"{house.url}/announcements")
    theirs.press("announcement-add")
    theirs.page.get_by_test_id("announcement-title").fill("双11 值班")
    theirs.page.get_by_test_id("announcement-text").fill("今晚全员在线。")
    theirs.press("announcement-must-confirm")
    theirs.press("announcement-publish")
    readers = theirs.page.get_by_test_id("readers").locator("tbody tr")
    expect(readers.filter(has_text="未读")).to_have_count(2)

    card = desk.page.get_by_test_id("announcement")
    expect(card).to_contain_text("今晚全员在线。")
    expect(desk.page.get_by_test_id("notice-count")).to_have_text("1")
    desk.press("announcement-done")
    expect(card).to_have_count(0)
    expect(desk.page.get_by_test_id("notice-count")).to_have_count(0)
    theirs.press("remind")
    expect(readers.filter(has_text="已确认")).to_have_count(1)
    expect(theirs.page.get_by_text("已提醒 1 人")).to_be_visible()

    theirs.press("withdraw")
    theirs.page.get_by_role("button", name="撤回").last.click()
    expect(theirs.page.get_by_test_id("remind")).to_have_count(0)
    desk.press("notice-bell")
    expect(desk.page.get_by_test_id("announcement-entry")).to_have_count(0)
