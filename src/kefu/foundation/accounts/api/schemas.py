"""The shapes that clients see and send."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from kefu.kernel.actor import Actor

from .. import events, queries
from ..models import Membership, Presence, Role, Team, User

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[\w.-]+$")]
Name = Annotated[str, Field(min_length=1, max_length=80)]
Password = Annotated[str, Field(min_length=1, max_length=256)]
Color = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Locale = Literal["zh-CN", "en"]
Scope = Literal["own", "team", "subtree", "all"]
Status = Literal["online", "busy", "offline"]


class Input(Schema):
    """What a client sends; a misspelt field is an error, not a silence. In changes, a field that is absent stays."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def named(self) -> dict[str, Any]:
        """The fields the client sent."""
        return self.model_dump(exclude_unset=True)


class CodedOut(Schema):
    id: UUID
    code: str
    name: str


class UserTeamOut(Schema):
    id: UUID
    name: str
    is_leader: bool


class UserSkillOut(Schema):
    skill_id: UUID
    code: str
    name: str
    level: int


class UserOut(Schema):
    id: UUID
    employee_number: str | None
    name: str
    nickname: str
    email: str | None
    mobile: str | None
    locale: str
    role: CodedOut
    teams: list[UserTeamOut]
    skills: list[UserSkillOut]
    brand_ids: list[UUID]
    chat_capacity: int
    is_active: bool


class PresenceOut(Schema):
    status: Status
    reason: CodedOut | None
    since: datetime
    channels: list[str]


class MeOut(Schema):
    user: UserOut
    organization: CodedOut
    brands: list[CodedOut]
    permissions: list[str]
    presence: PresenceOut
    must_change_password: bool
    csrf_token: str
    is_demo: bool
    profile: Literal["shop", "centre", "group"]
    watermark: bool


class RoleOut(Schema):
    id: UUID
    code: str
    name: str
    permissions: list[str]
    scope: str
    is_builtin: bool


class TeamOut(Schema):
    id: UUID
    name: str
    parent_id: UUID | None
    leader_ids: list[UUID]
    member_ids: list[UUID]


def user_out(person: queries.Person) -> UserOut:
    user, role = person.user, person.user.role
    return UserOut(
        id=user.id,
        employee_number=user.employee_number,
        name=user.name,
        nickname=user.nickname,
        email=user.email,
        mobile=user.mobile,
        locale=user.locale,
        role=CodedOut(id=role.id, code=role.code, name=role.text.in_language()),
        teams=[UserTeamOut(id=m.team.id, name=m.team.name, is_leader=m.is_leader) for m in person.memberships],
        skills=[
            UserSkillOut(skill_id=s.skill.id, code=s.skill.code, name=s.skill.name, level=s.level)
            for s in person.skills
        ],
        brand_ids=user.brand_ids,
        chat_capacity=user.chat_capacity,
        is_active=user.is_active,
    )


def users_out(actor: Actor, users: list[User]) -> list[UserOut]:
    return [user_out(person) for person in queries.people(actor, users)]


def role_out(role: Role) -> RoleOut:
    return RoleOut(
        id=role.id,
        code=role.code,
        name=role.text.in_language(),
        permissions=sorted(queries.permissions_of(role)),
        scope=role.scope,
        is_builtin=role.is_builtin,
    )


def team_out(team: Team, members: list[Membership]) -> TeamOut:
    return TeamOut(
        id=team.id,
        name=team.name,
        parent_id=team.parent_id,
        leader_ids=[m.user_id for m in members if m.is_leader],
        member_ids=[m.user_id for m in members],
    )


def presence_out(presence: Presence) -> PresenceOut:
    return PresenceOut(**events.described(presence))
