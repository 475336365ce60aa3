"""The demo's stage, played through: the customer by the page, the agent by us."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.conftest import LiveStack

from kefu.config.state import FileLock

PLAY_MS = 90_000  # a machine that starts engines beside it answers late
# In one go: the customer waits but two seconds before the first word.
BEGIN_HELD = """async () => {
  const press = (id) => document.querySelector(`[data-testid="${id}"]`).click();
  press('scene-buyer');
  await new Promise(requestAnimationFrame);
  press('stage-pause');
}"""


@pytest.fixture
def stage(page: Page, live_stack: LiveStack, run_directory: Path) -> Iterator[Page]:
    """The stage with everybody's places taken, by one test at a time: there is one 8001, who goes home afterwards."""
    with FileLock(run_directory / "stage.lock"):
        page.goto(f"{live_stack.url}/demo")
        expect(page.get_by_test_id("scene-buyer")).to_be_enabled(timeout=PLAY_MS)
        yield page
        page.evaluate(
            """async () => {
                const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
                const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
                await fetch("/api/v1/agents/me/presence", {method: "PUT", headers, body: '{"status": "offline"}'});
            }"""
        )


def reach(page: Page, step: str) -> None:
    expect(page.get_by_test_id("stage-caption")).to_have_attribute("data-step", step, timeout=PLAY_MS)


def test_a_buyers_visit_from_the_parcel_to_five_stars(stage: Page) -> None:
    phone = stage.frame_locator('[data-testid="stage-phone"]')
    desk = stage.frame_locator('[data-testid="stage-desk"]')
    stage.get_by_test_id("scene-buyer").click()

    reach(stage, "complain")
    card = phone.locator('[data-testid="chat-message"][data-sender="bot"][data-kind="card"]')
    expect(card).to_contain_text("恒温电热水壶")
    expect(card).to_contain_text("顺丰速运")

    reach(stage, "reply")
    row = desk.get_by_test_id("work-row").filter(has_text="陈女士").first
    row.click()
    expect(desk.get_by_text("转人工原因：客户投诉")).to_be_visible()
    expect(desk.get_by_text("售后组").first).to_be_visible()
    desk.get_by_test_id("composer").click()
    stage.keyboard.type("、pc")
    expect(desk.get_by_test_id("quick-menu")).to_contain_text("赔偿")
    stage.keyboard.press("Enter")
    stage.keyboard.press("Enter")

    reach(stage, "coupon")
    desk.get_by_role("tab", name="订单").click()
    expect(desk.get_by_test_id("order").filter(has_text="学习平板")).to_be_visible()
    desk.locator('[data-testid="coupon"][data-code="CARE20"]').dblclick()
    coupon = phone.locator('[data-testid="chat-message"][data-sender="agent"][data-kind="card"]')
    expect(coupon).to_contain_text("¥20.00")

    reach(stage, "close")
    expect(coupon).to_have_count(1)
    desk.get_by_test_id("card-open").click()
    desk.get_by_test_id("card-choice").filter(has_text="学习平板").click()
    desk.get_by_test_id("card-send").click()
    expect(coupon.last).to_contain_text("学习平板")
    desk.get_by_test_id("close-button").click()
    expect(desk.get_by_test_id("disposition-option").first).to_contain_text("破损与少件赔付")
    stage.keyboard.press("Enter")

    reach(stage, "over")
    expect(phone.get_by_text("★★★★★")).to_be_visible()


def test_the_stage_waits_while_it_is_held(stage: Page) -> None:
    phone = stage.frame_locator('[data-testid="stage-phone"]')
    stage.evaluate(BEGIN_HELD)
    reach(stage, "ask")
    expect(phone.locator('[data-testid="chat-message"][data-sender="visitor"]')).to_have_count(0)
    stage.get_by_test_id("stage-next").click()
    expect(phone.locator('[data-testid="chat-message"][data-sender="visitor"]')).to_have_count(1)
    reach(stage, "complain")
