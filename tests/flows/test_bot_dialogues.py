"""Dialogue flows through the visitor's door: published, followed, left, timed out."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from kefu.contact.bot import ports
from kefu.contact.bot.flows import Found
from kefu.contact.bot.models import FlowRun
from kefu.contact.bot.tests.test_flows import ORDER
from kefu.foundation.connectors.ports import SystemAway
from kefu.kernel import clock

from .brain import turns
from .conftest import Shop, Visitor


class Shelf:
    """Orders of a test; `is_away` as a system that does not answer."""

    is_away = False

    def order(self, organization_id: UUID, brand_id: UUID, number: str, language: str) -> Found | None:
        if self.is_away:
            raise SystemAway("timeout")
        card = {"type": "order", "title": "电饭煲", "lines": [f"订单号 {number}"], "external_id": number}
        fields = {"number": number, "state": "已发货", "items": "电饭煲", "parcel": "顺丰 SF1"}
        return Found(fields, card) if number == "qh20261120" else None


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    monkeypatch.setattr(ports, "orders", shelf)
    return shelf


@pytest.fixture
def flow(shop: Shop, shelf: Shelf) -> Any:
    body = {"brand_id": str(shop.site.brand_id), "name": "查订单", "draft": ORDER}
    made = shop.owner("POST", "/bot/flows", body, expect=201)
    return shop.owner("POST", f"/bot/flows/{made['id']}/publish")


def bot_said(visitor: Visitor) -> list[str]:
    said = [m for m in visitor.see()["messages"] if m["sender"]["kind"] == "bot"]
    return [m["text"] or m["payload"].get("title") for m in said]


def test_the_order_is_found_shown_and_confirmed(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("帮我查订单")
    visitor.say("QH20261120")
    assert bot_said(visitor) == ["请提供订单号", "电饭煲", "订单 qh20261120：已发货", "解决了吗？"]
    last = visitor.see()["messages"][-1]
    assert last["payload"] == {"choices": ["解决了", "还没有"]}
    visitor.say("还没有")
    assert visitor.see()["status"] == "queued" and not FlowRun.objects.for_actor(shop.system).exists()
    assert turns(shop) == [("flow", "查订单"), ("flow", "查订单"), ("handed_over", "flow")]


def test_an_unknown_number_is_asked_again(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("查订单")
    visitor.say("AB123456")
    assert bot_said(visitor)[1:] == ["没有查到 ab123456", "请提供订单号"]


def test_asking_for_a_person_leaves_the_flow_at_once(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("查订单")
    visitor.say("转人工")
    assert visitor.see()["status"] == "queued" and turns(shop)[-1] == ("handed_over", "asked_for_human")
    assert not FlowRun.objects.for_actor(shop.system).exists()


def test_leaving_goes_back_to_ordinary_questions(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("查订单")
    visitor.say("算了")
    visitor.say("怎么开发票")
    assert "已经停下" in bot_said(visitor)[1] and "申请开票" in bot_said(visitor)[2]


def test_a_flow_left_alone_for_half_an_hour_is_over(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("查订单")
    with time_machine.travel(clock.now() + timedelta(minutes=31), tick=True):
        visitor.say("怎么开发票")
    assert "申请开票" in bot_said(visitor)[-1]


def test_a_system_that_is_away_leads_to_a_person(shop: Shop, flow: Any, shelf: Shelf) -> None:
    visitor = shop.visitor("查订单")
    shelf.is_away = True
    visitor.say("QH20261120")
    assert visitor.see()["status"] == "queued" and turns(shop)[-1] == ("handed_over", "system_away")


def test_visitors_meet_what_was_published_and_end_as_they_began(shop: Shop, flow: Any) -> None:
    visitor = shop.visitor("查订单")
    changed = {**ORDER, "steps": [{**ORDER["steps"][0], "text": "单号？"}, *ORDER["steps"][1:]]}
    path = f"/bot/flows/{flow['id']}"
    assert shop.owner("PATCH", path, {"draft": changed})["is_changed"]
    assert bot_said(shop.visitor("查订单")) == ["请提供订单号"], "a draft is nobody's business"
    assert shop.owner("POST", f"{path}/publish")["published_version"] == 2
    assert bot_said(shop.visitor("查订单")) == ["单号？"]
    visitor.say("QH20261120")
    assert bot_said(visitor)[-1] == "解决了吗？"
    shop.owner("DELETE", path, expect=409)
    assert shop.owner("POST", f"{path}/withdraw")["published_version"] is None
    assert bot_said(shop.visitor("查订单")) != ["单号？"]
    visitor.say("解决了")
    assert bot_said(visitor)[-1] == "好的"


def test_an_unsound_flow_is_refused_with_its_steps(shop: Shop, flow: Any) -> None:
    path = f"/bot/flows/{flow['id']}"
    bad = {**ORDER, "steps": [{**ORDER["steps"][0], "text": ""}, *ORDER["steps"][1:]]}
    assert [w["step"] for w in shop.owner("PATCH", path, {"draft": bad})["wrong"]] == ["number"]
    refused = shop.owner("POST", f"{path}/publish", expect=422)
    assert refused["code"] == "draft_unsound" and refused["errors"][0]["field"] == "steps.number"
    assert shop.owner("POST", f"{path}/tries", {"messages": ["x"]})["outcome"] == "unsound"


def test_a_try_shows_the_dialogue_and_keeps_nothing(shop: Shop, flow: Any) -> None:
    tried = shop.owner("POST", f"/bot/flows/{flow['id']}/tries", {"messages": ["qh20261120"]})
    assert [one["text"] for one in tried["said"]][-1] == "解决了吗？" and tried["outcome"] == "waiting"
    assert tried["path"] == ["number", "find", "tell", "solved"]
    assert turns(shop) == [] and not FlowRun.objects.for_actor(shop.system).exists()
