"""Tags of tickets (标签), and rules that make tickets of conversations (自动建单)."""

from __future__ import annotations

from typing import Any

from kefu.kernel import events

from .conftest import Shop
from .test_automations import fired, rule, said, when
from .work import do, history, make, notices, see, team_of


def type_named(shop: Shop, code: str) -> Any:
    return next(one for one in shop.owner("GET", "/ticket-types") if one["code"] == code)


def test_tags_are_put_on_found_counted_and_taken_off(shop: Shop) -> None:
    api = shop.owner
    ticket = make(api, tags=[" 物流 ", "VIP 客户", "物流"])
    other = make(api, subject="别的事")
    assert ticket["tags"] == ["物流", "VIP 客户"]
    assert [one["id"] for one in api("GET", "/tickets?tag=物流")["items"]] == [ticket["id"]]
    assert [one["id"] for one in api("GET", "/tickets?q=VIP")["items"]] == [ticket["id"]], "found by words too"
    api("PATCH", f"/tickets/{other['id']}", {"tags": ["物流", "破损"]})
    assert "changed" in history(api, other)
    assert api("GET", "/ticket-tags") == [
        {"tag": "物流", "count": 2},
        {"tag": "VIP 客户", "count": 1},
        {"tag": "破损", "count": 1},
    ]
    assert [one["tag"] for one in api("GET", "/ticket-tags?q=vip")] == ["VIP 客户"]
    api("PATCH", f"/tickets/{ticket['id']}", {"tags": []})
    assert [one["id"] for one in api("GET", "/tickets?tag=物流")["items"]] == [other["id"]]
    view = api("POST", "/ticket-views", {"name": "物流", "scope": "own", "filter": {"tag": "物流"}}, expect=201)
    assert view["count"] == 1


def test_what_is_no_tag_is_refused_by_name(shop: Shop) -> None:
    api = shop.owner
    for wrong in (["甲" * 31], ["物流，破损"], [f"标签{n}" for n in range(21)]):
        answer = api("POST", "/tickets", {"subject": "包裹破了", "tags": wrong}, expect=422)
        assert answer["errors"][0]["field"] == "tags"
    ticket = make(api, tags=["物流"])
    seen = see(api, ticket)
    api("PATCH", f"/tickets/{ticket['id']}", {"tags": ["物流", "破损"], "version": seen["version"]})
    stale = api("PATCH", f"/tickets/{ticket['id']}", {"tags": ["退款"], "version": seen["version"]}, expect=409)
    assert stale["differences"]["tags"] == {"yours": ["退款"], "theirs": ["物流", "破损"]}


def test_many_get_a_tag_at_once_and_lose_it_again(shop: Shop) -> None:
    leader = shop.agent("6531", role="supervisor")
    found = [make(leader, tags=["物流"]), make(leader)]
    answer = leader("POST", "/tickets/bulk", {"ticket_ids": [one["id"] for one in found], "tags": ["大促"]})
    assert answer["done"] == 2
    assert [see(leader, one)["tags"] for one in found] == [["物流", "大促"], ["大促"]]
    do(leader, found[0], "undo")
    assert [see(leader, one)["tags"] for one in found] == [["物流"], []]


def test_a_rule_sorts_by_tags_and_puts_them_on(shop: Shop) -> None:
    rule(shop.owner, "大促订单", "opened", [{"kind": "tag", "tags": ["大促"]}], when("text", "双11"))
    acts = [{"kind": "untag", "tags": ["大促"]}, {"kind": "tag", "tags": ["已升级"]}]
    rule(shop.owner, "大促升级", "urged", acts, when("tag", "大促"))
    ticket, other = make(shop.owner, subject="双11 订单没到"), make(shop.owner, subject="包裹破了")
    events.drain()
    assert (see(shop.owner, ticket)["tags"], see(shop.owner, other)["tags"]) == (["大促"], [])
    for one in (ticket, other):
        do(shop.owner, one, "urge", text="催")
    events.drain()
    assert (see(shop.owner, ticket)["tags"], see(shop.owner, other)["tags"]) == (["已升级"], [])
    wrong = rule(shop.owner, "空标签", "opened", [{"kind": "tag", "tags": []}], expect=422)
    assert wrong["errors"][0]["field"] == "definition.actions.0.tags"


def test_a_keyword_in_a_conversation_makes_tags_routes_and_answers_a_ticket(shop: Shop) -> None:
    """D2: without a human; the dry run before shows what it would do."""
    team = team_of(shop, shop.owner)
    acts = [
        {"kind": "tag", "tags": ["破损"]},
        {"kind": "assign", "team_id": str(team.id)},
        {"kind": "answer", "text": "已为您登记，工单号 {工单号}。"},
    ]
    kind = type_named(shop, "request")
    early = shop.visitor("收到的杯子碎了")
    events.drain()
    definition = {
        "trigger": {"kind": "customer_spoke", "type_id": kind["id"]},
        "match": "all",
        "conditions": [when("text", "碎了", "破损"), when("channel", "chat")],
        "actions": acts,
    }
    tried = shop.owner("POST", "/automation-rules/tries", {"definition": definition})
    assert (tried["kind"], tried["count"]) == ("conversation", 1)
    assert tried["tickets"][0]["subject"] == "收到的杯子碎了"
    assert shop.owner("GET", "/tickets")["items"] == [], "a trial does nothing"
    body = {"name": "破损登记", "is_enabled": True, "definition": definition}
    found = shop.owner("POST", "/automation-rules", body, expect=201)

    visitor = shop.visitor("你好")
    events.drain()
    assert shop.owner("GET", "/tickets")["items"] == []
    visitor.say("盘子到了但是碎了")
    visitor.say("真的碎了！")
    events.drain()
    events.drain()
    (row,) = shop.owner("GET", "/tickets")["items"]
    assert (row["subject"], row["source"], row["tags"]) == ("盘子到了但是碎了", "chat", ["破损"])
    assert row["team"]["name"] == "售后班组"
    assert said(shop.owner, row) == [("破损登记", f"已为您登记，工单号 {row['number']}。")]
    told = [one["text"] for one in visitor.see()["messages"] if one["sender"]["kind"] == "bot"]
    assert told.count(f"已为您登记，工单号 {row['number']}。") == 1
    (trace,) = fired(shop.owner, found)
    assert (trace["state"], trace["ticket"]["number"]) == ("done", row["number"])
    assert [one["found"] for one in trace["held"]] == [["碎了"], ["chat"]]
    assert early.see()["messages"][-1]["sender"]["kind"] != "agent"


def test_where_no_ticket_can_be_made_or_acted_on_nothing_is_lost(shop: Shop) -> None:
    kind = type_named(shop, "request")
    acts = [{"kind": "tag", "tags": ["破损"]}, {"kind": "move", "stage": "closed"}]
    definition: dict[str, Any] = {
        "trigger": {"kind": "customer_spoke", "type_id": kind["id"]},
        "match": "all",
        "conditions": [when("text", "碎了")],
        "actions": acts,
    }

    def wrong(**parts: Any) -> list[str]:
        body = {"name": "坏规则", "definition": {**definition, **parts}}
        return [one["field"] for one in shop.owner("POST", "/automation-rules", body, expect=422)["errors"]]

    assert wrong(trigger={"kind": "customer_spoke"}) == ["definition.trigger.type_id"]
    assert wrong(conditions=[when("owner", "none")]) == ["definition.conditions.0.field"]
    needy = {**kind["definition"]}
    needy["fields"] = [
        {"code": "store", "name": {"zh-CN": "门店"}, "kind": "text", "is_required": True},
        *needy["fields"],
    ]
    asking = shop.owner(
        "POST", "/ticket-types", {"code": "needy", "name_zh": "要门店", "definition": needy}, expect=201
    )
    assert wrong(trigger={"kind": "customer_spoke", "type_id": asking["id"]}) == ["definition.trigger.type_id"]
    rule_id = shop.owner(
        "POST", "/automation-rules", {"name": "登记", "is_enabled": True, "definition": definition}, expect=201
    )
    shop.visitor("碎了")
    events.drain()
    events.drain()
    (row,) = shop.owner("GET", "/tickets?state=any")["items"]
    (trace,) = fired(shop.owner, rule_id)
    assert (trace["state"], trace["ticket"]["id"]) == ("failed", row["id"])
    assert trace["error"].startswith("第 2 个动作")
    shop.owner("PATCH", f"/ticket-types/{kind['id']}", {"is_active": False})
    shop.visitor("又碎了")
    events.drain()
    events.drain()
    assert len(shop.owner("GET", "/tickets?state=any")["items"]) == 1
    assert any("未能为会话" in one for one in notices(shop.owner, "automation"))
