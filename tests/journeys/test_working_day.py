"""A working day on the desk: what a leader tells everybody, and who has read it."""

from __future__ import annotations

import re

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


def test_a_script_is_walked_by_keys_and_its_path_stays_with_the_contact(house: House, browser: Browser) -> None:
    agent = house.hire("8001")
    steps = [
        {"id": "sorry", "kind": "say", "text": "{客户姓名}，非常抱歉给您带来不便。"},
        {
            "id": "broken",
            "kind": "ask",
            "text": "商品是否破损？",
            "answer": "yes_no",
            "is_required": True,
            "options": [{"label": "是"}, {"label": "否", "next": "bye"}],
        },
        {"id": "picture", "kind": "ask", "text": "照片说明了什么？", "answer": "text", "is_required": True},
        {"id": "bye", "kind": "end"},
    ]
    body = {
        "brand_id": house.site["brand_id"],
        "name": "投诉处理",
        "queue_id": house.queue["id"],
        "draft": {"steps": steps},
    }
    made = house.owner.api("POST", "/scripts", body)
    settings = Desk.of(browser, house, house.owner)
    settings.page.goto(f"{house.url}/settings/scripts")
    settings.page.locator("main tbody tr").click()
    trial = settings.page.get_by_test_id("script-trial")
    for act in ("script-try", "script-say"):
        trial.get_by_test_id(act).click()
    trial.get_by_test_id("script-choice").nth(1).click()
    expect(trial.get_by_test_id("script-passed")).to_have_count(3)
    expect(trial.get_by_text("已走完")).to_be_visible()
    trial.get_by_test_id("script-back").click()
    expect(trial.get_by_test_id("script-passed")).to_have_count(1)
    settings.press("script-publish")
    expect(settings.page.get_by_text("已发布 v1").first).to_be_visible()
    assert house.owner.api("GET", f"/scripts/{made['id']}")["wrong"] == []

    house.visitor("转人工", visitor={"name": "陈女士"})
    desk = Desk.of(browser, house, agent)
    desk.open_first()
    desk.composer.press("Alt+KeyS")
    expect(desk.page.get_by_test_id("script-offer")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.page.get_by_test_id("script-say")).to_be_focused()
    desk.page.keyboard.press("Enter")
    expect(desk.composer).to_have_value("陈女士，非常抱歉给您带来不便。")
    expect(desk.page.get_by_test_id("script-choice").first).to_be_visible()

    desk.press("close-button")
    expect(desk.page.get_by_test_id("disposition-option").first).to_have_attribute("aria-selected", "true")
    desk.press("close-confirm")
    expect(desk.page.get_by_test_id("script-reason")).to_be_visible()
    desk.page.keyboard.press("Escape")
    expect(desk.page.get_by_test_id("script-reason")).to_have_count(0)
    desk.page.get_by_test_id("script-choice").first.focus()
    desk.page.keyboard.press("2")
    expect(desk.page.get_by_test_id("script-passed")).to_have_count(3)
    desk.close_first()
    expect(desk.rows).to_have_count(0)
    desk.page.get_by_role("tab", name="记录").click()
    expect(desk.page.get_by_test_id("script-record")).to_contain_text("商品是否破损？")
    expect(desk.page.get_by_test_id("script-record")).to_contain_text("已走完")


def test_numbers_are_hidden_from_an_agent_who_may_show_them_and_copying_is_logged(
    house: House, browser: Browser
) -> None:
    agent = house.hire("8001")
    visitor = house.visitor("转人工", visitor={"name": "陈女士", "phone": "13812345678"})
    desk = Desk.of(browser, house, agent)
    desk.open_first()
    visitor.say("我另一个号码是13900001111")
    said = desk.messages("visitor").last
    expect(said).to_contain_text("139****1111")
    expect(desk.page.get_by_text("138****5678")).to_be_visible()
    assert not any(number in desk.page.content() for number in ("13812345678", "13900001111"))
    expect(desk.page.get_by_test_id("watermark")).to_have_attribute("data-words", re.compile(r"^8001 \d{4}-"))
    desk.page.reload()
    expect(desk.messages("visitor").last).to_contain_text("139****1111")
    desk.press("show-numbers")
    expect(said).to_contain_text("13900001111")
    expect(desk.page.get_by_text("+8613812345678").or_(desk.page.get_by_text("13812345678"))).to_be_visible()

    said.locator(".text, p").first.click(click_count=3)
    with desk.page.expect_response(lambda answer: answer.url.endswith("/copies")) as logged:
        desk.page.keyboard.press("Control+c")
    assert logged.value.status == 204
    entries = house.owner.api("GET", "/audit")["items"]
    assert {"conversation.copied", "conversation.revealed"} <= {entry["action"] for entry in entries}
    assert "13900001111" not in str(entries)
