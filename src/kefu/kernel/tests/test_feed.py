"""Tickets, and events for those who poll."""

from datetime import timedelta

import pytest
import time_machine
from django.core import signing

from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Gone
from kefu.kernel.ids import new_id
from kefu.kernel.models import Organization, OutboxEvent
from kefu.kernel.realtime import feed, tickets
from kefu.kernel.realtime.feed import Session

from .conftest import visitor
from .events import show
from .sockets import stamp_all


def test_a_ticket_says_whose_it_is() -> None:
    actor = visitor(new_id())
    assert tickets.read(tickets.issue(actor)) == ("visitor", actor.id, actor.organization_id)


def test_a_ticket_lasts_a_minute() -> None:
    ticket = tickets.issue(visitor(new_id()))
    with time_machine.travel(clock.now() + timedelta(seconds=58)):
        assert tickets.read(ticket)
    with time_machine.travel(clock.now() + timedelta(seconds=62)):
        assert tickets.read(ticket) is None


def test_forged_tickets_are_refused() -> None:
    ticket = tickets.issue(visitor(new_id()))
    payload = ["user", str(new_id()), str(new_id())]
    forged = [
        "",
        ":",
        "::",
        "x" * 5000,
        "汉:字:x",
        ticket[:-1] + ("A" if ticket[-1] != "A" else "B"),
        "A" + ticket,
        signing.TimestampSigner(salt="kefu.visitors").sign_object(payload, compress=True),
        signing.TimestampSigner(salt="kefu.sockets").sign_object(payload[:2], compress=True),
        signing.TimestampSigner(salt="kefu.sockets").sign_object(["user", "x", "y"], compress=True),
        signing.TimestampSigner(salt="kefu.sockets", key="another").sign_object(payload, compress=True),
    ]
    assert [tickets.read(ticket) for ticket in forged] == [None] * len(forged)


@pytest.fixture
def session(organization: Organization) -> Session:
    return Session("user", new_id(), organization.id, frozenset({"topic"}))


def test_since_gives_what_the_session_may_see_in_order(session: Session, others: Organization) -> None:
    stamp_all()
    start = feed.cursor()
    show(session.organization_id, 1, 2)
    show(others.id, 3)
    show(session.organization_id, 4, audience=("other",))
    show(session.organization_id, 5, audience=())
    show(session.organization_id, 6, audience=("other", "topic"))
    show(session.organization_id, 7)
    assert feed.since(session, start) == [], "unstamped events are nobody's yet"
    stamp_all()
    events = feed.since(session, start)
    assert [event["n"] for event in events] == [1, 2, 6, 7]
    assert [event["cursor"] for event in events] == sorted(event["cursor"] for event in events)
    assert [event["n"] for event in feed.since(session, events[1]["cursor"])] == [6, 7]
    assert [event["n"] for event in feed.since(session, start, limit=2)] == [1, 2]
    assert feed.since(session, feed.cursor()) == []


def test_an_expired_cursor_is_gone(session: Session) -> None:
    show(session.organization_id, 1, 2, 3)
    stamp_all()
    oldest = feed.oldest_cursor()
    assert len(feed.since(session, oldest)) == 3
    OutboxEvent.objects.order_by("id")[0].delete()
    with pytest.raises(Gone) as gone:
        feed.since(session, oldest)
    assert (gone.value.status, gone.value.code) == (410, "cursor_expired")
    assert len(feed.since(session, feed.oldest_cursor())) == 2


def test_a_cursor_taken_when_nothing_is_kept_can_be_followed(session: Session, actor: Actor) -> None:
    show(session.organization_id, 1)
    stamp_all()
    OutboxEvent.objects.all().delete()
    cursor = feed.cursor()
    show(session.organization_id, 2)
    stamp_all()
    assert [event["n"] for event in feed.since(session, cursor)] == [2]


@pytest.mark.parametrize("after", [2**62, 2**63, 10**30])
def test_a_cursor_from_the_future_sees_nothing(session: Session, after: int) -> None:
    show(session.organization_id, 1)
    stamp_all()
    assert feed.since(session, after) == []
