"""What may be a rule, whom it concerns, and what it says."""

from typing import Any

import pytest

from kefu.service.automations.rules import definitions, judging, texts

KNOWN = definitions.Known(types=["t1"], stages=["new", "working", "done"], teams=["a"], users=["u1"], calendars=["c1"])


def rule(kind: str = "opened", *, match: str = "all", conditions: Any = (), actions: Any = None, **trigger: Any) -> Any:
    done = [{"kind": "note", "text": "已登记"}] if actions is None else list(actions)
    return {"trigger": {"kind": kind, **trigger}, "match": match, "conditions": list(conditions), "actions": done}


def when(field: str, *values: str, operator: str = "is") -> dict[str, Any]:
    return {"field": field, "operator": operator, "values": list(values)}


def move(stage: str) -> dict[str, Any]:
    return {"kind": "move", "stage": stage}


@pytest.mark.parametrize(
    ("definition", "place"),
    [
        ({}, ""),
        (rule("sometimes"), "trigger.kind"),
        (rule("unanswered"), "trigger.hours"),
        (rule("unanswered", hours=0), "trigger.hours"),
        (rule("unanswered", hours=4, calendar_id="gone"), "trigger.calendar_id"),
        (rule("alarmed", percent=80), "trigger.percent"),
        (rule(match="most"), "match"),
        (rule(conditions=[when("weather", "rain")]), "conditions.0.field"),
        (rule(conditions=[when("text", "退款"), when("stage", "flying")]), "conditions.1.values"),
        (rule(conditions=[when("text")]), "conditions.0.values"),
        (rule(conditions=[when("priority", "P9")]), "conditions.0.values"),
        (rule(conditions=[when("text", "a", operator="like")]), "conditions.0.operator"),
        (rule(actions=[]), "actions"),
        (rule(actions=[{"kind": "explode"}]), "actions.0"),
        (rule(actions=[{"kind": "note", "text": "好", "stage": "new"}]), "actions.0.stage"),
        (rule(actions=[move("flying")]), "actions.0.stage"),
        (rule(actions=[{"kind": "priority"}]), "actions.0.priority"),
        (rule(actions=[{"kind": "assign"}]), "actions.0.team_id"),
        (rule(actions=[{"kind": "assign", "owner_id": "stranger"}]), "actions.0.owner_id"),
        (rule(actions=[{"kind": "answer", "text": " "}]), "actions.0.text"),
        (rule(actions=[{"kind": "answer", "text": "您好，{天气}"}]), "actions.0.text"),
        (rule(actions=[{"kind": "watch", "user_ids": ["stranger"]}]), "actions.0.user_ids"),
        (rule(actions=[{"kind": "notify", "to": "users", "text": "看", "user_ids": []}]), "actions.0.user_ids"),
        (rule("urged", actions=[{"kind": "urge"}]), "actions.0"),
        (rule("moved", actions=[move("done")]), "actions.0.stage"),
        (rule("moved", conditions=[when("stage", "working", "done")], actions=[move("done")]), "actions.0.stage"),
        (
            rule(
                "moved", match="any", conditions=[when("stage", "new"), when("priority", "P1")], actions=[move("done")]
            ),
            "actions.0.stage",
        ),
        (rule("stage_unchanged", hours=48, actions=[move("done")]), "actions.0.stage"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(definition: Any, place: str) -> None:
    assert [wrong.place for wrong in definitions.faults(definition, KNOWN)] == [place]


@pytest.mark.parametrize(
    "definition",
    [
        rule(),
        rule("unanswered", hours=4.5, calendar_id="c1"),
        rule("alarmed", percent=100),
        rule("moved", conditions=[when("stage", "working")], actions=[move("done")]),
        rule("moved", conditions=[when("stage", "done", operator="is_not")], actions=[move("done")]),
        rule("answered", actions=[{"kind": "answer", "text": "{客户姓名}，{工单号} 已处理"}]),
        rule(actions=[{"kind": "assign", "team_id": "a"}, {"kind": "urge"}, {"kind": "priority", "priority": "P1"}]),
    ],
)
def test_what_is_right_may_run(definition: Any) -> None:
    assert definitions.faults(definition, KNOWN) == []


FACTS = judging.Facts(
    {"stage": frozenset({"new"}), "owner": frozenset({"none"}), "customer": frozenset({"vip", "important"})},
    text="我要 ＲＥＦＵＮＤ\n三天没退款",
)


@pytest.mark.parametrize(
    ("match", "conditions", "found"),
    [
        ("all", [], []),
        ("any", [], []),
        ("all", [when("stage", "new", "working")], [["new"]]),
        ("all", [when("stage", "working")], None),
        ("all", [when("stage", "working", operator="is_not")], [["new"]]),
        ("all", [when("text", "refund", "发票")], [["refund"]]),
        ("all", [when("text", "发票", operator="is_not")], [[]]),
        ("all", [when("text", "退款", operator="is_not")], None),
        ("all", [when("customer", "vip"), when("owner", "none"), when("text", "退款")], [["vip"], ["none"], ["退款"]]),
        ("all", [when("customer", "vip"), when("owner", "some")], None),
        ("any", [when("customer", "vip"), when("owner", "some")], [["vip"]]),
        ("any", [when("stage", "done"), when("owner", "some")], None),
        ("all", [when("team", "a")], None),
        ("all", [when("team", "a", operator="is_not")], [[]]),
    ],
)
def test_all_or_any_of_the_conditions_hold_and_it_is_told_which(match: str, conditions: Any, found: Any) -> None:
    judgement = judging.judge(rule(match=match, conditions=conditions), FACTS)
    assert judgement.holds == (found is not None)
    if found is not None:
        assert [one["found"] for one in judgement.held] == found


def test_variables_are_filled_in_either_language_and_what_is_not_known_is_left_out() -> None:
    known = {"customer": "王芳", "number": "T-2026-000001"}
    assert texts.filled("您好{客户姓名}，{ticket_number}{处理人}。", known) == "您好王芳，T-2026-000001。"
    assert texts.unknown("{客户姓名}{weather}{weather}") == ["weather"]
