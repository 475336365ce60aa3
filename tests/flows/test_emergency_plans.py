"""Plans that tell everybody at once: through the visitor's own API, the bot's answers and what callers hear."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest
from tests.flows.hotline import hotline, rings

from kefu.contact.telephony import actions as telephony
from kefu.contact.telephony import queries as telephony_queries
from kefu.service.incidents import actions as incidents

from .conftest import Hours, Shop
from .incident import banners, by_hand, plan, restore, switch, told


def test_a_plan_switches_all_at_once_and_restoring_leaves_what_was_before(shop: Shop) -> None:
    hotline(shop)
    prompt, hand = (
        str(telephony.create_prompt(shop.system, brand_id=shop.site.brand_id, name=name, content=tone()).id)
        for name in ("支付故障", "暴雪")
    )
    shop.owner("POST", "/emergencies", {"prompt_id": hand}, expect=201)
    assert hears(shop) == hand
    parts: dict[str, Any] = {
        "grades": [1],
        "banner_zh": "支付暂时不可用，请稍后再试",
        "banner_en": "Payment is down, please try again later",
        "answer_zh": "支付渠道故障，正在抢修，预计 30 分钟恢复。",
        "keywords": ["付款", "支付"],
        "prompt_id": prompt,
        "macro_name": "支付故障安抚",
        "actions": [{"kind": "answer", "text": "支付渠道故障，恢复后第一时间通知您。"}],
    }
    shop.owner("POST", "/emergency-plans", {"name": "空"}, expect=422)
    wrong = shop.owner(
        "POST", "/emergency-plans", {**parts, "name": "错", "actions": [{"kind": "move", "stage": "x"}]}, expect=422
    )
    assert [one["field"] for one in wrong["errors"]] == ["actions.0.stage"]
    chosen = plan(shop.owner, **parts)
    incident = by_hand(shop.owner, grade=2)

    walked = switch(shop.owner, chosen, "rehearse", incident_id=incident["id"])
    assert [(one["kind"], one["state"]) for one in walked["parts"]] == [
        ("phone", "off"), ("banner", "off"), ("answer", "off"), ("macro", "off"),
    ]  # fmt: skip
    assert all(one["seconds"] is not None for one in walked["parts"])
    assert (walked["is_rehearsal"], walked["restored_at"] is not None) == (True, True)
    assert everything(shop) == (hand, [], "miss", [])
    assert shop.owner("GET", "/plan-activations?on=true")["items"] == []

    on = switch(shop.owner, chosen, incident_id=incident["id"])
    assert {one["state"] for one in on["parts"]} == {"on"}
    assert all(0 <= one["seconds"] < 5 for one in on["parts"])
    assert everything(shop) == (prompt, ["支付暂时不可用，请稍后再试"], "bulletin", ["支付故障安抚"])
    assert shop.visitor("怎么开发票").see()["messages"][-1]["text"].startswith("在订单详情页"), (
        "other questions are answered as ever"
    )
    agent = shop.agent("6610")
    assert [one["name"] for one in agent("GET", "/plan-activations?on=true")["items"]] == ["支付故障"]
    switch(agent, chosen, expect=403)
    switch(shop.owner, chosen, expect=409)
    shop.owner("DELETE", f"/emergency-plans/{chosen['id']}", expect=409)

    off = restore(shop.owner, on)
    assert {one["state"] for one in off["parts"]} == {"off"}
    assert everything(shop) == (hand, [], "miss", [])
    restore(shop.owner, on, expect=409)
    assert told(shop.owner, incident) == ["opened", "rehearsed", "plan_on", "plan_off"]
    log = shop.owner("GET", "/audit?action=emergency_plan")["items"]
    assert [one["action"] for one in log][:3] == [
        "emergency_plan.plan_off",
        "emergency_plan.plan_on",
        "emergency_plan.rehearsed",
    ]


@pytest.mark.parametrize("ended_first", [0, 1])
def test_two_plans_overlap_in_any_order_and_a_part_that_failed_is_tried_again(
    shop: Shop, hours: Hours, ended_first: int
) -> None:
    shortcut = {"macro_name": "安抚", "actions": [{"kind": "note", "text": "已安抚"}]}
    one = plan(shop.owner, "甲", banner_zh="甲横幅", answer_zh="甲答复", **shortcut)
    two = plan(shop.owner, "乙", banner_zh="乙横幅", answer_zh="乙答复", **shortcut)
    on = [switch(shop.owner, one), switch(shop.owner, two)]
    assert banners(shop) == ["甲横幅", "乙横幅"]
    assert shop.visitor("在吗").see()["messages"][-1]["text"] == "乙答复", "the newest is said"
    failed = on[1]["parts"][2]
    assert (failed["kind"], failed["state"], failed["error"]["zh-CN"]) == ("macro", "failed", "已有同名快捷操作。")
    assert on[1]["parts"][0]["state"] == "on", "the others went on"
    restore(shop.owner, on[ended_first])
    left = ["乙", "甲"][ended_first]
    assert banners(shop) == [f"{left}横幅"]
    visitor = shop.visitor("在吗")
    assert visitor.see()["messages"][-1]["text"] == f"{left}答复"
    visitor.say("怎么开发票")
    assert visitor.see()["messages"][-1]["text"].startswith("在订单详情页"), "what is for every question is said once"
    hours.pass_(31)
    incidents.sweep()
    kept = {row["name"]: row["parts"][2]["state"] for row in shop.owner("GET", "/plan-activations")["items"]}
    assert kept[left] == "on", "tried again, or never taken away"
    assert [row["name"] for row in shop.owner("GET", "/macros")] == ["安抚"]
    restore(shop.owner, on[1 - ended_first])
    assert (banners(shop), shop.owner("GET", "/macros")) == ([], [])


def test_whoever_asks_for_a_person_hears_it_and_still_gets_one(shop: Shop) -> None:
    switch(shop.owner, plan(shop.owner, answer_zh="支付故障处理中"))
    visitor = shop.visitor("转人工")
    assert [one["text"] for one in visitor.see()["messages"]][1] == "支付故障处理中"
    assert visitor.see()["status"] == "queued"


def tone() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\0\0" * 800)
    return made.getvalue()


def hears(shop: Shop) -> str:
    """What somebody who calls now hears before the flow: the prompt, once their call stands at it."""
    call = rings("13800138000")
    notice = telephony_queries.emergency_of(shop.system, call)
    assert (call.machine["node"] == "@notice") is (notice is not None)
    return str(notice.prompt_id) if notice else ""


def everything(shop: Shop) -> tuple[str, list[str], str, list[str]]:
    """What callers, pages, the bot's visitors and agents have just now."""
    said = shop.visitor("付款一直失败").see()["messages"][-1]["text"]
    answer = "bulletin" if said.startswith("支付渠道故障") else "miss"
    return hears(shop), banners(shop), answer, [one["name"] for one in shop.owner("GET", "/macros")]
