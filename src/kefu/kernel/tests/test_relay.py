"""The outbox and the relay: one place in the one order for every event, whoever dies."""

import itertools
import random

import pytest
from django.db import connection, transaction

from kefu.kernel import events
from kefu.kernel.database import connect
from kefu.kernel.events import publish, relay
from kefu.kernel.events.base import OUTBOX_CHANNEL
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization, OutboxEvent

from .events import Counted, count, holding, in_threads, kill, make_organization, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
LEADER = "pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted)"


def unstamped() -> int:
    return OutboxEvent.objects.filter(position=None).count()


def assert_in_order(expected: int) -> None:
    """Every event has one position, and positions follow the numbers of each aggregate."""
    rows = list(OutboxEvent.objects.order_by("position").values_list("position", "payload"))
    assert len(rows) == len({position for position, _ in rows}) == expected
    by_aggregate: dict[str, list[int]] = {}
    for _, payload in rows:
        by_aggregate.setdefault(payload["aggregate"], []).append(payload["n"])
    for numbers in by_aggregate.values():
        assert numbers == list(range(1, len(numbers) + 1))


def test_who_is_in_a_hurry_needs_no_relay() -> None:
    organization = make_organization()
    with connect("reader") as reader:
        reader.execute(f"LISTEN {relay.CURSOR_CHANNEL}")
        count(organization, 3)
        assert unstamped() == 3
        events.hurry()
        assert_in_order(3)
        woken = list(reader.notifies(timeout=10, stop_after=1))
    assert [int(notice.payload) for notice in woken] == [OutboxEvent.objects.latest("position").position]
    events.hurry()
    assert_in_order(3)


def test_publishing_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="outside of a transaction"):
        publish(Counted(organization_id=new_id(), aggregate="a", n=1))
    assert not OutboxEvent.objects.exists()


def test_what_is_rolled_back_was_never_announced() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        publish(Counted(organization_id=new_id(), aggregate="a", n=1))
        _ = 1 / 0
    assert not OutboxEvent.objects.exists()


def test_a_commit_wakes_the_relay_once() -> None:
    with connect("kefu-listener") as listener:
        listener.execute(f"LISTEN {OUTBOX_CHANNEL}")
        with transaction.atomic():
            for n in (1, 2, 3):
                publish(Counted(organization_id=new_id(), aggregate="a", n=n))
        assert len(list(listener.notifies(timeout=0.5))) == 1


def test_order_is_the_order_of_commits_under_parallel_writers() -> None:
    aggregates = [make_organization(f"a{n}") for n in range(3)]
    with running(relay.run):
        in_threads(*[lambda a=a: count(a, 15) for a in aggregates for _ in range(3)])
        wait_until(lambda: unstamped() == 0)
    assert_in_order(3 * 3 * 15)


def test_an_event_committed_late_comes_after_what_was_seen() -> None:
    """Its id is smaller, but readers have passed it: its place is behind."""
    early, late = new_id(), make_organization()
    insert = (
        "INSERT INTO kernel_outboxevent (organization_id, name, payload, audience, created_at) "
        "VALUES (%s, 'kernel_tests.counted', '{}', '{}', now())"
    )
    with connect("kefu-relay") as leader:
        with holding(insert, early):
            count(late)
            relay.stamp(leader)
        relay.stamp(leader)
    first, second = OutboxEvent.objects.order_by("position")
    assert (first.organization_id, second.organization_id) == (late.id, early)
    assert first.id > second.id


def test_the_leader_dies_in_mid_batch_and_another_takes_over() -> None:
    aggregate = make_organization()
    with running(relay.run, relay.run):
        wait_until(lambda: leaders() == 1)
        count(aggregate, 20)
        wait_until(lambda: unstamped() == 0)
        with holding("SELECT pg_advisory_xact_lock(%s)", relay.STAMPING_LOCK):
            count(aggregate, 5)
            wait_until(lambda: kill(f"wait_event = 'advisory' AND {LEADER}", relay.LEADER_LOCK))
            count(aggregate, 5)
        wait_until(lambda: unstamped() == 0)
        wait_until(lambda: leaders() == 1)
    assert_in_order(30)


def leaders() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND granted", [relay.LEADER_LOCK]
        )
        return int(cursor.fetchone()[0])


def test_relays_are_killed_again_and_again() -> None:
    aggregates = [make_organization(f"a{n}") for n in range(2)]

    def disturb() -> None:
        dice = random.Random(7)
        for _ in range(6):
            wait_until(lambda: kill(LEADER, relay.LEADER_LOCK))
            connection.cursor().execute("SELECT pg_sleep(%s)", [dice.random() / 5])

    with running(relay.run, relay.run, relay.run):
        in_threads(disturb, *[lambda a=a: count(a, 40) for a in aggregates for _ in range(2)])
        wait_until(lambda: unstamped() == 0)
    assert_in_order(2 * 2 * 40)


def test_a_new_leader_leaves_a_gap_for_what_a_crash_may_have_lost() -> None:
    aggregate = make_organization()
    positions = []
    for _ in range(2):
        count(aggregate)
        with running(relay.run):
            wait_until(lambda: unstamped() == 0)
        positions.append(OutboxEvent.objects.latest("id").position or 0)
    assert positions[1] - positions[0] > relay.SKIP_ON_TAKEOVER


def test_two_that_stamp_at_once_give_one_position_each() -> None:
    """As a command that drains does beside the running relay."""
    aggregates = [make_organization(f"a{n}") for n in range(4)]
    done = itertools.count()

    def stamp_along() -> None:
        with connect("kefu-relay") as own:
            while next(done) < 300:
                relay.stamp(own)

    seen: dict[int, int | None] = {}

    def watch() -> None:
        for _ in range(150):
            for id, position in OutboxEvent.objects.exclude(position=None).values_list("id", "position"):
                assert seen.setdefault(id, position) == position, "an event was moved after readers saw it"

    in_threads(stamp_along, stamp_along, watch, *[lambda a=a: count(a, 25) for a in aggregates])
    with connect("kefu-relay") as last:
        while relay.stamp(last):
            pass
    assert_in_order(4 * 25)
    assert Organization.objects.count() == 4
