"""Keyset pages over a real table."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Invalid
from kefu.kernel.http import page
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry, Organization

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [("-id",), ("id",), ("action", "id"), ("-action", "created_at", "-id")]
with_database = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(actor: Actor, keys: list[int]) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(
            organization_id=actor.organization_id,
            created_at=START + timedelta(seconds=key // 2, microseconds=key),
            action=f"'a{key % 3}汉",
            actor_kind="system",
            target_type="row",
            target_id=str(key),
        )
        for key in keys
    )


def fresh() -> Actor:
    id = new_id()
    return system(Organization.objects.create(id=id, code=id.hex, name="n").id)


@pytest.mark.django_db
@with_database
@given(
    keys=st.lists(st.integers(0, 9), max_size=25),
    later=st.lists(st.integers(0, 9), max_size=5),
    limit=st.integers(-1, 30),
    order=st.sampled_from(ORDERS),
)
def test_walking_meets_each_row_once_in_order(
    keys: list[int], later: list[int], limit: int, order: tuple[str, ...]
) -> None:
    actor = fresh()
    write(actor, keys)
    rows = AuditEntry.objects.for_actor(actor)
    expected = [row.pk for row in rows.order_by(*order)]
    walked: list[Any] = []
    cursor = None
    for step in range(len(keys) + len(later) + 1):
        found, cursor = page(rows, after=cursor, limit=limit, order=order)
        assert len(found) <= max(1, limit)
        walked += [row.pk for row in found]
        if cursor is None:
            break
        if step < len(later):
            write(actor, [later[step]])
    assert cursor is None
    assert len(set(walked)) == len(walked)
    assert [pk for pk in walked if pk in set(expected)] == expected
    current = [row.pk for row in rows.order_by(*order)]
    assert walked == [pk for pk in current if pk in set(walked)]


@pytest.mark.django_db
def test_at_most_two_hundred_rows_a_page() -> None:
    actor = fresh()
    write(actor, list(range(201)))
    found, cursor = page(AuditEntry.objects.for_actor(actor), limit=10_000)
    assert len(found) == 200 and cursor


def encoded(value: Any) -> str:
    return base64.urlsafe_b64encode(value if isinstance(value, bytes) else orjson.dumps(value)).decode().rstrip("=")


BAD = [
    "x",
    "汉字",
    "%00",
    "\0",
    encoded(b"\xff\xfe"),
    encoded(b"[1"),
    encoded({}),
    encoded([]),
    encoded(None),
    encoded(["2026-01-01T00:00:00Z"]),
    encoded([None, None]),
    encoded(["2026-01-01T00:00:00Z", None]),
    encoded([True, "01a205c0-5c70-78c6-832f-cb01ffb2ee50"]),
    encoded(["2026-99-01T00:00:00Z", "01a205c0-5c70-78c6-832f-cb01ffb2ee50"]),
    encoded(["2026-01-01T00:00:00Z", "' OR 1=1 --"]),
    encoded(["2026-01-01T00:00:00Z", {"id": 1}]),
    encoded(b'[1e999, "x"]'),
]


@pytest.mark.django_db
@pytest.mark.parametrize("cursor", BAD)
def test_a_bad_cursor_is_named_so(cursor: str) -> None:
    with pytest.raises(Invalid) as refused:
        page(AuditEntry.objects.for_actor(fresh()), after=cursor, order=("created_at", "id"))
    assert (refused.value.status, refused.value.code) == (422, "bad_cursor")


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["a\0b", "\ud800", None])
def test_a_bad_text_in_a_cursor_is_named_so(value: Any) -> None:
    cursor = encoded(b'["\\ud800", 1]') if value == "\ud800" else encoded([value, 1])
    with pytest.raises(Invalid):
        page(AuditEntry.objects.for_actor(fresh()), after=cursor, order=("action", "id"))


@pytest.mark.django_db
@with_database
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=6))
def test_no_cursor_crashes(value: Any) -> None:
    from json import dumps

    actor = system(new_id())
    for content in (value, [value], [value, value]):
        cursor = base64.urlsafe_b64encode(dumps(content).encode()).decode()
        for order in (("created_at", "id"), ("action",), ("id",)):
            try:
                page(AuditEntry.objects.for_actor(actor), after=cursor, order=order)
            except Invalid as refused:
                assert refused.code == "bad_cursor"
