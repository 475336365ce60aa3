"""Who is told what, how often, and what has been read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from tests.flows.conftest import PASSWORD, Shop

from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Role, User
from kefu.foundation.notices import actions, jobs, queries
from kefu.foundation.notices.models import Notice
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text
from kefu.kernel.models import OutboxEvent

LOW = Text("收到 1 星评价", "A rating of 1 star")


@pytest.fixture
def everywhere(shop: Shop) -> Actor:
    return shop.system


def owner(everywhere: Actor) -> Actor:
    user = User.objects.for_actor(everywhere).get(role__code="owner")
    return account_queries.actor_for_user(user.id, ip=None) or everywhere


def test_of_one_group_there_is_one_unread_notice_and_it_counts(everywhere: Actor) -> None:
    me = owner(everywhere)
    for score in ("1", "2"):
        words = Text(f"收到 {score} 星评价", f"A rating of {score} stars")
        actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=words, link="/live", group="ratings")
    notice = queries.mine(me).get()
    assert (notice.count, notice.text_zh, notice.link) == (2, "收到 2 星评价", "/live")

    assert actions.mark_read(me, [notice.id]) == 0
    actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=LOW, group="ratings")
    assert sorted(queries.mine(me).values_list("count", flat=True)) == [1, 2]
    assert queries.unread(me) == 1


def test_without_a_group_each_is_a_notice_of_its_own(everywhere: Actor) -> None:
    me = owner(everywhere)
    for _ in range(2):
        actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=LOW)
    assert queries.unread(me) == 2


def test_a_fact_told_again_is_no_news_even_when_it_has_been_read(everywhere: Actor) -> None:
    me = owner(everywhere)
    for _ in range(2):
        actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=LOW, group="ratings", fact="7")
        actions.mark_read(me)
    assert queries.mine(me).get().count == 1


def test_it_is_told_live_to_the_one_who_is_meant_and_to_nobody_else(everywhere: Actor) -> None:
    me = owner(everywhere)
    actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=LOW)
    told = OutboxEvent.objects.get(name="notices.given")
    assert told.audience == [f"user:{me.user_id}"]
    assert told.payload["notice"]["text"] == {"zh-CN": LOW.zh, "en": LOW.en}


def test_nobody_reads_or_marks_the_notices_of_another(everywhere: Actor) -> None:
    me = owner(everywhere)
    other = accounts.create_user(
        everywhere,
        name="李",
        employee_number="8001",
        role_id=Role.objects.for_actor(everywhere).get(code="agent").id,
        password=PASSWORD,
    )
    actions.notify(everywhere, user_ids=[other.id], kind="rating", text=LOW)
    assert not queries.mine(me).exists()
    actions.mark_read(me, [Notice.objects.for_actor(everywhere).get().id])
    assert Notice.objects.for_actor(everywhere).get().read_at is None


@pytest.mark.parametrize(("read", "days", "kept"), [(True, 29, 1), (True, 31, 0), (False, 31, 1), (False, 91, 0)])
def test_old_notices_go(everywhere: Actor, read: bool, days: int, kept: int) -> None:
    me = owner(everywhere)
    actions.notify(everywhere, user_ids=[me.user_id], kind="rating", text=LOW)
    if read:
        actions.mark_read(me)
    with time_machine.travel(clock.now() + timedelta(days=days)):
        jobs.tidy(0)
    assert Notice.objects.for_actor(everywhere).count() == kept


def test_a_leader_is_found_even_where_none_is_named(everywhere: Actor) -> None:
    roles = {role.code: role.id for role in Role.objects.for_actor(everywhere)}
    agent = accounts.create_user(
        everywhere, name="李", employee_number="8001", role_id=roles["agent"], password=PASSWORD
    )
    lead = accounts.create_user(
        everywhere, name="林", employee_number="8000", role_id=roles["supervisor"], password=PASSWORD
    )
    assert account_queries.leaders_of(everywhere, agent.id) == {lead.id, owner(everywhere).id}
    accounts.create_team(everywhere, name="客服一组", leader_ids=[lead.id], member_ids=[agent.id])
    assert account_queries.leaders_of(everywhere, agent.id) == {lead.id}
