"""How people are organized: teams, skills, roles, brands."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.permissions import REGISTER

from .. import actions, permissions, queries
from ..models import Brand, Skill, Team
from .schemas import Code, CodedOut, Color, Input, Name, RoleOut, Scope, TeamOut, role_out, team_out

router = Router()


class TeamChangesIn(Input):
    name: Name = ""
    parent_id: UUID | None = None
    leader_ids: list[UUID] = []
    member_ids: list[UUID] = []


class TeamIn(TeamChangesIn):
    name: Name


class CodedChangesIn(Input):
    code: Code = ""
    name: Name = ""


class SkillIn(Input):
    code: Code
    name: Name


class RoleChangesIn(CodedChangesIn):
    permissions: list[Annotated[str, Field(max_length=80)]] = []
    scope: Scope = "own"


class RoleIn(Input):
    code: Code
    name: Name
    permissions: list[Annotated[str, Field(max_length=80)]]
    scope: Scope


class BrandChangesIn(CodedChangesIn):
    color: Color = ""


class BrandIn(Input):
    code: Code
    name: Name
    color: Color | None = None


class PermissionOut(Schema):
    code: str
    name: str
    group: str


@router.get("/teams", response=Page[TeamOut])
def list_teams(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.teams(request.auth), after=after, limit=limit, order=("name", "id"))
    members = queries.members(request.auth, [team.id for team in found])
    return {"items": [team_out(team, members.get(team.id, [])) for team in found], "next": next}


@router.post("/teams", response=TeamOut)
def create_team(request: ActorRequest, data: TeamIn) -> TeamOut:
    return _team_out(request, actions.create_team(request.auth, **data.named()))


@router.patch("/teams/{uuid:team_id}", response=TeamOut)
def update_team(request: ActorRequest, team_id: UUID, data: TeamChangesIn) -> TeamOut:
    return _team_out(request, actions.update_team(request.auth, team_id=team_id, changes=data.named()))


@router.delete("/teams/{uuid:team_id}", response={204: None})
def delete_team(request: ActorRequest, team_id: UUID) -> Status[None]:
    actions.delete_team(request.auth, team_id=team_id)
    return Status(204, None)


def _team_out(request: ActorRequest, team: Team) -> TeamOut:
    return team_out(team, queries.members(request.auth, [team.id]).get(team.id, []))


@router.get("/skills", response=Page[CodedOut])
def list_skills(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.skills(request.auth), after=after, limit=limit, order=("code", "id"))
    return {"items": found, "next": next}


@router.post("/skills", response=CodedOut)
def create_skill(request: ActorRequest, data: SkillIn) -> Skill:
    return actions.create_skill(request.auth, code=data.code, name=data.name)


@router.patch("/skills/{uuid:skill_id}", response=CodedOut)
def update_skill(request: ActorRequest, skill_id: UUID, data: CodedChangesIn) -> Skill:
    return actions.update_skill(request.auth, skill_id=skill_id, changes=data.named())


@router.delete("/skills/{uuid:skill_id}", response={204: None})
def delete_skill(request: ActorRequest, skill_id: UUID) -> Status[None]:
    actions.delete_skill(request.auth, skill_id=skill_id)
    return Status(204, None)


@router.get("/roles", response=Page[RoleOut])
def list_roles(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    request.auth.require(permissions.USERS_READ)
    found, next = page(queries.roles(request.auth), after=after, limit=limit, order=("id",))
    return {"items": [role_out(role) for role in found], "next": next}


@router.post("/roles", response=RoleOut)
def create_role(request: ActorRequest, data: RoleIn) -> RoleOut:
    return role_out(
        actions.create_role(request.auth, code=data.code, name=data.name, granted=data.permissions, scope=data.scope)
    )


@router.patch("/roles/{uuid:role_id}", response=RoleOut)
def update_role(request: ActorRequest, role_id: UUID, data: RoleChangesIn) -> RoleOut:
    return role_out(actions.update_role(request.auth, role_id=role_id, changes=data.named()))


@router.delete("/roles/{uuid:role_id}", response={204: None})
def delete_role(request: ActorRequest, role_id: UUID) -> Status[None]:
    actions.delete_role(request.auth, role_id=role_id)
    return Status(204, None)


@router.get("/permissions", response=list[PermissionOut])
def list_permissions(request: ActorRequest) -> list[dict[str, str]]:
    request.auth.require(permissions.USERS_READ)
    return [
        {"code": code, "name": permission.text.in_language(), "group": permission.group}
        for code, permission in sorted(REGISTER.items())
    ]


@router.get("/brands", response=Page[CodedOut])
def list_brands(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.brands(request.auth), after=after, limit=limit, order=("id",))
    return {"items": found, "next": next}


@router.post("/brands", response=CodedOut)
def create_brand(request: ActorRequest, data: BrandIn) -> Brand:
    return actions.create_brand(request.auth, code=data.code, name=data.name, color=data.color)


@router.patch("/brands/{uuid:brand_id}", response=CodedOut)
def update_brand(request: ActorRequest, brand_id: UUID, data: BrandChangesIn) -> Brand:
    return actions.update_brand(request.auth, brand_id=brand_id, changes=data.named())
