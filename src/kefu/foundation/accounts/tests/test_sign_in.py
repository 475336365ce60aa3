import time
from typing import Any
from unittest.mock import patch

import pytest

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import User
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel.errors import Conflict, Forbidden, Problem, TooMany, Unauthenticated
from kefu.kernel.models import AuditEntry

from .companies import PASSWORD, found


def sign_in(login: Any, password: Any = PASSWORD, **details: Any) -> Any:
    return actions.sign_in(login=login, password=password, **{"ip": "127.0.0.1", **details})


@pytest.mark.parametrize(
    "login", ["8001", " ８００１ ", "13800000001", "+86 138-0000-0001", "Agent@Acme.test", "agent@acme.test"]
)
def test_one_signs_in_by_number_mobile_or_mail(company: Company, login: Any) -> None:
    user = company.user(employee_number="8001", mobile="138 0000 0001", email="AGENT@acme.TEST")
    assert sign_in(login) == user
    entry = AuditEntry.objects.for_actor(company.system).get(action="user.signed_in")
    assert (entry.actor_id, entry.ip) == (user.id, "127.0.0.1")


@pytest.mark.parametrize("login", ["8001", "8002", "", "\0", "a\ud800b", "x" * 10_000, "' OR 1=1 --"])
def test_a_wrong_login_says_no_more_than_that(company: Company, login: Any) -> None:
    company.user(employee_number="8001")
    with pytest.raises(Unauthenticated) as refused:
        sign_in(login, "wrong")
    assert refused.value.code == "wrong_login"


def test_an_unknown_login_costs_a_hash_as_well(company: Company) -> None:
    company.user(employee_number="8001")
    with patch("kefu.foundation.accounts.actions.sign_in.make_password") as hashed:
        with pytest.raises(Unauthenticated):
            sign_in("8002")
        with pytest.raises(Unauthenticated):
            sign_in("8001", "wrong")
    assert hashed.call_count == 1


def test_the_inactive_stay_outside(company: Company) -> None:
    user = company.user(employee_number="8001")
    actions.deactivate_user(company.actor(), user_id=user.id)
    with pytest.raises(Unauthenticated):
        sign_in("8001")


def test_the_same_number_in_two_organizations(company: Company, other: Company) -> None:
    ours, theirs = company.user(employee_number="8001"), other.user(employee_number="8001")
    with pytest.raises(Conflict) as asked:
        sign_in("8001")
    assert asked.value.code == "which_organization"
    assert [o["code"] for o in asked.value.extra["organizations"]] == ["acme", "other"]
    assert sign_in("8001", organization="other") == theirs
    ours.set_password("another-Horse-8")
    ours.save()
    assert sign_in("8001", "another-Horse-8") == ours


def test_a_demo_is_entered_from_nearby_only(db: Any) -> None:
    demo = found("demo", is_demo=True)
    assert sign_in(demo.owner.email, is_nearby=True) == demo.owner
    with pytest.raises(Forbidden) as refused:
        sign_in(demo.owner.email)
    assert refused.value.code == "demo_login_refused"


def test_guessing_is_slowed_down(company: Company) -> None:
    company.user(employee_number="8001")
    with pytest.raises(TooMany):
        for _ in range(21):
            with pytest.raises(Unauthenticated):
                sign_in("8001", "wrong", ip=f"8.8.8.{time.monotonic_ns() % 250}")


def test_signing_out_ends_the_shift(company: Company) -> None:
    user = company.user()
    actor = company.actor(user)
    actions.set_presence(actor, status="online")
    actions.sign_out(actor)
    assert queries.presence_of(actor, user.id).status == "offline"


def test_changing_the_password(company: Company) -> None:
    user = company.user(must_change_password=True)
    actor = company.actor(user)
    assert actor.permissions == frozenset()
    for old, new, code in [
        ("x", "fine-Horse-9", "wrong_password"),
        (PASSWORD, "12345678", "weak_password"),
        (PASSWORD, PASSWORD, "same_password"),
    ]:
        with pytest.raises(Problem) as refused:
            actions.change_password(actor, old_password=old, new_password=new)
        assert refused.value.code == code
    actions.change_password(actor, old_password=PASSWORD, new_password="fine-Horse-9")
    changed = User.objects.for_actor(actor).get(id=user.id)
    assert changed.check_password("fine-Horse-9") and not changed.must_change_password


def test_a_reset_password_must_be_changed_and_ends_tokens(company: Company) -> None:
    user = company.user(employee_number="8001")
    token = actions.create_token(user.id, "phone")
    assert queries.actor_for_token(token, None) is not None
    password = actions.reset_password(company.actor(), user_id=user.id)
    assert sign_in("8001", password).must_change_password
    queries.forget()
    assert queries.actor_for_token(token, None) is None
