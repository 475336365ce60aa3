"""The desk in an agent's working day: sharing out, offers, handing over, notes, drafts, alarms, the keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from .house import Desk, House


def test_ten_visitors_are_shared_out_evenly_and_whoever_is_offline_gets_none(browser: Browser, house: House) -> None:
    desks = [Desk.of(browser, house, house.hire(number)) for number in ("8001", "8002")]
    away = Desk.of(browser, house, house.hire("8003", status="offline"))
    for number in range(10):
        house.visitor(f"转人工 {number}")
    for desk in desks:
        expect(desk.rows).to_have_count(5)
    expect(away.rows).to_have_count(0)
    assert [desk.page.title()[:3] for desk in desks] == ["(5)", "(5)"]


def test_an_offer_is_declined_goes_on_and_is_accepted_but_never_while_one_types(browser: Browser, house: House) -> None:
    first = Desk.of(browser, house, house.hire("8001"))
    house.visitor("转人工")
    first.open_first()
    house.owner.api("PATCH", f"/queues/{house.queue['id']}", {"assignment": "offer"})
    house.visitor("转人工")
    offer = first.page.get_by_test_id("offer-accept")
    expect(offer).to_be_visible()
    written = first.messages("agent").count()
    first.write("正在回复前一位")
    expect(first.messages("agent")).to_have_count(written + 1)
    expect(offer).to_be_visible()

    second = Desk.of(browser, house, house.hire("8002"))
    first.page.get_by_role("button", name="不接").click()
    expect(offer).to_have_count(0)
    taken = second.page.get_by_test_id("offer-accept")
    expect(taken).to_be_visible()
    second.page.locator("body").press("Enter")
    expect(taken).to_have_count(0)
    expect(second.rows).to_have_count(1)
    expect(second.composer).to_be_visible()
    expect(first.rows).to_have_count(1)


def test_a_transfer_takes_its_note_and_the_history_along(browser: Browser, house: House) -> None:
    giver = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工")
    visitor.say("屏幕碎了,怎么赔")
    giver.open_first()
    giver.write("我请同事来处理。")
    expect(giver.messages("agent").last).to_contain_text("我请同事来处理。")
    colleague = house.hire("8002")
    house.hire("8000", status="busy")
    taker = Desk.of(browser, house, colleague)

    giver.press("transfer-button")
    rows = giver.page.locator("label", has_text=re.compile("小800[02]"))
    expect(rows.get_by_test_id("transfer-state")).to_have_text(["在线", "示忙"])
    giver.page.locator("label", has_text=colleague.name).get_by_test_id("transfer-target").check()
    giver.press("transfer-confirm")
    expect(giver.page.get_by_role("dialog").get_by_role("alert")).to_be_visible()
    giver.page.get_by_test_id("transfer-note").fill("请核对保修期")
    giver.press("transfer-confirm")
    expect(giver.rows).to_have_count(0)

    taker.open_first()
    expect(taker.messages("visitor").last).to_contain_text("屏幕碎了")
    expect(taker.messages("agent").first).to_contain_text("我请同事来处理。")
    expect(taker.page.locator("[data-kind=note]").last).to_contain_text("请核对保修期")
    assert "请核对保修期" not in str(visitor.see())
    taker.page.get_by_role("tab", name="记录").click()
    expect(taker.page.get_by_text("由同事转接")).to_be_visible()


def test_notes_stay_inside_and_drafts_survive_a_reload(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工")
    desk.open_first()
    desk.press("note-toggle")
    desk.write("老客户,注意安抚")
    expect(desk.page.locator("[data-kind=note]").last).to_contain_text("老客户,注意安抚")
    assert "老客户" not in str(visitor.see())

    desk.press("note-toggle")
    desk.composer.press_sequentially("还没写完的回复")
    desk.page.reload()
    expect(desk.composer).to_have_value("还没写完的回复")
    with desk.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        desk.composer.press("End")
        desk.composer.press_sequentially("。")
    assert desk.person.api("GET", f"/conversations/{visitor.id}")["draft"] == "还没写完的回复。"


def test_nothing_closes_without_a_reason(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    house.visitor("转人工")
    desk.open_first()
    desk.press("close-button")
    desk.page.get_by_test_id("disposition-search").fill("没有这个小结")
    expect(desk.page.get_by_test_id("disposition-option")).to_have_count(0)
    expect(desk.page.get_by_test_id("close-confirm")).to_be_disabled()
    desk.page.get_by_test_id("disposition-search").press("Enter")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    desk.page.get_by_test_id("disposition-search").fill("fp")
    expect(desk.page.get_by_test_id("disposition-option").first).to_contain_text("发票")
    desk.press("close-confirm")
    expect(desk.rows).to_have_count(0)


def test_a_linked_customer_brings_earlier_contacts_along(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    claims = {"name": "王芳", "phone": "138 0013 8000"}
    earlier = house.visitor("转人工", visitor=claims)
    desk.open_first()
    context = desk.page.get_by_role("complementary")
    context.get_by_role("button", name="关联或新建客户").click()
    context.get_by_role("button", name="新建并关联").click()
    expect(context.get_by_text("王芳").first).to_be_visible()
    desk.close_first()
    expect(desk.rows).to_have_count(0)

    number = desk.person.api("GET", f"/conversations/{earlier.id}")["number"]
    house.visitor("转人工", visitor=claims)
    desk.open_first()
    context.get_by_role("button", name="关联或新建客户").click()
    context.get_by_label("按姓名、电话、邮箱查找").fill("王芳")
    context.get_by_role("button", name="就是他").click()
    expect(context.get_by_text(number)).to_be_visible()


def test_presence_has_a_reason_and_its_time(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001", status="offline"))
    menu = desk.page.get_by_test_id("presence-menu")
    expect(menu).to_have_attribute("data-status", "offline")
    menu.click()
    expect(desk.page.get_by_role("menuitem", name="小休")).to_be_disabled()
    desk.page.get_by_test_id("presence-online").click()
    expect(menu).to_have_attribute("data-status", "online")
    menu.click()
    desk.page.get_by_role("menuitem", name="小休").click()
    expect(menu).to_contain_text(re.compile(r"小休\s*0:0\d"))
    expect(menu).to_have_attribute("data-status", "busy")
    house.visitor("转人工")
    expect(menu).to_contain_text(re.compile(r"0:0[2-9]"))
    expect(desk.rows).to_have_count(0)
    menu.click()
    desk.page.get_by_test_id("presence-online").click()
    expect(desk.rows).to_have_count(1)


def test_unanswered_seconds_turn_amber_then_red(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工")
    visitor.say("在吗")
    wait = desk.rows.first.locator(".wait")
    expect(wait).to_have_class(re.compile("calm"))
    desk.page.clock.install()
    desk.page.reload()
    expect(wait).to_have_class(re.compile("calm"))  # by now the page knows the server's time
    desk.page.clock.fast_forward("01:02")
    expect(wait).to_have_class(re.compile("amber"))
    desk.page.clock.fast_forward("02:01")
    expect(wait).to_have_class(re.compile("red"))
    desk.page.get_by_role("button", name="超 3 分钟").click()
    desk.write("我在。")
    expect(wait).to_have_count(0)


def test_a_routine_chat_takes_six_keys_beyond_its_text(browser: Browser, house: House) -> None:
    """The next customer, the answer by 「、」, the end with its reason: each key is counted, Alt as one of its own."""
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工")
    visitor.say("发票在哪里")
    expect(desk.rows).to_have_count(1)
    expect(desk.rows.first.locator(".wait")).to_be_visible()
    keyboard = desk.page.keyboard
    keys: list[str] = []

    def press(combination: str) -> None:
        keys.extend(combination.split("+"))
        keyboard.press(combination)

    press("Alt+j")
    expect(desk.composer).to_be_focused()
    keyboard.type("在订单详情页点击「申请开票」即可。")
    press("Enter")
    expect(desk.messages("agent").last).to_contain_text("申请开票")
    press("Alt+c")
    expect(desk.page.get_by_test_id("disposition-search")).to_be_focused()
    expect(desk.page.get_by_test_id("disposition-option").first).to_be_visible()
    press("Enter")
    expect(desk.rows).to_have_count(0)
    assert visitor.see()["status"] == "closed"
    assert len(keys) <= 6


def test_one_key_ends_an_invalid_chat_and_the_reason_is_recent_afterwards(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    nonsense = house.visitor("转人工")
    desk.open_first()
    desk.composer.press("Alt+i")
    expect(desk.rows).to_have_count(0)
    told = house.owner.api("GET", f"/conversations/{nonsense.id}")
    assert told["disposition"]["path"][0] == "无效会话"

    house.visitor("转人工")
    desk.open_first()
    desk.composer.press("Alt+c")
    expect(desk.page.get_by_test_id("disposition-option").filter(has_text="无效会话").first).to_be_visible()


def test_a_sheet_lists_the_keys_in_both_languages(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    expect(desk.page.get_by_text("没有进行中的会话")).to_be_visible()
    desk.page.locator("body").press("?")
    sheet = desk.page.get_by_role("dialog", name="快捷键")
    expect(sheet).to_contain_text("按“无效会话”结束")
    sheet.press("Escape")
    expect(sheet).to_have_count(0)
    house.visitor("转人工")
    desk.open_first()
    desk.page.evaluate("localStorage.setItem('kefu.locale', 'en')")
    desk.page.reload()
    desk.composer.press("?")
    expect(desk.composer).to_have_value("?")
    desk.composer.press("Alt+/")
    expect(desk.page.get_by_role("dialog", name="Keyboard shortcuts")).to_contain_text("Close it as invalid")
