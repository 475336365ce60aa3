"""What must be right on first start: an organization as it is founded, its values and words, all of them in one table."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from kefu.config import founding
from kefu.contact.bot import rules as bot
from kefu.contact.conversations import cards, tones
from kefu.contact.conversations import rules as conversations
from kefu.contact.conversations.models import Site
from kefu.contact.routing import rules as routing
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import clock, events
from kefu.kernel.actor import system

from .conftest import PASSWORD, Api, Shop

QUEUE = {
    "assignment": "automatic",  # 自动接入
    "remind_seconds": 60,
    "escalate_seconds": 120,
    "reassign_seconds": 180,
    "silence_prompt_seconds": 180,
    "silence_end_seconds": 120,
    "answers_calls": False,  # the telephone rings
}
WORDS = {
    "waiting_timed": "当前排队第 {n} 位，预计等待 {m} 分钟，您也可以先留言",
    "waiting": "当前排队第 {n} 位，您也可以先留言",
    "transferred_queue": "正在为您转接{组}同事，您的问题已同步，无需重复描述。",
    "joined": "您好，我是{昵称}，正在查看您的问题。",
    "closed": "本次服务已结束，感谢您的咨询。",
}
AT_ONCE = {"人工": "asked_for_human", "我要投诉": "complaint", "你们就是骗子": "complaint", "我打12315了": "legal"}
BEIJING = ZoneInfo("Asia/Shanghai")
NEVER = re.compile(r"请先描述|先描述您的问题|无法理解您|听不懂|没听懂您")


@pytest.fixture
def founded(db: None) -> Shop:
    """As `kefu org create` and the setup leave it; nothing is set by the test."""
    organization = founding.create(code="first", name="青禾小店", admin_email="owner@first.test", password=PASSWORD)
    everywhere = system(organization.id)
    owner = User.objects.for_actor(everywhere).get()
    api = Api(accounts.create_token(owner.id, "test"))
    site = Site.objects.for_actor(everywhere).get()
    return Shop(organization, api, Queue.objects.for_actor(everywhere).get(), site)


def test_a_queue_is_founded_with_the_deadlines_of_the_trade(founded: Shop) -> None:
    (queue,) = founded.owner("GET", "/queues")["items"]
    assert {name: queue[name] for name in QUEUE} == QUEUE
    assert queue["texts"] == {}, "its words are those of the product"


def test_an_agent_begins_offline_with_five_at_once_and_one_call(founded: Shop) -> None:
    agent = founded.agent("8001", status="offline")
    signed_in = agent("GET", "/auth/me")
    assert signed_in["presence"]["status"] == "offline"
    (row,) = [user for user in founded.owner("GET", "/users")["items"] if user["employee_number"] == "8001"]
    assert row["chat_capacity"] == 5
    seat: dict[str, Any] = {"status": "online", "capacity": 5, "load": 0, "channels": frozenset({"chat", "phone"})}
    user_id = User.objects.for_actor(founded.system).get(employee_number="8001").id
    on_the_phone = routing.Seat(user_id=user_id, calls=1, **seat)
    for channel in ("chat", "phone"):
        item = routing.Item(
            id=user_id, brand_id=founded.site.brand_id, priority=5, queued_at=clock.now(), channel=channel
        )
        (choice,) = routing.decide([item], [on_the_phone], clock.now())
        assert choice.user_id is None, channel
        (choice,) = routing.decide([item], [routing.Seat(user_id=user_id, **seat)], clock.now())
        assert choice.user_id == user_id, channel


def test_what_visitors_read_is_said_in_the_trade_s_words(founded: Shop) -> None:
    told = {text["code"]: text["zh"] for text in founded.owner("GET", "/queue-texts")}
    assert {code: told[code] for code in WORDS} == WORDS
    assert conversations.waiting_text(3, 1, "zh-CN", {}) == "当前排队第 3 位，预计等待 1 分钟，您也可以先留言"
    assert conversations.waiting_text(3, 61, "zh-CN", {}) == "当前排队第 3 位，预计等待 2 分钟，您也可以先留言"
    assert routing.estimate_wait(1, [60.0] * 4, 1) is None and routing.estimate_wait(1, [60.0] * 5, 1) == 60


def test_the_shop_is_polite_says_when_somebody_is_back_and_can_say_qin(founded: Shop) -> None:
    def greeting(hour: int) -> str:
        with clock.frozen(datetime(2026, 11, 26, hour, tzinfo=BEIJING)):
            return str(Api()("GET", f"/widget/{founded.site.key}/config?locale=zh-CN")["greeting"])

    assert greeting(10) == "您好，请问有什么可以帮您？"
    assert "明天 09:00" in greeting(22) and "留言" in greeting(22)
    founded.owner("PATCH", f"/sites/{founded.site.id}", {"settings": {"color": "", "tone": "qin"}})
    assert greeting(10).startswith("亲，")


def test_a_chat_drops_into_the_list_is_greeted_and_ends_with_a_rating(founded: Shop) -> None:
    agent = founded.agent("8001", nickname="小青")
    with clock.frozen(datetime(2026, 11, 26, 10, tzinfo=BEIJING)):
        visitor = founded.visitor("转人工")
        visitor.say("我的快递呢")
        (row,) = agent("GET", "/desk/snapshot")["conversations"]
        assert (row["status"], row["offer"]) == ("active", None)
        said = [m["text"] for m in visitor.see()["messages"] if m["kind"] == "system"]
        assert said[-1] == "您好，我是小青，正在查看您的问题。"
        agent("POST", f"/conversations/{visitor.id}/messages", {"text": "今天会到"}, expect=201)
        agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": founded.leaf()})
        events.drain()
        seen = visitor.see()
    assert [m["text"] for m in seen["messages"] if m["kind"] == "system"][-1] == WORDS["closed"]
    assert seen["can_rate"]


def test_the_bot_is_no_wall() -> None:
    assert bot.MISSES_BEFORE_HANDOVER == 2
    assert {text: str(bot.escalation(text) or "") for text in AT_ONCE} == AT_ONCE
    words = [text.zh for text in conversations.SYSTEM_TEXTS.values()] + list(tones.QIN.values())
    assert [text for text in words if NEVER.search(text)] == []


def test_money_and_time_are_written_as_at_home() -> None:
    for price, shown in ((1234, "¥1,234.00"), ("0.5", "¥0.50"), ("面议", "面议")):
        assert cards.checked({"title": "羽绒服", "price": price})["price"] == shown
    assert settings.TIME_ZONE == "Asia/Shanghai"
