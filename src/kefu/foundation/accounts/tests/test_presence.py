from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import PresenceInterval
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import clock
from kefu.kernel.errors import Forbidden, Invalid, NotFound
from kefu.kernel.models import AuditEntry, OutboxEvent

START = datetime(2030, 1, 1, tzinfo=UTC)
steps = st.lists(
    st.tuples(st.integers(-5, 5000), st.sampled_from(["online", "busy", "offline", "training"])), max_size=12
)


def say(actor: Any, what: Any) -> Any:
    reasons = {reason.code: reason.id for reason in queries.presence_reasons(actor)}
    return actions.set_presence(actor, status="busy" if what in reasons else what, reason_id=reasons.get(what))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_intervals_are_contiguous_and_add_up_to_the_second(company: Company, taken: Any) -> None:
    with clock.frozen(START):
        user = company.user()
    actor, now = company.actor(user), START
    for seconds, what in taken:
        now += timedelta(seconds=seconds)
        with clock.frozen(now):
            say(actor, what)
    history = list(PresenceInterval.objects.for_actor(actor).filter(user=user).order_by("started_at", "id"))
    assert history[0].started_at == START
    assert all(a.ended_at == b.started_at for a, b in pairwise(history))
    assert history[-1].ended_at is None
    assert all((a.status, a.reason_id) != (b.status, b.reason_id) for a, b in pairwise(history))
    presence = queries.presence_of(actor, user.id)
    assert (presence.status, presence.reason_id, presence.since) == (
        history[-1].status,
        history[-1].reason_id,
        history[-1].started_at,
    )
    until = max(now, presence.since)
    spent = sum(((i.ended_at or until) - i.started_at for i in history), timedelta())
    assert spent == until - START


def test_the_wire_shows_who_and_what(company: Company) -> None:
    user = company.user()
    with clock.frozen(START):
        say(company.actor(user), "break")
    event = OutboxEvent.objects.filter(name="accounts.presence_changed").latest("id")
    reason = event.payload["presence"].pop("reason")
    assert event.payload == {
        "user_id": str(user.id),
        "presence": {"status": "busy", "since": "2030-01-01T00:00:00Z", "channels": ["chat"]},
    }
    assert (reason["code"], reason["name"]) == ("break", "小休")
    assert event.audience == [f"staff:{company.organization.id}"]


def test_saying_the_same_again_changes_nothing(company: Company) -> None:
    actor = company.actor("agent")
    first = say(actor, "online")
    count = OutboxEvent.objects.count()
    assert say(actor, "online").since == first.since
    assert OutboxEvent.objects.count() == count


def test_only_busy_has_a_reason(company: Company, other: Company) -> None:
    actor = company.actor("agent")
    reason = queries.presence_reasons(actor)[0]
    with pytest.raises(Invalid):
        actions.set_presence(actor, status="online", reason_id=reason.id)
    with pytest.raises(NotFound):
        actions.set_presence(actor, status="busy", reason_id=queries.presence_reasons(other.system)[0].id)
    with pytest.raises(Invalid):
        actions.set_presence(actor, status="asleep")


def test_a_supervisor_forces_their_own_people(company: Company) -> None:
    lead, mine, foreign = company.user("supervisor"), company.user(), company.user()
    actions.create_team(company.system, name="甲", leader_ids=[lead.id], member_ids=[mine.id])
    actor = company.actor(lead)
    assert actions.force_presence(actor, user_id=mine.id, status="busy").status == "busy"
    assert AuditEntry.objects.for_actor(actor).get(action="presence.forced").target_id == str(mine.id)
    with pytest.raises(Forbidden), transaction.atomic():
        actions.force_presence(actor, user_id=foreign.id, status="busy")
    with pytest.raises(Forbidden):
        actions.force_presence(company.actor(mine), user_id=lead.id, status="offline")
