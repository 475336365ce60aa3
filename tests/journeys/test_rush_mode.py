"""Rush mode: begun on the floor, seen by colleagues and visitors, and gone without a trace."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Desk, House, sign_in
from .quality import Inspector


def test_a_rush_is_begun_in_two_clicks_seen_by_all_and_leaves_no_trace(browser: Browser, house: House) -> None:
    chips = {"color": "", "chips": {"zh-CN": ["怎么开发票", "退款多久到账"]}}
    house.owner.api("PATCH", f"/sites/{house.site['id']}", {"settings": chips})
    agent, lead = house.hire("8001"), house.hire("8000", role="supervisor", status="offline")
    house.owner.api("POST", "/teams", {"name": "一组", "leader_ids": [lead.id], "member_ids": [agent.id]})
    desk = Desk.of(browser, house, agent)
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}, color_scheme="light")
    sign_in(context, house.url, lead)
    eyes = Inspector.of(context, "zh-CN", house.url)
    floor = Desk(eyes.page, lead)
    floor.page.goto(f"{house.url}/live")
    places = floor.page.get_by_test_id("agent-board").locator("tbody tr", has_text="8001").get_by_test_id("board-chats")
    expect(places).to_have_text("0 / 5")

    floor.press("rush")
    floor.press("rush-plus-2")
    expect(places).to_have_text("0 / 7")
    expect(desk.page.get_by_test_id("rush-bar")).to_contain_text("接待上限 +2")
    expect(desk.page.get_by_test_id("rush-end")).to_have_count(0)  # an agent sees it, and no more
    bar = floor.page.get_by_test_id("rush-bar")
    until = bar.inner_text()
    floor.press("rush-extend")
    expect(bar).not_to_have_text(until)
    floor.press("rush-end")
    expect(places).to_have_text("0 / 5")
    expect(desk.page.get_by_test_id("rush-bar")).to_have_count(0)

    telephone = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, color_scheme="light")
    visitors_eyes = Inspector.of(telephone, "zh-CN", house.url)
    chat = visitors_eyes.page
    chat.goto(f"{house.url}/c/{house.site['key']}")
    chat.get_by_test_id("chat-input").fill("您好")
    chat.get_by_test_id("chat-send").click()
    expect(chat.locator("[data-testid=chat-message][data-sender=bot]")).to_have_count(1)
    announcement, topics = chat.get_by_test_id("chat-announcement"), chat.get_by_test_id("chat-topics")
    expect(announcement).to_have_count(0)
    floor.press("rush")
    floor.press("rush-more")
    floor.page.get_by_test_id("rush-capacity").get_by_role("spinbutton").fill("2")
    floor.page.get_by_test_id("rush-announces").click()
    floor.page.get_by_test_id("rush-zh").fill("双11咨询较多，请您稍候。")
    floor.page.get_by_test_id("rush-topics").click()
    floor.page.get_by_test_id("rush-bot-first").click()
    eyes.judge()
    floor.press("rush-begin")
    expect(floor.page.get_by_test_id("rush-bar")).to_contain_text("机器人优先")
    expect(places).to_have_text("0 / 7")
    eyes.judge()
    expect(announcement).to_have_text("双11咨询较多，请您稍候。")  # on a page that was open before
    chat.get_by_test_id("chat-handoff").click()
    expect(chat.get_by_text("再点一次「转人工」")).to_be_visible()
    visitors_eyes.judge()
    topics.get_by_text("怎么开发票").click()
    expect(chat.get_by_text("在订单详情页点击「申请开票」即可。")).to_be_visible()
    chat.get_by_test_id("chat-handoff").click()
    expect(topics).to_have_count(0)
    expect(desk.rows).to_have_count(1)

    floor.press("rush-end")
    expect(announcement).to_have_count(0)
    agent.is_now("busy")
    house.visitor("转人工")
    floor.press("rush")
    floor.press("rush-when")
    for field, value in (("trigger-waiting", "1"), ("trigger-wait", "0")):
        floor.page.get_by_test_id(field).get_by_role("spinbutton").fill(value)
    eyes.judge()
    floor.press("trigger-save")
    proposal = floor.page.get_by_test_id("rush-proposal")
    expect(proposal).to_contain_text("在线排队 1 个")
    expect(proposal).to_contain_text("建议开启高峰模式 60 分钟：接待上限 +1、机器人优先、忙时公告。")
    eyes.judge()
    floor.press("rush-accept")
    expect(floor.page.get_by_test_id("rush-bar")).to_contain_text("机器人优先")
    expect(proposal).to_have_count(0)
    expect(places).to_have_text("1 / 6")
    expect(announcement).to_contain_text("咨询量较大")
    floor.press("rush-end")
    expect(announcement).to_have_count(0)
    expect(places).to_have_text("1 / 5")
    expect(desk.page.get_by_test_id("rush-bar")).to_have_count(0)
    assert not [*eyes.faults, *visitors_eyes.faults], "\n".join([*eyes.faults, *visitors_eyes.faults])
