"""The sockets, with real ones."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from django.db import OperationalError, connection, transaction

from kefu.kernel.events import publish
from kefu.kernel.ids import new_id
from kefu.kernel.models import OutboxEvent
from kefu.kernel.realtime import feed
from kefu.kernel.realtime.feed import LIMIT

from .events import Counted, Narrowed, Shown, kill, running, show, wait_until
from .sockets import Gateway, close_code, greeting, is_silent, numbers, receive, serving, stamp_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gateway(transactional_db: None) -> Iterator[Gateway]:
    with serving(Gateway(new_id())) as gateway:
        gateway.admit("mine", "topic", "mine")
        yield gateway


def show_now(gateway: Gateway, *events: int, topic: str = "topic") -> None:
    show(gateway.organization_id, *events, audience=(topic,))
    stamp_all()


def followed(gateway: Gateway) -> None:
    """The hub has come to the newest event."""
    wait_until(lambda: gateway.hub.position == OutboxEvent.objects.latest("id").position)


def test_strangers_are_sent_away(gateway: Gateway) -> None:
    for token, kind in [("", "desk"), ("unknown", "desk"), ("mine", "widget")]:
        with gateway.dial(token, kind=kind) as client:
            assert close_code(client) == 4401


def test_events_arrive_in_order(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        start = greeting(client)
        show_now(gateway, 1, 2)
        show_now(gateway, 3)
        events = [receive(client) for _ in range(3)]
    assert [event["n"] for event in events] == [1, 2, 3]
    assert {event["type"] for event in events} == {"shown"}
    cursors = [event["cursor"] for event in events]
    assert start < cursors[0] < cursors[1] < cursors[2]


def test_only_the_audience_hears(gateway: Gateway) -> None:
    gateway.admit("elsewhere", "other")
    gateway.admit("foreign", organization_id=new_id())
    with gateway.dial("mine") as mine, gateway.dial("elsewhere") as elsewhere, gateway.dial("foreign") as foreign:
        for client in (mine, elsewhere, foreign):
            greeting(client)
        OutboxEvent.objects.create(
            organization_id=gateway.organization_id,
            name=Counted.name,
            payload={"aggregate": "a", "n": 9},
            audience=["topic"],
        )
        show_now(gateway, 1)
        assert numbers(mine, 1) == [1]
        assert is_silent(elsewhere) and is_silent(foreign) and is_silent(mine)


def test_whose_access_changed_hears_nothing_more_until_they_show_again_who_they_are(gateway: Gateway) -> None:
    """Whatever their client does with the news."""
    gateway.admit("colleague", "other", "topic")
    with gateway.dial("mine") as mine, gateway.dial("colleague") as colleague:
        greeting(mine), greeting(colleague)
        gateway.sessions.pop("mine")
        organization = gateway.organization_id
        with transaction.atomic():
            publish(Shown(organization_id=organization, audience=("topic",), n=1))
            publish(Narrowed(organization_id=organization, audience=("mine",)))
            publish(Shown(organization_id=organization, audience=("topic",), n=2))
        stamp_all()
        assert numbers(colleague, 2) == [1, 2]
        assert numbers(mine, 1) == [1]
        assert receive(mine)["type"] == "resync"
        assert close_code(mine) == 4410
    assert gateway.forgotten == 1
    with gateway.dial("mine") as client:
        assert close_code(client) == 4401


def test_a_socket_resumes_where_it_broke_off(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        greeting(client)
        show_now(gateway, 1, 2)
        last = [receive(client)["cursor"] for _ in range(2)][-1]
    show_now(gateway, 3, 4)
    with gateway.dial("mine", last) as client:
        assert greeting(client) == last
        show_now(gateway, 5)
        assert numbers(client, 3) == [3, 4, 5]
        assert is_silent(client)


def test_resuming_in_the_midst_of_traffic_has_no_gap_and_nothing_twice(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        cursor = greeting(client)
    total, seen = 400, list[int]()

    def talk(stop: threading.Event) -> None:
        for n in range(total):
            show_now(gateway, n)
        connection.close()

    with running(talk):
        while len(seen) < total:
            with gateway.dial("mine", cursor) as client:
                assert greeting(client) == cursor
                for _ in range(min(23, total - len(seen))):
                    event = receive(client)
                    seen.append(event["n"])
                    cursor = event["cursor"]
    assert seen == list(range(total))


def test_a_long_absence_leaves_no_gap(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        cursor = greeting(client)
    count = LIMIT * 2 + 5
    show_now(gateway, *range(count))
    followed(gateway)
    with gateway.dial("mine", cursor) as client:
        greeting(client)
        assert numbers(client, count) == list(range(count))
        show_now(gateway, count)
        assert numbers(client, 1) == [count]


def test_too_long_an_absence_asks_for_a_new_snapshot(gateway: Gateway) -> None:
    show_now(gateway, 1, 2)
    with gateway.dial("mine", 1) as client:
        assert close_code(client) == 4410


@pytest.mark.parametrize("cursor", ["", "x", "-1", "1.5", "%00"])
def test_a_cursor_that_is_none_begins_now(gateway: Gateway, cursor: str) -> None:
    show_now(gateway, 1)
    followed(gateway)
    with gateway.dial("mine", cursor) as client:  # type: ignore[arg-type]
        greeting(client)
        show_now(gateway, 2)
        assert numbers(client, 1) == [2]


def test_a_slow_reader_is_told_to_take_a_snapshot_and_delays_nobody(gateway: Gateway) -> None:
    gateway.admit("quick")
    with gateway.dial("mine", max_queue=1) as slow, gateway.dial("quick") as quick:
        greeting(slow)
        greeting(quick)
        stuffing = "x" * 40_000
        for n in range(1500):
            gateway.send({"type": "shown", "n": n, "stuffing": stuffing})
            if n % 100 == 99:
                assert numbers(quick, 100) == list(range(n - 99, n + 1))
        assert close_code(slow) == 4410


def test_typing_is_shown_and_not_kept(gateway: Gateway) -> None:
    gateway.admit("listener", "listener")
    with gateway.dial("mine") as typist, gateway.dial("listener") as listener:
        greeting(typist)
        greeting(listener)
        typist.send(json.dumps({"type": "typing", "to": "x"}))
        assert receive(listener) == {"type": "typing", "by": str(gateway.sessions["mine"].id)}
        typist.send(json.dumps({"type": "typing"}))
        assert is_silent(listener)
    assert not OutboxEvent.objects.exists()


@pytest.mark.parametrize("nonsense", ["", "x", "[]", "1", '"typing"', "{}", '{"type": 7}', b"\xff\x00", "{" * 9000])
def test_nonsense_is_ignored(gateway: Gateway, nonsense: str | bytes) -> None:
    with gateway.dial("mine") as client:
        greeting(client)
        client.send(nonsense)
        client.send('{"type":"ping"}')
        assert receive(client) == {"type": "pong"}


def test_presence_is_told_of_the_first_socket_and_the_last(gateway: Gateway) -> None:
    with gateway.dial("mine") as first:
        greeting(first)
        wait_until(lambda: gateway.presence == [("mine", True)])
        with gateway.dial("mine") as second:
            greeting(second)
        time.sleep(0.2)
        assert gateway.presence == [("mine", True)]
    wait_until(lambda: gateway.presence == [("mine", True), ("mine", False)])


def test_presence_is_told_of_sockets_that_open_at_once(gateway: Gateway) -> None:
    """A browser that restores two tabs."""
    with ExitStack() as tabs:
        for _ in range(4):
            tabs.enter_context(gateway.dial("mine"))
        wait_until(lambda: gateway.presence == [("mine", True)])
    wait_until(lambda: gateway.presence[-1] == ("mine", False))


def test_the_last_word_on_presence_is_true(gateway: Gateway) -> None:
    """A page that is reloaded while the report of its coming is still on the way."""
    gateway.presence_seconds = 0.3
    with gateway.dial("mine"):
        pass
    with gateway.dial("mine") as client:
        greeting(client)
        time.sleep(1.2)
        assert gateway.presence[-1] == ("mine", True)
    wait_until(lambda: gateway.presence[-1] == ("mine", False))


def test_a_refused_resume_reports_nobody(gateway: Gateway) -> None:
    show_now(gateway, 1, 2)
    with gateway.dial("mine", 1) as client:
        assert close_code(client) == 4410
    time.sleep(0.2)
    assert gateway.presence == []


def test_the_gateway_follows_on_when_its_session_is_killed(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        greeting(client)
        assert kill("application_name = 'kefu-gateway'") == 1
        show_now(gateway, 1)
        show_now(gateway, 2)
        assert numbers(client, 2) == [1, 2]


def test_a_number_too_long_for_quick_encoders_deafens_nobody(gateway: Gateway) -> None:
    with gateway.dial("mine") as client:
        greeting(client)
        show_now(gateway, 10**30)
        show_now(gateway, 1)
        assert numbers(client, 2) == [10**30, 1]


def test_the_gateway_begins_when_the_database_does(monkeypatch: pytest.MonkeyPatch) -> None:
    troubles = [OperationalError("the database system is starting up")]

    def late() -> int:
        if troubles:
            raise troubles.pop()
        return feed.cursor()

    monkeypatch.setattr("kefu.kernel.realtime.gateway.cursor", late)
    with serving(Gateway(new_id())) as gateway:
        gateway.admit("mine")
        with gateway.dial("mine") as client:
            greeting(client)
            show_now(gateway, 1)
            assert numbers(client, 1) == [1]
