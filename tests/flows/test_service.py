"""What agents do with a conversation, and who of the staff sees it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import time_machine

from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.kernel import clock, events

from .conftest import Api, Shop


def me(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def row(api: Api, id: Any) -> Any:
    return next((r for r in api("GET", "/desk/snapshot")["conversations"] if r["id"] == str(id)), None)


def test_a_message_is_recalled_within_two_minutes(shop: Shop) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    path = f"/conversations/{visitor.id}"
    early, late = (agent("POST", f"{path}/messages", {"text": t}, expect=201) for t in ("手滑了", "晚了"))
    agent("POST", f"{path}/messages/{early['id']}/recall")
    seen = {m["id"]: m for m in visitor.see()["messages"]}
    assert (seen[early["id"]]["text"], bool(seen[early["id"]]["recalled_at"])) == ("", True)
    with time_machine.travel(clock.now() + timedelta(seconds=121)):
        agent("POST", f"{path}/messages/{late['id']}/recall", expect=409)
    said = visitor.say("你好")
    agent("POST", f"{path}/messages/{said['id']}/recall", expect=403)


def test_a_draft_is_kept_until_it_is_sent(shop: Shop) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    path = f"/conversations/{visitor.id}"
    for text in ("您好,", "您好,我查一下"):
        agent("PUT", f"{path}/draft", {"text": text}, expect=204)
    assert agent("GET", path)["draft"] == "您好,我查一下"
    assert shop.owner("GET", path)["draft"] == ""
    agent("POST", f"{path}/messages", {"text": "您好,我查一下"}, expect=201)
    assert agent("GET", path)["draft"] == ""


def test_what_is_read_is_read(shop: Shop) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    first = visitor.say("一")
    visitor.say("二")
    agent("POST", f"/conversations/{visitor.id}/read", {"seq": first["seq"]}, expect=204)
    assert row(agent, visitor.id)["unread"] == 1
    agent("POST", f"/conversations/{visitor.id}/read", {"seq": 1}, expect=204)
    assert row(agent, visitor.id)["unread"] == 1
    agent("POST", f"/conversations/{visitor.id}/read", {"seq": 2**31 - 1}, expect=204)
    assert row(agent, visitor.id)["unread"] == 0


def test_the_reason_is_filed_after_the_visitor_left(shop: Shop) -> None:
    agent, visitor = shop.agent("8001"), shop.visitor()
    visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
    visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
    path = f"/conversations/{visitor.id}"
    closed = agent("POST", f"{path}/close", {"disposition_id": shop.leaf(), "summary": "已解决"})
    assert closed["disposition"]["path"]
    agent("POST", f"{path}/close", {"disposition_id": shop.leaf()}, expect=409)


def test_a_transfer_to_a_line_keeps_the_time_of_queueing(shop: Shop) -> None:
    giver, visitor = shop.agent("8001"), shop.visitor()
    body = {"brand_id": str(shop.site.brand_id), "name": "售后", "member_ids": []}
    after_sales = shop.owner("POST", "/queues", body, expect=201)["id"]
    before = Conversation.objects.for_actor(shop.system).get(id=visitor.id).queued_at
    giver("POST", f"/conversations/{visitor.id}/transfer", {"to_queue": after_sales, "note": "请售后处理"})
    events.drain()
    moved = Conversation.objects.for_actor(shop.system).get(id=visitor.id)
    assert (moved.status, moved.queued_at, str(moved.queue_id)) == ("queued", before, after_sales)
    taker = shop.agent("8002")
    assert row(taker, visitor.id)["status"] == "active"
    assert row(giver, visitor.id) is None


def test_agents_of_another_brand_see_nothing(shop: Shop) -> None:
    other = accounts.create_brand(shop.system, code="other", name="另一品牌")
    stranger, visitor = shop.agent("8001", brand_ids=[other.id]), shop.visitor()
    assert visitor.see()["status"] == "queued"
    assert stranger("GET", "/conversations")["items"] == [] == stranger("GET", "/desk/snapshot")["conversations"]
    for method, path in (("GET", ""), ("POST", "/accept"), ("POST", "/decline")):
        stranger(method, f"/conversations/{visitor.id}{path}", expect=404)


def test_agents_see_their_own_group_leaders_their_group_and_owners_all(shop: Shop) -> None:
    first, second = shop.agent("8001"), shop.agent("8002")
    leader = shop.agent("8003", role="supervisor", status="offline")
    accounts.create_team(shop.system, name="一组", leader_ids=[UUID(me(leader))], member_ids=[UUID(me(first))])
    account_queries.forget()
    visitors = [shop.visitor() for _ in range(2)]
    holders = {str(v.id): next(a for a in (first, second) if row(a, v.id)) for v in visitors}
    assert len(set(map(id, holders.values()))) == 2
    for conversation_id, holder in holders.items():
        path = f"/conversations/{conversation_id}"
        colleague = second if holder is first else first
        colleague("GET", path, expect=404)
        colleague("POST", f"{path}/messages", {"text": "x"}, expect=404)
        leader("GET", path, expect=200 if holder is first else 404)
        assert shop.owner("GET", path)["assignee"]["id"] == me(holder)


def test_several_are_closed_at_once_and_whoever_waits_is_not(shop: Shop) -> None:
    agent = shop.agent("8001", chat_capacity=3)
    silent, waiting, gone = (shop.visitor("我要退款，转人工") for _ in range(3))
    for visitor in (silent, gone):
        agent("POST", f"/conversations/{visitor.id}/messages", {"text": "已为您登记退款"}, expect=201)
    gone.api("POST", f"/widget/conversations/{gone.id}/close")
    assert [c["id"] for c in agent("GET", "/conversations?pending=true")["items"]] == [str(gone.id)]
    other = shop.agent("8002", status="offline")
    ids = [str(v.id) for v in (silent, waiting, gone)]
    done = agent("POST", "/conversations/batch-close", {"conversation_ids": ids})
    assert {row["id"] for row in done["closed"]} == {str(silent.id), str(gone.id)}
    assert all(
        not row["disposition_pending"] and "退款" in "".join(row["disposition"]["path"]) for row in done["closed"]
    )
    assert [(one["id"], one["code"]) for one in done["refused"]] == [(str(waiting.id), "customer_waits")]
    assert agent("GET", "/conversations?pending=true")["items"] == []
    assert agent("GET", f"/conversations/{waiting.id}")["status"] == "active"
    again = agent("POST", "/conversations/batch-close", {"conversation_ids": ids[:1], "disposition_id": shop.leaf()})
    assert [one["code"] for one in again["refused"]] == ["already_closed"]
    other("POST", "/conversations/batch-close", {"conversation_ids": ids}, expect=404)
    agent("POST", "/conversations/batch-close", {"conversation_ids": []}, expect=422)


def test_a_queue_that_is_needed_is_not_switched_off(shop: Shop) -> None:
    refused = shop.owner("PATCH", f"/queues/{shop.queue.id}", {"is_active": False}, expect=409)
    assert refused["code"] == "queue_in_use" and shop.site.name in refused["detail"]
    spare = shop.owner("POST", "/queues", {"brand_id": str(shop.site.brand_id), "name": "备用组"}, expect=201)
    visitor = shop.visitor()
    shop.owner("PATCH", f"/sites/{shop.site.id}", {"queue_id": spare["id"]})
    refused = shop.owner("PATCH", f"/queues/{shop.queue.id}", {"is_active": False}, expect=409)
    assert "1 个会话" in refused["detail"]
    visitor.api("POST", f"/widget/conversations/{visitor.id}/close")
    assert not shop.owner("PATCH", f"/queues/{shop.queue.id}", {"is_active": False})["is_active"]
    assert shop.owner("PATCH", f"/queues/{shop.queue.id}", {"is_active": True})["is_active"]
