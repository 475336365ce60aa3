"""The back office proved through the browser: an administrator with nothing but the desk arranges a whole house."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Locator, expect

from kefu.kernel import tables

from .house import PASSWORD, PNG, Api, Chat, House, sign_in
from .office import Office, sign_in_by_form, stranger

FIRST = "Kf-2468-ab"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENT_MS = 60_000  # two hundred people, on a machine that has other things to do


def bring(office: Office, columns: list[str], rows: list[list[str]]) -> Locator:
    """Import a sheet that has these rows; the report."""
    office.page.get_by_role("button", name="导入", exact=True).click()
    sheet: FilePayload = {"name": "表.xlsx", "mimeType": SHEET, "buffer": tables.write_xlsx(columns, rows)}
    office.page.locator("input[type=file]").set_input_files(sheet)
    report = office.page.get_by_role("dialog").get_by_role("status")
    expect(report).to_be_visible(timeout=PATIENT_MS)
    return report


def reasons(office: Office, report: Locator, key: str) -> dict[str, str]:
    """What came back: the row's key → its 原因."""
    with office.page.expect_download() as returned:
        report.get_by_role("link").click()
    content = Path(returned.value.path()).read_bytes()
    table = tables.read("rejects.xlsx", content, headers={"key": [key], "why": ["原因"]})
    return {row["key"]: row["why"] for row in table.rows}


def test_a_person_is_made_signs_in_and_is_let_go(house: House, browser: Browser) -> None:
    number, mobile = (
        house.code.upper(),
        f"139{int(house.code[1:], 16) % 10**8:08}",
    )  # nobody else's on this installation
    office = Office.of(browser, house)
    office.enter("skills")
    office.add()
    office.fill(name="退款处理", code="refund")
    office.save()
    office.enter("teams")
    office.add()
    office.fill(name="售后一组")
    office.save()

    office.enter("users")
    office.add()
    office.fill(name="李四", nickname="小禾", mobile="139 0013", password=FIRST)
    office.page.get_by_test_id("sheet-save").click()
    expect(office.sheet.get_by_text("请填写")).to_have_count(1)  # the role
    office.pick("role_id", "客服")
    office.pick("team_ids", "售后一组")
    office.page.get_by_test_id("sheet-save").click()
    expect(office.sheet.get_by_role("alert").first).to_contain_text("手机号")
    office.fill(employee_number=number, mobile=f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}")
    office.sheet.get_by_role("button", name="添加技能").click()
    office.sheet.get_by_label("等级").fill("5")
    office.save()
    expect(office.row(number)).to_contain_text(re.compile("李四.*小禾.*客服.*售后一组.*退款处理 5"))

    theirs = stranger(browser)
    sign_in_by_form(theirs, house.url, number, FIRST)
    expect(theirs).to_have_url(re.compile("/first-password"))
    theirs.goto(f"{house.url}/desk")
    expect(theirs).to_have_url(re.compile("/first-password"))  # there is no way around it
    for label, text in (("#old-password", FIRST), ("#new-password", PASSWORD), ("#again-password", PASSWORD)):
        theirs.locator(label).fill(text)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_test_id("rail-desk")).to_be_visible()
    theirs.context.clear_cookies()
    sign_in_by_form(theirs, house.url, mobile, PASSWORD)
    expect(theirs.get_by_test_id("rail-desk")).to_be_visible()

    office.open(number)
    office.fill(nickname="小禾苗")
    office.flip("is_active")
    office.page.get_by_test_id("sheet-save").click()
    office.answer("停用")
    expect(office.row("小禾苗")).to_contain_text("停用")
    theirs.context.clear_cookies()
    sign_in_by_form(theirs, house.url, number, PASSWORD)
    expect(theirs.get_by_role("alert")).to_be_visible()
    office.open(number)
    office.flip("is_active")
    office.save()
    theirs.get_by_test_id("login-submit").click()
    expect(theirs.get_by_test_id("rail-desk")).to_be_visible()


def test_sheets_come_in_and_what_is_wrong_comes_back_with_its_reason(house: House, browser: Browser) -> None:
    office = Office.of(browser, house)
    office.enter("users")
    people = [[str(n), f"员工{n}", "售前组", "退款:4", FIRST] for n in range(9000, 9200)]
    broken = [["9200", "没有密码", "", "", ""], ["9000", "重复", "", "", FIRST], ["", "没有工号", "", "", FIRST]]
    report = bring(office, ["工号", "姓名", "组", "技能", "初始密码"], [*people, *broken])
    expect(report).to_contain_text("共 203 行，成功 200 行，退回 3 行")
    why = reasons(office, report, "工号")
    assert why == {"9200": "请填写初始密码。", "9000": "该工号在文件中出现了多次。", "": "请填写工号。"}
    office.page.keyboard.press("Escape")
    rows = office.page.locator("main tbody tr")
    expect(rows).to_have_count(50)
    office.page.get_by_role("button", name="加载更多").click()
    expect(rows).to_have_count(100)
    office.page.locator("main").get_by_role("searchbox").fill("9199")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(re.compile("9199.*员工9199.*客服.*售前组.*退款 4"))

    office.page.goto(f"{house.url}/knowledge")
    questions = [
        ["pay", "怎么付款", "如何支付|付款方式", "支持微信和支付宝。", "支付"],
        ["none", "", "", "没有问题", ""],
    ]
    report = bring(office, ["编号", "标准问", "相似问", "答案", "分类"], questions)
    expect(report).to_contain_text("共 2 行，成功 1 行，退回 1 行")
    assert list(reasons(office, report, "编号")) == ["none"]
    office.page.keyboard.press("Escape")
    expect(office.page.locator("main tbody tr").filter(has_text="怎么付款")).to_be_visible()


WORDS = {
    "zh-CN": {"queue": "退款组", "why": "不认识的变量 {minutes}", "where": "访客长时间未回复", "off": "停用", "no": "否"},
    "en": {"queue": "Refunds", "why": "Unknown placeholder {minutes}", "where": "Visitor is silent", "off": "Switch off", "no": "No"},
}  # fmt: skip


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_work_is_arranged(browser: Browser, found_house: Callable[..., House], locale: str) -> None:
    words = WORDS[locale]
    house = found_house(locale=locale)
    office = Office.of(browser, house, locale=locale)
    office.enter("calendars")
    office.add()
    office.fill(name="2")
    office.save()
    office.open("2")
    office.sheet.locator(".acts .el-date-editor input").click()
    office.page.keyboard.type("2026-12-25")
    office.page.keyboard.press("Enter")
    office.sheet.locator(".day").get_by_role("textbox").fill("盘点" if locale == "zh-CN" else "Stocktaking")
    with office.page.expect_response(re.compile(r"/calendars/.*/days")):
        office.sheet.locator(".acts .el-button--primary").click()
    calendar = next(row for row in house.owner.api("GET", "/calendars")["items"] if row["name"] == "2")
    (day,) = house.owner.api("GET", f"/calendars/{calendar['id']}/days?year=2026")["items"]
    assert (day["date"], day["kind"]) == ("2026-12-25", "holiday")

    office.enter("queues")
    office.add()
    office.fill(name=words["queue"])
    office.pick("brand_id", "青山商城")
    office.pick("calendar_id", "2")
    office.sheet.locator("details summary").click()
    text = office.sheet.get_by_test_id("queue-text").filter(has_text=words["where"])
    silent = text.locator(f"textarea[lang={locale}]")
    silent.fill("{minutes}?")
    office.page.get_by_test_id("sheet-save").click()
    expect(text.get_by_role("alert")).to_contain_text(words["why"])
    silent.fill("{m}?")
    office.save()
    office.open(words["queue"])
    office.fill(max_waiting="30")
    office.save()
    expect(office.row(words["queue"])).to_contain_text("30")
    office.open(words["queue"])
    office.flip("is_active")
    office.page.get_by_test_id("sheet-save").click()
    office.answer(words["off"])
    expect(office.row(words["queue"])).to_contain_text(words["no"])

    first = house.queue
    office.open(first["name"])
    office.flip("is_active")
    office.page.get_by_test_id("sheet-save").click()
    office.answer(words["off"])
    expect(office.sheet.get_by_role("alert").last).to_contain_text("青山商城")  # its site needs it

    office.enter("dispositions")
    office.add()
    office.fill(name_zh="价保", name_en="Price protection", code="price-protection")
    parent = next(
        row for row in house.owner.api("GET", "/dispositions")["items"] if not row["is_leaf"] and not row["parent_id"]
    )
    office.pick("parent_id", parent["name_zh" if locale == "zh-CN" else "name_en"])
    office.save()
    expect(office.row("price-protection")).to_contain_text("价保" if locale == "zh-CN" else "Price protection")


def test_a_role_of_ones_own_holds_on_the_screen_and_in_the_api(house: House, browser: Browser) -> None:
    office = Office.of(browser, house)
    office.enter("roles")
    office.add()
    office.fill(name="知识专员", code="writer")
    office.sheet.get_by_text("查看知识库", exact=True).click()
    office.save()
    office.enter("invitations")
    office.add()
    office.pick("role_id", "知识专员")
    office.page.get_by_test_id("sheet-save").click()
    link = office.page.get_by_test_id("told-once").inner_text()

    theirs = stranger(browser)
    theirs.goto(link)
    for key, value in (("name", "王芳"), ("number", house.code), ("password", PASSWORD)):
        theirs.locator(f"#invite-{key}").fill(value)
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_test_id("rail-knowledge")).to_be_visible()
    for hidden in ("live", "customers", "settings"):
        expect(theirs.get_by_test_id(f"rail-{hidden}")).to_have_count(0)
    theirs.goto(f"{house.url}/settings/users")
    expect(theirs.get_by_text("没有这个页面")).to_be_visible()
    theirs.goto(f"{house.url}/knowledge")
    expect(theirs.locator("main tbody tr")).to_have_count(3)
    expect(theirs.get_by_test_id("resource-add")).to_have_count(0)
    signed_in = Api(house.url)("POST", "/auth/token", {"login": house.code, "password": PASSWORD})
    proof = {"Authorization": f"Bearer {signed_in['token']}"}
    for path in ("users", "conversations", "sites"):
        refused = theirs.request.get(f"{house.url}/api/v1/{path}", headers=proof)
        assert (refused.status, refused.json()["code"]) == (403, "missing_permission"), path
    queue = {"brand_id": house.site["brand_id"], "name": "私设组"}
    assert theirs.request.post(f"{house.url}/api/v1/queues", data=queue, headers=proof).status == 403
    theirs.goto(link)
    expect(theirs.get_by_text("邀请链接无效或已过期")).to_be_visible()  # an invitation serves once

    office.enter("invitations")
    office.add()
    office.pick("role_id", "知识专员")
    office.page.get_by_test_id("sheet-save").click()
    another = office.page.get_by_test_id("told-once").inner_text()
    expect(office.page.get_by_test_id("told-once-qr")).to_be_visible()
    office.page.keyboard.press("Escape")
    expect(office.row("知识专员")).to_have_count(2)
    office.row("知识专员").first.click()  # the newest; the other one has been accepted
    office.page.get_by_role("button", name="收回邀请", exact=True).click()
    office.answer("收回邀请")
    expect(office.row("知识专员")).to_have_count(1)
    theirs.goto(another)
    expect(theirs.get_by_text("邀请链接无效或已过期")).to_be_visible()


def test_a_site_is_opened_with_its_own_face(
    browser: Browser, found_house: Callable[..., House], host_page: Callable[..., str]
) -> None:
    house = found_house(locale="en")
    office = Office.of(browser, house, locale="en")
    host = host_page(f'<script async src="{house.url}/widget.js" data-site="harbour-{house.code}"></script>')
    office.enter("sites")
    office.add()
    office.fill(name="Harbour", key=f"harbour-{house.code}", title_en="Harbour help", greeting_en="Ahoy!")
    office.pick("brand_id", "青山商城")
    office.pick("queue_id", "Online service")
    office.pick("locale", "English")
    office.field("color").fill("#8e24aa")
    office.fill(origins=host.rstrip("/"))
    office.page.keyboard.press("Enter")
    logo = office.sheet.locator("input[type=file]")
    logo.set_input_files({"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(office.sheet.get_by_role("alert")).to_contain_text("PNG, JPEG or WebP")
    logo.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": PNG})
    expect(office.page.get_by_test_id("logo-preview")).to_be_visible()
    office.save()
    office.open("Harbour")
    expect(office.page.get_by_test_id("logo-preview")).to_be_visible()
    link = office.sheet.get_by_role("link", name="/c/harbour").get_attribute("href")

    visitor = stranger(browser, "en")
    visitor.goto(str(link))
    chat = Chat(visitor)
    expect(visitor.get_by_test_id("chat-greeting")).to_contain_text("Ahoy!")
    expect(visitor.get_by_role("heading", name="Harbour help")).to_be_visible()
    shown = visitor.locator("header img")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("(image) => image.naturalWidth") == 1
    assert (
        visitor.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')").strip() == "#8e24aa"
    )
    chat.write("Hello")
    expect(chat.messages("visitor")).to_have_count(1)
    visitor.goto(host)
    visitor.get_by_test_id("launcher").click()
    expect(visitor.frame_locator("iframe").locator("header img")).to_be_visible()


def test_the_last_place_and_section_are_reached_on_a_small_screen(browser: Browser, house: House) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 600})
    sign_in(context, house.url, house.owner)
    page = context.new_page()
    page.goto(f"{house.url}/settings/recording_rules")
    expect(page.locator("nav a[href='/settings/recording_rules']")).to_be_in_viewport()
    settings = page.get_by_test_id("rail-settings")
    settings.focus()
    expect(settings).to_be_in_viewport(ratio=1)
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollHeight <= innerHeight"), "the rail scrolls, and not the desk"
