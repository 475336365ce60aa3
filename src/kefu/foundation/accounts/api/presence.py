"""What agents are doing now."""

from typing import Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .schemas import Input, PresenceOut, Status, presence_out

router = Router()


class PresenceIn(Input):
    """Without a `status` one stays what one is, and only the `channels` change."""

    status: Status | None = None
    reason_id: UUID | None = None
    channels: list[Literal["chat", "phone"]] | None = None


class ForcedPresenceIn(Input):
    status: Status
    reason_id: UUID | None = None
    note: str = Field("", max_length=200)


class AgentUserOut(Schema):
    """`pinyin`: the spellings and initials one is found by, apart by spaces."""

    id: UUID
    nickname: str
    name: str
    employee_number: str | None
    pinyin: str


class AgentSkillOut(Schema):
    id: UUID
    name: str
    level: int


class AgentOut(Schema):
    user: AgentUserOut
    skills: list[AgentSkillOut]
    team_ids: list[UUID]
    presence: PresenceOut
    chats: int
    calls: int
    capacity: int


@router.get("/agents/me/presence", response=PresenceOut)
def get_presence(request: ActorRequest) -> PresenceOut:
    return presence_out(queries.presence_of(request.auth, request.auth.user_id))


@router.put("/agents/me/presence", response=PresenceOut)
def set_presence(request: ActorRequest, data: PresenceIn) -> PresenceOut:
    if data.status is None:
        return presence_out(actions.set_channels(request.auth, data.channels or []))
    return presence_out(
        actions.set_presence(request.auth, status=data.status, reason_id=data.reason_id, channels=data.channels)
    )


@router.put("/agents/{uuid:user_id}/presence", response=PresenceOut)
def force_presence(request: ActorRequest, user_id: UUID, data: ForcedPresenceIn) -> PresenceOut:
    """Set somebody else's presence; the note tells them why."""
    return presence_out(actions.force_presence(request.auth, user_id=user_id, **data.model_dump()))


class SkillLevelIn(Input):
    skill_id: UUID
    level: int = Field(ge=1, le=5)


class SkillsIn(Input):
    skills: list[SkillLevelIn]


class SkillsOut(Schema):
    skills: list[SkillLevelIn]


@router.put("/agents/{uuid:user_id}/skills", response=SkillsOut)
def set_skills(request: ActorRequest, user_id: UUID, data: SkillsIn) -> SkillsOut:
    """Give somebody in scope exactly these skills; routing follows at once."""
    levels = {skill.skill_id: skill.level for skill in data.skills}
    actions.set_skills(request.auth, user_id, levels)
    return SkillsOut(skills=data.skills)


@router.get("/agents", response=list[AgentOut])
def list_agents(request: ActorRequest, colleagues: bool = False) -> list[AgentOut]:
    """The agents whom the caller's scope covers; `colleagues=true`: all to whom work may be transferred."""
    return [
        AgentOut(
            user=AgentUserOut(
                id=agent.user.id,
                nickname=agent.user.nickname,
                name=agent.user.name,
                employee_number=agent.user.employee_number,
                pinyin=agent.user.pinyin,
            ),
            skills=[
                AgentSkillOut(id=known.skill_id, name=known.skill.name, level=known.level) for known in agent.skills
            ],
            team_ids=agent.team_ids,
            presence=presence_out(agent.presence),
            chats=agent.chats,
            calls=agent.calls,
            capacity=agent.capacity,
        )
        for agent in queries.agents_at_work(request.auth, colleagues=colleagues)
    ]
