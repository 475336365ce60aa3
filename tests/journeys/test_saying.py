"""What agents say, and how: quick replies, pictures, what Enter does."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from .house import PNG, Chat, Desk, House, Person, Visitor

PASTE = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name, { type: "image/png" }));
  const target = document.querySelector("[data-testid=composer]");
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: held, bubbles: true, cancelable: true }));
}"""
DROP = """([content, name]) => {
  const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name, { type: "image/png" }));
  const target = document.querySelector("[role=log]");
  for (const type of ["dragover", "drop"])
    target.dispatchEvent(new DragEvent(type, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def hand_over(page: Page, how: str, name: str = "截图.png", content: bytes = PNG) -> None:
    page.evaluate(how, [base64.b64encode(content).decode(), name])


def keep(person: Person, **reply: object) -> None:
    person.api("POST", "/quick-replies", {"scope": "shared", **reply})


def opened(browser: Browser, house: House) -> tuple[Desk, Visitor]:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor("转人工", visitor={"name": "王芳"})
    desk.open_first()
    return desk, visitor


def last_said(visitor: Visitor) -> dict[str, object]:
    found: dict[str, object] = visitor.see()["messages"][-1]
    return found


def test_quick_replies_are_found_filled_joined_and_sent_by_keyboard(browser: Browser, house: House) -> None:
    keep(house.owner, title="退款到账", folder="售后", text="{客户姓名}您好，退款会在 7 天内到账。")
    keep(house.owner, title="赔偿方案", code="pc", text="可以为您申请赔偿。")
    keep(house.owner, title="订单进度", code="dd", text="您的订单 {订单号} 已发出。")
    desk, visitor = opened(browser, house)
    menu = desk.page.get_by_test_id("quick-menu")
    written = desk.messages("agent").count()

    desk.composer.press_sequentially("/tk")
    expect(menu.get_by_test_id("quick-reply")).to_have_count(1)
    desk.composer.press("Enter")
    expect(desk.composer).to_have_value("王芳您好，退款会在 7 天内到账。")
    desk.composer.press_sequentially(" 、pc")
    expect(menu.get_by_test_id("quick-reply")).to_have_text([re.compile("赔偿方案")])  # what "、" alone found goes
    desk.composer.press("Enter")
    expect(menu).to_have_count(0)
    desk.composer.press("Enter")
    expect(desk.messages("agent")).to_have_count(written + 1)
    expect(desk.messages("agent").last).to_contain_text("王芳您好，退款会在 7 天内到账。 可以为您申请赔偿。")

    desk.composer.press_sequentially("、pc")
    expect(menu.get_by_test_id("quick-reply")).to_have_count(1)
    desk.composer.press("Control+Enter")
    expect(desk.messages("agent")).to_have_count(written + 2)
    expect(desk.composer).to_have_value("")

    desk.composer.press_sequentially("/dd")
    expect(menu.get_by_test_id("quick-reply")).to_have_count(1)
    desk.composer.press("Control+Enter")
    expect(desk.page.get_by_text("{订单号} 还没有内容")).to_be_visible()
    desk.composer.press_sequentially("20261118003")
    desk.composer.press("Enter")
    expect(desk.messages("agent").last).to_contain_text("您的订单 20261118003 已发出。")
    assert last_said(visitor)["text"] == "您的订单 20261118003 已发出。"

    desk.composer.press_sequentially("、赔")
    expect(menu.get_by_test_id("quick-reply").first).to_be_visible()
    held: list[Route] = []
    desk.page.route("**/api/v1/quick-replies/search?*", lambda route: held.append(route))
    with desk.page.expect_request("**/api/v1/quick-replies/search?*"):
        desk.composer.press_sequentially("偿")
    desk.composer.press("Enter")  # faster than the answer: the first one chooses, the second one sends
    desk.composer.press("Enter")
    assert held
    desk.page.unroute("**/api/v1/quick-replies/search?*")  # and lets go what was held
    expect(desk.messages("agent").last).to_contain_text("可以为您申请赔偿。")
    expect(desk.composer).to_have_value("")
    counts = {r["title"]: r["use_count"] for r in house.owner.api("GET", "/quick-replies")["items"]}
    assert counts == {"退款到账": 1, "赔偿方案": 3, "订单进度": 1}


def test_what_was_said_well_is_kept_and_the_knowledge_base_stands_in_the_same_menu(
    browser: Browser, house: House
) -> None:
    desk, _ = opened(browser, house)
    desk.write("请您放心，我会跟进到底。")
    said = desk.messages("agent").last
    expect(said).to_contain_text("请您放心")
    said.hover()
    said.get_by_test_id("save-reply").click()
    desk.page.get_by_test_id("reply-code").fill("fx")
    desk.press("reply-save")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    desk.composer.press_sequentially("/fx")
    expect(desk.page.get_by_test_id("quick-reply")).to_contain_text("请您放心")
    keep(house.owner, title="发货", folder="物流", text="今天发货。")
    keep(house.owner, title="退货", folder="售后", text="可以退货。")
    desk.composer.fill("")
    desk.press("quick-open")
    desk.page.get_by_test_id("quick-folder").filter(has_text="物流").click()
    expect(desk.page.get_by_test_id("quick-reply")).to_have_count(1)
    desk.page.get_by_test_id("quick-reply").click()
    expect(desk.composer).to_have_value("今天发货。")
    desk.composer.fill("/发票")
    expect(desk.page.get_by_test_id("quick-article").first).to_contain_text("怎么开发票")
    desk.composer.press("Enter")
    expect(desk.composer).to_have_value("在订单详情页点击「申请开票」即可。")
    assert [r["code"] for r in desk.person.api("GET", "/quick-replies?scope=own")["items"]] == ["fx"]


def test_pasted_and_dropped_pictures_are_shown_first_and_a_refused_one_says_why(browser: Browser, house: House) -> None:
    desk, visitor = opened(browser, house)
    staged = desk.page.get_by_test_id("staged").locator("li")
    hand_over(desk.page, PASTE)
    hand_over(desk.page, DROP, "第二张.png")
    expect(staged).to_have_count(2)
    before = len(visitor.see()["messages"])
    desk.write("请看这两张图")
    pictures = desk.page.locator("[data-testid=message][data-kind=image]")
    expect(pictures).to_have_count(2)
    expect(staged).to_have_count(0)
    expect(desk.messages("agent").last).to_contain_text("请看这两张图")
    assert len(visitor.see()["messages"]) == before + 3

    hand_over(desk.page, PASTE, "伪装.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>")
    desk.composer.press("Enter")
    pending = desk.page.get_by_test_id("pending-message")
    expect(pending.get_by_role("alert")).to_contain_text("文件内容与扩展名 .png 不符")
    pending.get_by_role("button", name="删除").click()
    expect(pending).to_have_count(0)


def test_an_upload_that_breaks_off_is_sent_again_once(browser: Browser, house: House) -> None:
    desk, visitor = opened(browser, house)
    desk.page.route("**/attachments", lambda route: route.abort())
    hand_over(desk.page, PASTE)
    desk.composer.press("Enter")
    pending = desk.page.get_by_test_id("pending-message")
    expect(pending.get_by_role("alert")).to_be_visible()
    desk.page.unroute("**/attachments")
    before = len(visitor.see()["messages"])
    pending.get_by_role("button", name="重试").dblclick()
    expect(pending).to_have_count(0)
    expect(desk.page.locator("[data-testid=message][data-kind=image]")).to_have_count(1)
    assert len(visitor.see()["messages"]) == before + 1


def test_enter_does_what_one_likes_and_an_emoji_is_put_at_the_caret(browser: Browser, house: House) -> None:
    desk, _ = opened(browser, house)
    desk.press("enter-key")
    desk.press("ctrl-enter-sends")
    desk.composer.press_sequentially("第一行")
    desk.composer.press("Enter")
    desk.composer.press_sequentially("第二行")
    expect(desk.composer).to_have_value("第一行\n第二行")
    desk.press("emoji-open")
    desk.page.get_by_test_id("emoji-picker").get_by_role("button", name="🙏").click()
    expect(desk.composer).to_have_value("第一行\n第二行🙏")
    desk.composer.press("Control+Enter")
    expect(desk.messages("agent").last).to_contain_text("第二行🙏")
    desk.page.reload()
    expect(desk.page.get_by_test_id("enter-key")).to_contain_text("Ctrl+Enter")


def test_what_is_read_recalled_and_quoted_is_seen_on_both_sides(browser: Browser, page: Page, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    chat.write("转人工")
    desk.open_first()
    desk.write("价格是 100 元")
    expect(chat.messages("agent").last).to_contain_text("价格是 100 元")
    expect(desk.page.get_by_test_id("read-mark")).to_have_text("已读")
    said = chat.messages("agent").last
    said.hover()
    said.get_by_test_id("chat-quote").click()
    chat.write("能便宜吗")
    expect(desk.messages("visitor").last.locator("blockquote")).to_contain_text("价格是 100 元")
    expect(chat.messages("visitor").last.locator("blockquote")).to_contain_text("价格是 100 元")
    expect(chat.messages("visitor").last).to_contain_text("已读")

    mine = desk.messages("agent").last
    mine.hover()
    mine.get_by_role("button", name="撤回").click()
    expect(page.get_by_text("客服撤回了一条消息", exact=True)).to_be_visible()
    expect(desk.page.get_by_text("消息已撤回")).to_be_visible()
    expect(desk.page.get_by_test_id("show-original")).to_have_count(0)
    leader = Desk.of(browser, house, house.owner)
    leader.page.goto(desk.page.url)
    leader.press("show-original")
    expect(leader.page.locator("q")).to_have_text("价格是 100 元")


def test_a_visitor_sends_the_product_and_the_agent_sees_where_they_were(
    browser: Browser, context: BrowserContext, house: House, host_page: Callable[..., str]
) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    queue = "window.kefu = window.kefu || function () { (kefu.q = kefu.q || []).push(arguments) };"
    product = "kefu('product', {id: 'p1', title: '青禾 300L 冰箱', price: 1899, url: 'https://shop.test/p/1'})"
    shop = host_page(f"<script>{queue}{product}</script>{house.site['snippet']}")
    page = context.new_page()
    page.goto(f"{shop}?ref=secret")
    page.goto(f"{shop}#detail")
    page.get_by_test_id("launcher").click()
    frame = page.frame_locator("iframe")
    chat = Chat(frame)
    chat.write("转人工")
    desk.open_first()
    expect(frame.get_by_test_id("chat-product")).to_contain_text("¥1,899.00")
    chat.press("chat-send-product")
    expect(frame.get_by_test_id("chat-product")).to_have_count(0)
    expect(desk.page.locator("[data-kind=card]").last).to_contain_text("青禾 300L 冰箱")
    expect(desk.page.locator("[data-kind=card]").last).to_contain_text("¥1,899.00")
    sent = desk.page.locator("[data-kind=card][data-sender=agent]")
    desk.page.keyboard.press("Alt+KeyK")
    choices = desk.page.get_by_test_id("card-choice")
    expect(choices.filter(has_text="青禾 300L 冰箱")).to_have_attribute("aria-selected", "true")
    expect(choices.filter(has_text="商城")).to_have_count(1)
    desk.page.get_by_test_id("card-search").fill("冰箱")
    expect(choices.filter(has_text="商城")).to_have_count(0)
    desk.page.keyboard.press("Enter")
    expect(sent).to_contain_text("¥1,899.00")
    expect(frame.locator("[data-kind=card][data-sender=agent]")).to_contain_text("青禾 300L 冰箱")
    expect(desk.page.get_by_test_id("card-search")).to_have_count(0)
    desk.press("card-open")
    desk.page.get_by_test_id("card-search").fill("怎么开发票")
    choices.filter(has_text="怎么开发票").click()
    desk.press("card-send")
    expect(frame.locator("[data-kind=article][data-sender=agent]")).to_contain_text("怎么开发票")
    track = desk.page.get_by_test_id("visitor-track")
    expect(track).to_contain_text("商城")
    assert "secret" not in str(track.inner_html())
    page.evaluate("history.pushState({}, '', '/checkout'); document.title = '结算'")
    expect(track.locator("li").first).to_contain_text("结算", timeout=15_000)


def test_a_reply_for_later_is_planned_and_called_off_by_the_customer(browser: Browser, house: House) -> None:
    desk, visitor = opened(browser, house)
    desk.composer.fill("仓库回复了我就告诉您")
    desk.press("schedule")
    desk.press("schedule-in_10")
    planned = desk.page.get_by_test_id("scheduled")
    expect(planned).to_contain_text("仓库回复了我就告诉您")
    expect(desk.composer).to_have_value("")
    visitor.say("不用了，我要退款")
    expect(planned).to_have_count(0)
    expect(desk.page.locator("[data-kind=note]").last).to_contain_text(
        "客户先回复了，定时消息已取消：仓库回复了我就告诉您"
    )


def test_a_draft_is_there_on_another_computer(browser: Browser, house: House) -> None:
    desk, _ = opened(browser, house)
    with desk.page.expect_response(lambda answer: answer.url.endswith("/draft") and answer.ok):
        desk.composer.press_sequentially("写到一半")
    elsewhere = Desk.of(browser, house, desk.person)
    elsewhere.open_first()
    expect(elsewhere.composer).to_have_value("写到一半")


def test_what_a_visitor_types_is_told_and_shown_only_where_the_shop_wants_it(
    browser: Browser, page: Page, house: House
) -> None:
    house.owner.api("PATCH", f"/sites/{house.site['id']}", {"settings": {"typing_preview": True}})
    desk = Desk.of(browser, house, house.hire("8001"))
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    expect(page.get_by_text("客服可以看到您正在输入的内容")).to_be_visible()
    chat.write("转人工")
    desk.open_first()
    expect(page.get_by_text("为您服务").first).to_be_visible()
    chat.input.press_sequentially("我想退这个冰箱", delay=200)
    expect(desk.page.get_by_test_id("typing-preview")).to_contain_text("我想退")
