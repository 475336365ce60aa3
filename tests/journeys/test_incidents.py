"""A burst becomes an incident before the supervisor's eyes; a plan tells the visitor, and is put back."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from .house import Desk, House, sign_in
from .quality import Inspector

FAILED = ("付款失败，页面一直转圈", "支付失败了，付款页面打不开", "微信支付不了，提示付款失败", "付款失败怎么办")


def test_a_supervisor_sees_it_come_tells_everybody_and_closes_it(browser: Browser, house: House) -> None:
    api = house.owner.api
    lead = house.hire("8000", role="supervisor", status="offline")
    rule = api("GET", "/detection-rules")[0]
    api("PATCH", f"/detection-rules/{rule['id']}", {"count": 4})
    api(
        "POST",
        "/emergency-plans",
        {
            "name": "支付故障",
            "grades": [4],
            "banner_zh": "支付抢修中，请稍后再试",
            "answer_zh": "支付渠道故障，正在抢修。",
        },
    )
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}, color_scheme="light")
    sign_in(context, house.url, lead)
    eyes = Inspector.of(context, "zh-CN", house.url)
    floor, page = Desk(eyes.page, lead), eyes.page
    page.goto(f"{house.url}/incidents")
    expect(page.get_by_text("当前没有异常")).to_be_visible()
    eyes.judge()
    visitors = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}, color_scheme="light")
    chat = visitors.new_page()
    chat.goto(f"{house.url}/c/{house.site['key']}")
    bulletin = chat.get_by_test_id("chat-bulletin")
    chat.get_by_test_id("chat-input").fill("您好")
    chat.get_by_test_id("chat-send").click()
    expect(chat.locator("[data-testid=chat-message][data-sender=bot]")).to_have_count(1)
    expect(bulletin).to_have_count(0)

    for subject in FAILED:
        ticket = api("POST", "/tickets", {"subject": subject})
    row = page.get_by_test_id("incidents").get_by_role("row", name="待确认")
    expect(row).to_contain_text("四级 轻微")  # by itself, while the page is open
    eyes.judge()
    row.press("Enter")
    expect(page.get_by_test_id("incident-links").get_by_role("listitem")).to_have_count(4)
    floor.press("incident-confirm")
    expect(page.get_by_test_id("incident-state")).to_have_text("已确认")
    page.mouse.move(0, 0)
    eyes.judge()

    floor.press("plan-rehearse")
    floor.press("plan-go")
    expect(page.get_by_test_id("plan-done")).to_contain_text("客户没有看到")
    expect(page.get_by_test_id("part-banner").last).to_contain_text("可切换")
    banner, answer = (page.get_by_test_id(f"part-{kind}").last.bounding_box() for kind in ("banner", "answer"))
    assert banner and answer and banner["x"] == answer["x"], "one under the other"
    floor.press("plan-close")
    expect(bulletin).to_have_count(0)
    floor.press("plan-activate")
    expect(page.get_by_role("dialog")).to_contain_text("支付抢修中，请稍后再试")
    floor.press("plan-go")
    expect(page.get_by_test_id("plan-done")).to_have_text("切换结果：")
    eyes.judge()
    floor.press("plan-close")
    expect(page.get_by_test_id("plan-bar")).to_contain_text("支付故障")
    expect(bulletin).to_have_text("支付抢修中，请稍后再试")  # on a page that was open before
    chat.get_by_test_id("chat-input").fill("付不了款")
    chat.get_by_test_id("chat-send").click()
    expect(chat.get_by_text("支付渠道故障，正在抢修。")).to_be_visible()
    eyes.judge()

    floor.press("plan-restore")
    page.get_by_role("dialog").get_by_role("button", name="恢复").click()
    expect(page.get_by_test_id("plan-bar")).to_have_count(0)
    expect(bulletin).to_have_count(0)

    floor.press("incident-close")
    page.get_by_test_id("incident-cause").click()
    page.get_by_role("option", name="第三方服务故障").click()
    page.get_by_label("改进措施").fill("支付渠道增加监控")
    page.get_by_label("完成日期").fill("2030-12-31")
    page.get_by_label("完成日期").press("Enter")
    floor.press("incident-go")
    expect(page.get_by_test_id("incident-state")).to_have_text("已关闭")
    for text in ("演练预案 支付故障", "启用预案 支付故障", "恢复预案 支付故障", "关闭 · 第三方服务故障"):
        expect(page.get_by_test_id("incident-history")).to_contain_text(text)
    eyes.judge()
    page.goto(f"{house.url}/tickets/{ticket['id']}")
    expect(page.get_by_test_id("ticket-incident")).to_contain_text("属于异常")
    assert not eyes.faults, "\n".join(eyes.faults)
