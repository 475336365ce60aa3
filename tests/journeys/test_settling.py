"""What comes after the talk: reasons settled together, an invitation, a rating with its acts; and the robot that tells."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Desk, House
from .office import Office


def test_reasons_are_settled_together_and_whoever_waits_is_not_ended(house: House, browser: Browser) -> None:
    agent = house.hire("8001")
    left = [house.visitor() for _ in range(2)]
    answered, waiting, other = (house.visitor() for _ in range(3))
    desk = Desk.of(browser, house, agent)
    expect(desk.rows).to_have_count(5)
    for visitor in (*left, answered, other):
        agent.api("POST", f"/conversations/{visitor.id}/messages", {"text": "您好，已为您登记"})
    for visitor in left:
        visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
    desk.page.get_by_role("button", name="2 个小结待补").click()
    expect(desk.rows).to_have_count(2)
    desk.press("batch-begin")
    expect(desk.page.get_by_test_id("batch-pick")).to_have_count(2)
    desk.press("batch-close")
    expect(desk.page.get_by_test_id("batch-confirm")).to_have_text("各按建议记录")
    search = desk.page.get_by_test_id("disposition-search")
    search.fill("tk")
    expect(desk.page.get_by_test_id("batch-confirm")).not_to_have_text("各按建议记录")
    search.press("Alt+KeyF")
    expect(desk.page.locator("[aria-selected=true] .star.on")).to_be_visible()
    search.press("Enter")
    expect(desk.page.get_by_test_id("batch-confirm")).to_be_hidden()
    assert agent.api("GET", "/conversations?pending=true")["items"] == []
    assert len({agent.api("GET", f"/conversations/{visitor.id}")["disposition"]["id"] for visitor in left}) == 1

    desk.page.get_by_role("tab", name="我的").click()
    desk.press("batch-begin")  # the one that waits for an answer is not among them
    expect(desk.page.get_by_test_id("batch-pick")).to_have_count(2)
    desk.press("batch-close")
    expect(desk.page.locator(".star.on")).to_be_visible()  # a favourite stands on top
    desk.press("batch-confirm")
    expect(desk.rows).to_have_count(1)
    assert agent.api("GET", f"/conversations/{waiting.id}")["status"] == "active"
    assert {agent.api("GET", f"/conversations/{one.id}")["status"] for one in (answered, other)} == {"closed"}


def test_a_rating_is_asked_for_given_appealed_against_and_followed_up(house: House, browser: Browser) -> None:
    leader, agent = house.hire("8000", role="supervisor", status="offline"), house.hire("8001")
    house.owner.api("POST", "/teams", {"name": "一组", "leader_ids": [leader.id], "member_ids": [agent.id]})
    visitor = house.visitor()
    desk = Desk.of(browser, house, agent)
    desk.open_first()
    expect(desk.page.get_by_test_id("close-button")).to_be_visible()
    desk.write("您好")
    desk.press("invite-button")
    expect(desk.page.get_by_test_id("invite-button")).to_be_disabled()
    assert visitor.see()["can_rate"]
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1, "comment": "答非所问"})
    desk.close_first()
    expect(desk.rows).to_have_count(0)

    desk.page.goto(f"{house.url}/desk/{visitor.id}")
    desk.page.get_by_role("tab", name="记录").click()
    rated = desk.page.get_by_test_id("record-rating")
    expect(rated).to_contain_text("答非所问")
    rated.get_by_test_id("appeal").click()
    desk.page.get_by_test_id("rating-note").fill("客户误点")
    desk.press("rating-send")
    expect(rated).to_contain_text("申诉中")

    floor = Desk.of(browser, house, leader).page
    floor.goto(f"{house.url}/live")
    row = floor.get_by_test_id("rating-row")
    row.get_by_test_id("follow-up").click()
    floor.get_by_test_id("rating-note").fill("已致电道歉")
    floor.get_by_test_id("rating-send").click()
    expect(row).to_contain_text("已跟进")
    row.get_by_test_id("appeal-accept").click()
    expect(row).to_contain_text("申诉通过，不计入")
    expect(desk.page.get_by_test_id("notice-count")).to_have_text("1")


def test_a_robot_shows_what_a_group_would_read(house: House, browser: Browser) -> None:
    office = Office.of(browser, house)
    office.enter("group_robots")
    office.add()
    office.pick("kind", "测试箱")
    office.fill(name="值班群")
    office.save()
    office.open("值班群")
    office.page.get_by_test_id("robot-test").click()
    told = office.page.get_by_test_id("robot-message")
    expect(told).to_have_count(1)
    expect(told).to_contain_text("已发送")
