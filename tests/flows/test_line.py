"""The line and its limits, messages left after hours, and customers who come back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kefu.contact.routing.models import Contact
from kefu.foundation.calendars.models import Calendar
from kefu.kernel import clock, events

from .conftest import Api, Hours, Shop, Visitor
from .test_deadlines import lines, me, say, seen

NIGHT = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)  # a Monday, 23:00 in Beijing
OPENING = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)  # 09:00


def settle(shop: Shop, **settings: Any) -> None:
    shop.owner("PATCH", f"/queues/{shop.queue.id}", settings)


def office_hours(shop: Shop) -> None:
    week = {str(day): [["09:00", "18:00"]] for day in range(1, 8)}
    Calendar.objects.for_actor(shop.system).update(weekly=week)


def leave(shop: Shop, **body: Any) -> Visitor:
    left = Api()(
        "POST",
        f"/widget/{shop.site.key}/leave-message",
        {"text": "收到的杯子碎了", "phone": "13800138000", **body},
        expect=201,
    )
    events.drain()
    return Visitor(left["id"], Api(left["visitor_token"]))


def test_a_message_left_at_night_waits_for_the_opening_and_is_first(shop: Shop) -> None:
    office_hours(shop)
    agent = shop.agent("8001", chat_capacity=1)
    moment = Hours(NIGHT)
    moment._enter()
    try:
        visitor = leave(shop)
        moment.pass_(3600)
        kept = seen(shop, visitor)
        assert (kept["channel"], kept["status"], kept["assignee"]) == ("message", "queued", None)
        assert kept["unanswered_since"] == "2026-03-03T01:00:00Z"
        assert visitor.see()["queue_text"].startswith("您的留言已收到")
        moment.at = OPENING - timedelta(seconds=1)
        moment.pass_(0)
        early = shop.visitor()  # came before the doors opened, and takes the only place
        assert early.see()["status"] == "active"
        late = shop.visitor()
        moment.pass_(1)
        agent("POST", f"/conversations/{early.id}/close", {"disposition_id": shop.leaf()})
        events.drain()
        assert (seen(shop, visitor)["status"], seen(shop, late)["status"]) == ("active", "queued")
        contact = Contact.objects.for_actor(shop.system).get(subject_id=visitor.id)
        assert contact.queued_at == OPENING
        moment.pass_(20)
        say(agent, visitor, "您好,马上给您补发")
        contact.refresh_from_db()
        assert contact.first_reply_at == OPENING + timedelta(seconds=20)
        assert visitor.see()["messages"][-1]["text"] == "您好,马上给您补发"
    finally:
        moment._hold.__exit__(None, None, None)


def test_who_waits_may_leave_a_message_instead(shop: Shop) -> None:
    visitor = shop.visitor("我的包裹丢了,转人工")
    path, body = f"/widget/{shop.site.key}/leave-message", {"text": "请晚上联系我", "phone": "13800138000"}
    assert visitor.api("POST", path, body, expect=201)["id"] == str(visitor.id)
    events.drain()
    kept = seen(shop, visitor)
    assert (kept["channel"], kept["status"], kept["claims"]["phone"]) == ("message", "queued", "13800138000")
    assert [m["text"] for m in kept["messages"] if m["sender"]["kind"] == "visitor"][-1] == "请晚上联系我"


def test_a_queue_may_serve_messages_after_hours(shop: Shop) -> None:
    office_hours(shop)
    settle(shop, serves_messages_after_hours=True)
    agent = shop.agent("8001")
    with clock.frozen(NIGHT):
        visitor = leave(shop)
        assert seen(shop, visitor)["assignee"]["id"] == me(agent)


def test_who_waits_too_long_goes_to_the_queue_behind(shop: Shop, hours: Hours) -> None:
    behind = shop.owner("POST", "/queues", {"brand_id": str(shop.site.brand_id), "name": "后备组"}, expect=201)
    settle(shop, max_wait_seconds=60, overflow="queue", overflow_queue_id=behind["id"])
    first = shop.visitor()
    hours.pass_(59)
    assert seen(shop, first)["queue"]["id"] == str(shop.queue.id)
    hours.pass_(1)
    moved = seen(shop, first)
    assert (moved["queue"]["name"], lines(first)[-1]) == ("后备组", "transferred_queue")
    hours.pass_(600)
    assert lines(first).count("transferred_queue") == 1


def test_who_waits_too_long_is_asked_to_leave_a_message_or_led_to_the_bot(shop: Shop, hours: Hours) -> None:
    settle(shop, max_wait_seconds=60)
    visitor = shop.visitor()
    hours.pass_(60)
    assert (lines(visitor)[-1], seen(shop, visitor)["status"]) == ("waited_too_long", "queued")
    settle(shop, overflow="bot")
    other = shop.visitor()
    hours.pass_(60)
    assert (lines(other)[-1], seen(shop, other)["status"]) == ("back_to_bot", "bot")
    assert other.say("转人工")
    assert seen(shop, other)["status"] == "queued"


def test_a_full_line_overflows_at_once(shop: Shop) -> None:
    behind = shop.owner("POST", "/queues", {"brand_id": str(shop.site.brand_id), "name": "后备组"}, expect=201)
    settle(shop, max_waiting=1, overflow="queue", overflow_queue_id=behind["id"])
    first, second = shop.visitor(), shop.visitor()
    assert [seen(shop, v)["queue"]["name"] for v in (first, second)] == [shop.queue.name, "后备组"]
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"overflow_queue_id": str(shop.queue.id)}, expect=422)


def test_the_line_speaks_in_the_queues_words(shop: Shop) -> None:
    visitor = shop.visitor()
    assert visitor.see()["queue_text"] == "当前排队第 1 位，您也可以先留言"  # too few samples for a figure
    settle(shop, texts={"waiting": {"zh-CN": "亲，您排在第 {n} 位哦"}, "queued": {"zh-CN": "马上为您找到同事～"}})
    assert visitor.see()["queue_text"] == "亲，您排在第 1 位哦"
    said = [m["text"] for m in shop.visitor().see()["messages"] if m["kind"] == "system"]
    assert "马上为您找到同事～" not in said  # nobody is online, and that is what is said
    shop.agent("8001", chat_capacity=1)
    assert "马上为您找到同事～" in [m["text"] for m in shop.visitor().see()["messages"] if m["kind"] == "system"]


def test_every_text_is_told_with_its_placeholders(shop: Shop) -> None:
    told = {text["code"]: text for text in shop.owner("GET", "/queue-texts")}
    assert told["waiting_timed"]["zh"] == "当前排队第 {n} 位，预计等待 {m} 分钟，您也可以先留言"
    assert told["joined"]["zh"] == "您好，我是{昵称}，正在查看您的问题。"
    own = {code: {"zh-CN": text["zh"], "en": text["en"]} for code, text in told.items()}
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"texts": own})  # our own words pass our own check


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("还要等 {t} 分钟", "{t}"),
        ("第 {n 位", "大括号"),
        ("{n.__class__}", "{n.__class__}"),
        ("{}", "{}"),
        ("位" * 501, "500"),
    ],
)
def test_a_wrong_text_is_told_where_and_why(shop: Shop, words: str, said: str) -> None:
    body = {"texts": {"waiting": {"zh-CN": words}}}
    problem = shop.owner("PATCH", f"/queues/{shop.queue.id}", body, expect=422)
    assert problem["errors"][0]["field"] == "texts.waiting.zh-CN"
    assert said in problem["errors"][0]["message"]


def test_minutes_are_rounded_up_and_told_from_five_samples_on(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001", chat_capacity=1)
    for _ in range(5):
        served = shop.visitor()
        say(agent, served, "您好")
        hours.pass_(61)
        agent("POST", f"/conversations/{served.id}/close", {"disposition_id": shop.leaf()})
        events.drain()
    shop.visitor()
    assert shop.visitor().see()["queue_text"] == "当前排队第 1 位，预计等待 2 分钟，您也可以先留言"


def again(shop: Shop, visitor: Visitor) -> Visitor:
    opened = visitor.api("POST", f"/widget/{shop.site.key}/conversations", {"text": "转人工"}, expect=201)
    events.drain()
    return Visitor(opened["id"], visitor.api)


def test_who_comes_back_within_a_day_gets_the_last_agent_if_free(shop: Shop, hours: Hours) -> None:
    first = shop.agent("8001")
    visitor = shop.visitor()
    say(first, visitor, "您好")
    first("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    events.drain()
    say(first, shop.visitor(), "您好")  # makes the last agent the more saturated one
    shop.agent("8002")
    hours.pass_(60)
    returned = again(shop, visitor)
    found = seen(shop, returned)
    assert (found["previous_id"], found["assignee"]["id"]) == (str(visitor.id), me(first))
    first("POST", f"/conversations/{returned.id}/close", {"disposition_id": shop.leaf()})
    first("PUT", "/agents/me/presence", {"status": "offline"})
    events.drain()
    assert seen(shop, again(shop, visitor))["assignee"]["id"] != me(first)


def test_who_comes_back_after_a_day_is_new(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    say(agent, visitor, "您好")
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    hours.pass_(3600 * 24 + 1)
    assert seen(shop, again(shop, visitor))["previous_id"] is None


def test_the_greeting_is_no_first_reply(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    assert visitor.see()["messages"][-1]["text"] == "您好，我是小8001，正在查看您的问题。"
    contact = Contact.objects.for_actor(shop.system).get(subject_id=visitor.id)
    assert (contact.answered_at is not None, contact.first_reply_at) == (True, None)
    hours.pass_(10)
    say(agent, visitor, "您好")
    contact.refresh_from_db()
    assert contact.first_reply_at == hours.at


def test_the_end_asks_for_a_rating_only_after_a_talk(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    talked, curt, invited, spam = (shop.visitor() for _ in range(4))
    for visitor in (talked, curt, invited, spam):
        say(agent, visitor, "您好")
    talked.say("谢谢")
    spam.say("加微信")
    path = f"/conversations/{invited.id}/messages"
    agent("POST", path, {"kind": "rating_invite"}, expect=201)
    agent("POST", path, {"kind": "rating_invite"}, expect=409)
    assert invited.see()["can_rate"]
    leaves = {d["code"]: d["id"] for d in shop.owner("GET", "/dispositions")["items"]}
    for visitor, leaf in ((talked, shop.leaf()), (curt, shop.leaf()), (spam, leaves["invalid-spam"])):
        agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": leaf})
    assert [v.see()["can_rate"] for v in (talked, curt, spam)] == [True, False, False]
    spam.api("POST", f"/widget/conversations/{spam.id}/rating", {"score": 1}, expect=409)
    hours.pass_(3600 * 24 + 1)
    assert not talked.see()["can_rate"]
    talked.api("POST", f"/widget/conversations/{talked.id}/rating", {"score": 5}, expect=409)


def test_whoever_is_blocked_is_not_asked_to_rate_and_cannot(shop: Shop) -> None:
    agent = shop.agent("8001")
    rude, sorry = (shop.visitor(visitor={"phone": phone}) for phone in ("13800138000", "13800138001"))
    for visitor in (rude, sorry):
        say(agent, visitor, "您好")
        visitor.say("你等着")
    agent("POST", f"/conversations/{sorry.id}/close", {"disposition_id": shop.leaf()})
    assert sorry.see()["can_rate"]
    for phone in ("13800138000", "13800138001"):
        shop.owner("POST", "/blocks", {"kind": "phone", "value": phone, "reason": "威胁"}, expect=201)
    refused = agent("POST", f"/conversations/{rude.id}/messages", {"kind": "rating_invite"}, expect=409)
    assert refused["code"] == "visitor_blocked"
    agent("POST", f"/conversations/{rude.id}/close", {"disposition_id": shop.leaf()})
    assert not rude.see()["can_rate"]
    for visitor in (rude, sorry):
        refused = visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1}, expect=403)
        assert refused["code"] == "blocked"
    assert shop.owner("GET", "/ratings")["items"] == []


def test_what_is_found_invalid_afterwards_is_not_rated(shop: Shop) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    say(agent, visitor, "您好")
    visitor.say("加微信")
    visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
    assert visitor.see()["can_rate"]
    leaves = {d["code"]: d["id"] for d in shop.owner("GET", "/dispositions")["items"]}
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": leaves["invalid-spam"]})
    assert not visitor.see()["can_rate"]
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1}, expect=409)


def test_a_served_customer_may_rate_unasked_within_a_day(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    early, late = shop.visitor(), shop.visitor()
    for visitor in (early, late):
        agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
        assert not visitor.see()["can_rate"]
    early.api("POST", f"/widget/conversations/{early.id}/rating", {"score": 5}, expect=204)
    hours.pass_(3600 * 24 + 1)
    late.api("POST", f"/widget/conversations/{late.id}/rating", {"score": 5}, expect=409)
    unserved = shop.visitor("怎么开发票")
    unserved.api("POST", f"/widget/conversations/{unserved.id}/close")
    unserved.api("POST", f"/widget/conversations/{unserved.id}/rating", {"score": 1}, expect=409)


def test_after_hours_and_on_holidays_the_greeting_says_when_somebody_is_back(shop: Shop) -> None:
    nights = {str(day): [["09:00", "18:00"]] for day in range(1, 8)}
    Calendar.objects.for_actor(shop.system).update(weekly=nights, follows_statutory_holidays=True)
    closed = {"text": "{shop}打烊了，{back}见", "chips": ["几点开门"]}
    holiday = {"text": "国庆快乐，{back}见", "chips": []}
    own = {"color": "", "greetings": {"closed": {"zh-CN": closed}, "holiday": {"zh-CN": holiday}}}
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"settings": own})

    def said(at: datetime, language: str = "zh-CN") -> tuple[str, list[str]]:
        with clock.frozen(at):
            config = Api()("GET", f"/widget/{shop.site.key}/config?locale={language}")
        return config["greeting"], [chip["text"] for chip in config["chips"]]

    brand = shop.site.brand.name
    beijing = ZoneInfo("Asia/Shanghai")
    assert said(datetime(2026, 11, 26, 10, tzinfo=beijing))[0] == "您好，请问有什么可以帮您？"
    assert said(datetime(2026, 11, 26, 20, tzinfo=beijing)) == (f"{brand}打烊了，明天 09:00见", ["几点开门"])
    assert said(datetime(2026, 11, 26, 7, tzinfo=beijing), "en")[0].startswith(
        "Hello, we are closed just now and will be back today at 09:00"
    )
    assert said(datetime(2026, 10, 1, 12, tzinfo=beijing))[0].startswith("国庆快乐，10月")
    wrong = {"color": "", "greeting": {"zh-CN": "{名字}您好"}}
    assert shop.owner("PATCH", f"/sites/{shop.site.id}", {"settings": wrong}, expect=422)["code"] == "unknown_variable"
