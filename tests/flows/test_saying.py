"""What lies around the words: read marks, recalled originals, cards, the visitor's track, replies for later."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from tests.flows.conftest import Api, Shop

from kefu.contact.conversations import actions, cards, queries, rules, tones
from kefu.contact.conversations.models import PageView
from kefu.kernel import clock
from kefu.kernel.models import OutboxEvent
from kefu.kernel.realtime.feed import Session


def announced(name: str) -> list[dict[str, Any]]:
    return [event.payload for event in OutboxEvent.objects.filter(name=name).order_by("id")]


def soon(**ahead: float) -> str:
    return (clock.now() + timedelta(**ahead)).isoformat()


def test_each_side_learns_how_far_the_other_has_read(shop: Shop) -> None:
    me = shop.agent("8001")
    visitor = shop.visitor()
    said = me("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    visitor.api("POST", f"/widget/conversations/{visitor.id}/read", {"seq": said["seq"]}, expect=204)
    assert me("GET", f"/conversations/{visitor.id}")["visitor_read_seq"] == said["seq"]
    visitor.api("POST", f"/widget/conversations/{visitor.id}/read", {"seq": 1}, expect=204)
    visitor.api("POST", f"/widget/conversations/{visitor.id}/read", {"seq": 999}, expect=204)
    assert me("GET", f"/conversations/{visitor.id}")["visitor_read_seq"] == said["seq"]
    asked = visitor.say("多久到账")
    me("POST", f"/conversations/{visitor.id}/read", {"seq": asked["seq"]}, expect=204)
    assert visitor.see()["agent_read_seq"] == asked["seq"]
    assert [(e["reader"], e["seq"]) for e in announced("conversations.read")] == [
        ("visitor", said["seq"]),
        ("agent", asked["seq"]),
    ]


def test_a_recalled_message_is_gone_for_everybody_but_its_inspectors(shop: Shop) -> None:
    me, inspector = shop.agent("8001"), shop.agent("8009", role="qa")
    visitor = shop.visitor()
    said = me("POST", f"/conversations/{visitor.id}/messages", {"text": "价格说错了"}, expect=201)
    path = f"/conversations/{visitor.id}/messages/{said['id']}"
    me("POST", f"{path}/recall")
    assert "价格说错了" not in str(visitor.see()) + str(me("GET", f"/conversations/{visitor.id}"))
    assert inspector("GET", f"{path}/original")["text"] == "价格说错了"
    assert me("GET", f"{path}/original", expect=403)["code"] == "missing_permission"


def test_a_card_says_what_it_costs_and_leads_nowhere_dangerous(shop: Shop) -> None:
    me = shop.agent("8001")
    visitor = shop.visitor()
    product = {
        "type": "product",
        "title": " 青禾 300L 冰箱 ",
        "price": 1899,
        "external_id": "p1",
        "url": "https://shop.test/p/1",
    }
    sent = visitor.say("", kind="card", payload=product)
    assert sent["payload"]["price"] == "¥1,899.00" and sent["payload"]["title"] == "青禾 300L 冰箱"
    row = me("GET", f"/conversations/{visitor.id}")
    assert row["last_message"]["text"].startswith("[卡片]")
    for bad in ({"title": ""}, {"title": "x", "url": "javascript:alert(1)"}, {"title": "x", "picture": "javascript:1"}):
        refused = visitor.say("", kind="card", payload=bad, expect=422)
        assert refused["code"] == "wrong_card" and refused["errors"][0]["field"].startswith("payload.")


@pytest.mark.parametrize(
    ("price", "currency", "shown"),
    [
        (1234, "CNY", "¥1,234.00"),
        ("0.5", "USD", "$0.50"),
        ("面议", "CNY", "面议"),
        ("NaN", "CNY", "NaN"),
        (12, "JPY", "JPY 12.00"),
    ],
)
def test_prices(price: Any, currency: str, shown: str) -> None:
    assert cards.checked({"title": "x", "price": price, "currency": currency})["price"] == shown


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://u:p@shop.test/p/1?phone=138#x", "https://shop.test/p/1"),
        ("http://shop.test:8080/", "http://shop.test:8080/"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
    ],
)
def test_an_address_is_kept_without_what_may_be_private(address: str, kept: str) -> None:
    assert cards.page_address(address) == kept


def test_the_last_pages_of_a_visitor_are_kept_and_no_more(shop: Shop) -> None:
    me = shop.agent("8001")
    trail = [
        {"page": "https://shop.test/", "title": "首页"},
        {"page": "https://shop.test/list?q=冰箱", "title": "列表"},
    ]
    visitor = shop.visitor(entry={"page": "https://shop.test/p/1", "title": "冰箱", "trail": trail})
    track = f"/conversations/{visitor.id}/track"
    assert [p["title"] for p in me("GET", track)["items"]] == ["冰箱", "列表", "首页"]
    assert "?" not in str(me("GET", track)["items"])
    for n in (2, 2, *range(3, 40)):
        visitor.api(
            "POST", f"/widget/conversations/{visitor.id}/page", {"page": f"https://shop.test/p/{n}"}, expect=204
        )
    assert PageView.objects.for_actor(shop.system).count() == 30
    assert me("GET", track)["items"][0]["address"] == "https://shop.test/p/39"
    assert len(announced("conversations.visitor_moved")) == 38


def test_a_reply_for_later_goes_out_once_or_calls_itself_off(shop: Shop) -> None:
    me = shop.agent("8001")
    visitor = shop.visitor()
    path = f"/conversations/{visitor.id}/scheduled-messages"
    first = me("POST", path, {"text": "仓库已回复：今天发货", "send_at": soon(minutes=10)}, expect=201)
    for _ in range(2):
        actions.send_scheduled(shop.organization.id, first["id"])
    assert [m["text"] for m in visitor.see()["messages"]].count("仓库已回复：今天发货") == 1
    assert me("GET", path)["items"] == []

    second = me("POST", path, {"text": "您还需要吗", "send_at": soon(hours=1)}, expect=201)
    visitor.say("我想好了，退款")
    actions.send_scheduled(shop.organization.id, second["id"])
    assert "您还需要吗" not in str(visitor.see())
    notes = [m for m in me("GET", f"/conversations/{visitor.id}")["messages"] if m["kind"] == "note"]
    assert notes[-1]["text"] == "客户先回复了，定时消息已取消：您还需要吗"

    third = me("POST", path, {"text": "再见", "send_at": soon(hours=1)}, expect=201)
    me("DELETE", f"{path}/{third['id']}", expect=204)
    assert me("DELETE", f"{path}/{third['id']}", expect=404)["code"] == "not_found"
    fourth = me("POST", path, {"text": "明天见", "send_at": soon(days=1)}, expect=201)
    me("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    actions.send_scheduled(shop.organization.id, fourth["id"])
    assert "明天见" not in str(visitor.see())


def test_a_reply_for_later_needs_a_time_to_come(shop: Shop) -> None:
    me = shop.agent("8001")
    visitor = shop.visitor()
    path = f"/conversations/{visitor.id}/scheduled-messages"
    for at in (soon(minutes=-1), soon(days=31)):
        assert me("POST", path, {"text": "x", "send_at": at}, expect=422)["errors"][0]["field"] == "send_at"
    for _ in range(5):
        me("POST", path, {"text": "x", "send_at": soon(days=1)}, expect=201)
    assert me("POST", path, {"text": "x", "send_at": soon(days=1)}, expect=409)["code"] == "too_many_scheduled"


def test_what_a_visitor_types_is_shown_only_where_the_site_says_so(shop: Shop) -> None:
    shop.agent("8001")
    visitor = shop.visitor()
    session = Session("visitor", visitor_id(shop), shop.organization.id, frozenset())
    told = queries.typing_notice(session, {"type": "typing", "text": "我想投"})
    assert told and "text" not in told[1]
    assert Api()("GET", f"/widget/{shop.site.key}/config")["typing_preview"] is False
    settings = {"settings": {"typing_preview": True}}
    shop.owner("PATCH", f"/sites/{shop.site.id}", settings)
    told = queries.typing_notice(session, {"type": "typing", "text": "我想投诉" * 100})
    assert told and told[1]["text"] == ("我想投诉" * 100)[:200]
    assert Api()("GET", f"/widget/{shop.site.key}/config")["typing_preview"] is True
    assert visitor.see()["status"] == "active"


def visitor_id(shop: Shop) -> Any:
    from kefu.contact.conversations.models import Conversation

    return Conversation.objects.for_actor(shop.system).get().visitor_id


def test_one_switch_of_the_site_changes_every_standard_text(shop: Shop) -> None:
    shop.agent("8001")
    polite = shop.visitor()
    assert "您好，我是小8001，正在查看您的问题。" in [m["text"] for m in polite.see()["messages"]]
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"settings": {"tone": "qin"}})
    assert Api()("GET", f"/widget/{shop.site.key}/config")["greeting"].startswith("亲，")
    assert Api()("GET", f"/widget/{shop.site.key}/config?locale=en")["greeting"] == "Hello, how can we help you?"
    close = shop.visitor()
    lines = [m["text"] for m in close.see()["messages"] if m["kind"] == "system"]
    assert lines and all(line.startswith("亲，") for line in lines)
    foreigner = shop.visitor(locale="en")
    assert "亲" not in str(foreigner.see()["messages"][1:])


def test_the_close_texts_take_the_values_of_the_polite_ones() -> None:
    for code, text in tones.QIN.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", rules.SYSTEM_TEXTS[code].zh)), code
