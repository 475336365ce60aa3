"""What is a missed call, whose it is, and who hears of it."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from kefu.contact.missed import rules

ANN, BOB, EVE = (UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("phases", "ways", "ended_by", "at_end", "found"),
    [
        (["waiting"], ["1", "queue"], "visitor", False, "waiting"),
        (["waiting", "ringing"], ["queue"], "visitor", False, "ringing"),
        (["waiting", "ringing", "waiting"], ["queue"], "visitor", False, "waiting"),
        (["waiting"], ["queue"], "system", False, "lost"),
        (["message"], ["closed"], "visitor", False, "voicemail"),
        (["waiting", "message"], ["queue"], "system", False, "voicemail"),
        ([], ["closed"], "system", True, "closed"),
        ([], ["closed"], "visitor", False, "closed"),
        ([], [], "visitor", False, "flow"),
        ([], [], "visitor", True, "flow"),
        ([], [], "system", False, "lost"),
        ([], ["2"], "system", True, None),
    ],
)
def test_every_call_without_a_person_is_missed_but_one_that_the_flow_served(
    phases: list[str], ways: list[str], ended_by: str, at_end: bool, found: str | None
) -> None:
    assert rules.why(phases=phases, ways=ways, ended_by=ended_by, at_end=at_end) == found


def test_the_last_agent_rings_back_while_still_there() -> None:
    assert rules.assignee(EVE, [ANN, BOB, EVE], {}) == EVE
    assert rules.assignee(EVE, [ANN, BOB], {}) == ANN


def test_else_it_goes_round() -> None:
    early, late = (datetime(2026, 11, 26, hour, tzinfo=UTC) for hour in (9, 10))
    assert rules.assignee(None, [ANN, BOB], {ANN: early}) == BOB
    assert rules.assignee(None, [ANN, BOB], {ANN: early, BOB: late}) == ANN
    assert rules.assignee(None, [], {}) is None


def test_the_next_lead_is_told_who_has_not_heard() -> None:
    assert rules.next_told([ANN, BOB], []) == ANN
    assert rules.next_told([ANN, BOB], [ANN]) == BOB
    assert rules.next_told([ANN, BOB], [ANN, BOB]) is None
