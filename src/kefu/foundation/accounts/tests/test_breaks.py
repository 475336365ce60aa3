"""Breaks (小休): minutes a day, places in a group, approval, and what happens when one lasts too long."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import BreakRequest, Presence, PresenceInterval, PresenceReason, User
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import clock, events
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Invalid
from kefu.kernel.models import AuditEntry, OutboxEvent

NINE = datetime(2030, 1, 7, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)


def reason(company: Company, code: str = "break", **limits: Any) -> PresenceReason:
    found = PresenceReason.objects.for_actor(company.system).get(code=code)
    return actions.update_presence_reason(company.system, found.id, limits) if limits else found


def at_work(company: Company, count: int = 1) -> list[Actor]:
    """A team of `count` agents, all online."""
    users = [company.user() for _ in range(count)]
    actions.create_team(company.system, name=f"组{users[0].employee_number}", member_ids=[user.id for user in users])
    actors = [company.actor(user) for user in users]
    for actor in actors:
        actions.set_presence(actor, status="online")
    return actors


def now_is(actor: Actor) -> tuple[str, str | None]:
    presence = queries.presence_of(actor, actor.user_id)
    return presence.status, presence.reason.code if presence.reason else None


def test_a_days_minutes_are_counted_and_used_up(company: Company) -> None:
    pause = reason(company, minutes_a_day=30, longest_minutes=20)
    with clock.frozen(NINE):
        (agent,) = at_work(company)
    for minute, what in [(60, pause.id), (75, None), (120, pause.id)]:
        with clock.frozen(NINE + minute * MINUTE):
            actions.set_presence(agent, status="busy" if what else "online", reason_id=what)
    with clock.frozen(NINE + 125 * MINUTE):
        (mine,) = [one for one in queries.allowances(agent) if one.reason == pause]
        assert (mine.used_seconds, mine.left_seconds) == (20 * 60, 10 * 60)
    with clock.frozen(NINE + 140 * MINUTE):
        actions.set_presence(agent, status="online")
        with pytest.raises(Conflict) as refusal, transaction.atomic():
            actions.set_presence(agent, status="busy", reason_id=pause.id)
        assert refusal.value.code == "break_used_up"
        with pytest.raises(Conflict), transaction.atomic():
            actions.ask_for_break(agent, pause.id)
    with clock.frozen(NINE + timedelta(days=1)):
        assert actions.set_presence(agent, status="busy", reason_id=pause.id).status == "busy"


def test_a_full_group_makes_one_wait_and_the_longest_waiting_goes_next(company: Company) -> None:
    pause = reason(company, most_percent=34)
    first, second, third, *_ = at_work(company, 5)
    assert actions.ask_for_break(first, pause.id).state == "granted"
    with pytest.raises(Conflict) as refusal, transaction.atomic():
        actions.set_presence(second, status="busy", reason_id=pause.id)
    assert refusal.value.code == "break_full"
    assert [actions.ask_for_break(actor, pause.id).state for actor in (second, third)] == ["waiting", "waiting"]
    (outsider,) = at_work(company)
    assert actions.ask_for_break(outsider, pause.id).state == "granted"
    actions.set_presence(first, status="online")
    events.drain()
    assert [now_is(actor) for actor in (second, third)] == [("busy", "break"), ("online", None)]
    decided = OutboxEvent.objects.filter(name="accounts.break_decided", payload__user_id=str(second.id))
    assert [event.payload["state"] for event in decided] == ["granted"]


def test_whoever_goes_home_waits_no_longer(company: Company) -> None:
    pause = reason(company, most_percent=34)
    first, second, *_ = at_work(company, 4)
    actions.ask_for_break(first, pause.id)
    actions.ask_for_break(second, pause.id)
    actions.set_presence(second, status="offline")
    actions.set_presence(first, status="online")
    events.drain()
    assert now_is(second) == ("offline", None)
    assert BreakRequest.objects.for_actor(company.system).filter(state="waiting").count() == 0


def test_a_leader_decides_where_approval_is_wanted(company: Company) -> None:
    pause = reason(company, needs_approval=True, most_percent=100)
    lead, stranger = company.user("supervisor"), company.user("supervisor")
    agent, colleague = at_work(company, 2)
    actions.create_team(company.system, name="甲", leader_ids=[lead.id], member_ids=[user(agent), user(colleague)])
    with pytest.raises(Conflict), transaction.atomic():
        actions.set_presence(agent, status="busy", reason_id=pause.id)
    wish, other = actions.ask_for_break(agent, pause.id), actions.ask_for_break(colleague, pause.id)
    assert (wish.state, now_is(agent)) == ("asked", ("online", None))
    assert list(queries.open_break_requests(company.actor(stranger))) == []
    assert list(queries.open_break_requests(company.actor(lead))) == [wish, other]
    assert list(queries.open_break_requests(agent)) == [wish]
    assert actions.decide_break(company.actor(lead), wish.id, granted=True).state == "granted"
    assert now_is(agent) == ("busy", "break")
    assert actions.decide_break(company.actor(lead), other.id, granted=False).state == "refused"
    assert now_is(colleague) == ("online", None)
    with pytest.raises(Conflict), transaction.atomic():
        actions.decide_break(company.actor(lead), other.id, granted=True)
    assert AuditEntry.objects.for_actor(company.system).filter(action__startswith="break.").count() == 2


def test_over_time_is_noticed_once_and_only_while_it_lasts(company: Company) -> None:
    pause = reason(company, minutes_a_day=30, longest_minutes=15)
    with clock.frozen(NINE):
        stays, returns = at_work(company, 6)[:2]
        for actor in (stays, returns):
            reason(company, most_percent=None, minutes_a_day=30)
            actions.set_presence(actor, status="busy", reason_id=pause.id)
    with clock.frozen(NINE + 10 * MINUTE):
        actions.set_presence(returns, status="online")
    intervals = PresenceInterval.objects.for_actor(company.system).filter(reason=pause).order_by("id")
    with clock.frozen(NINE + 16 * MINUTE):
        for interval in intervals:
            actions.break_over(company.organization.id, interval.id)
        presence = Presence.objects.for_actor(company.system).select_related("reason").get(user_id=user(stays))
        used = queries.seconds_in_reasons(company.system, [user(stays)])
        assert queries.seconds_left(presence, used, clock.now()) == -60
    over = OutboxEvent.objects.filter(name="accounts.break_overrun")
    assert [event.payload["user_id"] for event in over] == [str(stays.id)]


def test_what_is_forced_passes_the_limits_and_stays_in_the_history(company: Company) -> None:
    reason(company, needs_approval=True)
    (agent,) = at_work(company)
    lead = company.actor("owner")
    actions.force_presence(company.system, user_id=user(agent), status="busy", reason_code="break", note="漏接 2 次")
    actions.force_presence(lead, user_id=user(agent), status="online", note="请继续接待")
    rows = PresenceInterval.objects.for_actor(company.system).filter(user_id=user(agent)).order_by("started_at", "id")
    assert [(row.origin, row.by_id, row.note) for row in rows][-2:] == [
        ("system", None, "漏接 2 次"),
        ("forced", lead.id, "请继续接待"),
    ]
    told = OutboxEvent.objects.filter(name="accounts.presence_forced").order_by("id")
    assert [(event.payload["status"], event.payload["by"] != "") for event in told] == [
        ("busy", False),
        ("online", True),
    ]


def test_a_single_break_cannot_be_longer_than_the_day_allows(company: Company) -> None:
    with pytest.raises(Invalid):
        reason(company, minutes_a_day=10, longest_minutes=20)


def test_skills_are_set_within_scope_and_routing_hears_of_it(company: Company) -> None:
    skill = actions.create_skill(company.system, code="vip", name="VIP")
    lead, mine, foreign = company.user("supervisor"), company.user(), company.user()
    actions.create_team(company.system, name="甲", leader_ids=[lead.id], member_ids=[mine.id])
    before = OutboxEvent.objects.filter(name="accounts.user_changed").count()
    actions.set_skills(company.actor(lead), mine.id, {skill.id: 4})
    assert next(a for a in queries.agents(company.organization.id) if a.user_id == mine.id).skills == {skill.id: 4}
    assert OutboxEvent.objects.filter(name="accounts.user_changed").count() == before + 1
    with pytest.raises(Forbidden), transaction.atomic():
        actions.set_skills(company.actor(lead), foreign.id, {skill.id: 4})


def user(actor: Actor) -> UUID:
    return User.objects.for_actor(actor).get(id=actor.user_id).id
