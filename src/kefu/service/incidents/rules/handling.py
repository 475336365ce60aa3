"""Which way an incident goes, and what it needs at its end."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

MOVES = {"open": ("confirmed",), "confirmed": ("handling", "closed"), "handling": ("closed",), "closed": ()}
NEEDED_TO_CLOSE = ("cause_id", "measure", "measure_owner_id", "measure_due")
REPEATED_WITHIN = timedelta(days=30)


def may_go(state: str, to: str) -> bool:
    return to in MOVES[state]


def lacks(told: Mapping[str, Any]) -> list[str]:
    """The fields without which it is not closed."""
    return [name for name in NEEDED_TO_CLOSE if not (told.get(name) and str(told[name]).strip())]
