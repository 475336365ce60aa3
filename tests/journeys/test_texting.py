"""A short message is written to a sandbox in the settings, waits beside a chat, and is answered from the desk."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, expect

from .house import Desk, House
from .office import Office


def test_a_short_message_waits_beside_a_chat_and_is_answered(browser: Browser, house: House) -> None:
    agent = house.hire("8801")
    house.owner.api("POST", "/sms-lines", {"brand_id": house.queue["brand_id"], "sign": "青禾", "provider": "sandbox"})
    office = Office.of(browser, house)
    page = office.page
    office.enter("sms_lines")
    office.open("青禾")
    page.get_by_test_id("sms-queue").click()
    page.get_by_role("option", name=house.queue["name"]).click()
    page.get_by_test_id("sms-simulate-number").fill("13900008801")
    page.get_by_test_id("sms-simulate-text").fill("我的快递到哪了")
    page.get_by_test_id("sms-simulate").click()
    expect(page.get_by_text("已收到，请到工作台查看。")).to_be_visible()

    house.visitor("转人工", visitor={"name": "王芳"})
    desk = Desk.of(browser, house, agent)
    row = desk.page.get_by_role("link", name=re.compile("我的快递到哪了"))
    row.click()
    expect(desk.page.get_by_text("短信", exact=False).first).to_be_visible()
    expect(desk.page.get_by_test_id("card-open")).to_have_count(0)
    desk.composer.fill("您的快递今天送到。")
    desk.composer.press("Enter")
    state = desk.page.get_by_test_id("sms-state")
    expect(state).to_have_text(re.compile("短信已提交|短信已送达"))
