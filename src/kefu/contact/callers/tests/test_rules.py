"""Who is important and why; who has duty when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import pytest

from kefu.contact.callers import rules
from kefu.kernel.errors import Invalid
from kefu.kernel.i18n import Text

ANN, BOB, EVE = (UUID(int=n) for n in (1, 2, 3))
EVERY_DAY = frozenset(range(1, 8))


def codes(**signs: object) -> list[str]:
    given = {"is_vip": False, "tags": [], "warnings": [], **signs}
    return [reason.code for reason in rules.importance(**given).reasons]  # type: ignore[arg-type]


def test_nobody_is_important_without_a_reason() -> None:
    found = rules.importance(is_vip=False, tags=["新客"], warnings=[])
    assert (found.grade, found.is_important, found.reasons) == ("ordinary", False, ())


def test_each_sign_gives_its_reason_in_words() -> None:
    assert codes(is_vip=True) == ["vip"]
    assert codes(tags=["华东", "大客户"]) == codes(tags=["Key Account"]) == ["key_account"]
    assert codes(
        warnings=["职业索赔"], others=[rules.Reason("promise", Text("有承诺未兑现", "A promise is open"))]
    ) == [
        "warning",
        "promise",
    ]
    found = rules.importance(is_vip=False, tags=[], warnings=["职业索赔"])
    assert (found.grade, found.reasons[0].text.zh) == ("important", "警告名单：职业索赔")


def shift(user: UUID, begins: str, ends: str, **more: object) -> rules.Shift:
    return rules.Shift(user, **{"week": "", "weekdays": EVERY_DAY, "begins": begins, "ends": ends, **more})  # type: ignore[arg-type]


def at(written: str) -> datetime:
    return datetime.fromisoformat(written)


@pytest.mark.parametrize(
    ("moment", "covered"),
    [
        ("2026-11-26T17:59", False),
        ("2026-11-26T18:00", True),
        ("2026-11-27T02:00", True),
        ("2026-11-27T08:59", True),
        ("2026-11-27T09:00", False),
    ],
)
def test_a_night_goes_over_midnight_and_its_end_is_outside(moment: str, covered: bool) -> None:
    assert bool(rules.on_duty([shift(ANN, "18:00", "09:00")], at(moment))) is covered


def test_a_night_belongs_to_the_day_and_the_week_on_which_it_begins() -> None:
    sunday = shift(ANN, "18:00", "09:00", weekdays=frozenset({7}), week="2026-W48")
    assert rules.on_duty([sunday], at("2026-11-29T23:00")) == [ANN]
    assert rules.on_duty([sunday], at("2026-11-30T08:00")) == [ANN], "Monday of the week after"
    assert rules.on_duty([sunday], at("2026-11-29T08:00")) == []
    assert rules.on_duty([sunday], at("2026-12-06T23:00")) == []


def test_a_whole_day_is_one_shift() -> None:
    assert rules.on_duty([shift(ANN, "00:00", "00:00")], at("2026-11-26T00:00")) == [ANN]
    assert rules.on_duty([shift(ANN, "00:00", "00:00")], at("2026-11-26T23:59")) == [ANN]


def test_this_very_week_goes_before_every_week_and_then_the_place_counts() -> None:
    roster = [
        shift(ANN, "18:00", "09:00", place=1),
        shift(BOB, "18:00", "09:00", place=2, week="2026-W48"),
        shift(EVE, "18:00", "09:00", place=1, week="2026-W48"),
        shift(ANN, "20:00", "21:00", place=9),
    ]
    assert rules.on_duty(roster, at("2026-11-26T20:30")) == [EVE, BOB, ANN]


def test_ordinary_callers_reach_only_those_who_take_everybody() -> None:
    roster = [
        shift(ANN, "18:00", "09:00", takes_everybody=False),
        shift(BOB, "18:00", "09:00", takes_everybody=True, place=2),
    ]
    assert rules.on_duty(roster, at("2026-11-26T20:30"), is_important=False) == [BOB]
    assert rules.on_duty(roster, at("2026-11-26T20:30")) == [ANN, BOB]


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("week", {"week": "48"}),
        ("week", {"week": "2025-W53"}),
        ("weekdays", {"weekdays": [0]}),
        ("weekdays", {"weekdays": []}),
        ("begins", {"begins": "24:00"}),
        ("ends", {"ends": "9"}),
    ],
)
def test_a_shift_that_cannot_be_is_refused_by_name(field: str, changes: dict[str, object]) -> None:
    given = {"week": "2026-W53", "weekdays": [1, 7], "begins": "18:00", "ends": "09:00", **changes}
    with pytest.raises(Invalid) as refused:
        rules.ensure_shift(**given)  # type: ignore[arg-type]
    assert [error["field"] for error in refused.value.errors] == [field]


def test_a_good_shift_passes() -> None:
    rules.ensure_shift(week="2026-W53", weekdays=[1, 7], begins="18:00", ends="09:00")
