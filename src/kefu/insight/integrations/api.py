"""Group robots over HTTP."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status
from pydantic import ConfigDict

from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries
from .models import GroupRobot, RobotMessage

router = Router(tags=["integrations"])
Event = Literal["waiting", "offline_message", "reply_overdue", "low_rating", "important_missed", "incident"]


class RobotChangesIn(Schema):
    """What is absent stays. `url` and `secret` are never told again."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=80)] = ""
    url: Annotated[str, Field(max_length=500)] = ""
    secret: Annotated[str, Field(max_length=200)] = ""
    events: list[Event] = []
    locale: Literal["zh-CN", "en"] = "zh-CN"
    is_active: bool = True


class RobotIn(RobotChangesIn):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    kind: Literal["wecom", "dingtalk", "feishu", "sandbox"]
    events: list[Event]


class RobotOut(Schema):
    """`host` is where it posts to; address and secret are keys to the group and stay here."""

    id: UUID
    name: str
    kind: Literal["wecom", "dingtalk", "feishu", "sandbox"]
    host: str
    has_secret: bool
    events: list[str]
    locale: str
    is_active: bool

    @staticmethod
    def resolve_host(row: GroupRobot) -> str:
        return row.url.split("/")[2] if row.url else ""

    @staticmethod
    def resolve_has_secret(row: GroupRobot) -> bool:
        return bool(row.secret)


class RobotMessageOut(Schema):
    id: UUID
    event: str
    title: str
    text: str
    link: str
    state: Literal["waiting", "sent", "failed"]
    attempts: int
    error: str
    created_at: datetime
    sent_at: datetime | None


@router.get("/group-robots", response=Page[RobotOut])
def list_robots(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, object]:
    found, next = page(queries.robots(request.auth), after=after, limit=limit)
    return {"items": found, "next": next}


@router.post("/group-robots", response={201: RobotOut})
def create_robot(request: ActorRequest, data: RobotIn) -> Status[GroupRobot]:
    changes = data.model_dump(exclude_unset=True, exclude={"kind"})
    return Status(201, actions.create_robot(request.auth, kind=data.kind, changes=changes))


@router.patch("/group-robots/{uuid:robot_id}", response=RobotOut)
def change_robot(request: ActorRequest, robot_id: UUID, data: RobotChangesIn) -> GroupRobot:
    return actions.change_robot(request.auth, robot_id, data.model_dump(exclude_unset=True))


@router.delete("/group-robots/{uuid:robot_id}", response={204: None})
def delete_robot(request: ActorRequest, robot_id: UUID) -> Status[None]:
    actions.delete_robot(request.auth, robot_id)
    return Status(204, None)


@router.post("/group-robots/{uuid:robot_id}/test", response={201: RobotMessageOut})
def try_robot(request: ActorRequest, robot_id: UUID) -> Status[RobotMessage]:
    """Let it say something; `GET …/messages` tells what became of it."""
    return Status(201, actions.try_robot(request.auth, robot_id))


@router.get("/group-robots/{uuid:robot_id}/messages", response=Page[RobotMessageOut])
def list_messages(
    request: ActorRequest, robot_id: UUID, after: str | None = None, limit: int = 20
) -> dict[str, object]:
    """Newest first."""
    found, next = page(queries.messages(request.auth, robot_id), after=after, limit=limit, order=("-id",))
    return {"items": found, "next": next}
