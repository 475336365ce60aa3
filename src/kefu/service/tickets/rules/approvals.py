"""Who has to agree to a sum (decision 0048)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from kefu.kernel.errors import FieldError
from kefu.kernel.i18n import Text

MOST_STEPS = 5
MOST_HOURS = 720
CENT = Decimal("0.01")
MOST = Decimal("999999999.99")

Step = Mapping[str, Any]
"""`above` (a sum as text), `approver_id` (a person, None: the leaders of whoever asks), `hours` of working time."""


def amount(given: Any) -> Decimal | None:
    """A sum from 0 to 999,999,999.99 with at most two decimals; None for anything else."""
    try:
        found = Decimal(str(given))
    except InvalidOperation:
        return None
    if not found.is_finite() or not 0 <= found <= MOST or found != found.quantize(CENT):
        return None
    return found.quantize(CENT)


def first_step(steps: Sequence[Step], asked: Decimal) -> int | None:
    """The last step whose `above` the sum exceeds; None when it needs nobody."""
    over = [at for at, step in enumerate(steps) if asked > Decimal(step["above"])]
    return over[-1] if over else None


def checked(given: Sequence[Step]) -> tuple[list[dict[str, Any]], list[FieldError]]:
    """The steps as they are kept, and every fault by its place."""
    faults: list[FieldError] = []
    if not 1 <= len(given) <= MOST_STEPS:
        faults.append(FieldError("steps", Text(f"请设 1–{MOST_STEPS} 级。", f"Set 1 to {MOST_STEPS} steps.")))
    kept, before = [], Decimal(-1)
    for at, step in enumerate(given):
        above = amount(step.get("above"))
        if above is None or above <= before:
            text = Text("金额须逐级递增，最多两位小数。", "Sums rise from step to step, with two decimals at most.")
            faults.append(FieldError(f"steps.{at}.above", text))
        hours = step.get("hours")
        if not isinstance(hours, int) or not 1 <= hours <= MOST_HOURS:
            faults.append(FieldError(f"steps.{at}.hours", Text(f"1–{MOST_HOURS} 小时。", f"1 to {MOST_HOURS} hours.")))
        before = above if above is not None else before
        approver = step.get("approver_id")
        kept.append({"above": str(before), "approver_id": str(approver) if approver else None, "hours": hours})
    return kept, faults
