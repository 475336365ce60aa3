"""Teams and who is in them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import events, permissions, queries, rules
from ..models import Membership, Team, User
from .saving import delete, save


@transaction.atomic
def create_team(
    actor: Actor,
    *,
    name: str,
    parent_id: UUID | None = None,
    leader_ids: Sequence[UUID] = (),
    member_ids: Sequence[UUID] = (),
) -> Team:
    """Create a team; leaders are members, too. Raises Conflict for a name that exists, Invalid for unknown people."""
    actor.require(permissions.TEAMS_MANAGE)
    team = Team(organization_id=actor.organization_id)
    _set_fields(actor, team, {"name": name, "parent_id": parent_id})
    save(team)
    _set_members(actor, team, leaders=set(leader_ids), members={*leader_ids, *member_ids})
    audit.record(
        actor, action="team.created", target_type="team", target_id=team.id, target_label=name, after=_audited(team)
    )
    return team


@transaction.atomic
def update_team(actor: Actor, *, team_id: UUID, changes: Mapping[str, Any]) -> Team:
    """Change name, parent_id, leader_ids, member_ids, as far as named. Raises Invalid for a circle of parents."""
    actor.require(permissions.TEAMS_MANAGE)
    team = one(Team.objects.for_actor(actor).select_for_update().filter(id=team_id))
    before = _audited(team)
    _set_fields(actor, team, changes)
    save(team)
    if {"leader_ids", "member_ids"} & changes.keys():
        held = list(Membership.objects.for_actor(actor).filter(team=team))
        leaders = set(changes.get("leader_ids", [m.user_id for m in held if m.is_leader]))
        members = set(changes.get("member_ids", [m.user_id for m in held]))
        if "leader_ids" not in changes:
            leaders &= members
        _set_members(actor, team, leaders=leaders, members=members | leaders)
    elif "parent_id" in changes:
        _announce(actor, _above_and_in(actor, team))
    audit.record(
        actor, action="team.updated", target_type="team", target_id=team.id, target_label=team.name,
        before=before, after=_audited(team),
    )  # fmt: skip
    return team


@transaction.atomic
def delete_team(actor: Actor, *, team_id: UUID) -> None:
    """Delete a team without sub-teams; its members stay. Raises Conflict while it is in use."""
    actor.require(permissions.TEAMS_MANAGE)
    team = Team.objects.get_for(actor, team_id)
    if Team.objects.for_actor(actor).filter(parent=team).exists():
        raise Conflict(
            "team_has_children", Text("请先移走或删除下级班组。", "Move or delete the teams below it first.")
        )
    members = _above_and_in(actor, team)
    delete(team)
    audit.record(actor, action="team.deleted", target_type="team", target_id=team_id, target_label=team.name)
    _announce(actor, members)


def _set_fields(actor: Actor, team: Team, changes: Mapping[str, Any]) -> None:
    if "name" in changes:
        team.name = storable(changes["name"] or "").strip()
        if not team.name:
            raise _wrong("name", Text("请填写班组名称。", "Give the team a name."))
    if "parent_id" in changes:
        team.parent_id = changes["parent_id"]
        parents = dict(Team.objects.for_actor(actor).values_list("id", "parent_id"))
        if team.parent_id and team.parent_id not in parents:
            raise _wrong("parent_id", Text("上级班组不存在。", "The parent team does not exist."))
        if team.parent_id in rules.with_descendants([team.id], parents):
            raise _wrong("parent_id", Text("上级班组不能是自己或自己的下级。", "A team cannot stand below itself."))


def _set_members(actor: Actor, team: Team, *, leaders: set[UUID], members: set[UUID]) -> None:
    if User.objects.for_actor(actor).filter(id__in=members).count() != len(members):
        raise _wrong("member_ids", Text("成员不存在。", "A member does not exist."))
    held = {m.user_id: m for m in Membership.objects.for_actor(actor).filter(team=team)}
    Membership.objects.for_actor(actor).filter(team=team).exclude(user__in=members).delete()
    for user_id in sorted(members):
        membership = held.get(user_id) or Membership(organization_id=actor.organization_id, team=team, user_id=user_id)
        membership.is_leader = user_id in leaders
        membership.save()
    _announce(actor, members | held.keys() | _above_and_in(actor, team))


def _above_and_in(actor: Actor, team: Team) -> set[UUID]:
    """Members of the team and of those above it: their scope depends on the team."""
    parents = dict(Team.objects.for_actor(actor).values_list("id", "parent_id"))
    teams: list[UUID] = []
    above: UUID | None = team.id
    while above and above not in teams:
        teams.append(above)
        above = parents.get(above)
    return set(Membership.objects.for_actor(actor).filter(team__in=teams).values_list("user_id", flat=True))


def _announce(actor: Actor, user_ids: set[UUID]) -> None:
    for user in User.objects.for_actor(actor).filter(id__in=user_ids).order_by("id"):
        events.announce_user(user)
        events.announce_access(user)
    transaction.on_commit(queries.forget)


def _audited(team: Team) -> dict[str, Any]:
    return {"name": team.name, "parent_id": team.parent_id and str(team.parent_id)}


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid(f"wrong_{field}", text, errors=[FieldError(field, text)])
