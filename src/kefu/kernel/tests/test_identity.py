"""Ids, actors and permissions."""

import threading
import time
from datetime import UTC, datetime
from uuid import RFC_4122, UUID, uuid4

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from kefu.kernel import clock, permissions
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Forbidden
from kefu.kernel.ids import new_id, next_number
from kefu.kernel.models import Organization


def test_ids_are_uuid7_of_this_moment() -> None:
    before = time.time_ns() // 1_000_000
    id = new_id()
    after = time.time_ns() // 1_000_000
    assert (id.version, id.variant) == (7, RFC_4122)
    assert before <= id.int >> 80 <= after


def test_ids_of_one_process_grow() -> None:
    ids = [new_id() for _ in range(20_000)]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids)


def test_threads_never_make_the_same_id() -> None:
    made: list[UUID] = []
    threads = [threading.Thread(target=lambda: made.extend([new_id() for _ in range(2_000)])) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 16_000


@pytest.mark.django_db
def test_numbers_count_by_organization_series_and_year() -> None:
    ours, theirs = (Organization.objects.create(code=code, name=code) for code in ("a", "b"))
    with clock.frozen(datetime(2026, 12, 31, 23, tzinfo=UTC)):
        assert [next_number(ours.id, "C"), next_number(ours.id, "C")] == ["C-2026-000001", "C-2026-000002"]
        assert next_number(theirs.id, "C") == "C-2026-000001"
        assert next_number(ours.id, "T") == "T-2026-000001"
    with clock.frozen(datetime(2027, 1, 1, tzinfo=UTC)):
        assert next_number(ours.id, "C") == "C-2027-000001"


@pytest.mark.django_db(transaction=True)
def test_who_takes_a_number_holds_up_nobody_and_none_is_given_twice() -> None:
    ours = Organization.objects.create(code="a", name="a")
    assert next_number(ours.id, "C").endswith("-000001")
    taken: list[str] = []

    def take() -> None:
        taken.extend(next_number(ours.id, "C") for _ in range(50))
        connection.close()

    with pytest.raises(RuntimeError), transaction.atomic():
        failed = next_number(ours.id, "C")
        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=20)
        assert len(set(taken)) == 200
        raise RuntimeError
    assert failed not in {*taken, next_number(ours.id, "C")}


@pytest.mark.django_db(transaction=True)
def test_the_first_numbers_of_a_year_are_taken_at_once() -> None:
    ours = Organization.objects.create(code="a", name="a")
    taken: list[str] = []
    together = threading.Barrier(6)

    def take() -> None:
        together.wait()
        taken.append(next_number(ours.id, "C"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(number[-1] for number in taken) == list("123456")


def test_a_frozen_clock_stands_still_and_goes_on() -> None:
    at = datetime(2026, 2, 17, 9, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.now() == at
        with clock.frozen(at.replace(year=2027)):
            assert clock.now().year == 2027
        assert clock.now() == at
    assert clock.now().tzinfo is UTC and clock.now() != at


def test_owner_and_admin_hold_every_permission() -> None:
    assert permissions.bundle("owner") == permissions.bundle("admin") == frozenset(permissions.REGISTER)


@pytest.mark.parametrize("role", ["supervisor", "agent", "qa", "viewer"])
def test_other_roles_hold_what_names_them(role: str) -> None:
    held = permissions.bundle(role)
    assert held == {code for code, permission in permissions.REGISTER.items() if role in permission.roles}
    assert held < permissions.bundle("owner")


def test_viewers_manage_nothing() -> None:
    assert not [code for code in permissions.bundle("viewer") if code.endswith(".manage")]


def test_an_unknown_role_holds_nothing() -> None:
    assert permissions.bundle("caretaker") == frozenset()


def test_every_permission_is_named_in_both_languages() -> None:
    for code, permission in permissions.REGISTER.items():
        assert code == permission.code and code.count(".") == 1
        assert permission.text.zh and permission.text.en and permission.text.zh != permission.text.en


@given(st.sampled_from(["user", "visitor", "bot"]), st.sets(st.sampled_from(["a.read", "a.write", "b.read"])))
def test_an_actor_may_what_it_was_given(kind: str, granted: set[str]) -> None:
    actor = Actor(kind=kind, organization_id=uuid4(), permissions=frozenset(granted))  # type: ignore[arg-type]
    for permission in ("a.read", "a.write", "b.read", "undeclared.verb"):
        assert actor.may(permission) == (permission in granted)
        if permission not in granted:
            with pytest.raises(Forbidden) as refused:
                actor.require(permission)
            assert refused.value.document()["permission"] == permission


def test_the_system_may_everything() -> None:
    system(uuid4()).require("whatever.it_is")


@pytest.mark.parametrize("kind", ["visitor", "bot", "system"])
def test_only_users_have_a_user_id(kind: str) -> None:
    with pytest.raises(Forbidden):
        _ = Actor(kind=kind, organization_id=uuid4(), id=uuid4()).user_id  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["user", "bot", "system"])
def test_only_visitors_have_a_visitor_id(kind: str) -> None:
    with pytest.raises(Forbidden):
        _ = Actor(kind=kind, organization_id=uuid4(), id=uuid4()).visitor_id  # type: ignore[arg-type]
