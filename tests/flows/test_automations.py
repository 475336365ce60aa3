"""What happens with tickets by itself, and the shortcuts of agents. Time is moved, never waited for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from kefu.foundation.calendars import actions as calendars
from kefu.kernel import clock, events
from kefu.service.automations import actions as automations
from kefu.service.tickets import actions as tickets

from .conftest import Api, Shop
from .work import WEEK, at, history, id_of, make, move, notices, see, team_of


def rule(api: Api, name: str, kind: str, acts: list[Any], *conditions: Any, expect: int = 201, **parts: Any) -> Any:
    trigger: dict[str, Any] = {"kind": kind}
    for part in ("hours", "calendar_id"):
        if part in parts:
            trigger[part] = parts.pop(part)
    match = parts.pop("match", "all")
    definition = {"trigger": trigger, "match": match, "conditions": list(conditions), "actions": acts}
    body = {"name": name, "is_enabled": True, "definition": definition, **parts}
    return api("POST", "/automation-rules", body, expect=expect)


def when(field: str, *values: str, operator: str = "is") -> dict[str, Any]:
    return {"field": field, "operator": operator, "values": list(values)}


def fired(api: Api, found: Any) -> list[Any]:
    return list(api("GET", f"/automation-rules/{found['id']}/firings")["items"])


def said(api: Api, ticket: Any, kind: str = "comment") -> list[tuple[str, str]]:
    found = api("GET", f"/tickets/{ticket['id']}/entries")["items"]
    return [(one["author"]["name"], one["text"]) for one in found if one["kind"] == kind][::-1]


def hear(shop: Shop, ticket: Any, text: str) -> None:
    tickets.hear(shop.system, UUID(ticket["id"]), text=text, author_name="王芳")
    events.drain()


def customer(shop: Shop, **changes: Any) -> str:
    made = shop.owner("POST", "/customers", {"name": "王芳", "phone": "13800138000"}, expect=201)
    if changes:
        shop.owner("PATCH", f"/customers/{made['id']}", changes)
    return str(made["id"])


def test_a_rule_of_three_conditions_fires_once_and_its_trace_shows_why(shop: Shop) -> None:
    team = team_of(shop, shop.owner)
    acts = [
        {"kind": "assign", "team_id": str(team.id)},
        {"kind": "priority", "priority": "P1"},
        {"kind": "answer", "text": "{客户姓名}您好，{工单号} 已优先处理。"},
        {"kind": "note", "text": "VIP 退款"},
        {"kind": "notify", "to": "leaders", "text": "VIP 退款，请跟进"},
    ]
    conditions = (when("text", "退款", "refund"), when("customer", "vip"), when("owner", "none"))
    found = rule(shop.owner, "VIP 退款优先", "opened", acts, *conditions)
    theirs = customer(shop, tier="vip")
    ticket = make(shop.owner, subject="三天没退款", customer_id=theirs)
    other = make(shop.owner, subject="包裹破了", customer_id=theirs)
    events.drain()
    events.drain()
    ticket = see(shop.owner, ticket)
    assert (ticket["team"]["name"], ticket["priority"]) == ("售后班组", "P1")
    assert said(shop.owner, ticket) == [("VIP 退款优先", f"王芳您好，{ticket['number']} 已优先处理。")]
    assert said(shop.owner, ticket, "note") == [("VIP 退款优先", "VIP 退款")]
    assert ticket["first_response_at"] is None, "a person still owes the answer"
    assert notices(shop.owner, "automation") == [f"工单 {ticket['number']}：VIP 退款，请跟进"]
    assert history(shop.owner, other) == ["opened"]
    (trace,) = fired(shop.owner, found)
    assert (trace["state"], trace["fact"], trace["ticket"]["number"]) == ("done", "opened", ticket["number"])
    assert [(one["field"], one["found"]) for one in trace["held"]] == [
        ("text", ["退款"]),
        ("customer", ["vip"]),
        ("owner", ["none"]),
    ]
    assert [one["kind"] for one in trace["done"]] == ["assign", "priority", "answer", "note", "notify"]


def test_a_silent_customer_is_reminded_after_four_hours_and_the_ticket_ends_after_two_days(shop: Shop) -> None:
    remind = [{"kind": "answer", "text": "您好，问题解决了吗？回复本消息即可继续。"}]
    end = [{"kind": "answer", "text": "两天未收到回复，先为您结单；回复即可重开。"}, {"kind": "move", "stage": "done"}]
    waits = when("category", "waiting")
    reminding = rule(shop.owner, "4 小时提醒", "customer_silent", remind, waits, hours=4)
    ending = rule(shop.owner, "48 小时结单", "customer_silent", end, waits, hours=48)
    with at("2026-11-23T09:00"):
        ticket = make(shop.owner)
        move(shop.owner, ticket, "working")
        shop.owner("POST", f"/tickets/{ticket['id']}/comments", {"text": "请补充订单号"}, expect=201)
        move(shop.owner, ticket, "customer")
    with at("2026-11-23T12:59"):
        assert automations.sweep() == 0
    with at("2026-11-23T13:01"):
        assert (automations.sweep(), automations.sweep()) == (1, 0)
        assert see(shop.owner, ticket)["stage"]["code"] == "customer"
    with at("2026-11-25T08:59"):
        assert automations.sweep() == 0, "the reminder was no word of a person: time goes on, and it is not repeated"
    with at("2026-11-25T09:01"):
        assert automations.sweep() == 1
        assert see(shop.owner, ticket)["stage"]["code"] == "done"
        assert (len(fired(shop.owner, reminding)), len(fired(shop.owner, ending))) == (1, 1)
    with at("2026-11-25T10:00"):
        hear(shop, ticket, "订单号 Q1")
        assert see(shop.owner, ticket)["stage"]["code"] == "working"
    with at("2026-11-28T10:00"):
        assert automations.sweep() == 0, "the customer has written: it is our turn"


def test_who_waits_for_us_by_working_hours_reaches_the_leader_once(shop: Shop) -> None:
    week = calendars.create_calendar(shop.system, name="工作时间", weekly=WEEK)
    notify = [{"kind": "notify", "to": "users", "user_ids": [id_of(shop.owner)], "text": "超过 4 小时未答复"}]
    late = rule(shop.owner, "未答复", "unanswered", notify, hours=4, calendar_id=str(week.id))
    with at("2026-11-27T17:00"):  # a Friday
        ticket = make(shop.owner)
    with at("2026-11-28T12:00"):
        assert automations.sweep() == 0, "19 hours, of which half of one was work"
    with at("2026-11-30T13:59"):
        assert automations.sweep() == 0
    with at("2026-11-30T14:01"):
        assert (automations.sweep(), automations.sweep()) == (1, 0)
    assert len(fired(shop.owner, late)) == 1
    with at("2026-11-30T14:10"):
        shop.owner("POST", f"/tickets/{ticket['id']}/comments", {"text": "抱歉久等"}, expect=201)
    with at("2026-12-02T17:10"):
        assert automations.sweep() == 0
        hear(shop, ticket, "还是没到")
    with at("2026-12-04T12:00"):
        assert automations.sweep() == 1, "another silence is told again"


def test_a_rule_that_stops_keeps_later_ones_away_and_order_can_be_changed(shop: Shop) -> None:
    one = rule(shop.owner, "先", "customer_wrote", [{"kind": "note", "text": "先"}], stops_after=True)
    two = rule(shop.owner, "后", "customer_wrote", [{"kind": "note", "text": "后"}], when("text", "物流"))
    ticket = make(shop.owner)
    hear(shop, ticket, "物流不动")
    assert said(shop.owner, ticket, "note") == [("先", "先")]
    order = shop.owner("POST", f"/automation-rules/{two['id']}/shift", {"by": -1})
    assert [found["name"] for found in order] == ["后", "先"]
    hear(shop, ticket, "物流还是不动")
    assert said(shop.owner, ticket, "note") == [("先", "先"), ("后", "后"), ("先", "先")]
    shop.owner("PATCH", f"/automation-rules/{one['id']}", {"is_enabled": False})
    hear(shop, ticket, "好了")
    assert len(said(shop.owner, ticket, "note")) == 3


def test_what_a_rule_cannot_do_is_undone_and_told_in_its_trace(shop: Shop) -> None:
    acts = [{"kind": "note", "text": "结单"}, {"kind": "move", "stage": "closed"}]
    found = rule(shop.owner, "直接关闭", "urged", acts)
    ticket = make(shop.owner)
    shop.owner("POST", f"/tickets/{ticket['id']}/urge", {})
    events.drain()
    (trace,) = fired(shop.owner, found)
    assert trace["state"] == "failed"
    assert trace["error"].startswith("第 2 个动作：")
    assert said(shop.owner, ticket, "note") == []


def test_rules_that_set_each_other_off_are_switched_off_with_a_trace_that_says_why(shop: Shop) -> None:
    first = rule(shop.owner, "来", "moved", [{"kind": "move", "stage": "customer"}], when("stage", "working"))
    second = rule(shop.owner, "回", "moved", [{"kind": "move", "stage": "working"}], when("stage", "customer"))
    with clock.frozen(clock.now()):
        ticket = make(shop.owner)
        move(shop.owner, ticket, "working")
        for _ in range(20):
            events.drain()
    rules = {one["name"]: one for one in shop.owner("GET", "/automation-rules")}
    off = [one for one in rules.values() if not one["is_enabled"]]
    assert [one["off_reason"] for one in off] == ["looped"]
    traces = fired(shop.owner, first) + fired(shop.owner, second)
    assert sum(one["is_chained"] and one["state"] == "done" for one in traces) == 5
    (stopped,) = [one for one in traces if one["state"] == "stopped"]
    assert "互相触发超过 5 次" in stopped["error"]
    assert notices(shop.owner, "automation_off") == [
        f"自动化规则“{off[0]['name']}”在工单 {ticket['number']} 上循环触发，已停用"
    ]
    shop.owner("PATCH", f"/automation-rules/{off[0]['id']}", {"is_enabled": True})
    assert all(one["off_reason"] == "" for one in shop.owner("GET", "/automation-rules"))


def test_a_draft_is_tried_without_touching_anything(shop: Shop) -> None:
    hit = make(shop.owner, subject="退款没到账")
    make(shop.owner, subject="发票抬头")
    definition = {
        "trigger": {"kind": "opened"},
        "match": "all",
        "conditions": [when("text", "退款")],
        "actions": [{"kind": "note", "text": "退款"}],
    }
    tried = shop.owner("POST", "/automation-rules/tries", {"definition": definition})
    assert (tried["looked_at"], tried["count"]) == (2, 1)
    assert [(one["number"], one["held"][0]["found"]) for one in tried["tickets"]] == [(hit["number"], ["退款"])]
    silent = {**definition, "trigger": {"kind": "unanswered", "hours": 4}}
    assert shop.owner("POST", "/automation-rules/tries", {"definition": silent})["count"] == 0
    with clock.frozen(clock.now() + timedelta(hours=5)):
        assert shop.owner("POST", "/automation-rules/tries", {"definition": silent})["count"] == 1
    assert history(shop.owner, hit) == ["opened"]


def test_what_is_wrong_with_a_rule_is_told_at_its_place(shop: Shop) -> None:
    answer = rule(shop.owner, "错", "moved", [{"kind": "move", "stage": "flying"}], when("stage", "gone"), expect=422)
    assert [one["field"] for one in answer["errors"]] == [
        "definition.conditions.0.values",
        "definition.actions.0.stage",
    ]
    loop = rule(shop.owner, "圈", "moved", [{"kind": "move", "stage": "done"}], expect=422)
    assert [one["field"] for one in loop["errors"]] == ["definition.actions.0.stage"]
    rule(shop.owner, "好", "opened", [{"kind": "note", "text": "好"}])
    assert (
        rule(shop.owner, "好", "opened", [{"kind": "note", "text": "好"}], expect=409)["errors"][0]["field"] == "name"
    )


def test_a_shortcut_does_all_at_once_hands_over_the_answer_and_is_taken_back(shop: Shop) -> None:
    agent, colleague = shop.agent("6518"), shop.agent("6519")
    acts = [
        {"kind": "answer", "text": "{customer_name}，已转专人核查。"},
        {"kind": "move", "stage": "working"},
        {"kind": "assign", "owner_id": id_of(agent)},
        {"kind": "note", "text": "按流程转核查"},
    ]
    own = agent("POST", "/macros", {"name": "转核查", "actions": acts}, expect=201)
    assert (own["scope"], [one["name"] for one in colleague("GET", "/macros")]) == ("own", [])
    agent("POST", "/macros", {"name": "公用", "scope": "shared", "actions": acts}, expect=403)
    ticket = make(agent, customer_id=customer(shop))
    applied = agent("POST", f"/tickets/{ticket['id']}/macros/{own['id']}")
    assert applied == {"answer": "王芳，已转专人核查。"}
    now = see(agent, ticket)
    assert (now["stage"]["code"], now["owner"]["id"], now["can_undo"]) == ("working", id_of(agent), "bulk")
    assert said(agent, ticket) == []
    agent("POST", f"/tickets/{ticket['id']}/undo")
    now = see(agent, ticket)
    assert (now["stage"]["code"], now["owner"]) == ("new", None)

    shared = shop.owner("POST", "/macros", {"name": "公用", "scope": "shared", "actions": acts[1:]}, expect=201)
    assert [one["name"] for one in colleague("GET", "/macros")] == ["公用"]
    colleague("PATCH", f"/macros/{shared['id']}", {"name": "我的"}, expect=403)
    agent("POST", f"/tickets/{ticket['id']}/macros/{shared['id']}")
    refused = agent("POST", f"/tickets/{ticket['id']}/macros/{own['id']}", expect=200)
    assert refused["answer"], "what is so already is no refusal"
    move(agent, ticket, "done")
    refused = agent("POST", f"/tickets/{ticket['id']}/macros/{own['id']}", expect=409)
    assert "第 2 个动作" in refused["detail"]
    agent("DELETE", f"/macros/{own['id']}", expect=204)


def test_a_teams_shortcut_is_for_its_people(shop: Shop) -> None:
    inside, outside = shop.agent("6520"), shop.agent("6521")
    team = team_of(shop, shop.owner, inside)
    body = {"name": "售后", "scope": "team", "team_id": str(team.id), "actions": [{"kind": "urge"}]}
    made = shop.owner("POST", "/macros", body, expect=201)
    assert made["team"]["name"] == "售后班组"
    assert [one["name"] for one in inside("GET", "/macros")] == ["售后"]
    ticket = make(outside)
    outside("POST", f"/tickets/{ticket['id']}/macros/{made['id']}", expect=404)


def test_who_gives_a_ticket_away_by_a_shortcut_need_not_see_it_afterwards(shop: Shop) -> None:
    giver, taker = shop.agent("6522"), shop.agent("6523")
    acts = [{"kind": "assign", "owner_id": id_of(taker)}, {"kind": "note", "text": "转给同事"}]
    acts.append({"kind": "answer", "text": "{工单号} 已转交"})
    made = giver("POST", "/macros", {"name": "转同事", "actions": acts}, expect=201)
    ticket = make(shop.owner, owner_id=id_of(giver))
    applied = giver("POST", f"/tickets/{ticket['id']}/macros/{made['id']}")
    assert applied == {"answer": f"{ticket['number']} 已转交"}
    assert see(taker, ticket)["owner"]["id"] == id_of(taker)
    assert said(taker, ticket, "note")[0][1] == "转给同事"
