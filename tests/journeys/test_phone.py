"""The owner's telephone: 390 × 844."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, ViewportSize, expect

from .house import Desk, House

PHONE: ViewportSize = {"width": 390, "height": 844}


def fits(page: Page) -> bool:
    """Nothing is beside or below what is seen: a talk scrolls in its own place."""
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth <= innerWidth && {root}.scrollHeight <= innerHeight"))


def test_an_owner_serves_from_a_telephone(browser: Browser, house: House) -> None:
    """Presence, list, conversation, a quick reply, and the end with its reason, one pane at a time."""
    brand = house.site["brand_id"]
    house.owner.api("POST", "/quick-replies", {"scope": "shared", "brand_id": brand, "text": "请稍等，我查一下。"})
    desk = Desk.of(browser, house, house.owner)
    page = desk.page
    page.set_viewport_size(PHONE)
    page.get_by_test_id("presence-menu").click()
    page.get_by_test_id("presence-online").click()
    house.visitor("转人工").say("什么时候发货？" + "已经等了很久，" * 80)
    expect(desk.rows).to_have_count(1)
    assert fits(page)

    desk.open_first()
    expect(desk.rows.first).to_be_hidden()
    assert fits(page)
    composer = desk.composer.bounding_box()
    assert composer is not None and composer["x"] >= 0 and composer["x"] + composer["width"] <= PHONE["width"]
    desk.composer.press_sequentially("/qsd")
    expect(page.get_by_text("请稍等，我查一下。").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(desk.composer).to_have_value("请稍等，我查一下。")
    desk.composer.press("Enter")
    expect(desk.messages("agent").last).to_contain_text("请稍等")

    page.get_by_test_id("back-to-list").click()
    expect(desk.rows.first).to_be_visible()
    desk.open_first()
    desk.close_first()
    expect(desk.rows).to_have_count(0)
    assert fits(page)
