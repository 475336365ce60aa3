from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel import clock
from kefu.kernel.i18n import Text
from kefu.kernel.permissions import BUILTIN_ROLES, REGISTER, Permission, bundle


def test_built_in_roles_grow_with_the_register(company: Company) -> None:
    assert company.actor("owner").permissions == frozenset(REGISTER)
    new = Permission("parcels.read", Text("查看包裹", "Read parcels"), ("agent",))
    with patch.dict(REGISTER, {"parcels.read": new}):
        assert "parcels.read" in company.actor("agent").permissions
        assert "parcels.read" not in company.actor("viewer").permissions
        assert "parcels.read" in company.actor("admin").permissions


def test_every_built_in_role_is_there(company: Company) -> None:
    assert {role.code for role in queries.roles(company.system)} == set(BUILTIN_ROLES)
    assert company.actor("qa").permissions == bundle("qa")


def test_scope_is_oneself_ones_team_or_the_teams_below(company: Company) -> None:
    lead, deputy, below, aside = (company.user("supervisor") for _ in range(4))
    top = actions.create_team(company.system, name="售前", leader_ids=[lead.id], member_ids=[deputy.id])
    actions.create_team(company.system, name="售前一组", parent_id=top.id, member_ids=[below.id])
    actions.create_team(company.system, name="售后", member_ids=[aside.id])
    assert company.actor(lead).user_ids == frozenset({lead.id, deputy.id, below.id})
    assert company.actor(below).user_ids == frozenset({below.id})
    assert company.actor("agent").user_ids is not None
    assert company.actor("qa").user_ids is None
    role = actions.create_role(company.actor(), code="lead", name="组长", granted=["users.read"], scope="team")
    mate = company.user("supervisor", role_id=role.id, team_ids=[top.id])
    assert company.actor(mate).user_ids == frozenset({mate.id, lead.id, deputy.id})


def test_an_actor_is_read_in_three_queries_and_then_remembered(
    company: Company, django_assert_max_num_queries: Any
) -> None:
    user = company.user("supervisor")
    with django_assert_max_num_queries(3):
        actor = queries.actor_for_user(user.id, ip="10.0.0.1")
    with django_assert_max_num_queries(0):
        again = queries.actor_for_user(user.id, ip="10.0.0.2")
    assert actor is not None and again is not None
    assert (actor.ip, again.ip) == ("10.0.0.1", "10.0.0.2")
    assert actor.organization_id == company.organization.id


def test_the_unknown_and_the_inactive_are_nobody(company: Company) -> None:
    user = company.user()
    actions.deactivate_user(company.actor(), user_id=user.id)
    queries.forget()
    assert queries.actor_for_user(user.id, ip=None) is None
    assert queries.actor_for_user(uuid4(), ip=None) is None


def test_tokens_live_until_they_expire(company: Company) -> None:
    token = actions.create_token(company.owner.id, "cli", days=1)
    assert token.startswith("kefu_")
    actor = queries.actor_for_token(token, "10.0.0.1")
    assert actor is not None and actor.id == company.owner.id
    assert queries.actor_for_token(token + "x", None) is None
    queries.forget()
    with clock.frozen(clock.now() + timedelta(days=2)):
        assert queries.actor_for_token(token, None) is None


def test_brands_of_an_actor(company: Company) -> None:
    first = queries.default_brand(company.system)
    second = actions.create_brand(company.actor(), code="travel", name="青禾出行")
    limited = company.actor(company.user(brand_ids=[second.id]))
    assert limited.brand_ids == frozenset({second.id})
    assert list(queries.brands(limited)) == [second]
    assert queries.default_brand(limited) == second
    assert list(queries.brands(company.actor())) == [first, second]


@pytest.fixture
def serving(monkeypatch: Any) -> Any:
    monkeypatch.setitem(
        REGISTER,
        "conversations.serve",
        Permission("conversations.serve", Text("接待", "Serve"), ("supervisor", "agent")),
    )


def test_two_hundred_agents_in_five_queries(company: Company, serving: Any, django_assert_max_num_queries: Any) -> None:
    skill = actions.create_skill(company.system, code="refund", name="退款")
    team = actions.create_team(company.system, name="售前")
    skilled = company.user(
        nickname="小青", skills=[{"skill_id": skill.id, "level": 4}], team_ids=[team.id], chat_capacity=7
    )
    for _ in range(20):
        company.user()
    company.user("viewer")
    off = company.user()
    actions.deactivate_user(company.actor(), user_id=off.id)
    actions.set_presence(company.actor(skilled), status="online")
    with django_assert_max_num_queries(5):
        agents = {agent.user_id: agent for agent in queries.agents(company.organization.id)}
    assert len(agents) == 22  # with the owner, who may everything
    profile = agents[skilled.id]
    assert (profile.name, profile.capacity, profile.status) == ("小青", 7, "online")
    assert (profile.skills, profile.team_ids, profile.brand_ids) == ({skill.id: 4}, frozenset({team.id}), None)


def test_display_names_keep_to_the_organization(company: Company, other: Company) -> None:
    ours, theirs = company.user(nickname="小青"), other.user()
    assert queries.display_names(company.system, [ours.id, theirs.id]) == {ours.id: "小青"}
