"""Starting mode (新人模式): a new agent's load grows by steps, and ends by its date or by a leader."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.foundation.accounts import actions, queries, rules
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import clock
from kefu.kernel.errors import Forbidden, Invalid
from kefu.kernel.models import AuditEntry, OutboxEvent

MONDAY = date(2026, 11, 23)
STEPS = [{"days": 3, "capacity": 2}, {"days": 4, "capacity": 3}]


def capacity_on(day: int, own: int = 5, steps: Any = STEPS) -> int:
    start = rules.start_of(steps, MONDAY, MONDAY + timedelta(days=day), own)
    return own if start is None else start.capacity


def test_the_load_grows_by_its_days() -> None:
    assert [capacity_on(day) for day in range(-1, 9)] == [2, 2, 2, 2, 3, 3, 3, 3, 5, 5]
    start = rules.start_of(STEPS, MONDAY, date(2026, 11, 24), 5)
    assert start == rules.Start(MONDAY, tuple(STEPS), 2, 7, 2, date(2026, 11, 26), 3, date(2026, 11, 30))
    last = rules.start_of(STEPS, MONDAY, date(2026, 11, 29), 5)
    assert last == rules.Start(MONDAY, tuple(STEPS), 7, 7, 3, date(2026, 11, 30), 5, date(2026, 11, 30))


steps = st.lists(
    st.fixed_dictionaries({"days": st.integers(1, 90), "capacity": st.integers(1, 20)}), min_size=1, max_size=6
).map(lambda drawn: sorted(drawn, key=lambda step: step["capacity"]))


@given(steps, st.integers(0, 20), st.integers(0, 600))
def test_it_never_shrinks_and_never_exceeds_ones_own(drawn: Any, own: int, day: int) -> None:
    assert rules.wrong_steps(drawn) is None
    assert capacity_on(day, own, drawn) <= capacity_on(day + 1, own, drawn) <= own
    assert capacity_on(sum(step["days"] for step in drawn), own, drawn) == own


@pytest.mark.parametrize(
    "wrong",
    [[], [{"days": 1, "capacity": 2}] * 7, [{"days": 0, "capacity": 2}], [{"days": 3, "capacity": 0}],
     [{"days": 3, "capacity": 3}, {"days": 3, "capacity": 2}]],
)  # fmt: skip
def test_steps_that_do_not_grow_are_refused(company: Company, wrong: Any) -> None:
    user = company.user()
    with pytest.raises(Invalid) as refused:
        actions.begin_ramp(company.actor(), user.id, steps=wrong)
    assert refused.value.errors[0]["field"] == "steps"


def held(company: Company, user: Any) -> int:
    return {agent.user_id: agent.capacity for agent in queries.agents(company.organization.id)}[user.id]


def test_it_holds_from_today_in_the_house_s_time_and_ends_by_itself(company: Company) -> None:
    user, noon = company.user(), datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    with clock.frozen(noon):
        actions.begin_ramp(company.actor(), user.id, steps=STEPS)
        assert held(company, user) == 2
        actions.begin_ramp(company.actor(), user.id, steps=[{"days": 3, "capacity": 1}, STEPS[1]])
        assert held(company, user) == 1
    for days, capacity in ((2, 1), (3, 3), (6, 3), (7, 5)):
        with clock.frozen(noon.replace(hour=0) + timedelta(days=days)):
            assert held(company, user) == capacity, days
    rows = AuditEntry.objects.for_actor(company.system).filter(action="user.ramp_set", target_id=str(user.id))
    assert [row.after["steps"][0]["capacity"] for row in rows.order_by("id") if row.after] == [2, 1]
    assert OutboxEvent.objects.filter(name="accounts.user_changed", payload__user_id=str(user.id)).count() == 3


def test_a_leader_begins_and_ends_it_for_their_own_people_only(company: Company) -> None:
    mine, other = company.user(), company.user()
    lead = company.user("supervisor")
    actions.create_team(company.system, name="新人组", leader_ids=[lead.id], member_ids=[mine.id])
    client = company.client(lead)
    path, body = f"/api/v1/agents/{mine.id}/ramp", {"steps": STEPS}
    assert client.put(path, body, content_type="application/json").json()["steps"] == STEPS
    assert held(company, mine) == 2
    assert client.put(f"/api/v1/agents/{other.id}/ramp", body, content_type="application/json").status_code == 403
    assert client.delete(path).status_code == 204 and client.delete(path).status_code == 204
    assert held(company, mine) == 5
    with pytest.raises(Forbidden):
        actions.begin_ramp(company.actor(mine), mine.id, steps=STEPS)
