"""Buckets and blocks."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kefu.kernel import clock, limits
from kefu.kernel.errors import Forbidden, TooMany
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry, Block, Organization

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


@pytest.mark.parametrize(
    "written",
    [
        "13800138000",
        "013800138000",
        "8613800138000",
        "+86 138-0013-8000",
        "0086 138 0013 8000",
        "１３８００１３８０００",
    ],
)
def test_a_number_is_one_however_it_is_written(written: str) -> None:
    assert limits.comparable("phone", written) == "13800138000"


def test_a_line_with_its_area_is_one_with_and_without_the_country() -> None:
    assert {limits.comparable("phone", it) for it in ("010-62770334", "+86 10 6277 0334", "861062770334")} == {
        "1062770334"
    }
    assert limits.comparable("phone", "95588") == "95588"
    assert limits.comparable("phone", "+1 212 555 0123") == "12125550123"


def test_a_long_list_is_looked_at_through_its_index(organization: Organization) -> None:
    Block.objects.bulk_create(
        Block(organization_id=organization.id, kind="phone", value=f"139{n:08d}", reason="spam") for n in range(10_000)
    )
    limits.forget()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE kernel_block")
    with CaptureQueriesContext(connection) as asked, pytest.raises(Forbidden):
        limits.refuse_blocked(visitor(organization.id, ip="203.0.113.9"), phone="+86 139 0000 4711")
    look = next(query["sql"] for query in asked if "139" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {look}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "blocked_once" in plan and "Seq Scan" not in plan, plan


def test_refusals_are_counted_however_often_they_are_audited(organization: Organization) -> None:
    block(organization, "phone", "13800138000")
    for _ in range(3):
        with pytest.raises(limits.Blocked) as refused:
            limits.refuse_blocked(visitor(organization.id), phone="013800138000")
        refused.value.remember()
    row = Block.objects.for_actor(visitor(organization.id)).get()
    assert (row.refusals, row.refused_at is not None) == (3, True)
    assert AuditEntry.objects.for_actor(visitor(organization.id)).filter(action="block.refused").count() == 1


def test_a_blocked_customer_is_refused_whatever_the_number(organization: Organization) -> None:
    customer = new_id()
    block(organization, "customer", str(customer))
    with pytest.raises(Forbidden):
        limits.refuse_blocked(visitor(organization.id), phone="13900139000", customer_id=customer)
    limits.refuse_blocked(visitor(organization.id), phone="13900139000", customer_id=new_id())
