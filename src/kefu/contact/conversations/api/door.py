"""How the public door of each brand is kept: challenges and links."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema

from kefu.kernel.http import ActorRequest

from .. import actions, queries

router = Router(tags=["sites"])


class DoorPolicyOut(Schema):
    """`id` and `name` are the brand's. `own_domains` need not be allowed: they are where its chats stand."""

    id: UUID
    name: str
    challenge: Literal["suspicious", "always", "never"]
    asks_sum: bool
    links: Literal["off", "flag", "refuse"]
    allowed_domains: list[str]
    own_domains: list[str]


class DoorPoliciesOut(Schema):
    items: list[DoorPolicyOut]
    next: None


class DoorPolicyIn(Schema):
    """What is left out stays as it is."""

    challenge: Literal["suspicious", "always", "never"] = "suspicious"
    asks_sum: bool = False
    links: Literal["off", "flag", "refuse"] = "flag"
    allowed_domains: list[Annotated[str, Field(max_length=255)]] = Field([], max_length=100)


@router.get("/door-policies", response=DoorPoliciesOut)
def list_door_policies(request: ActorRequest) -> Any:
    """Of each brand: when a visitor has to pass a challenge first, and what becomes of links that visitors write."""
    return {"items": queries.door_policies(request.auth), "next": None}


@router.patch("/door-policies/{brand_id}", response=DoorPolicyOut)
def set_door_policy(request: ActorRequest, brand_id: UUID, data: DoorPolicyIn) -> Any:
    actions.set_door_policy(request.auth, brand_id, data.model_dump(exclude_unset=True))
    return next(policy for policy in queries.door_policies(request.auth) if policy["id"] == brand_id)
