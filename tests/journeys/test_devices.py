"""One agent at several tabs and devices, with a wrong clock, a laptop that slept, and a line that comes and goes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser, expect

from .house import Chat, Desk, House
from .test_hearing import heard, listen, wait_for

RECOVERY_MS = 60_000


def test_two_tabs_and_a_telephone_are_one_desk(browser: Browser, house: House) -> None:
    agent = house.hire("8001")
    desk = Desk.of(browser, house, agent)
    tab = Desk(desk.page.context.new_page(), agent)
    tab.page.goto(f"{house.url}/desk")
    phone = Desk.of(browser, house, agent)
    phone.page.set_viewport_size({"width": 390, "height": 844})
    for one in (desk, tab, phone):
        listen(one.page)
    desk.page.locator("body").click(position={"x": 5, "y": 5})

    visitor = house.visitor("转人工")
    for one in (desk, tab, phone):
        expect(one.rows).to_have_count(1)
    wait_for(desk.page, "conversation")
    assert heard(tab.page) == []  # of two tabs the one in front speaks
    wait_for(phone.page, "conversation")

    for one in (desk, tab, phone):
        one.open_first()
    desk.write("您好,🐼 请讲")
    phone.write("我换到手机上了")
    visitor.say("好的 👍🏽")
    for one in (desk, tab, phone):
        expect(one.messages("agent")).to_have_count(2)
        expect(one.messages("visitor").last).to_contain_text("好的 👍🏽")

    tab.page.close()
    phone.page.context.close()
    visitor.say("还在吗")
    expect(desk.messages("visitor").last).to_contain_text("还在吗")
    desk.close_first()
    expect(desk.rows).to_have_count(0)


def test_a_speaking_tab_that_is_closed_is_followed_by_the_other(browser: Browser, house: House) -> None:
    agent = house.hire("8001")
    first = Desk.of(browser, house, agent)
    second = Desk(first.page.context.new_page(), agent)
    second.page.goto(f"{house.url}/desk")
    for one in (second, first):
        listen(one.page)
    first.page.close()
    house.visitor("转人工")
    wait_for(second.page, "conversation")


def test_a_clock_that_is_wrong_by_an_hour_changes_no_waiting_time(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    house.visitor("转人工").say("在吗")
    expect(desk.rows).to_have_count(1)
    for wrong in (timedelta(hours=1), timedelta(hours=-1)):
        page = desk.page.context.new_page()
        page.clock.install(time=datetime.now(UTC) + wrong)
        page.goto(f"{house.url}/desk")
        wait = Desk(page, desk.person).rows.first.locator(".wait")
        expect(wait).to_have_class(re.compile("calm"))
        expect(wait).to_have_text(re.compile(r"\b[1-9]\d? ?秒|0:\d\d"))
        page.close()


def test_a_laptop_that_slept_catches_up(browser: Browser, house: House) -> None:
    colleague = house.hire("8002", status="offline")
    desk = Desk.of(browser, house, house.hire("8001"))
    stays, goes = house.visitor("转人工"), house.visitor("转人工")
    expect(desk.rows).to_have_count(2)
    desk.page.clock.install()
    desk.page.reload()
    expect(desk.rows).to_have_count(2)
    desk.page.goto(f"{house.url}/desk/{stays.id}")
    desk.composer.fill("写到一半就合上了盖子")

    desk.page.context.set_offline(True)
    for number in range(3):
        stays.say(f"睡着时的第 {number} 句")
    colleague.is_now("online")
    house.owner.api("POST", f"/conversations/{goes.id}/transfer", {"to_agent": colleague.id, "note": "他睡着了"})
    desk.page.clock.fast_forward("01:30")
    desk.page.context.set_offline(False)
    desk.page.clock.run_for(20_000)

    expect(desk.rows).to_have_count(1, timeout=RECOVERY_MS)
    expect(desk.messages("visitor")).to_have_count(4)
    expect(desk.messages("visitor").last).to_contain_text("睡着时的第 2 句")
    expect(desk.composer).to_have_value("写到一半就合上了盖子")


def test_a_line_that_comes_and_goes_loses_and_doubles_nothing(browser: Browser, house: House) -> None:
    """Twelve times away for a second or two, with both sides writing all the time."""
    desk = Desk.of(browser, house, house.hire("8001"))
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    chat.write("转人工")
    desk.open_first()
    for number in range(12):
        for context in (desk.page.context, page.context):
            context.set_offline(number % 2 == 0)
        chat.write(f"问 {number}")
        desk.write(f"答 {number}")
        page.wait_for_timeout(700 + 100 * number)
    expect(page.locator("[data-unsent]")).to_have_count(0, timeout=RECOVERY_MS)
    expect(desk.page.get_by_test_id("pending-message")).to_have_count(0, timeout=RECOVERY_MS)
    expect(desk.messages("visitor")).to_have_count(13, timeout=RECOVERY_MS)
    expect(chat.messages("agent").filter(has_text="答")).to_have_count(12, timeout=RECOVERY_MS)

    [row] = house.owner.api("GET", "/conversations")["items"]
    kept = house.owner.api("GET", f"/conversations/{row['id']}")["messages"]
    asked = [one["text"] for one in kept if one["sender"]["kind"] == "visitor"]
    answered = [one["text"] for one in kept if one["sender"]["kind"] == "agent" and one["text"].startswith("答")]
    assert asked == ["转人工", *(f"问 {number}" for number in range(12))]
    assert answered == [f"答 {number}" for number in range(12)]
    for shown, text in zip(desk.messages("visitor").all(), asked, strict=True):
        expect(shown).to_contain_text(text)
