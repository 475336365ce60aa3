"""What the kernel throws away, and what it keeps."""

from datetime import timedelta

import pytest

from kefu.kernel import clock, jobs
from kefu.kernel.ids import new_id
from kefu.kernel.models import IdempotentResponse, OutboxEvent, Subscription

pytestmark = pytest.mark.django_db


def test_old_events_that_everybody_has_read_are_deleted() -> None:
    old, recent = clock.now() - timedelta(days=8), clock.now() - timedelta(days=6)
    for position, at in [(1, old), (2, recent), (3, old), (None, old)]:
        OutboxEvent.objects.create(organization_id=new_id(), name="x", payload={}, position=position, created_at=at)
    Subscription.objects.create(name="fast", position=9)
    Subscription.objects.create(name="slow", position=2)
    jobs.tidy(0)
    assert set(OutboxEvent.objects.values_list("position", flat=True)) == {2, 3, None}


def test_answers_are_kept_for_a_day() -> None:
    for scope, hours in [("old", 25), ("new", 23)]:
        IdempotentResponse.objects.create(
            scope=scope, request_hash="h", created_at=clock.now() - timedelta(hours=hours)
        )
    jobs.tidy(0)
    assert [kept.scope for kept in IdempotentResponse.objects.all()] == ["new"]
