"""To whom a sum goes, and which rules are refused."""

from decimal import Decimal
from typing import Any

import pytest

from ..rules import approvals

STEPS: list[dict[str, Any]] = [
    {"above": "50.00", "approver_id": None, "hours": 4},
    {"above": "500.00", "approver_id": "01a2", "hours": 24},
]


@pytest.mark.parametrize(
    ("asked", "step"), [("0.01", None), ("50", None), ("50.01", 0), ("500", 0), ("500.01", 1), ("999999", 1)]
)
def test_a_sum_goes_to_the_last_step_that_it_exceeds(asked: str, step: int | None) -> None:
    assert approvals.first_step(STEPS, Decimal(asked)) == step


@pytest.mark.parametrize("given", ["-1", "0.001", "1000000000", "NaN", "Infinity", "many", None, ""])
def test_what_is_no_sum_is_none(given: Any) -> None:
    assert approvals.amount(given) is None


@pytest.mark.parametrize(
    ("steps", "places"),
    [
        ([], ["steps"]),
        ([{"above": str(at), "hours": 1} for at in range(6)], ["steps"]),
        ([{"above": "5", "hours": 1}, {"above": "5", "hours": 1}], ["steps.1.above"]),
        ([{"above": "x", "hours": 0}], ["steps.0.above", "steps.0.hours"]),
        ([{"above": "0", "hours": 721}], ["steps.0.hours"]),
        ([{"above": 0, "hours": 720}], []),
    ],
)
def test_every_fault_of_a_rule_is_named_by_its_place(steps: list[dict[str, Any]], places: list[str]) -> None:
    assert [fault["field"] for fault in approvals.checked(steps)[1]] == places
