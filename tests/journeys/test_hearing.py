"""Nothing is missed: sounds by kind, the tab's title and icon, desktop notices, and what the browser holds back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, Page, Route, expect

from kefu.config.tests.instances import wait_until

from .house import Desk, House

# What would be heard, by the first tone of each sound, and what would be shown outside the page.
LISTENER = """
window.heard = []; window.shown = [];
const KINDS = {659: 'conversation', 784: 'message', 988: 'transfer', 523: 'late'};
const start = OscillatorNode.prototype.start;
let last = 0;
OscillatorNode.prototype.start = function (...when) {
  const frequency = Math.round(this.frequency.value);
  if (frequency in KINDS && performance.now() - last > 50) window.heard.push(KINDS[frequency]);
  last = performance.now();
  return start.apply(this, when);
};
window.Notification = class {
  static permission = 'granted';
  static requestPermission = async () => 'granted';
  constructor(title, options) { window.shown.push(options.body); }
  close() {}
};
"""
HIDE = """(isHidden) => {
  Object.defineProperty(document, 'hidden', {value: isHidden, configurable: true});
  document.hasFocus = () => !isHidden;
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def listen(page: Page) -> None:
    page.add_init_script(LISTENER)
    with page.expect_response(
        lambda answer: answer.url.endswith("/desk/snapshot")
    ):  # what is there by then is not news
        page.reload()
    page.locator("body").click(position={"x": 5, "y": 5})  # a browser is silent until somebody touches the page


def without_date(route: Route) -> None:
    answer = route.fetch()
    headers = {name: value for name, value in answer.headers.items() if name != "date"}
    route.fulfill(response=answer, headers=headers)


def heard(page: Page) -> list[str]:
    kinds: list[str] = page.evaluate("window.heard.splice(0)")
    return kinds


def wait_for(page: Page, kind: str) -> None:
    wait_until(lambda: kind in heard(page), seconds=10)


def test_each_kind_has_its_sound_and_other_peoples_chats_have_none(browser: Browser, house: House) -> None:
    giver = Desk.of(browser, house, house.hire("8001"))
    listen(giver.page)
    visitor = house.visitor("转人工")
    expect(giver.rows).to_have_count(1)
    expect(giver.page).to_have_title(re.compile(r"^\(\d\)"))
    assert heard(giver.page) == ["conversation"]
    expect(giver.page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("^data:image/png"))

    colleague = house.hire("8002")
    taker = Desk.of(browser, house, colleague)
    listen(taker.page)
    visitor.say("在吗")
    expect(giver.rows.first).to_contain_text("在吗")
    wait_for(giver.page, "message")
    giver.open_first()
    heard(giver.page)
    giver.write("我请同事来处理。")
    visitor.say("好的")
    expect(giver.messages("visitor").last).to_contain_text("好的")
    assert heard(giver.page) == []  # what is on the screen needs no sound, one's own words neither
    assert heard(taker.page) == []

    giver.person.api("POST", f"/conversations/{visitor.id}/transfer", {"to_agent": colleague.id, "note": "请处理"})
    expect(taker.rows).to_have_count(1)
    assert heard(taker.page) == ["transfer"]
    assert heard(giver.page) == []


def test_a_tab_hidden_for_ten_minutes_is_heard_and_shown_and_rings_until_it_is_seen(
    browser: Browser, house: House
) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    desk.page.clock.install(time=datetime.now(UTC) - timedelta(minutes=10))
    desk.page.route("**/api/**", without_date)  # the page would take the ten minutes for a clock that is wrong
    listen(desk.page)
    desk.page.evaluate(HIDE, True)
    desk.page.clock.fast_forward("10:00")
    visitor = house.visitor("转人工，急")
    wait_for(desk.page, "conversation")
    assert len(desk.page.evaluate("window.shown")) == 1
    wait_for(desk.page, "conversation")
    assert len(desk.page.evaluate("window.shown")) == 1
    desk.page.evaluate(HIDE, False)
    desk.rows.first.click()
    expect(desk.page).to_have_url(re.compile(visitor.id))
    expect(desk.page).to_have_title(re.compile(r"^Kefu"))
    desk.page.unroute_all(behavior="ignoreErrors")  # answers that are on their way must not meet a closed page


def test_a_browser_that_keeps_quiet_is_told_of_and_one_click_ends_it(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    desk.page.add_init_script(LISTENER.replace("permission = 'granted'", "permission = 'default'"))
    desk.page.reload()
    bar = desk.page.get_by_test_id("attention-bar")
    expect(bar).to_be_visible()
    desk.page.evaluate(
        "window.Notification.requestPermission = async () => (window.Notification.permission = 'granted')"
    )
    desk.press("attention-try")
    expect(bar).to_have_count(0, timeout=20_000)  # a busy machine is slow to open its sound
    assert heard(desk.page) == ["conversation"]


def test_the_volume_stays_as_it_was_set(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    desk.press("sounds")
    desk.page.get_by_label(re.compile("音量")).fill("20")
    desk.page.reload()
    desk.press("sounds")
    expect(desk.page.get_by_label(re.compile("音量"))).to_have_value("20")
