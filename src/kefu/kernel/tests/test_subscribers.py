"""Delivery to the modules: at least once, in order, the poison set aside, whoever dies."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import ProgrammingError, connection

from kefu.kernel.events import drain, subscribers
from kefu.kernel.events.reactions import SUBSCRIBERS, Handler
from kefu.kernel.events.relay import stamp
from kefu.kernel.models import Organization, OutboxEvent, ParkedEvent, Subscription

from .events import Counted, count, in_threads, kill, make_organization, running, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "tests"
React = Callable[[Counted], None]


@pytest.fixture(autouse=True)
def _only_ours(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    kept = dict(SUBSCRIBERS)
    SUBSCRIBERS.clear()
    monkeypatch.setattr(subscribers, "PAUSE_SECONDS", (0, 0))
    yield
    SUBSCRIBERS.clear()
    SUBSCRIBERS.update(kept)


def subscribe(react: React, name: str = NAME, when: Callable[[Counted], bool] = lambda event: True) -> None:
    SUBSCRIBERS[name][Counted.name].append(Handler(react, when))


def stamp_all() -> None:
    connection.ensure_connection()
    while stamp(connection.connection):
        pass


def deliver_all(name: str = NAME) -> None:
    while subscribers.deliver(name):
        pass


def cursor(name: str = NAME) -> int:
    return Subscription.objects.get(name=name).position


def newest() -> int:
    return OutboxEvent.objects.latest("position").position or 0


def leave_trace(event: Counted) -> None:
    """An effect in the database that shows each handling that was committed, in order."""
    Organization.objects.create(code=f"seen-{Organization.objects.count():05}", name=str(event.n))


def traces() -> list[int]:
    return [int(o.name) for o in Organization.objects.filter(code__startswith="seen-").order_by("code")]


def test_events_arrive_in_order_and_once_when_nothing_goes_wrong() -> None:
    subscribe(leave_trace)
    count(make_organization(), 250)
    stamp_all()
    deliver_all()
    assert traces() == list(range(1, 251))
    assert cursor() == newest()


def test_an_unstamped_event_waits() -> None:
    subscribe(leave_trace)
    count(make_organization())
    deliver_all()
    assert traces() == []


def test_a_handler_that_fails_once_is_asked_again() -> None:
    calls: list[int] = []

    def stumble(event: Counted) -> None:
        leave_trace(event)
        calls.append(event.n)
        if calls.count(2) == 1 and event.n == 2:
            raise RuntimeError("not this time")

    subscribe(stumble)
    count(make_organization(), 3)
    stamp_all()
    deliver_all()
    assert calls == [1, 2, 2, 3]
    assert traces() == [1, 2, 3], "what the failed attempt wrote is gone"
    assert not ParkedEvent.objects.exists()


@pytest.mark.parametrize("message", ["poison", "with a \0 byte", "x" * 10_000])
def test_poison_is_set_aside_after_three_attempts_and_the_others_go_on(message: str) -> None:
    calls: defaultdict[int, int] = defaultdict(int)

    def choke(event: Counted) -> None:
        calls[event.n] += 1
        if event.n == 2:
            raise ValueError(message)
        leave_trace(event)

    subscribe(choke)
    organization = make_organization()
    count(organization, 4)
    stamp_all()
    deliver_all()
    assert dict(calls) == {1: 1, 2: subscribers.ATTEMPTS, 3: 1, 4: 1}
    assert traces() == [1, 3, 4]
    parked = ParkedEvent.objects.get()
    assert (parked.subscriber, parked.organization_id, parked.payload["n"]) == (NAME, organization.id, 2)
    assert "ValueError" in parked.error or len(parked.error) == 4000
    assert cursor() == newest()


def test_an_event_that_cannot_be_read_is_set_aside() -> None:
    subscribe(leave_trace)
    organization = make_organization()
    OutboxEvent.objects.create(organization_id=organization.id, name=Counted.name, payload={"n": "no number"})
    count(organization)
    stamp_all()
    deliver_all()
    assert traces() == [1]
    assert ParkedEvent.objects.get().payload == {"n": "no number"}


def test_one_subscribers_trouble_is_not_anothers() -> None:
    def choke(event: Counted) -> None:
        raise ValueError("poison")

    subscribe(choke, "weak")
    subscribe(leave_trace, "strong")
    count(make_organization(), 2)
    stamp_all()
    deliver_all("weak")
    deliver_all("strong")
    assert traces() == [1, 2]
    assert set(ParkedEvent.objects.values_list("subscriber", flat=True)) == {"weak"}


def relay_alone(stop: Any) -> None:
    while not stop.wait(0.01):
        stamp_all()
    connection.close()


def test_sessions_killed_in_mid_batch_lose_nothing() -> None:
    """The effect and the cursor are one transaction: each event has its effect once, though handlers saw some twice."""
    calls: list[int] = []

    def die_at_times(event: Counted) -> None:
        leave_trace(event)
        calls.append(event.n)
        if event.n % 10 == 0 and calls.count(event.n) == 1:
            with connection.cursor() as database:
                database.execute("SELECT pg_backend_pid()")
                kill("pid = %s", database.fetchone()[0])

    subscribe(die_at_times)
    organization = make_organization()
    with running(relay_alone, subscribers.run):
        count(organization, 30)
        wait_until(lambda: len(traces()) == 30)
    assert traces() == list(range(1, 31))
    assert calls == sorted(calls) and len(calls) == 33
    assert cursor() == newest()
    assert not ParkedEvent.objects.exists()


def test_the_listener_dies_and_events_arrive_all_the_same() -> None:
    subscribe(leave_trace)
    organization = make_organization()
    with running(relay_alone, subscribers.run):
        count(organization)
        wait_until(lambda: traces() == [1])
        assert kill("application_name = 'kefu-subscribers'") == 1
        count(organization)
        wait_until(lambda: traces() == [1, 2])


def test_a_thread_survives_what_nobody_expected(monkeypatch: pytest.MonkeyPatch) -> None:
    subscribe(leave_trace)
    troubles = [ProgrammingError("a migration is under way"), RuntimeError("whatever")]
    deliver = subscribers.deliver

    def trouble_first(name: str) -> int:
        if troubles:
            raise troubles.pop()
        return deliver(name)

    monkeypatch.setattr(subscribers, "deliver", trouble_first)
    count(make_organization())
    with running(relay_alone, subscribers.run):
        wait_until(lambda: traces() == [1])


def test_two_workers_share_a_cursor() -> None:
    subscribe(leave_trace)
    count(make_organization(), 60)
    stamp_all()
    in_threads(deliver_all, deliver_all, deliver_all)
    assert traces() == list(range(1, 61))
    assert cursor() == newest()


def test_drain_delivers_everything_twice() -> None:
    calls: list[int] = []
    subscribe(lambda event: calls.append(event.n))
    count(make_organization(), 3)
    drain()
    assert calls == [1, 1, 2, 2, 3, 3]
    drain()
    assert len(calls) == 6


def test_drain_follows_what_reactions_announce() -> None:
    organization = make_organization()
    subscribe(lambda event: count(organization) if event.n < 5 else None)
    count(organization)
    drain(times=1)
    assert OutboxEvent.objects.count() == 5 and cursor() == newest()


def test_an_idle_cursor_follows_from_afar() -> None:
    SUBSCRIBERS["idle"]["kernel_tests.never"].append(Handler(lambda event: None, lambda event: True))
    connection.cursor().execute("SELECT setval('kernel_event_position', last_value + 1) FROM kernel_event_position")
    subscribers.deliver("idle")
    count(make_organization())
    stamp_all()
    OutboxEvent.objects.update(position=newest() + subscribers.IDLE_GAP)
    subscribers.follow_unread("idle")
    assert cursor("idle") == newest()


def test_what_concerns_nobody_only_moves_the_cursor() -> None:
    organization, heard = make_organization(), list[int]()
    subscribe(lambda event: heard.append(event.n), when=lambda event: event.n % 2 == 0)
    count(organization, 5)
    stamp_all()
    while subscribers.deliver(NAME):
        pass
    assert heard == [2, 4]
    assert Subscription.objects.get(name=NAME).position == OutboxEvent.objects.order_by("-position")[0].position
