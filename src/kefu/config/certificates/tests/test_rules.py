from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kefu.config.certificates import rules
from kefu.config.certificates.rules import Standing

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def standing(left: float | None, life: float = 90, failures: int = 0, minutes: float = 0) -> Standing:
    """With `left` days to go of `life`, tried `minutes` ago."""
    tried = NOW - timedelta(minutes=minutes)
    if left is None:
        return Standing(None, None, tried if failures else None, failures)
    end = NOW + timedelta(days=left)
    return Standing(end - timedelta(days=life), end, tried, failures)


@pytest.mark.parametrize(
    ("known", "due", "state"),
    [
        (standing(None), True, "none"),
        (standing(89), False, "good"),
        (standing(31), False, "good"),
        (standing(29), True, "good"),
        (standing(3, life=6), False, "good"),
        (standing(1.9, life=6), True, "good"),
        (standing(29, failures=1, minutes=9), False, "failing"),
        (standing(29, failures=1, minutes=10), True, "failing"),
        (standing(29, failures=3, minutes=59), False, "failing"),
        (standing(29, failures=99, minutes=1439), False, "failing"),
        (standing(29, failures=99, minutes=1440), True, "failing"),
        (standing(None, failures=2, minutes=29), False, "failing"),
        (standing(-1, failures=99, minutes=5), False, "ended"),
    ],
)
def test_when_a_certificate_is_fetched_and_how_it_stands(known: Any, due: Any, state: Any) -> None:
    assert rules.is_due(NOW, known) is due
    assert rules.state(NOW, known) == state
