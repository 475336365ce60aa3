"""One conversation from the first word to the rating, through the public API and the outbox."""

from uuid import uuid4

from kefu.kernel import events

from .conftest import Shop


def test_bot_answers_with_its_source(shop: Shop) -> None:
    visitor = shop.visitor("怎么开发票")
    messages = visitor.see()["messages"]
    assert [m["sender"]["kind"] for m in messages] == ["visitor", "bot"]
    assert "申请开票" in messages[1]["text"]
    source = messages[1]["payload"]["sources"][0]
    assert source["question"] == "怎么开发票"
    article = visitor.api("GET", f"/widget/{shop.site.key}/articles/{source['article_id']}")
    assert article["answer"] == messages[1]["text"]


def test_from_bot_to_agent_to_rating(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = shop.visitor("转人工")
    seen = visitor.see()
    assert (seen["status"], seen["agent"]) == ("active", "小8001")

    visitor.say("屏幕碎了,怎么赔")
    snapshot = agent("GET", "/desk/snapshot")
    row = next(r for r in snapshot["conversations"] if r["id"] == str(visitor.id))
    assert (row["status"], row["unread"]) == ("active", 2)
    assert row["unanswered_since"]

    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "您好,我来处理。"}, expect=201)
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "老客户,注意安抚"}, expect=201)
    texts = [m["text"] for m in visitor.see()["messages"]]
    assert "您好,我来处理。" in texts
    assert "老客户,注意安抚" not in texts

    suggested = agent("GET", f"/conversations/{visitor.id}/suggested-dispositions")["items"]
    assert len(suggested) == 5
    agent("POST", f"/conversations/{visitor.id}/close", {"summary": "无小结"}, expect=422)
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": suggested[0]["id"], "summary": "破损赔付"})
    agent("POST", f"/conversations/{visitor.id}/close", {"disposition_id": suggested[0]["id"]}, expect=409)

    closed = visitor.see()
    assert (closed["status"], closed["can_rate"]) == ("closed", True)
    visitor.say("还有一个问题", expect=409)
    visitor.api(
        "POST",
        f"/widget/conversations/{visitor.id}/rating",
        {"score": 5, "solved": "yes", "tags": ["回复速度"]},
        expect=204,
    )
    visitor.api("POST", f"/widget/conversations/{visitor.id}/rating", {"score": 1}, expect=409)
    events.drain()
    rating = shop.owner("GET", "/ratings")["items"][0]
    assert (rating["score"], rating["agent"]["name"]) == (5, "小8001")
    assert agent("GET", "/desk/snapshot")["today"] == {"handled": 1, "csat": 5.0, "rated": 1}


def test_handoff_carries_the_bots_summary(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = shop.visitor("怎么开发票")
    visitor.say("我要投诉")
    detail = agent("GET", f"/conversations/{visitor.id}")
    assert "客户投诉" in detail["summary"]
    note = next(m for m in detail["messages"] if m["kind"] == "note")
    assert "怎么开发票" in note["text"]


def test_nobody_free_shows_the_place_in_line(shop: Shop) -> None:
    first, second = shop.visitor(), shop.visitor()
    assert [v.see()["queue_position"] for v in (first, second)] == [1, 2]
    assert second.see()["estimated_wait_seconds"] is None
    first.api("POST", f"/widget/conversations/{first.id}/close")
    events.drain()
    assert second.see()["queue_position"] == 1


def test_ten_chats_are_split_evenly_and_none_goes_to_who_is_offline(shop: Shop) -> None:
    agents = [shop.agent("8001"), shop.agent("8002")]
    away = shop.agent("8003", status="offline")
    for _ in range(10):
        shop.visitor()
    held = [len(a("GET", "/conversations?assignee=me&status=active")["items"]) for a in (*agents, away)]
    assert held == [5, 5, 0]


def test_transfer_hands_over_note_and_history(shop: Shop) -> None:
    giver, taker = shop.agent("8001"), shop.agent("8002", status="offline")
    visitor = shop.visitor()
    me = taker("GET", "/auth/me")["user"]["id"]
    path = f"/conversations/{visitor.id}/transfer"
    giver("POST", path, {"to_agent": me, "note": "请协助退款"}, expect=409)
    taker("PUT", "/agents/me/presence", {"status": "online"})
    giver("POST", path, {"to_agent": me, "note": "请协助退款"})
    events.drain()
    detail = taker("GET", f"/conversations/{visitor.id}")
    assert detail["assignee"]["id"] == me
    assert any(m["kind"] == "note" and m["text"] == "请协助退款" for m in detail["messages"])
    giver("POST", f"/conversations/{visitor.id}/messages", {"text": "我还在"}, expect=404)


def test_offered_work_is_accepted_or_goes_on(shop: Shop) -> None:
    shop.owner("PATCH", f"/queues/{shop.queue.id}", {"assignment": "offer"})
    first = shop.agent("8001")
    visitor = shop.visitor()
    row = first("GET", "/desk/snapshot")["conversations"][0]
    assert row["offer"]["expires_at"]
    first("POST", f"/conversations/{visitor.id}/decline", expect=204)
    second = shop.agent("8002")
    events.drain()
    second("POST", f"/conversations/{visitor.id}/accept")
    assert visitor.see()["agent"] == "小8002"
    first("POST", f"/conversations/{visitor.id}/accept", expect=404)
    outcomes = [d["outcome"] for d in shop.owner("GET", f"/routing/decisions?conversation={visitor.id}")["items"]]
    assert outcomes.count("offered") == 2


def test_same_client_id_is_one_message(shop: Shop) -> None:
    visitor = shop.visitor(None)
    client_id = str(uuid4())
    said = [visitor.say("在吗", client_id=client_id) for _ in range(3)]
    assert len({m["id"] for m in said}) == 1
    assert [m["text"] for m in visitor.see()["messages"]].count("在吗") == 1


def test_events_bring_a_stale_desk_up_to_date(shop: Shop) -> None:
    agent = shop.agent("8001")
    stale = agent("GET", "/desk/snapshot")
    visitor = shop.visitor()
    visitor.say("你好")
    agent("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    visitor.say("有个问题")
    rows = {r["id"]: r for r in stale["conversations"]}
    for event in agent("GET", f"/desk/events?after={stale['cursor']}")["items"]:
        if event["type"] == "conversation":
            rows[event["conversation"]["id"]] = event["conversation"]
        elif event["type"] == "message" and event["conversation_id"] in rows:
            apply_message(rows[event["conversation_id"]], event["message"])
    fresh = {r["id"]: r for r in agent("GET", "/desk/snapshot")["conversations"]}
    assert [(k, rows[i][k], fresh[i][k]) for i in fresh for k in fresh[i] if rows[i][k] != fresh[i][k]] == []
    assert rows.keys() == fresh.keys()


def apply_message(row: dict, message: dict) -> None:  # type: ignore[type-arg]
    """What a message does to the row of its conversation; the desk's reducer does the same."""
    if message["kind"] in ("note", "system"):
        return
    sender = message["sender"]["kind"]
    row["last_message"] = {"text": message["text"], "sender": sender, "at": message["created_at"]}
    if sender == "visitor":
        row["unread"] += 1
        row["unanswered_since"] = row["unanswered_since"] or message["created_at"]
    elif sender == "agent":
        row["unanswered_since"] = None
