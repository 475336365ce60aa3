"""Customers help themselves without an account: search, a ticket with a file, its number, and following it."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine

from kefu.foundation.knowledge import actions as knowledge
from kefu.foundation.knowledge.models import Article
from kefu.kernel import clock, files
from kefu.kernel.models import StoredFile
from kefu.service.portal.models import PortalCode, PortalTicket

from .conftest import Shop, make_shop
from .help import MAIL, PDF, PHONE, WRITTEN, Guest, code_in, opened, posts, team_of, texts, tickets, with_sms
from .work import do, id_of, see

LINK = re.compile(r'(?:href|src|action)="([^"]*)"')


def let_in(shop: Shop, guest: Guest, line: str, number: str) -> None:
    guest.asks(number)
    posts(shop)
    guest.types(code_in(texts(shop, line)[0]["text"]))


def test_a_help_centre_is_there_when_it_is_on_and_unknown_keys_are_told_in_both_languages(shop: Shop) -> None:
    guest = Guest(shop)
    for path in (guest.root, f"{guest.root}/new", "/help/nobody", "/help/nobody/ticket"):
        html = guest.get(path, expect=404)
        assert "找不到这个帮助中心" in html and "There is no such help centre" in html
    assert "发票" in opened(shop).get()
    shop.owner("PATCH", f"/help-centres/{shop.site.id}", {"is_on": False})
    guest.get(expect=404)


def test_articles_are_browsed_by_topic_and_found_and_only_what_is_published(shop: Shop) -> None:
    guest = opened(shop)
    html = guest.get()
    topic = re.search(r'href="(/help/[^"]*/topics/[^"]*)"><strong translate="no">退款</strong><span>1</span>', html)
    assert topic is not None, html
    html = guest.get(topic[1])
    article = re.search(r'href="(/help/[^"]*/articles/[^"]*)"', html)
    assert article is not None
    assert "退款会在 7 天内原路退回。" in guest.get(article[1])
    assert "退款会在 7 天内原路退回。" in guest.get("?q=退款")
    row = Article.objects.for_actor(shop.system).get(key="refund")
    knowledge.archive(shop.system, article_id=row.id)
    guest.get(article[1], expect=404)
    assert ">退款多久到账<" not in guest.get()


def test_from_a_failed_search_to_a_ticket_with_a_file_that_somebody_has_at_once(shop: Shop) -> None:
    busy, free = shop.agent("4701"), shop.agent("4702")
    for _ in range(2):
        busy("POST", "/tickets", {"subject": "别的事", "owner_id": id_of(busy)}, expect=201)
    team = team_of(shop, busy, free)
    guest = opened(shop, team_id=str(team.id))
    html = guest.get("?q=折叠屏铰链异响")
    assert "没有找到相关文章" in html
    way = re.search(r'class="button" href="([^"]*)"', html)
    assert way is not None
    guest.get(unescape(way[1]))
    assert 'value="折叠屏铰链异响"' in guest.html
    began = clock.now()
    guest.fill(unescape(way[1]), files=[("照片.pdf", PDF)], subject="铰链响")
    number = guest.number()
    (ticket,) = [row for row in tickets(shop) if row["source"] == "portal"]
    assert (ticket["number"], ticket["owner"]["id"], ticket["team"]["id"]) == (number, id_of(free), str(team.id))
    assert clock.now() - began < timedelta(seconds=5)
    whole = see(free, ticket)
    assert whole["description"] == "收到时屏幕已经碎了。\n\n[在帮助中心搜索过] 折叠屏铰链异响"
    assert free.client.get(whole["attachments"][0]["url"]).getvalue() == PDF
    customer = shop.owner("GET", f"/customers/{whole['customer']['id']}")
    assert (customer["name"], customer["phones"]) == ("王芳", ["+8613800138047"])
    assert "已收到" in guest.get("/ticket/view") or "处理中" in guest.html


def test_a_form_sent_twice_makes_one_ticket_and_a_strange_form_none(shop: Shop) -> None:
    guest = opened(shop)
    guest.get("/new")
    sent = {**WRITTEN, "form": guest.hidden("form")}
    guest.post("/new", sent)
    number = guest.number()
    guest.post("/new", sent)
    assert guest.number() == number and len(tickets(shop)) == 1
    assert "页面已过期" in guest.post("/new", {**WRITTEN, "form": "made up"}, expect=409)
    assert 'value="屏幕碎了"' in guest.html, "what was written is still there"
    other = opened(make_shop("beta"))
    other.get("/new")
    guest.post("/new", {**WRITTEN, "form": other.hidden("form")}, expect=409)
    guest.fill(website="http://spam.test", expect=422)
    assert len(tickets(shop)) == 1
    guest.fill(subject="第二件事")
    first, second = tickets(shop)
    assert first["customer"]["id"] == second["customer"]["id"], "the customer is known by the number"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "请填写您的称呼"),
        ({"contact": "123"}, "请填写正确的手机号或邮箱"),
        ({"subject": ""}, "请用一句话说明问题"),
        ({"text": "\n"}, "请写下具体情况"),
        ({"text": "长" * 5001}, "最多 5000 个字"),
    ],
)
def test_what_is_missing_is_told_and_nothing_is_lost(shop: Shop, changed: dict[str, str], told: str) -> None:
    guest = opened(shop)
    assert told in guest.fill(expect=422, **changed)  # type: ignore[arg-type]
    assert 'aria-invalid="true"' in guest.html
    assert tickets(shop) == []


def test_wrong_files_are_refused_before_anything_is_kept(shop: Shop) -> None:
    guest = opened(shop)
    assert "不能超过 20 MB" in guest.fill(files=[("a.pdf", b"%PDF" + b" " * files.MAX_BYTES)], expect=413)
    assert "附件需要重新选择" in guest.html
    assert "合计不能超过 24 MB" in guest.fill(files=[("a.pdf", b"%PDF" + b" " * (13 << 20))] * 2, expect=413)
    assert "最多 5 个附件" in guest.fill(files=[(f"{n}.pdf", PDF) for n in range(6)], expect=422)
    assert "不符" in guest.fill(files=[("a.pdf", PDF), ("b.pdf", b"MZ\x90 no")], expect=422)
    assert "SVG" in guest.fill(files=[("a.svg", b"<svg/>")], expect=422)
    assert tickets(shop) == []
    assert not StoredFile.objects.for_actor(shop.system).exists()


def test_who_comes_too_often_waits_and_who_is_blocked_is_refused(shop: Shop) -> None:
    guest = opened(shop)
    for n in range(10):
        guest.fill(subject=f"第 {n} 件")
    assert "操作太频繁" in guest.fill(expect=429)
    assert 'value="屏幕碎了"' in guest.html
    other = Guest(shop, address="203.0.113.8")
    shop.owner("POST", "/blocks", {"kind": "phone", "value": PHONE, "reason": "骚扰"}, expect=201)
    assert "暂时无法为您提供在线服务" in other.fill(expect=403)
    assert len(shop.owner("GET", "/tickets?limit=50")["items"]) == 10


def test_a_ticket_is_followed_with_a_code_by_sms_answered_closed_rated_and_opened_again(shop: Shop) -> None:
    line, agent = with_sms(shop), shop.agent("4711", nickname="小青")
    guest = opened(shop)
    guest.fill(files=[("照片.pdf", PDF)])
    number = guest.number()
    assert "凭我们发送的验证码查看" in guest.html
    (ticket,) = tickets(shop)
    do(agent, ticket, "assign", owner_id=id_of(agent))
    do(agent, ticket, "comments", text="已安排换新，请留意快递。", expect=201)
    do(agent, ticket, "comments", text="这个客户很急，悄悄加急", is_public=False, expect=201)

    later = Guest(shop, address="198.51.100.4")
    later.get("/ticket/view", expect=401)
    night = clock.now().replace(hour=17)  # 1:00 in Beijing: a code does not wait for the morning
    with time_machine.travel(night if night > clock.now() else night + timedelta(days=1), tick=True):
        later.asks(number.lower())
        posts(shop)
        (sent,) = texts(shop, line)
        assert sent["send_at"][:13] == clock.now().isoformat()[:13] and sent["number"] == PHONE
        later.types(code_in(sent["text"]))
        html = later.html
        assert later.state() == "处理中"
        assert "小青" in html and "请留意快递" in html and "屏幕已经碎了" in html
        assert "悄悄" not in html and "员工4711" not in html and "4711" not in html
        file = re.search(r'href="(/api/v1/files/[^"]*)" translate="no">照片.pdf', html)
        assert file is not None and later.client.get(unescape(file[1])).getvalue() == PDF

        later.post("/ticket/view", {"act": "say", "text": "快递几号到？"})
        assert "已发送。" in later.html and "快递几号到？" in later.html
        said = agent("GET", f"/tickets/{ticket['id']}/entries")["items"][0]
        assert (said["text"], said["author"]["kind"], said["author"]["name"]) == ("快递几号到？", "customer", "王芳")
        assert "请写下要补充的内容" in later.post("/ticket/view", {"act": "say", "text": " "}, expect=422)

        later.post("/ticket/view", {"act": "urge"})
        assert "已提醒处理人员" in later.html and see(agent, ticket)["urges"] == 1
        later.post("/ticket/view", {"act": "urge"}, expect=409)
        assert "催一下" not in later.html, "once an hour"

        later.post("/ticket/view", {"act": "close"})
        assert later.state() == "已关闭" and see(agent, ticket)["stage"]["category"] == "closed"
        later.post("/ticket/view", {"act": "say", "text": "还有"}, expect=409)
        later.post("/ticket/view", {"act": "rate", "score": "6"}, expect=422)
        later.post("/ticket/view", {"act": "rate", "score": "4"})
        assert "您的评价 <strong>4</strong> / 5" in later.html
        later.post("/ticket/view", {"act": "rate", "score": "1"}, expect=409)
        notes = [entry["text"] for entry in agent("GET", f"/tickets/{ticket['id']}/entries")["items"]]
        assert "客户评价：4 分（满分 5 分）" in notes
        later.get("/ticket/view")
        later.post("/ticket/view", {"act": "reopen"})
        assert later.state() == "处理中" and see(agent, ticket)["reopened"] == 1
        later.post("/ticket/leave", {})
        later.get("/ticket/view", expect=401)


def test_half_an_hour_later_a_new_code_is_needed(shop: Shop) -> None:
    guest = opened(shop)
    with time_machine.travel(clock.now(), tick=False) as now:
        guest.fill()
        guest.get("/ticket/view")
        now.shift(timedelta(minutes=29))
        guest.get("/ticket/view")
        now.shift(timedelta(minutes=2))
        guest.get("/ticket/view", expect=401)


def test_wrong_codes_run_out_and_nobody_learns_whether_a_number_exists(shop: Shop) -> None:
    line = with_sms(shop)
    guest = opened(shop)
    guest.fill()
    number = guest.number()
    pages = []
    for n, (asked, contact) in enumerate(((number, PHONE), (number, "13900139000"), ("T-2026-999999", "13700137000"))):
        stranger = Guest(shop, address=f"198.51.100.{n}")
        shown = stranger.asks(asked, contact)
        pages.append(re.sub(r'(?:value|href)="[^"]*"', "", shown))
        posts(shop)
        for _ in range(4):
            stranger.types("000000", expect=422)
        assert "验证码已失效" in stranger.types("000000", expect=410)
        stranger.get("/ticket/view", expect=401)
    assert pages[0] == pages[1] == pages[2]
    (sent,) = texts(shop, line)
    assert sent["number"] == PHONE, "only the right contact was told anything"
    code = PortalCode.objects.for_actor(shop.system).exclude(ticket=None).get()
    assert code.sealed == "" and code_in(sent["text"]) not in code.digest


def test_a_right_code_serves_once_and_ten_minutes_and_not_after_five_tries(shop: Shop) -> None:
    line = with_sms(shop)
    guest = opened(shop)
    guest.fill()
    number = guest.number()
    with time_machine.travel(clock.now(), tick=False) as now:
        late = Guest(shop, address="198.51.100.9")
        late.asks(number)
        posts(shop)
        code = code_in(texts(shop, line)[0]["text"])
        now.shift(timedelta(minutes=11))
        late.types(code, expect=410)
        late.asks(number)
        posts(shop)
        right, token = code_in(texts(shop, line)[0]["text"]), late.hidden("c")
        late.types(right)
        again = Guest(shop, address="198.51.100.10")
        again.get("/ticket")
        again.post("/ticket/code", {"c": token, "code": right}, expect=410)
        late.asks(number)
        late.asks(number, expect=429)


def test_without_a_way_to_send_a_code_the_page_says_so(shop: Shop) -> None:
    guest = opened(shop)
    guest.fill()
    assert "不能向您留下的联系方式发送验证码" in guest.html
    assert "不能发送短信验证码" in guest.asks(guest.number(), expect=503)
    assert "不能发送邮件验证码" in guest.asks("T-2026-000001", MAIL, expect=503)
    assert f"/c/{shop.site.key}" in guest.html
    assert not PortalCode.objects.for_actor(shop.system).exists()


def test_nothing_of_another_organization_is_reached(shop: Shop) -> None:
    line, other = with_sms(shop), opened(make_shop("beta"))
    with_sms(other.shop)
    guest = opened(shop)
    guest.fill()
    number = guest.number()
    let_in(shop, guest, line, number)
    other.asks(number)
    posts(other.shop)
    assert PortalCode.objects.for_actor(other.shop.system).get().ticket is None
    cookie = guest.client.cookies["kefu_help_ticket"].value
    other.client.cookies["kefu_help_ticket"] = cookie
    other.get("/ticket/view", expect=401)
    sent = PortalTicket.objects.for_actor(shop.system).get()
    assert number not in other.get(f"/sent?n={sent.id}")
    article = Article.objects.for_actor(shop.system).earliest("id")
    other.get(f"/articles/{article.id}", expect=404)
    other.get(f"/topics/{article.category_id}", expect=404)
    assert str(article.id) not in other.get("?q=发票")


def test_what_is_typed_stays_text_and_forms_need_their_mark(shop: Shop) -> None:
    evil = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'
    guest = opened(shop)
    assert "<script" not in guest.get("?q=" + evil) and "<img" not in guest.html
    guest.get("/new?q=" + evil)
    assert "<script" not in guest.html
    guest.fill(subject=evil, name=evil, text=evil)
    html = guest.get("/ticket/view")
    assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html
    guest.html = ""
    assert "页面已过期" in guest.post("/ticket/view", {"act": "close"}, expect=403)


def test_a_merged_ticket_shows_nothing_of_another_customer(shop: Shop) -> None:
    agent = shop.agent("4721")
    leader = shop.agent("4722", role="supervisor")
    guest = opened(shop)
    guest.fill()
    other = Guest(shop, address="198.51.100.20")
    other.fill(contact=MAIL, subject="同样的事", text="别人的秘密")
    theirs, mine = tickets(shop)
    do(agent, theirs, "comments", text="只给另一位客户的话", expect=201)
    do(leader, theirs, "merge", ticket_id=mine["id"])
    html = guest.get("/ticket/view")
    assert "秘密" not in html and "只给另一位" not in html and "已与" not in html.split("<main")[0]
    assert "与另一张工单一起处理" in html
    guest.post("/ticket/view", {"act": "close"}, expect=409)


def test_pages_are_in_the_reader_s_language_ask_nobody_else_and_can_be_installed(shop: Shop) -> None:
    guest = opened(shop)
    guest.language = "en-GB,en;q=0.9"
    assert "How can we help?" in guest.get() and '<html lang="en">' in guest.html
    guest.get("?lang=zh-CN")
    assert "有什么可以帮您" in guest.get("")
    for path in ("", "/new", "/ticket", "?q=发票", "?q=没有的词"):
        html = guest.get(path)
        assert "<script" not in html and "style=" not in html
        for link in LINK.findall(html):
            assert link.startswith(("/", "?", "#")) and not link.startswith("//"), link
    told = guest.client.get(f"{guest.root}/manifest.webmanifest").json()
    assert told["start_url"] == guest.root and told["display"] == "standalone"
    for icon in told["icons"]:
        answer = guest.client.get(icon["src"])
        assert answer["Content-Type"] == "image/png" and answer["Cache-Control"].startswith("public")
    css = guest.client.get(f"{guest.root}/style.css")
    assert css["Content-Type"].startswith("text/css") and b"url(" not in css.content and b"@import" not in css.content
