"""A customer on a telephone: from a search that finds nothing to a ticket, and back to it with a code; no script runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from kefu.config.tests.instances import wait_until

from .house import House
from .office import Office
from .quality import Inspector

PHONE: ViewportSize = {"width": 390, "height": 844}
SCREEN: ViewportSize = {"width": 1366, "height": 768}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
WORDS: dict[str, dict[str, Any]] = {
    "zh-CN": {
        "shop": "青山商城",
        "search": "搜索",
        "known": "退款",
        "answer": "退款会在 7 天内原路退回。",
        "unknown": "折叠屏铰链异响",
        "none": "没有找到相关文章",
        "submit": "提交工单",
        "fields": {"问题概要": "铰链有响声", "具体情况": "打开时有响声，第三天开始。", "您的称呼": "王芳", "手机号或邮箱": "13800138047"},
        "send": "提交",
        "follow": "查询工单",
        "number": "工单编号",
        "contact": "手机号或邮箱",
        "ask": "发送验证码",
        "code": "验证码",
        "open": "查看",
        "add": "补充说明",
        "say": "发送",
        "more": "今天更响了。",
        "close": "问题已解决，关闭工单",
        "reopen": "重新打开工单",
        "states": ("已收到", "已关闭", "处理中"),
        "answered": "已安排换新，请留意快递。",
        "nickname": "小青",
    },
    "en": {
        "shop": "Green Hill",
        "search": "Search",
        "known": "refund",
        "answer": "Refunds take 7 days.",
        "unknown": "squeaking hinges",
        "none": "No article fits",
        "submit": "Submit a ticket",
        "fields": {
            "What is it about": "The hinge squeaks",
            "What happened": "It squeaks since the third day.",
            "Your name": "Fay Wong",
            "Mobile number or e-mail": "13800138047",
        },
        "send": "Submit",
        "follow": "Follow a ticket",
        "number": "Ticket number",
        "contact": "Mobile number or e-mail",
        "ask": "Send the code",
        "code": "Code",
        "open": "Open",
        "add": "Add something",
        "say": "Send",
        "more": "It is louder today.",
        "close": "It is solved: close it",
        "reopen": "Open it again",
        "states": ("Received", "Closed", "In progress"),
        "answered": "A new one is on its way.",
        "nickname": "Ann",
    },
}  # fmt: skip


def code_sent(house: House, line: str) -> str:
    """The newest code that the house's line was given."""

    def newest() -> str:
        rows = house.owner.api("GET", f"/sms-lines/{line}/messages")["items"]
        found = re.search(r"(?:是|is) (\d{6})\b", rows[0]["text"]) if rows else None
        return found[1] if found else ""

    wait_until(newest)
    return newest()


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_from_a_failed_search_to_a_ticket_that_is_followed(
    browser: Browser, found_house: Callable[..., House], locale: str, tmp_path: Path
) -> None:
    said = WORDS[locale]
    house = found_house(locale=locale, name=said["shop"])
    api = house.owner.api
    api("PATCH", f"/help-centres/{house.site['id']}", {"is_on": True})
    line = api("POST", "/sms-lines", {"brand_id": house.site["brand_id"], "sign": "青山商城"})["id"]
    api("PATCH", f"/users/{house.owner.id}", {"nickname": said["nickname"]})
    context = browser.new_context(locale=locale, viewport=PHONE, java_script_enabled=False, is_mobile=True)
    page = context.new_page()
    page.goto(f"{house.url}/help/{house.site['key']}")
    page.get_by_role("searchbox").fill(said["known"])
    press(page, said["search"])
    page.locator(".hits a").first.click()
    expect(page.get_by_text(said["answer"])).to_be_visible()

    page.goto(f"{house.url}/help/{house.site['key']}")
    page.get_by_role("searchbox").fill(said["unknown"])
    press(page, said["search"])
    expect(page.get_by_role("heading", name=said["none"])).to_be_visible()
    page.locator(".empty").get_by_role("link", name=said["submit"]).click()
    expect(page.locator("#subject")).to_have_value(said["unknown"])
    for label, text in said["fields"].items():
        page.get_by_label(label, exact=True).fill(text)
    (tmp_path / "a.pdf").write_bytes(PDF)
    page.locator("#files").set_input_files(tmp_path / "a.pdf")
    press(page, said["send"])
    number = page.get_by_test_id("ticket-number").inner_text()
    (ticket,) = api("GET", "/tickets")["items"]
    assert (ticket["number"], ticket["source"]) == (number, "portal")
    whole = api("GET", f"/tickets/{ticket['id']}")
    assert said["unknown"] in whole["description"] and whole["attachments"][0]["name"] == "a.pdf"

    later = browser.new_context(locale=locale, viewport=PHONE, java_script_enabled=False, is_mobile=True).new_page()
    later.goto(f"{house.url}/help/{house.site['key']}")
    later.get_by_role("banner").get_by_role("link", name=said["follow"]).click()
    later.get_by_label(said["number"], exact=True).fill(number)
    later.get_by_label(said["contact"], exact=True).fill("138 0013 8047")
    press(later, said["ask"])
    later.get_by_label(said["code"], exact=True).fill(code_sent(house, line))
    press(later, said["open"])
    state = later.get_by_test_id("ticket-state")
    expect(state).to_have_text(said["states"][0])
    api("POST", f"/tickets/{ticket['id']}/comments", {"text": said["answered"]})
    api("POST", f"/tickets/{ticket['id']}/comments", {"text": "internal only", "is_public": False})
    later.reload()
    expect(later.get_by_text(said["answered"])).to_be_visible()
    expect(later.get_by_text(said["nickname"], exact=True)).to_be_visible()
    expect(later.get_by_text("internal only")).to_have_count(0)
    later.get_by_label(said["add"], exact=True).fill(said["more"])
    press(later, said["say"])
    expect(later.locator(".talk")).to_contain_text(said["more"])
    press(later, said["close"])
    expect(state).to_have_text(said["states"][1])
    later.locator(".scores label").nth(4).click()
    press(later, said["reopen"])
    expect(state).to_have_text(said["states"][2])
    entries = api("GET", f"/tickets/{ticket['id']}/entries")["items"]
    assert said["more"] in [entry["text"] for entry in entries]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_its_pages_on_a_telephone_and_a_screen(
    browser: Browser, found_house: Callable[..., House], locale: str
) -> None:
    said = WORDS[locale]
    house = found_house(locale=locale, name=said["shop"])
    api, root = house.owner.api, f"{house.url}/help/{house.site['key']}"
    context = browser.new_context(locale=locale, viewport=SCREEN, color_scheme="light")
    office = Office.of(browser, house, locale=locale)
    office.enter("help_centres")
    office.page.locator("main tbody tr").first.click()
    office.flip("is_on")
    office.save()
    wait_until(lambda: api("GET", "/help-centres")[0]["is_on"])
    inspector = Inspector.of(context, locale, house.url)
    page = inspector.page
    page.goto(root)
    inspector.judge()
    for path in (f"?q={said['known']}", f"?q={said['unknown']}", f"/new?q={said['unknown']}", "/ticket"):
        page.goto(root + path)
        inspector.judge()
    page.goto(root)
    page.locator(".tiles a").first.click()
    inspector.judge()
    page.locator(".list a").first.click()
    inspector.judge()
    page.goto(f"{root}/new")
    for label, text in said["fields"].items():
        page.get_by_label(label, exact=True).fill(text)
    press(page, said["send"])
    expect(page.get_by_test_id("ticket-number")).to_be_visible()
    inspector.judge()
    page.goto(f"{root}/ticket/view")
    page.get_by_label(said["add"], exact=True).fill(said["more"])
    press(page, said["say"])
    inspector.judge()
    press(page, said["close"])
    inspector.judge()
    manifest = context.request.get(f"{root}/manifest.webmanifest").json()
    assert json.dumps(manifest).count("image/png") == 4
    assert not inspector.faults, "\n".join(inspector.faults)
