"""What happens by itself when people are silent, late or gone. Time is moved, never waited for."""

from typing import Any

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Conversation
from kefu.contact.routing import actions as routing
from kefu.contact.routing.models import Contact, Miss, Queue, WorkItem
from kefu.foundation.accounts import actions as accounts
from kefu.kernel import clock, events
from kefu.kernel.ids import new_id
from kefu.kernel.models import OutboxEvent

from .conftest import Api, Hours, Shop, Visitor, make_shop


def say(agent: Api, visitor: Visitor, text: str) -> None:
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": text}, expect=201)
    events.drain()


def me(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def seen(shop: Shop, visitor: Visitor) -> Any:
    return shop.owner("GET", f"/conversations/{visitor.id}")


def lines(visitor: Visitor) -> list[str]:
    return [m["payload"].get("code") for m in visitor.see()["messages"] if m["kind"] == "system"]


def alarms(shop: Shop) -> list[tuple[str, int]]:
    rows = OutboxEvent.objects.filter(organization_id=shop.organization.id, name="conversations.reply_overdue")
    return [(row.payload["user_id"], row.payload["stage"]) for row in rows.order_by("id")]


def load(shop: Shop) -> int:
    return int(WorkItem.objects.for_actor(shop.system).filter(state="assigned").count())


def test_a_silent_visitor_is_asked_and_then_the_conversation_ends(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor("我要退款,转人工")
    say(agent, visitor, "您好,已经为您登记退款")
    hours.pass_(179)
    assert "silent" not in lines(visitor)
    hours.pass_(1)
    assert lines(visitor)[-1] == "silent"
    hours.pass_(119)
    assert seen(shop, visitor)["status"] == "active"
    hours.pass_(1)
    ended = seen(shop, visitor)
    assert (ended["status"], ended["disposition_pending"], lines(visitor)[-1]) == ("closed", True, "closed_by_system")
    assert "退款" in "".join(ended["disposition"]["path"])
    assert load(shop) == 0
    assert Contact.objects.for_actor(shop.system).get(subject_id=visitor.id).ended_by == "system"
    hours.pass_(600)
    assert lines(visitor).count("closed_by_system") == 1


def test_an_answer_to_the_question_keeps_it_open(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    say(agent, visitor, "您好")
    hours.pass_(200)
    visitor.say("在的")
    hours.pass_(200)
    assert seen(shop, visitor)["status"] == "active"  # the agent owes the answer now
    say(agent, visitor, "好的")
    hours.pass_(179)
    assert lines(visitor).count("silent") == 1
    hours.pass_(1)
    assert lines(visitor).count("silent") == 2


def test_nothing_ends_while_the_agent_owes_the_answer(shop: Shop, hours: Hours) -> None:
    shop.agent("8001")
    visitor = shop.visitor()
    for _ in range(5):
        hours.pass_(600)
    assert seen(shop, visitor)["status"] == "active"


def test_a_conversation_with_the_bot_alone_ends_too(shop: Shop, hours: Hours) -> None:
    visitor = shop.visitor("怎么开发票")
    hours.pass_(180)
    assert lines(visitor)[-1] == "silent"
    hours.pass_(120)
    ended = seen(shop, visitor)
    assert (ended["status"], ended["disposition_pending"]) == ("closed", False)


def test_a_conversation_that_the_bot_left_without_an_answer_ends_too(shop: Shop, hours: Hours) -> None:
    visitor = shop.visitor("怎么开发票")
    Api(visitor.api.token)("POST", f"/widget/conversations/{visitor.id}/messages", {"text": "在吗"}, expect=201)
    OutboxEvent.objects.all().delete()  # the bot was away and never heard of it
    hours.pass_(180)
    assert lines(visitor)[-1] == "silent"
    visitor.say("怎么开发票")
    hours.pass_(179)
    assert seen(shop, visitor)["status"] == "bot"
    hours.pass_(1)
    hours.pass_(120)
    assert seen(shop, visitor)["status"] == "closed"


def test_a_conversation_that_cannot_be_dealt_with_stops_no_other(shop: Shop, hours: Hours) -> None:
    broken = make_shop("broken")
    Queue.objects.for_actor(broken.system).update(texts={"silent": "neither language"})
    agent = broken.agent("8001")
    first = broken.visitor()
    say(agent, first, "您好")
    second = shop.visitor("怎么开发票")
    for _ in range(3):
        hours.pass_(180)
    assert (seen(broken, first)["status"], lines(first).count("silent")) == ("active", 0)
    assert seen(shop, second)["status"] == "closed"
    told = [n for n in broken.owner("GET", "/notices")["items"] if n["kind"] == "job_failed"]
    assert [(n["count"], "conversations.sweep" in n["text"]["zh-CN"]) for n in told] == [(1, True)]
    assert not [n for n in shop.owner("GET", "/notices")["items"] if n["kind"] == "job_failed"]


def test_what_the_queue_says_holds(shop: Shop, hours: Hours) -> None:
    agent = shop.agent("8001")
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"silence_prompt_seconds": None})
    visitor = shop.visitor()
    say(agent, visitor, "您好")
    hours.pass_(3600)
    assert seen(shop, visitor)["status"] == "active"
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"silence_prompt_seconds": 30, "silence_end_seconds": 30})
    hours.pass_(0)
    hours.pass_(30)
    assert seen(shop, visitor)["status"] == "closed"


def test_a_visitor_who_left_the_line_is_let_go(shop: Shop, hours: Hours) -> None:
    shop.agent("8001", chat_capacity=1)
    first, second, third = shop.visitor(), shop.visitor(), shop.visitor(visitor={"phone": "13800138000"})
    for visitor in (second, third):
        row = Conversation.objects.for_actor(shop.system).get(id=visitor.id)
        conversations.set_online(shop.organization.id, row.visitor_id, True)
        conversations.set_online(shop.organization.id, row.visitor_id, False)
    hours.pass_(299)
    assert seen(shop, second)["status"] == "queued"
    hours.pass_(1)
    assert (seen(shop, second)["status"], seen(shop, first)["status"]) == ("closed", "active")
    kept = seen(shop, third)  # can be reached: it waits as a message
    assert (kept["status"], kept["channel"]) == ("queued", "message")


def test_the_guess_is_settled_by_the_agent(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    say(agent, visitor, "您好")
    hours.pass_(180)
    hours.pass_(120)
    pending = agent("GET", "/conversations?pending=true")["items"]
    assert [row["id"] for row in pending] == [str(visitor.id)]
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()})
    assert agent("GET", "/conversations?pending=true")["items"] == []
    settled = seen(shop, visitor)
    assert (settled["disposition"]["id"], settled["disposition_pending"]) == (shop.leaf(), False)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": shop.leaf()}, expect=409)


def test_a_late_first_reply_is_reminded_told_and_reassigned(shop: Shop, hours: Hours) -> None:
    slow = shop.agent("8001")
    visitor = shop.visitor()
    quick = shop.agent("8002")
    hours.pass_(59)
    assert alarms(shop) == []
    hours.pass_(1)
    hours.pass_(30)
    assert alarms(shop) == [(me(slow), 1)]
    hours.pass_(30)
    hours.pass_(30)
    assert alarms(shop) == [(me(slow), 1), (me(slow), 2)]
    hours.pass_(30)
    moved = seen(shop, visitor)
    assert moved["assignee"]["id"] == me(quick)
    assert alarms(shop)[-1] == (me(slow), 3)
    assert Miss.objects.for_actor(shop.system).count() == 1
    note = next(m for m in moved["messages"] if m["payload"].get("code") == "reassigned")
    assert (note["kind"], note["text"]) == ("note", note["payload"]["words"]["zh-CN"])
    assert note["payload"]["words"]["en"].endswith("the conversation was given to a colleague.")
    hours.pass_(60)  # the clock of the next one starts when they got it
    assert alarms(shop)[3:] == [(me(quick), 1)]
    say(quick, visitor, "您好,我来处理")
    hours.pass_(170)
    assert len(alarms(shop)) == 4


def test_two_misses_send_an_agent_on_a_break(shop: Shop, hours: Hours) -> None:
    slow = shop.agent("8001")
    shop.visitor(), shop.visitor()
    shop.agent("8002")
    hours.pass_(180)
    presence = slow("GET", "/desk/snapshot")["me"]["presence"]
    assert (presence["status"], presence["reason"]["code"]) == ("busy", "break")
    (line,) = [row for row in shop.owner("GET", "/analytics/board") if row["user_id"] == me(slow)]
    assert (line["presence"]["origin"], line["presence"]["note"]) == ("system", "多次超时未首次回复，系统自动小休。")
    assert Miss.objects.for_actor(shop.system).count() == 2


def test_nobody_else_there_keeps_it_where_it_is_and_tries_again(shop: Shop, hours: Hours) -> None:
    slow, visitor = shop.agent("8001"), shop.visitor()
    hours.pass_(180)
    hours.pass_(30)
    assert seen(shop, visitor)["assignee"]["id"] == me(slow)
    quick = shop.agent("8002")
    hours.pass_(30)
    assert seen(shop, visitor)["assignee"]["id"] == me(quick)
    assert [stage for _, stage in alarms(shop)] == [3]


def test_a_later_answer_is_reminded_but_not_taken_away(shop: Shop, hours: Hours) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    say(agent, visitor, "您好")
    shop.agent("8002")
    visitor.say("我的快递呢")
    for _ in range(4):
        hours.pass_(60)
    assert [stage for _, stage in alarms(shop)] == [1, 2, 3]
    assert seen(shop, visitor)["assignee"]["id"] == me(agent)


def test_an_agent_without_a_socket_for_two_minutes_is_signed_out(shop: Shop, hours: Hours) -> None:
    gone = shop.agent("8001")
    accounts.beat([me(gone)], 0)  # type: ignore[list-item]
    first, second = shop.visitor(), shop.visitor()
    say(gone, first, "您好")
    gone("PUT", f"/conversations/{first.id}/draft", {"text": "我查到了,您的"}, expect=204)
    late = shop.visitor("转人工")
    hours.pass_(100)
    accounts.beat([me(gone)], 500)  # type: ignore[list-item]  # the second tab is still there
    hours.pass_(120)
    accounts.beat([], 30)  # a gateway that has only begun knows nothing of the absent
    accounts.beat([], 500)
    assert gone("GET", "/desk/snapshot")["me"]["presence"]["status"] == "online"
    hours.pass_(1)
    accounts.beat([], 500)
    events.drain()
    assert gone("GET", "/desk/snapshot")["me"]["presence"]["status"] == "offline"
    waiting = [seen(shop, v) for v in (first, second, late)]
    assert {row["status"] for row in waiting} == {"queued"}
    assert waiting[0]["messages"][-1]["payload"]["code"] == "agent_gone"
    newcomer = shop.visitor()
    assert newcomer.see()["queue_position"] == 4  # those who were given back are before everybody
    helper = shop.agent("8002", chat_capacity=3)
    assert {row["id"] for row in helper("GET", "/desk/snapshot")["conversations"] if row["status"] == "active"} == {
        str(v.id) for v in (first, second, late)
    }
    assert gone("GET", f"/conversations/{first.id}", expect=404)


def test_too_many_others_are_told(shop: Shop) -> None:
    other = next(d["id"] for d in shop.owner("GET", "/dispositions")["items"] if d["code"] == "other")
    some = next(d["id"] for d in shop.owner("GET", "/dispositions")["items"] if d["code"] == "repair-other")

    def told() -> list[str]:
        routing.watch_others(shop.organization.id)
        return [n["kind"] for n in shop.owner("GET", "/notices")["items"] if n["kind"] == "others"]

    rows = [
        Contact(
            organization=shop.organization,
            brand_id=shop.site.brand_id,
            channel="chat",
            subject_id=new_id(),
            started_at=clock.now(),
            ended_at=clock.now(),
            disposition_id=other if n < 2 else some,
        )
        for n in range(20)
    ]
    Contact.objects.bulk_create(rows)
    assert told() == []  # exactly a tenth
    Contact.objects.for_actor(shop.system).filter(id=rows[2].id).update(disposition_id=other)
    assert told() == ["others"]
    assert told() == ["others"]  # the same day's news is told once
