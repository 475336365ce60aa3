"""Chinese input: the Enter that chooses a word must never send half a sentence."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from .house import Chat, Desk, House


def compose(page: Page, field: Locator) -> None:
    """Type with an input method and choose the word by Enter; the browser's own composition, not simulated events."""
    field.click()
    browser_itself = page.context.new_cdp_session(page)
    for spelling in ("n", "ni", "ni'h", "ni'hao"):
        end = len(spelling)
        browser_itself.send("Input.imeSetComposition", {"text": spelling, "selectionStart": end, "selectionEnd": end})
    composing_enter = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    browser_itself.send("Input.dispatchKeyEvent", composing_enter)
    field.dispatch_event("keydown", {"key": "Enter", "keyCode": 13, "isComposing": True, "bubbles": True})
    field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": False, "bubbles": True})
    browser_itself.send("Input.insertText", {"text": "你好"})


def test_enter_of_an_input_method_sends_nothing_in_the_chat(page: Page, house: House) -> None:
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    compose(page, chat.input)
    expect(chat.input).to_have_value("你好")
    expect(chat.messages("visitor")).to_have_count(0)
    chat.input.press("Shift+Enter")
    chat.input.press_sequentially("在吗")
    expect(chat.input).to_have_value("你好\n在吗")
    expect(chat.messages("visitor")).to_have_count(0)
    chat.input.press("Enter")
    expect(chat.messages("visitor")).to_have_count(1)
    expect(chat.messages("visitor")).to_contain_text("你好\n在吗", use_inner_text=True)
    expect(chat.input).to_have_value("")


def test_enter_of_an_input_method_sends_nothing_at_the_desk(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    house.visitor()
    desk.open_first()
    written = desk.messages("agent")
    greeted = written.count()
    compose(desk.page, desk.composer)
    expect(desk.composer).to_have_value("你好")
    desk.composer.press("Shift+Enter")
    desk.composer.press_sequentially("在的")
    expect(desk.composer).to_have_value("你好\n在的")
    expect(desk.page.get_by_test_id("pending-message")).to_have_count(0)
    expect(written).to_have_count(greeted)
    desk.composer.press("Enter")
    expect(written).to_have_count(greeted + 1)
    expect(written.last).to_contain_text("你好\n在的", use_inner_text=True)


def test_enter_of_an_input_method_accepts_no_offer_and_closes_nothing(browser: Browser, house: House) -> None:
    house.owner.api("PATCH", f"/queues/{house.queue['id']}", {"assignment": "offer"})
    desk = Desk.of(browser, house, house.hire("8001"))
    house.visitor()
    offer = desk.page.get_by_test_id("offer-accept")
    expect(offer).to_be_visible()
    composing = {"key": "Enter", "keyCode": 229, "isComposing": True, "bubbles": True}
    desk.page.locator("body").dispatch_event("keydown", composing)
    expect(offer).to_be_visible()
    desk.page.locator("body").press("Enter")
    expect(offer).to_have_count(0)

    desk.press("close-button")
    search = desk.page.get_by_test_id("disposition-search")
    search.dispatch_event("keydown", composing)
    expect(search).to_be_visible()
