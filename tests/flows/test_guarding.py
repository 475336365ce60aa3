"""Blocks that agents ask for, and warnings before they answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from tests.flows.conftest import Api, Shop, Visitor
from tests.flows.hotline import HOTLINE, hotline, rings

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony.events import CallChanged
from kefu.contact.telephony.models import Call
from kefu.contact.telephony.rules import machine
from kefu.kernel import clock, limits
from kefu.kernel.models import OutboxEvent


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
        assert not limits.is_blocked(shop.system, phone="13800138000", email="rude@example.com")


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


COMPLAINTS = "4000008411"


@pytest.mark.parametrize("written", ["13800138000", "013800138000", "8613800138000", "+8613800138000"])
def test_a_blocked_number_is_refused_before_the_flow_in_every_spelling(shop: Shop, written: str) -> None:
    hotline(shop)
    shop.owner("POST", "/blocks", {"kind": "phone", "value": "138-0013-8000", "reason": "骚扰"}, expect=201)
    with pytest.raises(limits.Blocked) as refused:
        telephony.arrive("channel-1", HOTLINE, written)
    refused.value.remember()
    assert not Call.objects.for_actor(shop.system).exists()
    (entry,) = audited(shop, "block.refused")
    assert entry["target"]["label"] == "phone 13800138000"
    assert shop.owner("GET", "/blocks")["items"][0]["refusals"] == 1
    rings("13900139000")


def test_the_way_for_complaints_stays_open(shop: Shop) -> None:
    hotline(shop, COMPLAINTS, takes_blocked=True)
    shop.owner("POST", "/blocks", {"kind": "phone", "value": "13800138000", "reason": "骚扰"}, expect=201)
    assert rings("13800138000", COMPLAINTS).phase == "waiting"


def test_a_caller_is_blocked_on_request_and_then_in_the_chat_too(shop: Shop, at_once: None) -> None:
    leader, agent = shop.agent("8400", role="supervisor", status="offline"), shop.agent("8401", status="offline")
    hotline(shop)
    call = rings("13800138000")
    asked = agent("POST", f"/calls/{call.id}/block-requests", {"reason": "电话骚扰", "days": 3}, expect=201)
    assert asked["block_request"]["call_id"] == str(call.id)
    agent("POST", f"/calls/{call.id}/block-requests", {"reason": "又来"}, expect=409)
    (request,) = leader("GET", "/block-requests?state=pending")["items"]
    assert request["visitor_name"] == "13800138000"
    leader("POST", f"/block-requests/{request['id']}/decision", {"approve": True})
    with pytest.raises(limits.Blocked):
        telephony.arrive("channel-again", HOTLINE, "013800138000")
    start = f"/widget/{shop.site.key}/conversations"
    Api()("POST", start, {"text": "换个渠道", "visitor": {"phone": "+86 138 0013 8000"}}, expect=403)
    with time_machine.travel(clock.now() + timedelta(days=3, seconds=1)):
        limits.forget()
        rings("13800138000")


def test_a_caller_without_a_number_cannot_be_blocked(shop: Shop) -> None:
    agent = shop.agent("8401", status="offline")
    hotline(shop)
    call = rings("anonymous")
    refused = agent("POST", f"/calls/{call.id}/block-requests", {"reason": "骚扰"}, expect=409)
    assert refused["code"] == "nobody_to_block"


def test_a_warning_is_in_what_the_call_carries_and_its_acceptance_is_logged(shop: Shop) -> None:
    agent = shop.agent("8401", status="offline")
    hotline(shop)
    body = {"number": "0138 0013 8000", "reason": "职业索赔", "grade": "serious"}
    agent("POST", "/warnings", body, expect=201)
    agent("POST", "/warnings", {"number": "几点", "reason": "x"}, expect=422)
    call = rings("+8613800138000")
    telephony.follow(call.organization_id, call.id, machine.Offered(agent("GET", "/auth/me")["user"]["id"], "PJSIP/x"))
    told = OutboxEvent.objects.filter(name=CallChanged.name).latest("id").payload["call"]
    detail = agent("GET", f"/calls/{call.id}")
    for carried in (told, detail):
        assert [(one["reason"], one["grade"]) for one in carried["warnings"]] == [("职业索赔", "serious")]
        assert carried["important"][0]["text"]["zh-CN"] == "警告名单：职业索赔"
    assert not agent("GET", f"/calls/{call.id}/guard")["is_accepted"]
    for _ in range(2):
        assert agent("POST", f"/calls/{call.id}/warnings/accept")["is_accepted"]
    (entry,) = audited(shop, "warning.accepted")
    assert entry["target"]["type"] == "call"


def test_a_warning_ends_by_itself(shop: Shop) -> None:
    agent = shop.agent("8401", status="offline")
    hotline(shop)
    call = rings("13800138000")
    agent("POST", f"/calls/{call.id}/warnings", {"reason": "辱骂", "days": 7}, expect=201)
    assert len(agent("GET", f"/calls/{rings('13800138000').id}/guard")["warnings"]) == 1
    with time_machine.travel(clock.now() + timedelta(days=7, seconds=1)):
        assert agent("GET", f"/calls/{rings('13800138000').id}")["warnings"] == []


def test_a_number_that_is_warned_of_warns_in_the_chat_of_its_customer(shop: Shop) -> None:
    agent = shop.agent("8401", chat_capacity=5)
    agent("POST", "/warnings", {"number": "13900139000", "reason": "曾威胁快递员"}, expect=201)
    visitor = shop.visitor("转人工")
    known_as(shop, agent, visitor)
    assert [w["reason"] for w in agent("GET", f"/conversations/{visitor.id}/guard")["warnings"]] == ["曾威胁快递员"]


def test_the_second_call_within_half_an_hour_is_important(shop: Shop) -> None:
    agent = shop.agent("8401", status="offline")
    hotline(shop)
    first = rings("13800138000")
    assert agent("GET", f"/calls/{first.id}")["important"] == []
    with time_machine.travel(clock.now() + timedelta(minutes=29)):
        second = rings("013800138000")
        assert [one["code"] for one in agent("GET", f"/calls/{second.id}")["important"]] == ["repeated"]
    with time_machine.travel(clock.now() + timedelta(minutes=60)):
        assert agent("GET", f"/calls/{rings('13800138000').id}")["important"] == []
