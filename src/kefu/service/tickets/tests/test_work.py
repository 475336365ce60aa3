"""Filters of saved views, checklists of types, what is asked twice, and minutes."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kefu.kernel import forms
from kefu.service.tickets.rules import checklists, doubles, spending, stages, standard, views

KNOWN = views.Known(
    views={"all", "mine"},
    states={"open", "any"},
    types={"t1": {"new", "done"}, "t2": {"offered"}},
    owners={"u1"},
    teams={"g1"},
    brands={"b1"},
)
REQUEST = standard.TYPES[0].definition


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        ({}, []),
        ({"view": "mine", "state": "any", "q": "退款", "type_id": "t1", "stage": "done", "priority": "P1"}, []),
        ({"owner_id": "u1", "team_id": "g1", "brand_id": "b1", "stage": "offered"}, []),
        ({"type_id": "t1", "stage": "offered"}, ["stage"]),
        ({"colour": "red", "team_id": "gone", "type_id": "gone"}, ["colour", "team_id", "type_id"]),
        ({"view": "everything", "priority": "P9", "q": "x" * 101}, ["view", "priority", "q"]),
        ({"q": 7, "state": None, "owner_id": ["u1"]}, ["q", "state", "owner_id"]),
        ("nonsense", [""]),
    ],
)
def test_what_is_wrong_with_a_filter_is_told_at_its_field(found: Any, wrong: list[str]) -> None:
    assert [fault.field for fault in views.faults(found, KNOWN)] == wrong


def item(code: str, **parts: Any) -> dict[str, Any]:
    return {"code": code, "name": {"zh-CN": f"核对{code}"}, **parts}


def test_a_checklist_is_judged_with_its_type_and_comes_with_its_stage() -> None:
    items = [item("a"), item("b", stage="working", is_required=True)]
    definition = {**REQUEST, "checklist": items}
    assert stages.faults(definition) == []
    assert [one["code"] for one in checklists.brought_by(definition, "new")] == ["a"]
    assert [one["code"] for one in checklists.brought_by(definition, "working")] == ["a", "b"]
    bad = [item("a"), item("a"), {"code": "c", "name": {}}, item("d", stage="gone")]
    places = {fault.place for fault in stages.faults({**REQUEST, "checklist": bad})}
    assert places == {"checklist.a", "checklist.c", "checklist.d"}
    assert stages.faults({**REQUEST, "checklist": [item(f"i{n}") for n in range(31)]})


def test_what_is_asked_twice_is_hinted_at_and_hinders_nothing() -> None:
    text = {"kind": "text"}
    fields = [
        {"code": "order_number", "name": {"zh-CN": "订单号", "en": "Order number"}, **text},
        {"code": "order", "name": {"zh-CN": "單號", "en": "order  Number"}, **text},
        {"code": "who", "name": {"zh-CN": "联系电话"}, **text},
        {"code": "outcome", "name": {"zh-CN": "处理结果"}, **text},
    ]
    definition = {**REQUEST, "fields": fields}
    assert stages.faults(definition) == []
    assert [hint.place for hint in doubles.hints(definition)] == ["fields.order", "fields.who"]
    assert [doubles.known_as(field) for field in fields] == [None, None, "phone", None]
    assert all(not doubles.hints(kind.definition) for kind in standard.TYPES)
    assert forms.missing(fields, ["who"], {"who": "138"}) == [], "a stage asks only for what is empty"


def test_minutes_are_begun_ones_and_a_day_at_most() -> None:
    spans = {0: 1, 1: 1, 59: 1, 60: 1, 61: 2, 3600: 60, 3 * 86_400: 1440}
    assert {n: spending.minutes_of(timedelta(seconds=n)) for n in spans} == spans


def test_days_of_a_report_are_whole_and_a_year_at_most() -> None:
    today = date(2026, 11, 27)
    assert spending.days(None, None, today) == (date(2026, 11, 1), today)
    assert spending.days(date(2026, 12, 2), date(2026, 12, 1), today) == (date(2026, 12, 1), date(2026, 12, 1))
    assert spending.days(date(2020, 1, 1), today, today)[0] == today - spending.MOST_DAYS
    since, until = spending.bounds(today, today, ZoneInfo("Asia/Shanghai"))
    assert (since.isoformat(), until - since) == ("2026-11-27T00:00:00+08:00", timedelta(days=1))
