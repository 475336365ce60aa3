"""Every page there is, in both languages and both themes; the list comes from the router, so a new page is in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from .house import Chat, House, sign_in
from .quality import Inspector

SCREEN: ViewportSize = {"width": 1366, "height": 768}
PUBLIC = {"login", "invite"}
NAMES = {"zh-CN": "青山商城", "en": "Green Hill"}
JUDGED_ELSEWHERE = {"stage": "signs others in; test_stage.py"}
ROUTER = "document.querySelector('#app').__vue_app__.config.globalProperties.$router"


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_every_page_of_the_desk(browser: Browser, found_house: Callable[..., House], locale: str) -> None:
    house = found_house(locale=locale, name=NAMES[locale])
    parameters = furnish(house)
    context = browser.new_context(locale=locale, viewport=SCREEN, color_scheme="light")
    inspector = Inspector.of(context, locale, house.url)
    page = inspector.page
    page.goto(f"{house.url}/login")
    expect(page.get_by_test_id("login-name")).to_be_visible()
    routes: list[dict[str, Any]] = page.evaluate(
        f"{ROUTER}.getRoutes().map(({{ path, name, redirect }}) => ({{ path, name, redirect }}))"
    )
    addresses = [
        address(route["path"], parameters)
        for route in routes
        if route["name"] and not route["redirect"] and route["name"] not in JUDGED_ELSEWHERE
    ]
    assert len(addresses) > 8

    inspector.judge()
    sign_in(context, house.url, house.owner)
    page.goto(house.url)
    for path in addresses:
        page.evaluate(f"(path) => {ROUTER}.push(path)", path)
        expect(page.locator("h1, main").first).to_be_visible()
        inspector.judge()
    page.goto(f"{house.url}/settings")
    sections = page.locator("nav a[href^='/settings/']")
    expect(sections.first).to_be_visible()
    for link in sections.all():
        link.click()
        expect(page.locator("main h1")).to_have_text(link.inner_text())
        inspector.judge()
        for opener in (page.get_by_test_id("resource-add"), page.locator("main tbody tr.opens")):
            if opener.count():
                opener.first.click()
                expect(page.get_by_role("dialog")).to_be_visible()
                inspector.judge()
                page.keyboard.press("Escape")
                expect(page.get_by_role("dialog")).to_have_count(0)
    judge_what_opens_inside(inspector, house, parameters["conversationId"])
    judge_what_a_ticket_opens(inspector, house, parameters["tickets"])
    assert not inspector.faults, "\n".join(inspector.faults)


def judge_what_opens_inside(inspector: Inspector, house: House, conversation_id: str) -> None:
    """The menus and dialogs of a conversation, each once: no address leads to them."""
    page = inspector.page
    is_chinese = inspector.locale == "zh-CN"
    api, brand = house.owner.api, house.site["brand_id"]
    colleague = house.hire("8002", status="offline")
    api("PATCH", f"/users/{colleague.id}", {"name": "李雷" if is_chinese else "Jane Roe"})
    api("PATCH", f"/users/{house.owner.id}", {"nickname": "小禾" if is_chinese else "Ann"})
    words = "商品是否破损？" if is_chinese else "Is it broken?"
    asked = {"id": "a", "kind": "ask", "text": words, "answer": "yes_no", "is_required": True}
    steps = [{**asked, "options": [{"label": words}, {"label": words}]}, {"id": "z", "kind": "end"}]
    script = api("POST", "/scripts", {"brand_id": brand, "name": words, "draft": {"steps": steps}})
    api("POST", f"/scripts/{script['id']}/publish")
    api("POST", "/quick-replies", {"title": words, "text": words, "scope": "own"})
    house.owner.is_now("online")  # and is given the visitor who waits

    page.goto(f"{house.url}/desk/{conversation_id}")
    composer, dialog = page.get_by_test_id("composer"), page.get_by_role("dialog")
    expect(composer).to_be_visible()
    page.get_by_test_id("note-toggle").click()
    composer.fill("@")
    expect(page.get_by_test_id("mention").first).to_be_visible()
    inspector.judge()
    composer.fill("")
    page.get_by_test_id("note-toggle").click()
    page.get_by_test_id("quick-open").click()
    expect(page.get_by_test_id("quick-reply").first).to_be_visible()
    inspector.judge()
    page.keyboard.press("Escape")
    for key, inside in (("KeyK", "card-search"), ("KeyC", "disposition-option"), ("KeyT", "transfer-target")):
        composer.press(f"Alt+{key}")
        expect(dialog.get_by_test_id(inside).first).to_be_visible()
        inspector.judge()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    composer.press("Alt+KeyS")
    page.get_by_test_id("script-offer").click()
    expect(page.get_by_test_id("script-choice").first).to_be_visible()
    inspector.judge()


def judge_what_a_ticket_opens(inspector: Inspector, house: House, ticket_id: str) -> None:
    page, dialog = inspector.page, inspector.page.get_by_role("dialog")
    page.goto(f"{house.url}/tickets/{ticket_id}")
    for opener in ("ticket-edit", "ticket-assign", "ticket-supervise"):
        page.get_by_test_id(opener).click()
        expect(dialog).to_be_visible()
        inspector.judge()
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
    page.get_by_test_id("macro-pick").click()
    expect(page.get_by_test_id("macro")).to_be_visible()
    inspector.judge()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_visitors_pages(
    browser: Browser, found_house: Callable[..., House], host_page: Callable[..., str], locale: str
) -> None:
    house = found_house(locale=locale, name=NAMES[locale])
    host = host_page(f'<main lang="{locale}">{house.site["snippet"]}</main>', NAMES[locale])
    context = browser.new_context(locale=locale, viewport=SCREEN, color_scheme="light")
    inspector = Inspector.of(context, locale, house.url, host)
    page = inspector.page
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    expect(page.get_by_test_id("chat-greeting")).to_be_visible()
    inspector.judge()
    chat.write("怎么开发票" if locale == "zh-CN" else "How do I get an invoice?")
    expect(chat.messages("bot")).to_have_count(1)
    inspector.judge()
    chat.press("chat-handoff")
    expect(page.get_by_test_id("chat-leave")).to_be_visible()
    inspector.judge()

    page.goto(host)
    page.evaluate("document.title = 'Kefu'")  # the shop's own
    page.get_by_test_id("launcher").click()
    expect(Chat(page.frame_locator("iframe")).input).to_be_visible()
    inspector.judge()
    assert not inspector.faults, "\n".join(inspector.faults)


def furnish(house: House) -> dict[str, str]:
    """Something on every page, and what stands for the parameters of the addresses."""
    api = house.owner.api
    brand = house.site["brand_id"]
    is_chinese = house.site["locale"] == "zh-CN"
    api("PATCH", f"/users/{house.owner.id}", {"name": "店主" if is_chinese else "The owner"})
    if not is_chinese:  # what the founding of an organization has named
        for path in ("queues", "calendars", "sites", "brands"):
            api("PATCH", f"/{path}/{api('GET', f'/{path}')['items'][0]['id']}", {"name": f"Main {path}"})
    names = ("售后", "王芳", "态度好") if is_chinese else ("After sales", "Jane Doe", "Friendly")
    customer = api("POST", "/customers", {"name": names[1], "phones": ["+8613800138000"], "brand_id": brand})
    api("POST", "/skills", {"code": "after_sales", "name": names[0]})
    api("POST", "/teams", {"name": names[0]})
    api("POST", "/sms-lines", {"brand_id": brand, "sign": names[0]})
    api("POST", "/sms-refusals", {"number": "13800138000"})
    role = next(role for role in api("GET", "/roles")["items"] if role["code"] == "agent")
    invitation = api("POST", "/invitations", {"role_id": role["id"]})
    wall = api("POST", "/wallboards", {"name": names[0]})
    visitor = house.visitor("转人工" if is_chinese else "talk to a person", locale=house.site["locale"])
    noted = [{"kind": "note", "text": names[0]}, {"kind": "answer", "text": names[2]}]
    found = [{"field": "text", "operator": "is", "values": [names[0]]}]
    definition = {"trigger": {"kind": "opened"}, "match": "all", "conditions": found, "actions": noted}
    api("POST", "/automation-rules", {"name": names[0], "is_enabled": True, "definition": definition})
    api("POST", "/macros", {"name": names[0], "scope": "shared", "actions": noted})
    about = {"customer_id": customer["id"], "conversation_id": visitor.id, "owner_id": house.owner.id}
    ticket = api("POST", "/tickets", {"subject": names[0], "type": "complaint", "urgency": "high", **about})
    api("POST", f"/tickets/{ticket['id']}/comments", {"text": names[2]})
    api("POST", f"/tickets/{ticket['id']}/urge", {})
    incident = api("POST", "/incidents", {"title": names[0], "grade": 2, "ticket_ids": [ticket["id"]]})
    plan = {"name": names[0], "grades": [2], "macro_name": names[0] + "!", "actions": noted, "banner_zh": names[2]}
    plan = api("POST", "/emergency-plans", plan)
    api("POST", f"/emergency-plans/{plan['id']}/rehearse", {"incident_id": incident["id"]})
    return {
        "conversationId": visitor.id,
        "tickets": ticket["id"],
        "incidents": incident["id"],
        "token": invitation["url"].rsplit("/", 1)[1],
        "customers": customer["id"],
        "knowledge": api("GET", "/knowledge/articles")["items"][0]["id"],
        "poster": house.site["id"],
        "calls": "",
        "wall": wall["url"].rsplit("/", 1)[1],
        "tab": "",
        "resource": "",
        "rest": "nothing-here",
    }


def address(path: str, parameters: dict[str, str]) -> str:
    """A route's path with its parameters filled in: `:id` is one of the things before it."""
    parts: list[str] = []
    for part in path.strip("/").split("/"):
        name = part.lstrip(":").split("(")[0].rstrip("?*")
        parts.append(part if not part.startswith(":") else parameters[parts[-1] if name == "id" else name])
    return "/" + "/".join(parts)
