"""Blocks that agents ask for, and warnings before they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from tests.flows.conftest import Api, Shop, Visitor

from kefu.kernel import clock, limits


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done after a commit is done at once: these tests never commit."""
    monkeypatch.setattr(transaction, "on_commit", lambda act, *_, **__: act())


def audited(shop: Shop, action: str) -> list[dict[str, Any]]:
    return list(shop.owner("GET", f"/audit?action={action}")["items"])


def test_a_block_is_asked_for_decided_and_then_refuses_on_every_way_in(shop: Shop, at_once: None) -> None:
    leader, agent = shop.agent("8000", role="supervisor", status="offline"), shop.agent("8001")
    shop.owner(
        "PATCH",
        f"/sites/{shop.site.id}",
        {"settings": {"blocked": {"zh-CN": "暂不能为您服务，投诉请写信至 help@acme.test。"}}},
    )
    visitor = shop.visitor("转人工", visitor={"phone": "13800138000", "email": "Rude@Example.com"})
    before = shop.visitor("转人工")
    asked = agent("POST", f"/conversations/{visitor.id}/block-requests", {"reason": "连续辱骂"}, expect=201)
    assert (asked["block_request"]["state"], asked["block_request"]["days"]) == ("pending", 7)
    assert leader("GET", "/notices?unread=true")["items"][0]["kind"] == "block_request"
    agent("POST", f"/conversations/{visitor.id}/block-requests", {"reason": "又来了"}, expect=409)
    visitor.say("还能说话")

    request = leader("GET", "/block-requests?state=pending")["items"][0]
    agent("POST", f"/block-requests/{request['id']}/decision", {"approve": True}, expect=403)
    leader("POST", f"/block-requests/{request['id']}/decision", {"approve": True})
    leader("POST", f"/block-requests/{request['id']}/decision", {"approve": False}, expect=409)
    assert "block_decided" in [n["kind"] for n in agent("GET", "/notices")["items"]]

    refused = visitor.say("喂", expect=403)
    assert (refused["code"], refused["detail"]) == ("blocked", "暂不能为您服务，投诉请写信至 help@acme.test。")
    visitor.api("POST", f"/widget/conversations/{visitor.id}/handoff", expect=403)
    start = f"/widget/{shop.site.key}/conversations"
    for claims in ({"phone": "+86 138-0013-8000"}, {"email": "rude@example.COM"}):
        Api()("POST", start, {"text": "换个窗口", "visitor": claims}, expect=403, Idempotency_Key=str(claims))
    leave = f"/widget/{shop.site.key}/leave-message"
    Api()("POST", leave, {"text": "留言", "phone": "13800138000"}, expect=403)
    assert {entry["target"]["label"].split()[0] for entry in audited(shop, "block.refused")} == {
        "visitor",
        "phone",
        "email",
    }
    before.say("我没有被拉黑")

    later = clock.now() + timedelta(days=7, seconds=1)
    limits.forget()
    with time_machine.travel(later):
        assert leader("GET", "/block-requests")["items"][0]["state"] == "expired"
        assert limits._blocks_of(shop.system) == frozenset()


def test_a_refused_request_blocks_nobody_and_the_agent_hears_why(shop: Shop, at_once: None) -> None:
    leader, agent = shop.agent("8000", role="supervisor", status="offline"), shop.agent("8001")
    visitor = shop.visitor("转人工")
    agent("POST", f"/conversations/{visitor.id}/block-requests", {"reason": "态度不好", "days": 30}, expect=201)
    request = leader("GET", "/block-requests")["items"][0]
    leader("POST", f"/block-requests/{request['id']}/decision", {"approve": False, "note": "先安抚"})
    assert agent("GET", f"/conversations/{visitor.id}/guard")["block_request"]["state"] == "refused"
    assert "先安抚" in agent("GET", "/notices")["items"][0]["text"]["zh-CN"]
    visitor.say("还在吗")
    assert [entry["action"] for entry in audited(shop, "block_request")] == [
        "block_request.refused",
        "block_request.asked",
    ]


def test_a_refusal_is_remembered_once_in_a_while(shop: Shop) -> None:
    shop.owner("POST", "/blocks", {"kind": "phone", "value": "138 0013 8000", "reason": "广告"}, expect=201)
    for _ in range(3):
        Api()("POST", f"/widget/{shop.site.key}/leave-message", {"text": "留言", "phone": "13800138000"}, expect=403)
    assert len(audited(shop, "block.refused")) == 1


@pytest.mark.parametrize(("kind", "value"), [("phone", "12"), ("email", "nobody"), ("ip", "somewhere")])
def test_what_nobody_can_be_known_by_is_no_block(shop: Shop, kind: str, value: str) -> None:
    assert (
        shop.owner("POST", "/blocks", {"kind": kind, "value": value, "reason": "x"}, expect=422)["code"]
        == "block_value"
    )


def known_as(shop: Shop, agent: Api, visitor: Visitor) -> None:
    agent("POST", f"/conversations/{visitor.id}/customer", {"name": "王先生", "phone": "13900139000"})


def test_a_warning_is_seen_before_answering_and_its_acceptance_is_logged(shop: Shop) -> None:
    agent = shop.agent("8001", chat_capacity=5)
    first = shop.visitor("转人工")
    known_as(shop, agent, first)
    agent("POST", f"/conversations/{first.id}/warnings", {"reason": "曾威胁快递员"}, expect=201)
    customer = agent("GET", f"/conversations/{first.id}")["customer"]["id"]
    again = shop.visitor("转人工")
    assert agent("GET", f"/conversations/{again.id}/guard")["warnings"] == []
    agent("POST", f"/conversations/{again.id}/customer", {"customer_id": customer})

    guard = agent("GET", f"/conversations/{again.id}/guard")
    assert ([w["reason"] for w in guard["warnings"]], guard["is_accepted"]) == (["曾威胁快递员"], False)
    for _ in range(2):
        assert agent("POST", f"/conversations/{again.id}/warnings/accept")["is_accepted"]
    assert len(audited(shop, "warning.accepted")) == 1
    again.say("不受影响")

    entry = agent("GET", "/warnings")["items"][0]
    agent("DELETE", f"/warnings/{entry['id']}", expect=204)
    assert agent("GET", f"/conversations/{again.id}/guard")["warnings"] == []
