from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from kefu.foundation.accounts import actions
from kefu.foundation.accounts.models import PresenceInterval, User
from kefu.kernel.errors import Conflict
from kefu.kernel.ids import new_id

from .companies import Company, found

# These commit: their organization has a name of its own, and nothing else looks at it.


@pytest.fixture
def company(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Company]:
    with django_db_blocker.unblock():
        yield found(f"c{new_id().hex[-12:]}")
        connection.close()


def at_once(*acts: Any) -> Any:
    def run(act: Any) -> Any:
        try:
            return act()
        except Conflict as conflict:
            return conflict.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_presence_said_twice_at_once_makes_one_line_of_history(company: Company) -> None:
    actor = company.actor(company.user())
    at_once(*(lambda s=s: actions.set_presence(actor, status=s) for s in ("online", "busy", "offline", "online") * 3))
    history = list(PresenceInterval.objects.for_actor(actor).filter(user=actor.id).order_by("started_at", "id"))
    assert [interval.ended_at for interval in history[:-1]] == [interval.started_at for interval in history[1:]]
    assert sum(interval.ended_at is None for interval in history) == 1


def test_two_owners_cannot_leave_at_once(company: Company) -> None:
    second = company.user("owner")
    actor = company.actor()
    left = at_once(
        lambda: actions.deactivate_user(actor, user_id=company.owner.id),
        lambda: actions.deactivate_user(actor, user_id=second.id),
    )
    assert "last_owner" in left
    assert User.objects.for_actor(actor).filter(role__code="owner", is_active=True).count() == 1
