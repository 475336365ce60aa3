"""Colleagues help each other: asked in by name, a raised hand, a transfer that is given back."""

from __future__ import annotations

from typing import Any

from tests.flows.conftest import Api, Shop, Visitor

from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.kernel import events


def me(api: Api) -> str:
    return str(api("GET", "/auth/me")["user"]["id"])


def served(shop: Shop, agent: Api) -> Visitor:
    visitor = shop.visitor("转人工")
    assert agent("GET", f"/conversations/{visitor.id}")["assignee"]["id"] == me(agent)
    return visitor


def kinds(api: Api) -> list[str]:
    return [notice["kind"] for notice in api("GET", "/notices?unread=true")["items"]]


def notes(api: Api, visitor: Visitor) -> list[dict[str, Any]]:
    return [m for m in api("GET", f"/conversations/{visitor.id}")["messages"] if m["kind"] == "note"]


def test_a_colleague_who_is_named_hears_of_it_reads_along_and_advises(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = served(shop, agent)
    expert, stranger = shop.agent("8002"), shop.agent("8003")
    expert("GET", f"/conversations/{visitor.id}", expect=404)
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "@小8002，这款能水洗吗？ @没有这个人"}, expect=201)
    assert kinds(expert) == ["mention"]
    link = expert("GET", "/notices")["items"][0]["link"]
    assert link == f"/desk/{visitor.id}"

    assert expert("GET", f"/conversations/{visitor.id}")["id"] == str(visitor.id)
    stranger("GET", f"/conversations/{visitor.id}", expect=404)
    expert("POST", f"/conversations/{visitor.id}/notes", {"text": "可以，三十度以下"}, expect=201)
    assert kinds(agent) == ["advice"]
    assert notes(agent, visitor)[-1]["payload"] == {"code": "advice"}
    expert("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=403)
    assert "水洗" not in str(visitor.see())


def test_a_colleague_is_named_by_number_too(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = served(shop, agent)
    expert = shop.agent("8002")
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "@8002 帮看下"}, expect=201)
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "@8002 在吗 @小8001"}, expect=201)
    heard = expert("GET", "/notices")["items"]
    assert [(n["kind"], n["count"]) for n in heard] == [("mention", 2)]
    assert kinds(agent) == []


def test_a_colleague_whose_name_has_a_space_is_named_in_full(shop: Shop) -> None:
    agent = shop.agent("8001")
    visitor = served(shop, agent)
    expert, other = shop.agent("8002", nickname="Anna Smith"), shop.agent("8003", nickname="Anna")
    agent("POST", f"/conversations/{visitor.id}/notes", {"text": "@Anna Smith 帮看下"}, expect=201)
    assert (kinds(expert), kinds(other)) == (["mention"], [])


def test_a_raised_hand_reaches_the_leader_who_answers_with_a_note(shop: Shop) -> None:
    leader = shop.agent("8000", role="supervisor", status="offline")
    other = shop.agent("8009", role="supervisor", status="offline")
    agent = shop.agent("8001")
    accounts.create_team(shop.system, name="客服一组", leader_ids=[me(leader)], member_ids=[me(agent)])  # type: ignore[list-item]
    account_queries.forget()
    visitor = served(shop, agent)
    agent("POST", f"/conversations/{visitor.id}/raise-hand", expect=201)
    assert (kinds(leader), kinds(other)) == (["raised_hand"], [])
    leader("POST", f"/conversations/{visitor.id}/notes", {"text": "可以赔 20 元券"}, expect=201)
    assert kinds(agent) == ["advice"]
    hand, advice = notes(agent, visitor)[-2:]
    assert (hand["payload"]["code"], advice["payload"]["code"]) == ("raised_hand", "advice")
    assert hand["payload"]["words"] == {"zh-CN": "小8001举手求助", "en": "小8001 raises a hand"}


def test_a_refused_transfer_returns_with_its_reason(shop: Shop) -> None:
    giver = shop.agent("8001")
    visitor = served(shop, giver)
    taker = shop.agent("8002")
    giver("POST", f"/conversations/{visitor.id}/give-back", {"reason": "x"}, expect=409)
    giver("POST", f"/conversations/{visitor.id}/transfer", {"to_agent": me(taker), "note": "问发票"})
    back = taker("POST", f"/conversations/{visitor.id}/give-back", {"reason": "我不会开票"})
    assert back["assignee"]["id"] == me(giver)
    assert kinds(giver) == ["transfer_refused"]
    assert "我不会开票" in notes(giver, visitor)[-1]["text"]


def test_a_transfer_that_was_answered_cannot_be_refused(shop: Shop) -> None:
    giver = shop.agent("8001")
    visitor = served(shop, giver)
    taker = shop.agent("8002")
    giver("POST", f"/conversations/{visitor.id}/transfer", {"to_agent": me(taker), "note": "问发票"})
    taker("POST", f"/conversations/{visitor.id}/messages", {"text": "您好"}, expect=201)
    taker("POST", f"/conversations/{visitor.id}/give-back", {"reason": "不管"}, expect=409)


def test_it_waits_in_its_line_when_the_giver_has_left(shop: Shop) -> None:
    giver = shop.agent("8001")
    visitor = served(shop, giver)
    taker = shop.agent("8002")
    giver("POST", f"/conversations/{visitor.id}/transfer", {"to_agent": me(taker), "note": "问发票"})
    giver("PUT", "/agents/me/presence", {"status": "offline"})
    back = taker("POST", f"/conversations/{visitor.id}/give-back", {"reason": "不归我"})
    assert (back["status"], back["assignee"]) == ("queued", None)
    events.drain()


def test_the_directory_says_who_knows_what_and_is_free(shop: Shop) -> None:
    refund = accounts.create_skill(shop.system, code="refund", name="退款")
    shop.agent("8002", skills=[{"skill_id": refund.id, "level": 4}])
    agent = shop.agent("8001")
    listed = {row["user"]["nickname"]: row for row in agent("GET", "/agents?colleagues=true")}
    assert [(s["name"], s["level"]) for s in listed["小8002"]["skills"]] == [("退款", 4)]
    assert listed["小8001"]["skills"] == []
