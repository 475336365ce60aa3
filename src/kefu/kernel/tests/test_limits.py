"""Buckets and blocks."""

from datetime import timedelta

import pytest
import time_machine

from kefu.kernel import clock, limits
from kefu.kernel.errors import Forbidden, TooMany
from kefu.kernel.models import Block, Organization

from .conftest import visitor


def knock(times: int, key: str = "a") -> None:
    for _ in range(times):
        limits.hit("door", key, limit=5, seconds=60)


@pytest.fixture
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    moment = [1000.0]
    monkeypatch.setattr("kefu.kernel.limits.time.monotonic", lambda: moment[0])
    return moment


def test_a_burst_then_a_refusal(time_stands_still: list[float]) -> None:
    knock(5)
    with pytest.raises(TooMany):
        knock(1)


def test_looking_counts_nothing(time_stands_still: list[float]) -> None:
    def is_spent() -> bool:
        return limits.is_spent("door", "a", limit=5, seconds=60)

    for _ in range(9):
        assert not is_spent()
    knock(5)
    assert is_spent() and limits.take("door", "a", limit=5, seconds=60) == 12
    time_stands_still[0] += 12.1
    assert not is_spent() and limits.take("door", "a", limit=5, seconds=60) == 0


def test_buckets_are_apart_by_key_and_name(time_stands_still: list[float]) -> None:
    knock(5)
    knock(5, key="b")
    limits.hit("window", "a", limit=5, seconds=60)


def test_a_bucket_refills_steadily(time_stands_still: list[float]) -> None:
    knock(5)
    time_stands_still[0] += 12.1
    knock(1)
    with pytest.raises(TooMany):
        knock(1)
    time_stands_still[0] += 6000
    knock(5)
    with pytest.raises(TooMany):
        knock(1)


@pytest.mark.parametrize("passed", [0.0, 0.3, 4.6, 7.4, 10.6, 11.9])
def test_whoever_waits_as_told_is_let_in(time_stands_still: list[float], passed: float) -> None:
    knock(5)
    time_stands_still[0] += passed
    with pytest.raises(TooMany) as refused:
        knock(1)
    wait = int(refused.value.headers["Retry-After"])
    assert 1 <= wait <= 12
    time_stands_still[0] += wait
    knock(1)


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_BUCKETS", 50)
    for key in range(200):
        knock(1, key=str(key))
    assert len(limits._buckets) == 50


def block(organization: Organization, kind: str, value: str, hours: float | None = None) -> None:
    until = clock.now() + timedelta(hours=hours) if hours else None
    Block.objects.create(organization_id=organization.id, kind=kind, value=value, reason="spam", until=until)
    limits.forget()


def test_a_blocked_address_is_refused_in_its_organization(organization: Organization, others: Organization) -> None:
    block(organization, "ip", "203.0.113.9")
    with pytest.raises(Forbidden):
        limits.refuse_blocked(visitor(organization.id, ip="203.0.113.9"))
    limits.refuse_blocked(visitor(organization.id, ip="203.0.113.8"))
    limits.refuse_blocked(visitor(organization.id))
    limits.refuse_blocked(visitor(others.id, ip="203.0.113.9"))


def test_a_blocked_visitor_is_refused_from_anywhere(organization: Organization) -> None:
    somebody = visitor(organization.id, ip="203.0.113.9")
    block(organization, "visitor", str(somebody.id))
    with pytest.raises(Forbidden):
        limits.refuse_blocked(somebody)
    limits.refuse_blocked(visitor(organization.id, ip="203.0.113.9"))


def test_a_block_ends_by_itself(organization: Organization) -> None:
    block(organization, "ip", "203.0.113.9", hours=1)
    somebody = visitor(organization.id, ip="203.0.113.9")
    with pytest.raises(Forbidden):
        limits.refuse_blocked(somebody)
    limits.forget()
    with time_machine.travel(clock.now() + timedelta(hours=1, seconds=1)):
        limits.refuse_blocked(somebody)


def test_other_processes_hear_of_a_block_within_seconds(
    organization: Organization, time_stands_still: list[float]
) -> None:
    somebody = visitor(organization.id, ip="203.0.113.9")
    limits.refuse_blocked(somebody)
    Block.objects.create(organization_id=organization.id, kind="ip", value="203.0.113.9", reason="spam")
    limits.refuse_blocked(somebody)
    time_stands_still[0] += limits.BLOCKS_SECONDS + 0.1
    with pytest.raises(Forbidden):
        limits.refuse_blocked(somebody)
