"""What agents are doing now."""

from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema

from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from .schemas import CodedOut, Input, PresenceOut, Status, presence_out

router = Router()


class PresenceIn(Input):
    status: Status
    reason_id: UUID | None = None
    channels: list[Literal["chat"]] | None = None


class ForcedPresenceIn(Input):
    status: Status
    reason_id: UUID | None = None


class AgentUserOut(Schema):
    id: UUID
    nickname: str
    name: str
    employee_number: str | None


class AgentOut(Schema):
    user: AgentUserOut
    team_ids: list[UUID]
    presence: PresenceOut
    chats: int
    capacity: int


@router.get("/agents/me/presence", response=PresenceOut)
def get_presence(request: ActorRequest) -> PresenceOut:
    return presence_out(queries.presence_of(request.auth, request.auth.user_id))


@router.put("/agents/me/presence", response=PresenceOut)
def set_presence(request: ActorRequest, data: PresenceIn) -> PresenceOut:
    return presence_out(
        actions.set_presence(request.auth, status=data.status, reason_id=data.reason_id, channels=data.channels)
    )


@router.put("/agents/{uuid:user_id}/presence", response=PresenceOut)
def force_presence(request: ActorRequest, user_id: UUID, data: ForcedPresenceIn) -> PresenceOut:
    return presence_out(
        actions.force_presence(request.auth, user_id=user_id, status=data.status, reason_id=data.reason_id)
    )


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
            ),
            team_ids=agent.team_ids,
            presence=presence_out(agent.presence),
            chats=agent.chats,
            capacity=agent.user.chat_capacity,
        )
        for agent in queries.agents_at_work(request.auth, colleagues=colleagues)
    ]


@router.get("/presence-reasons", response=Page[CodedOut])
def list_presence_reasons(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.presence_reasons(request.auth), after=after, limit=limit, order=("position", "id"))
    return {"items": [{"id": r.id, "code": r.code, "name": r.text.in_language()} for r in found], "next": next}
