"""An empty shop, three minutes later: it answers, in its own colour, behind a code to print."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect
from tests.journeys.house import House, sign_in


def test_a_new_shop_answers_after_three_minutes(context: BrowserContext, page: Page, house: House) -> None:
    sign_in(context, house.url, house.owner)
    page.goto(f"{house.url}/start")
    page.get_by_test_id("pack-发货时间").fill("16 小时内")
    page.get_by_test_id("pack-write").click()
    expect(page.get_by_test_id("pack-result")).to_contain_text("已写入")
    waiting = page.get_by_test_id("unconfirmed")
    expect(waiting.filter(has_text="付款后16 小时内发货")).to_have_count(1)
    before = waiting.count()
    waiting.filter(has_text="付款后多久发货").get_by_test_id("confirm-one").click()
    expect(waiting).to_have_count(before - 1)

    page.get_by_test_id("own-questions").fill("店里的猫叫什么？它叫馒头\n周末开门吗｜周末照常")
    page.get_by_test_id("own-write").click()
    expect(page.get_by_text("新增 2 条")).to_be_visible()

    page.get_by_test_id("look-color").fill("#c2410c")
    page.get_by_test_id("look-save").click()
    expect(page.get_by_test_id("look-save")).to_be_enabled()
    page.get_by_test_id("poster-link").click()
    expect(page.get_by_test_id("poster").locator("img")).to_be_visible()
    code = page.request.get(f"{house.url}{page.get_by_test_id('poster-png').get_attribute('href')}")
    assert code.ok and code.headers["content-type"] == "image/png"

    page.goto(f"{house.url}/c/{house.site['key']}")
    page.get_by_test_id("chat-input").fill("店里的猫叫什么")
    page.get_by_test_id("chat-send").click()
    expect(page.locator('[data-testid="chat-message"][data-sender="bot"]').last).to_contain_text("馒头")
