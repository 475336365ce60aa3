"""Stages and forms as data, and how pressing a ticket is."""

import copy
from typing import Any

import pytest

from kefu.kernel import forms
from kefu.service.tickets.rules import priority, stages, standard

REQUEST = standard.TYPES[0].definition
REPAIR = standard.TYPES[1].definition


def changed(**parts: Any) -> dict[str, Any]:
    return {**copy.deepcopy(REQUEST), **parts}


def stage(code: str, category: str, *moves: str, needs: Any = ()) -> dict[str, Any]:
    return {"code": code, "name": {"zh-CN": code}, "category": category, "moves": list(moves), "needs": list(needs)}


def machine(*found: dict[str, Any], **parts: Any) -> dict[str, Any]:
    return {"fields": [], "start": "a", "reopens": "a", "stages": list(found), **parts}


END = stage("z", "done")


@pytest.mark.parametrize("kind", standard.TYPES, ids=lambda kind: kind.code)
def test_the_standard_types_may_be_used(kind: standard.Standard) -> None:
    assert stages.faults(kind.definition) == []


@pytest.mark.parametrize(
    ("definition", "place", "words"),
    [
        ("nonsense", "", "object"),
        (machine(), "", "at least two stages"),
        (machine(stage("a", "open", "z"), END, stages_too=1, stages=[stage("a", "open")] * 31), "", "At most"),
        (machine(stage("a", "open", "z"), END, stage("b", "open", "z")), "stages.b", "never reached"),
        (machine(stage("a", "open", "b"), stage("b", "open", "a"), END), "stages.a", "No way leads"),
        (machine(stage("a", "open", "z", "gone"), END), "stages.a", "no stage “gone”"),
        (machine(stage("a", "open", "z"), stage("z", "done", needs=["cause"])), "stages.z", "no field “cause”"),
        (machine(stage("a", "open", "z"), END, start="x"), "", "start in"),
        (machine(stage("a", "open", "z"), END, reopens="z"), "", "reopened"),
        (machine(stage("a", "open", "c"), stage("c", "closed")), "", "of the kind done"),
        (machine(stage("a", "open", "z"), stage("z", "done", "a")), "stages.z", "reopening only"),
        (machine(stage("a", "open", "w"), stage("w", "waiting", "z"), END), "stages.w", "way back"),
        (machine(stage("a", "open", "z"), stage("a", "open", "z"), END), "stages.a", "twice"),
        (machine(stage("A b", "open", "z"), END), "stages.A b", "code"),
        (machine({**stage("a", "open", "z"), "name": {}}, END), "stages.a", "name"),
        (machine(stage("a", "open", "a", "z"), END), "stages.a", "itself"),
        (machine(stage("a", "new", "z"), END), "stages.a", "kind of stage"),
        (changed(fields=[{"code": "x", "name": {"en": "X"}, "kind": "colour"}]), "fields.x", "kind of field"),
        (changed(fields=[{"code": "x", "name": {"en": "X"}, "kind": "choice"}]), "fields.x", "options"),
        (changed(fields=[{"code": f"f{n}", "name": {"en": "X"}, "kind": "text"} for n in range(500)]), "", "at most 60"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_definition_is_told_with_its_place(definition: Any, place: str, words: str) -> None:
    found = stages.faults(definition)
    assert any(one.place == place and words.lower() in one.text.en.lower() for one in found), found


def test_a_repair_cannot_skip_its_diagnosis() -> None:
    assert not stages.may_move(REPAIR, "new", "repairing")
    repairing = stages.stage_of(REPAIR, "repairing")
    assert repairing is not None
    assert [field["code"] for field in stages.lacks(REPAIR, repairing, {"diagnosis": "主板坏"})] == ["solution"]
    assert stages.lacks(REPAIR, repairing, {"diagnosis": "主板坏", "solution": "replace"}) == []


def test_a_ticket_that_waited_goes_on_in_the_first_open_stage_ahead() -> None:
    assert stages.resumes(REQUEST, "customer") == "working"
    assert stages.resumes(REQUEST, "done") is None


def test_what_is_filled_in_is_read_by_the_kind_of_its_field() -> None:
    kinds = {
        "text": " 序列号 ", "long": "很长", "number": "1,200.50", "money": "12.5",
        "date": "2026-11-26", "choice": "late", "yes_no": True,
    }  # fmt: skip
    fields = [{"code": kind, "name": {"en": kind}, "kind": kind, "options": [{"code": "late"}]} for kind in kinds]
    kept, wrong = forms.filled(fields, kinds)
    assert wrong == []
    assert kept == {**kinds, "text": "序列号", "number": "1200.50", "money": "12.50"}
    assert forms.filled(fields, {"text": ""}) == ({"text": None}, [])
    bad: dict[str, Any] = {
        "text": 5, "long": "长" * 5_001, "number": "NaN", "money": "1.234", "date": "26.11.2026", "choice": "x", "yes_no": "yes",
        "no_such": 1,
    }  # fmt: skip
    _, wrong = forms.filled(fields, bad)
    assert {error["field"] for error in wrong} == {f"values.{code}" for code in bad}


@pytest.mark.parametrize("value", [True, "1e400", "inf", 10**13, [], {}])
def test_what_is_no_number_is_refused(value: Any) -> None:
    _, wrong = forms.filled([{"code": "n", "kind": "number"}], {"n": value})
    assert len(wrong) == 1


@pytest.mark.parametrize(
    ("impact", "urgency", "expected"),
    [
        ("high", "high", "P1"),
        ("high", "medium", "P2"),
        ("medium", "medium", "P3"),
        ("low", "high", "P3"),
        ("low", "low", "P4"),
    ],
)
def test_impact_and_urgency_make_the_priority(impact: str, urgency: str, expected: str) -> None:
    assert priority.priority(impact, urgency) == expected
    assert priority.priority(urgency, impact) == expected


def test_a_vip_is_p2_at_least_and_urging_raises_the_urgency() -> None:
    assert priority.priority("low", "low", is_vip=True) == "P2"
    assert priority.priority("high", "high", is_vip=True) == "P1"
    assert [priority.urged(level) for level in priority.LEVELS] == ["medium", "high", "high"]
    assert [priority.reaches_leader(n) for n in (1, 2, 3, 4)] == [False, False, True, True]
