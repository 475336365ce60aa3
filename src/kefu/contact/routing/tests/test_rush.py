"""Rush mode: who may begin and end it, what it lays over the settings, and that its end leaves no trace."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.contact.routing import actions, jobs, queries, rules
from kefu.contact.routing.models import Rush
from kefu.contact.routing.rules import Item, Seat
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Brand, User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry

from .floor import Floor, found

NOON = datetime(2026, 11, 11, 4, 0, tzinfo=UTC)
BRANDS = [UUID(int=n) for n in (1, 2)]
TEAMS = [UUID(int=n) for n in (21, 22)]
ME = UUID(int=31)
SEAT = Seat(user_id=ME, status="online", capacity=5, load=0)
LINE = Item(id=UUID(int=41), brand_id=BRANDS[0], priority=5, queued_at=NOON, member_ids=frozenset({ME}))
SOMEBODY_ELSES = replace(LINE, member_ids=frozenset({UUID(int=99)}))


@pytest.fixture
def floor(db: None) -> Iterator[Floor]:
    with clock.frozen(NOON):
        yield found()


def owner(floor: Floor) -> Actor:
    user = User.objects.for_actor(floor.system).get(role__code="owner")
    actor = account_queries.actor_for_user(user.id, ip=None)
    assert actor is not None
    return actor


def brand(floor: Floor, code: str) -> Brand:
    return accounts.create_brand(floor.system, code=code, name=code)


def capacities(floor: Floor) -> list[int]:
    seats = {seat.user_id: seat.capacity for seat in queries.seats(floor.organization.id)}
    agents = User.objects.for_actor(floor.system).filter(role__code="agent").order_by("employee_number")
    return [seats[user.id] for user in agents]


# rules


@given(
    ends=st.none() | st.integers(-60, 60).map(lambda seconds: NOON + timedelta(seconds=seconds)),
    ended=st.none() | st.just(NOON),
)
def test_the_clock_ends_it_whether_or_not_anybody_writes_that_down(
    ends: datetime | None, ended: datetime | None
) -> None:
    assert rules.is_on(ends_at=ends, ended_at=ended, now=NOON) == (ended is None and (ends is None or ends > NOON))


def test_everybodys_rush_overlaps_with_each_brands() -> None:
    assert rules.overlap(None, BRANDS[0]) and rules.overlap(BRANDS[0], None) and rules.overlap(BRANDS[0], BRANDS[0])
    assert not rules.overlap(*BRANDS)


def plus(
    seat: Seat, *, brand_id: UUID | None = None, queues: tuple[Item, ...] = (), teams: tuple[UUID, ...] = ()
) -> int:
    return rules.more_capacity(seat, 2, brand_id=brand_id, queues=queues, teams=teams)


def test_more_is_for_those_who_are_meant() -> None:
    of_team, of_brand = replace(SEAT, team_ids=frozenset(TEAMS[:1])), replace(SEAT, brand_ids=frozenset(BRANDS[:1]))
    assert plus(SEAT) == plus(SEAT, brand_id=BRANDS[1]) == plus(of_brand, brand_id=BRANDS[0]) == 2
    assert plus(of_brand, brand_id=BRANDS[1]) == 0
    assert (plus(of_team, teams=(TEAMS[0],)), plus(of_team, teams=(TEAMS[1],))) == (2, 0)
    assert (plus(SEAT, queues=(LINE,)), plus(SEAT, queues=(SOMEBODY_ELSES,))) == (2, 0)
    assert plus(of_team, queues=(SOMEBODY_ELSES,), teams=(TEAMS[0],)) == 2


def test_whoever_takes_no_work_gets_none_through_a_rush() -> None:
    assert plus(replace(SEAT, capacity=0)) == 0


def test_the_rushs_limit_goes_before_the_queues_own() -> None:
    assert [rules.limit(own, rush) for own, rush in ((5, None), (5, 50), (None, 0), (None, None))] == [5, 50, 0, None]


# who may, and when


def test_an_agent_may_neither_begin_nor_end_it(floor: Floor) -> None:
    agent = floor.agent("8001")
    rush = actions.begin_rush(owner(floor), capacity_plus=2)
    with pytest.raises(Forbidden):
        actions.begin_rush(agent, bot_first=True)
    with pytest.raises(Forbidden):
        actions.end_rush(agent, rush.id)
    assert [r.id for r in queries.rushes(agent)] == [rush.id]


def test_another_organizations_brand_and_rush_are_not_there(floor: Floor) -> None:
    other = found("rival")
    with pytest.raises(NotFound):
        actions.begin_rush(owner(floor), brand_id=other.brand.id, capacity_plus=2)
    rush = actions.begin_rush(owner(other), capacity_plus=2)
    with pytest.raises(NotFound):
        actions.end_rush(owner(floor), rush.id)
    floor.agent("8001", capacity=3)
    assert capacities(floor) == [3]
    assert not queries.rushes(owner(floor)).exists()


def test_who_is_confined_to_a_brand_leaves_the_others_alone(floor: Floor) -> None:
    second = brand(floor, "second")
    confined = replace(owner(floor), brand_ids=frozenset({second.id}))
    for brand_id, refusal in ((None, Forbidden), (floor.brand.id, NotFound)):
        with pytest.raises(refusal):
            actions.begin_rush(confined, brand_id=brand_id, bot_first=True)
    for_all = actions.begin_rush(owner(floor), bot_first=True)
    with pytest.raises(Forbidden):
        actions.end_rush(confined, for_all.id)
    assert [r.id for r in queries.rushes(confined)] == [for_all.id]


def test_two_at_once_for_the_same_visitors_are_refused_by_name(floor: Floor) -> None:
    boss, second = owner(floor), brand(floor, "second")
    first = actions.begin_rush(boss, brand_id=floor.brand.id, minutes=90, bot_first=True)
    for brand_id in (floor.brand.id, None):
        with pytest.raises(Conflict) as refusal:
            actions.begin_rush(boss, brand_id=brand_id, capacity_plus=1)
        assert refusal.value.code == "rush_overlaps"
        assert floor.brand.name in refusal.value.text.zh and "13:30" in refusal.value.text.zh
    actions.begin_rush(boss, brand_id=second.id, capacity_plus=1)
    actions.end_rush(boss, first.id)
    actions.begin_rush(boss, brand_id=floor.brand.id, capacity_plus=1)


@pytest.mark.parametrize(
    ("settings", "field"),
    [
        ({}, None),
        ({"announcement": {"zh-CN": "  "}}, None),
        ({"announcement": {"zh-CN": "忙" * 201}}, "announcement"),
        ({"announces_in_line": True, "bot_first": True}, "announcement"),
        ({"capacity_plus": 21}, "capacity_plus"),
        ({"capacity_plus": 2, "queue_ids": [new_id()]}, "queue_ids"),
        ({"capacity_plus": 2, "team_ids": [new_id()]}, "team_ids"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(floor: Floor, settings: dict[str, Any], field: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.begin_rush(owner(floor), **settings)
    assert [error["field"] for error in refusal.value.errors] == ([field] if field else [])
    assert not Rush.objects.for_actor(floor.system).exists()


# what it lays over the settings, and what is left of it


def test_capacity_grows_for_an_hour_and_a_change_meanwhile_stays(floor: Floor) -> None:
    boss = owner(floor)
    agents = [floor.agent(f"800{n}", capacity=n) for n in (0, 1, 2)]
    before = capacities(floor)
    actions.begin_rush(boss, capacity_plus=2)
    assert capacities(floor) == [0, 3, 4]
    accounts.update_user(floor.system, user_id=agents[2].user_id, changes={"chat_capacity": 4})
    assert capacities(floor) == [0, 3, 6]
    with clock.frozen(NOON + timedelta(hours=1)):
        assert before == [0, 1, 2] and capacities(floor) == [0, 1, 4]


def test_work_is_given_up_to_the_raised_capacity_and_stays_after_the_end(floor: Floor) -> None:
    agent = floor.agent("8001", capacity=1)
    for _ in range(4):
        floor.enqueue()
    floor.distribute()
    rush = actions.begin_rush(owner(floor), capacity_plus=2)
    floor.distribute()
    assert floor.held(agent) == 3
    actions.end_rush(owner(floor), rush.id)
    floor.distribute()
    assert floor.held(agent) == 3
    for work in floor.work().filter(assignee_id=agent.id)[:2]:
        actions.end(floor.system, work.id)
    floor.distribute()
    assert floor.held(agent) == 1


def test_only_the_chosen_queues_members_take_more(floor: Floor) -> None:
    agents = [floor.agent("8001", capacity=1), floor.agent("8002", capacity=1)]
    queue = floor.second_queue(member_ids=[agents[1].user_id])
    actions.begin_rush(owner(floor), brand_id=floor.brand.id, capacity_plus=3, queue_ids=[queue.id])
    assert capacities(floor) == [1, 4]


def test_the_line_is_as_short_as_the_rush_says(floor: Floor) -> None:
    actions.update_queue(floor.system, floor.queue.id, {"max_waiting": 2})
    floor.queue.refresh_from_db()
    rush = actions.begin_rush(owner(floor), max_waiting=1)
    floor.enqueue()
    with pytest.raises(Conflict) as refusal:
        floor.enqueue()
    assert refusal.value.code == "queue_full"
    floor.enqueue(may_exceed=True)  # an offline message is always taken
    actions.end_rush(owner(floor), rush.id)
    with pytest.raises(Conflict):
        floor.enqueue()
    actions.update_queue(floor.system, floor.queue.id, {"max_waiting": 3})
    floor.queue.refresh_from_db()
    floor.enqueue()


# its end


def test_an_hour_may_become_two(floor: Floor) -> None:
    boss = owner(floor)
    floor.agent("8001", capacity=1)
    rush = actions.begin_rush(boss, capacity_plus=2)
    with clock.frozen(NOON + timedelta(minutes=50)):
        assert actions.extend_rush(boss, rush.id, minutes=60).ends_at == NOON + timedelta(hours=2)
    with clock.frozen(NOON + timedelta(minutes=90)):
        actions.end_overdue_rush(floor.organization.id, rush.id)  # the timer of the first end
        assert capacities(floor) == [3]
    with clock.frozen(NOON + timedelta(hours=2)):
        assert capacities(floor) == [1]
        with pytest.raises(Conflict) as refusal:
            actions.extend_rush(boss, rush.id, minutes=60)
        assert refusal.value.code == "rush_ended"
    entry = AuditEntry.objects.for_actor(floor.system).get(action="rush.extended")
    assert entry.after and entry.after["minutes"] == 60


def test_what_ends_by_hand_is_not_extended(floor: Floor) -> None:
    rush = actions.begin_rush(owner(floor), minutes=None, bot_first=True)
    with pytest.raises(Conflict) as refusal:
        actions.extend_rush(owner(floor), rush.id, minutes=60)
    assert refusal.value.code == "rush_without_end"


def test_it_is_ended_once(floor: Floor) -> None:
    boss = owner(floor)
    rush = actions.begin_rush(boss, bot_first=True)
    actions.end_rush(boss, rush.id)
    with pytest.raises(Conflict) as refusal:
        actions.end_rush(boss, rush.id)
    assert refusal.value.code == "rush_ended"
    actions.end_overdue_rush(floor.organization.id, rush.id)
    trail = AuditEntry.objects.for_actor(floor.system).filter(target_type="rush").order_by("id")
    assert [(entry.action, entry.actor_name) for entry in trail] == [
        ("rush.begun", boss.name),
        ("rush.ended", boss.name),
    ]


def test_after_a_crash_the_sweep_writes_down_when_it_ended(floor: Floor) -> None:
    rush = actions.begin_rush(owner(floor), minutes=30, capacity_plus=2)
    actions.end_overdue_rush(floor.organization.id, rush.id)  # before its time nothing happens
    with clock.frozen(NOON + timedelta(hours=3)):
        assert not queries.rushes(owner(floor)).exists()
        jobs.sweep(0)
        rush.refresh_from_db()
        assert rush.ended_at == NOON + timedelta(minutes=30)
        jobs.sweep(0)
    entry = AuditEntry.objects.for_actor(floor.system).get(action="rush.ended")
    assert entry.after == {"capacity_plus": 2, "ended_by": "clock", "minutes": 30}


def test_one_that_nobody_wrote_down_stands_in_no_ones_way(floor: Floor) -> None:
    boss = owner(floor)
    old = actions.begin_rush(boss, minutes=30, bot_first=True)
    with clock.frozen(NOON + timedelta(minutes=31)):
        actions.begin_rush(boss, minutes=None, bot_first=True)
        old.refresh_from_db()
        assert old.ended_at == NOON + timedelta(minutes=30)
    with clock.frozen(NOON + timedelta(days=9)):
        assert queries.is_bot_first(floor.system, floor.brand.id)


# proposals


@given(st.integers(0, 40), st.floats(0, 600))
def test_a_rush_is_proposed_when_many_wait_and_one_of_them_long(waiting: int, longest: float) -> None:
    crowd = rules.is_crowd(waiting, longest, least_waiting=10, least_seconds=120)
    assert crowd == (waiting >= 10 and longest >= 120)


def propose(floor: Floor, **changes: Any) -> list[queries.Proposal]:
    if changes:
        usual = {"is_on": True, "waiting": 3, "wait_seconds": 60, "capacity_plus": 1, "minutes": 60}
        actions.change_rush_trigger(owner(floor), **(usual | changes))
    return queries.proposals(owner(floor))


def test_a_crowd_is_proposed_for_until_somebody_begins_the_rush(floor: Floor) -> None:
    agent = floor.agent("8001", capacity=2)
    for _ in range(5):
        floor.enqueue()
    floor.distribute()
    assert floor.held(agent) == 2 and propose(floor) == []
    with clock.frozen(NOON + timedelta(seconds=59)):
        assert propose(floor, waiting=3) == []
    with clock.frozen(NOON + timedelta(seconds=60)):
        (found,) = propose(floor)
        assert (found.brand.id, found.waiting, found.longest_wait_seconds) == (floor.brand.id, 3, 60)
        assert found.queue.id == floor.queue.id and found.estimate_seconds is None  # too few have been served
        assert propose(floor, waiting=4) == [] and propose(floor, is_on=False) == [] and len(propose(floor, waiting=3))
        rush = actions.begin_rush(owner(floor), brand_id=floor.brand.id, bot_first=True, capacity_plus=1)
        assert propose(floor) == []
        floor.distribute()
        assert floor.held(agent) == 3
        actions.end_rush(owner(floor), rush.id)
        assert propose(floor) == [] and [p.waiting for p in propose(floor, waiting=2)] == [2]


def test_the_wait_is_told_as_it_is_and_with_the_rush(floor: Floor) -> None:
    floor.agent("8001", capacity=2)
    for _ in range(rules.SMALLEST_SAMPLE):
        done = floor.enqueue()
        floor.distribute()
        with clock.frozen(NOON + timedelta(seconds=120)):
            actions.end(floor.system, done.id)
    for _ in range(8):
        floor.enqueue()
    floor.distribute()
    with clock.frozen(NOON + timedelta(minutes=3)):
        (found,) = propose(floor, capacity_plus=2)
    assert (found.estimate_seconds, found.estimate_with_seconds) == (6 * 120 / 2, 6 * 120 / 4)


def test_another_brands_crowd_is_not_ones_own(floor: Floor) -> None:
    other = brand(floor, "travel")
    floor.enqueue(actions.create_queue(floor.system, brand_id=other.id, name="出行"))
    mine = replace(owner(floor), brand_ids=frozenset({floor.brand.id}))
    propose(floor, waiting=1, wait_seconds=0)
    assert [p.brand.id for p in queries.proposals(owner(floor))] == [other.id]
    assert queries.proposals(mine) == []
    with pytest.raises(Forbidden):
        actions.change_rush_trigger(mine, is_on=False, waiting=1, wait_seconds=0, capacity_plus=0, minutes=5)
    with pytest.raises(Forbidden):
        queries.proposals(floor.agent("8001"))
