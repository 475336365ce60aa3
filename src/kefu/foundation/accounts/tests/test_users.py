from typing import Any

import pytest
from django.db import transaction

from kefu.foundation.accounts import actions, queries
from kefu.foundation.accounts.models import Membership, User, UserSkill
from kefu.foundation.accounts.tests.companies import Company
from kefu.kernel.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from kefu.kernel.models import AuditEntry, OutboxEvent

from .companies import PASSWORD


def test_a_user_is_created_offline_and_announced(company: Company) -> None:
    user = company.user(name="曾小明", nickname="小青", mobile="13800000001", email="A@B.cn")
    assert (user.mobile, user.email, user.pinyin) == ("+8613800000001", "a@b.cn", "zengxiaoming zxm xiaoqing xq")
    assert queries.presence_of(company.system, user.id).status == "offline"
    assert OutboxEvent.objects.filter(name="accounts.user_changed", payload__user_id=str(user.id)).exists()
    entry = AuditEntry.objects.for_actor(company.system).get(action="user.created", target_id=str(user.id))
    assert entry.after is not None
    assert entry.after["mobile"] == "+8613800000001" and "password" not in entry.after


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"mobile": "12"}, "mobile"),
        ({"email": "nobody"}, "email"),
        ({"name": "  "}, "name"),
        ({"employee_number": ""}, "employee_number"),
        ({"employee_number": "x" * 33}, "employee_number"),
        ({"chat_capacity": 101}, "chat_capacity"),
        ({"password": "12345678"}, "password"),
        ({"password": "short"}, "password"),
    ],
)
def test_wrong_fields_are_named(company: Company, details: Any, field: Any) -> None:
    with pytest.raises(Invalid) as refused:
        company.user(**details)
    assert refused.value.errors[0]["field"] == field


@pytest.mark.parametrize("way", [{"employee_number": "８００１"}, {"mobile": "+86 13800000001"}, {"email": "A@b.cn"}])
def test_a_way_to_sign_in_belongs_to_one_person(company: Company, other: Company, way: Any) -> None:
    taken = {"employee_number": "8001", "mobile": "13800000001", "email": "a@b.cn"}
    company.user(**taken)
    with pytest.raises(Conflict) as refused:
        company.user(**{"employee_number": "8002", **way})
    assert refused.value.errors[0]["field"] == next(iter(way))
    other.user(**taken)


def test_the_last_owner_cannot_leave(company: Company) -> None:
    owner = company.actor()
    for changes in ({"is_active": False}, {"role_id": company.role("agent").id}):
        with pytest.raises(Conflict) as refused, transaction.atomic():
            actions.update_user(owner, user_id=owner.user_id, changes=changes)
        assert refused.value.code == "last_owner"
    company.user("owner")
    actions.deactivate_user(owner, user_id=owner.user_id)


def test_deactivation_takes_presence_and_tokens(company: Company) -> None:
    user = company.user()
    token = actions.create_token(user.id, "x")
    actions.set_presence(company.actor(user), status="online")
    actions.deactivate_user(company.actor(), user_id=user.id)
    queries.forget()
    assert queries.actor_for_token(token, None) is None
    assert queries.presence_of(company.system, user.id).status == "offline"


def test_teams_skills_and_leadership(company: Company) -> None:
    skill = actions.create_skill(company.system, code="refund", name="退款")
    user = company.user()
    first = actions.create_team(company.system, name="甲", leader_ids=[user.id])
    second = actions.create_team(company.system, name="乙")
    changes = {"team_ids": [first.id, second.id], "skills": [{"skill_id": skill.id, "level": 5}]}
    actions.update_user(company.actor(), user_id=user.id, changes=changes)
    held = {m.team_id: m.is_leader for m in Membership.objects.for_actor(company.system).filter(user=user)}
    assert held == {first.id: True, second.id: False}
    assert UserSkill.objects.for_actor(company.system).get(user=user).level == 5
    with pytest.raises(Invalid), transaction.atomic():
        actions.update_user(company.actor(), user_id=user.id, changes={"skills": [{"skill_id": skill.id, "level": 6}]})
    actions.update_user(company.actor(), user_id=user.id, changes={"team_ids": [], "skills": []})
    assert not Membership.objects.for_actor(company.system).filter(user=user).exists()


def test_people_of_another_organization_do_not_exist(company: Company, other: Company) -> None:
    stranger = other.user()
    team = actions.create_team(other.system, name="甲")
    with pytest.raises(NotFound):
        actions.update_user(company.actor(), user_id=stranger.id, changes={"name": "x"})
    with pytest.raises(NotFound):
        actions.reset_password(company.actor(), user_id=stranger.id)
    with pytest.raises(Invalid):
        company.user(team_ids=[team.id])
    with pytest.raises(Invalid):
        actions.create_team(company.system, name="乙", member_ids=[stranger.id])
    with pytest.raises(NotFound):
        company.user(role_id=other.role("agent").id)


def test_nobody_gives_what_they_do_not_have(company: Company) -> None:
    role = actions.create_role(
        company.actor(), code="hr", name="人事", granted=["users.read", "users.manage", "roles.manage"], scope="all"
    )
    hr = company.actor(company.user(role_id=role.id))
    victim = company.user("admin")
    for act in (
        lambda: actions.create_role(hr, code="root", name="x", granted=["audit.read"], scope="own"),
        lambda: actions.create_user(
            hr, name="x", role_id=company.role("admin").id, password=PASSWORD, employee_number="1"
        ),
        lambda: actions.update_user(hr, user_id=hr.user_id, changes={"role_id": company.role("owner").id}),
        lambda: actions.reset_password(hr, user_id=victim.id),
        lambda: actions.deactivate_user(hr, user_id=victim.id),
        lambda: actions.create_invitation(hr, role_id=company.role("owner").id),
    ):
        with pytest.raises(Forbidden), transaction.atomic():
            act()
    made = actions.create_role(hr, code="clerk", name="文员", granted=["users.read"], scope="own")
    assert made.permissions == ["users.read"]


def test_one_brands_manager_cannot_open_the_others(company: Company) -> None:
    brand = actions.create_brand(company.actor(), code="b", name="B")
    manager = company.actor(company.user("admin", brand_ids=[brand.id]))
    mate = actions.create_user(
        manager, name="x", role_id=company.role("agent").id, password=PASSWORD, employee_number="1"
    )
    assert mate.brand_ids == [brand.id]
    for brands in ([], [queries.default_brand(company.system).id]):
        with pytest.raises(Forbidden), transaction.atomic():
            actions.update_user(manager, user_id=mate.id, changes={"brand_ids": brands})


def test_built_in_roles_stay(company: Company) -> None:
    with pytest.raises(Conflict):
        actions.update_role(company.actor(), role_id=company.role("agent").id, changes={"permissions": []})
    with pytest.raises(Invalid):
        actions.create_role(company.actor(), code="x", name="x", granted=["no.such"], scope="own")


def test_a_role_in_use_stays(company: Company) -> None:
    role = actions.create_role(company.actor(), code="x", name="x", granted=[], scope="own")
    user = company.user(role_id=role.id)
    with pytest.raises(Conflict):
        actions.delete_role(company.actor(), role_id=role.id)
    actions.update_user(company.actor(), user_id=user.id, changes={"role_id": company.role("agent").id})
    actions.delete_role(company.actor(), role_id=role.id)


def test_teams_cannot_stand_in_a_circle(company: Company) -> None:
    top = actions.create_team(company.system, name="甲")
    low = actions.create_team(company.system, name="乙", parent_id=top.id)
    with pytest.raises(Invalid), transaction.atomic():
        actions.update_team(company.system, team_id=top.id, changes={"parent_id": low.id})
    with pytest.raises(Conflict):
        actions.delete_team(company.system, team_id=top.id)
    actions.delete_team(company.system, team_id=low.id)


def test_an_invitation_is_good_for_one_person(company: Company) -> None:
    team = actions.create_team(company.system, name="甲")
    invitation, token = actions.create_invitation(company.actor(), role_id=company.role("agent").id, team_id=team.id)
    assert token not in str(vars(invitation))
    assert actions.read_invitation(token, ip=None).organization == company.organization
    user = actions.accept_invitation(token, ip=None, name="李四", password=PASSWORD, mobile="13800000001")
    assert user.role.code == "agent" and not user.must_change_password
    assert Membership.objects.for_actor(company.system).get(user=user).team == team
    for spent in (token, "nonsense"):
        with pytest.raises(Gone) as refused:
            actions.accept_invitation(spent, ip=None, name="x", password=PASSWORD, mobile="13800000002")
        assert refused.value.code == "invitation_gone"


def test_an_open_invitation_is_called_back_and_an_accepted_one_is_not(company: Company) -> None:
    role = company.role("agent").id
    invitation, token = actions.create_invitation(company.actor(), role_id=role)
    actions.withdraw_invitation(company.actor(), invitation.id)
    with pytest.raises(Gone):
        actions.accept_invitation(token, ip=None, name="李四", password=PASSWORD, mobile="13800000001")
    assert AuditEntry.objects.for_actor(company.system).filter(action="invitation.withdrawn").count() == 1
    with pytest.raises(NotFound):
        actions.withdraw_invitation(company.actor(), invitation.id)
    accepted, token = actions.create_invitation(company.actor(), role_id=role)
    actions.accept_invitation(token, ip=None, name="李四", password=PASSWORD, mobile="13800000001")
    with pytest.raises(Conflict) as refused:
        actions.withdraw_invitation(company.actor(), accepted.id)
    assert refused.value.code == "invitation_accepted"


def test_an_organization_code_is_checked(company: Company) -> None:
    for code in ("", "a b", "青禾", "x" * 41):
        with pytest.raises(Invalid):
            actions.create_organization(code=code, name="x", admin_email="a@b.cn", password=PASSWORD)
    with pytest.raises(Conflict):
        actions.create_organization(code="acme", name="x", admin_email="a@b.cn", password=PASSWORD)


def test_people_are_found_by_pinyin_and_number(company: Company) -> None:
    user = company.user(name="单小青", employee_number="8012")
    for q in ("shanxiaoqing", "sxq", "小青", "8012"):
        assert list(queries.seen_users(company.actor(), q=q)) == [user]
    assert User.objects.for_actor(company.actor("agent")).count() > 0
    with pytest.raises(Forbidden):
        queries.seen_users(company.actor("agent"))
