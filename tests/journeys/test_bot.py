"""The bot between customers and those who teach it: marks, unknown questions, dialogue flows, and what it tells agents."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Chat, Desk, House


def chat_of(browser: Browser, house: House) -> Chat:
    page = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 760}).new_page()
    page.goto(f"{house.url}/c/{house.site['key']}")
    return Chat(page)


def test_an_unknown_question_is_taught_in_two_clicks_and_answered(browser: Browser, house: House) -> None:
    first = chat_of(browser, house)
    first.write("怎么开发票")
    first.press("chat-unhelpful")
    expect(first.view.get_by_text("很抱歉没能帮到您")).to_be_visible()
    expect(first.view.get_by_test_id("chat-unhelpful")).to_have_attribute("aria-pressed", "true")
    second = chat_of(browser, house)
    second.write("你们招暑假工吗")
    expect(second.messages("bot")).to_contain_text("没有准确的答案")

    desk = Desk.of(browser, house, house.owner)
    desk.page.get_by_test_id("rail-bot").click()
    rows = desk.page.locator("tbody tr")
    expect(rows).to_have_count(2)
    row = rows.filter(has_text="暑假工")
    row.get_by_test_id("ignore").click()
    expect(rows).to_have_count(1)
    desk.press("undo")
    expect(rows).to_have_count(2)
    row.get_by_test_id("new-article").click()
    desk.page.get_by_test_id("new-answer").fill("六月起招，投简历即可。")
    desk.press("publish-article")
    expect(rows).to_have_count(1)

    second.write("你们招暑假工吗")
    expect(second.messages("bot").last).to_contain_text("六月起招")


def test_a_flow_is_made_tried_published_and_followed(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.owner)
    desk.page.goto(f"{house.url}/bot/flows")
    desk.press("new-flow")
    steps = desk.page.get_by_test_id("flow-step")
    expect(steps).to_have_count(7)
    steps.nth(2).get_by_test_id("step-text").fill("{price}")
    desk.press("publish-flow")
    expect(steps.nth(2).get_by_role("alert")).to_contain_text("price")
    steps.nth(2).get_by_test_id("step-text").fill("订单 {order.number}：{order.state}")
    desk.press("start-trial")
    log = desk.page.get_by_test_id("trial-log")
    expect(log).to_contain_text("请把订单号发给我")
    field = desk.page.get_by_test_id("trial-text")
    field.fill("QH20261120")
    field.press("Enter")
    expect(log).to_contain_text("没有查到这个订单号")
    desk.press("publish-flow")
    expect(desk.page.get_by_text("已发布 v1")).to_be_visible()

    chat = chat_of(browser, house)
    chat.write("帮我查订单")
    expect(chat.messages("bot").last).to_contain_text("请把订单号发给我")
    chat.write("转人工")
    expect(chat.messages("system").last).to_be_visible()


def test_a_suggested_reply_is_put_in_by_one_key(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工")
    visitor.say("退款多久到账")
    desk.open_first()
    suggested = desk.page.get_by_test_id("suggested-reply")
    expect(suggested).to_contain_text("来源：退款多久到账")
    desk.composer.press("Tab")
    expect(desk.composer).to_have_value("退款会在 7 天内原路退回。")
    expect(suggested).to_have_count(0)
    desk.composer.press("Enter")
    expect(desk.messages("agent").last).to_contain_text("7 天内")
    desk.press("close-button")
    expect(desk.page.locator("#close-summary")).to_have_value(
        "客户诉求：退款多久到账\n处理结果：退款会在 7 天内原路退回。"
    )
