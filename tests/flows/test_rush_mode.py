"""Rush mode as the two sides of the counter live through it: begun and ended through the API, seen by visitors."""

from typing import Any

import pytest

from kefu.contact.bot.models import Turn
from kefu.contact.conversations.models import Site
from kefu.kernel import events, limits
from kefu.kernel.models import OutboxEvent

from .conftest import Api, Shop, Visitor
from .test_deadlines import lines, seen

BUSY = {"zh-CN": "双11咨询较多，请您稍候。", "en": "It is a busy day."}


def begin(shop: Shop, **settings: Any) -> Any:
    begun = shop.owner("POST", "/rushes", settings, expect=201)
    events.drain()
    return begun


def config(shop: Shop, locale: str = "zh-CN") -> Any:
    return Api()("GET", f"/widget/{shop.site.key}/config?locale={locale}")


def ask(visitor: Visitor) -> Any:
    """Press 转人工."""
    answer = visitor.api("POST", f"/widget/conversations/{visitor.id}/handoff")
    events.drain()
    return answer


def said(visitor: Visitor, sender: str) -> list[str]:
    return [m["text"] for m in visitor.see()["messages"] if m["sender"]["kind"] == sender]


def test_an_hour_of_rush_is_seen_by_all_and_leaves_no_trace(shop: Shop) -> None:
    supervisor = shop.agent("8000", role="supervisor", status="offline")
    agent = shop.agent("8001", chat_capacity=1)
    before = config(shop), [a["capacity"] for a in agent("GET", "/agents?colleagues=true")]
    agent("POST", "/rushes", {"capacity_plus": 2}, expect=403)
    begun = supervisor(
        "POST",
        "/rushes",
        {"capacity_plus": 2, "announcement": BUSY, "announces_in_line": True, "topics_on_top": True, "max_waiting": 1},
        expect=201,
    )
    assert supervisor("POST", "/rushes", {"bot_first": True}, expect=409)["code"] == "rush_overlaps"
    events.drain()
    assert [rush["id"] for rush in agent("GET", "/rushes")["items"]] == [begun["id"]]
    assert config(shop)["rush"] == {"announcement": BUSY["zh-CN"], "topics_on_top": True}
    assert config(shop, "en")["rush"]["announcement"] == BUSY["en"]
    assert {a["capacity"] - 2 for a in agent("GET", "/agents?colleagues=true") if a["chats"] == 0} <= {1, 5}

    served = [shop.visitor() for _ in range(3)]
    assert {seen(shop, visitor)["status"] for visitor in served} == {"active"}
    waiting, refused = shop.visitor(), shop.visitor()
    assert waiting.see()["queue_text"].startswith(BUSY["zh-CN"])
    assert (refused.see()["status"], lines(refused)[-1]) == ("bot", "queue_full")
    assert refused.see()["messages"][-1]["payload"]["leave_message"]

    ended = supervisor("POST", f"/rushes/{begun['id']}/end")
    events.drain()
    assert ended["ended_at"] and agent("GET", "/rushes")["items"] == []
    assert (config(shop), [a["capacity"] for a in agent("GET", "/agents?colleagues=true")]) == before
    assert waiting.see()["queue_text"] == "当前排队第 1 位，您也可以先留言"
    done = {entry["action"] for entry in shop.owner("GET", "/audit")["items"]}
    assert {"rush.begun", "rush.ended"} <= done


def test_staff_and_visitors_are_told_without_being_told_what(shop: Shop) -> None:
    begin(shop, capacity_plus=1, announcement=BUSY)
    told = OutboxEvent.objects.get(organization_id=shop.organization.id, name="routing.rush_changed")
    assert told.payload == {}
    assert set(told.audience) == {f"staff:{shop.organization.id}", f"visitors:{shop.organization.id}"}


@pytest.mark.parametrize("by_button", [True, False])
def test_the_bot_tries_once_and_the_second_request_queues(shop: Shop, by_button: bool) -> None:
    chips = {"color": "", "chips": {"zh-CN": ["怎么开发票", "退款多久到账"]}}
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"settings": chips})
    begin(shop, bot_first=True)
    visitor = shop.visitor("您好")
    request = ask if by_button else lambda one: one.say("转人工")
    request(visitor)
    offered = visitor.see()["messages"][-1]
    assert visitor.see()["status"] == "bot" and said(visitor, "visitor") == ["您好", "转人工"]
    assert "再点一次「转人工」" in offered["text"]
    assert offered["payload"] == {"choices": ["怎么开发票", "退款多久到账"], "handoff": True}
    visitor.say("怎么开发票")
    assert said(visitor, "bot")[-1] == "在订单详情页点击「申请开票」即可。"
    request(visitor)
    assert visitor.see()["status"] == "queued"


def test_the_button_needs_no_bot_the_second_time(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    begin(shop, bot_first=True)
    visitor = shop.visitor(None)
    path = f"/widget/conversations/{visitor.id}/handoff"
    assert visitor.api("POST", path)["status"] == "bot"
    assert visitor.api("POST", path)["status"] == "queued"  # no worker has done anything in between
    events.drain()
    assert visitor.see()["status"] == "queued"


def test_what_is_asked_along_with_a_person_is_answered_first(shop: Shop) -> None:
    begin(shop, bot_first=True)
    visitor = shop.visitor("怎么开发票，能转人工吗，我不会弄")
    assert visitor.see()["status"] == "bot"
    assert [turn.outcome for turn in Turn.objects.for_actor(shop.system)] in (["answer"], ["offer"], ["miss"])
    assert ask(visitor)["status"] == "bot" and visitor.see()["status"] == "queued"


@pytest.mark.parametrize("text", ["我要投诉你们", "我要打12315", "骗子，转人工"])
def test_complaints_and_legal_words_go_straight_to_a_person(shop: Shop, text: str) -> None:
    begin(shop, bot_first=True)
    assert shop.visitor(text).see()["status"] == "queued"


def test_who_has_been_with_the_bot_is_not_sent_back_to_it(shop: Shop) -> None:
    begin(shop, bot_first=True)
    visitor = shop.visitor("怎么开发票")
    ask(visitor)
    assert visitor.see()["status"] == "queued"


def test_a_site_without_its_bot_has_it_for_the_rush(shop: Shop) -> None:
    Site.objects.for_actor(shop.system).update(bot_enabled=False)
    assert shop.visitor("怎么开发票").see()["status"] == "queued"
    rush = begin(shop, bot_first=True, brand_id=str(shop.site.brand_id))
    visitor = shop.visitor("怎么开发票")
    assert (visitor.see()["status"], said(visitor, "bot")) == ("bot", ["在订单详情页点击「申请开票」即可。"])
    shop.owner("POST", f"/rushes/{rush['id']}/end")
    visitor.say("还有一个问题")
    assert visitor.see()["status"] == "queued"


def test_without_a_rush_a_person_is_one_request_away(shop: Shop) -> None:
    limits.forget()
    visitor = shop.visitor("您好")
    assert ask(visitor)["status"] == "queued"
    assert said(visitor, "visitor") == ["您好"]
