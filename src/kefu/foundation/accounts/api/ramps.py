"""Starting mode (新人模式) of an agent."""

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from kefu.kernel.http import ActorRequest

from .. import actions, rules
from .schemas import Input

router = Router()


class RampStepIn(Input):
    days: int = Field(ge=1, le=90)
    capacity: int = Field(ge=1, le=100)


class RampIn(Input):
    """`begins_on` null: today. After the last step one's own capacity holds."""

    steps: list[RampStepIn] = Field(max_length=rules.MOST_STEPS)
    begins_on: date | None = None


class RampOut(Schema):
    begins_on: date
    steps: list[RampStepIn]


@router.put("/agents/{uuid:user_id}/ramp", response=RampOut)
def begin_ramp(request: ActorRequest, user_id: UUID, data: RampIn) -> Any:
    """Starting mode (新人模式) for somebody in scope: their load grows by these steps."""
    steps = [step.model_dump() for step in data.steps]
    return actions.begin_ramp(request.auth, user_id, steps=steps, begins_on=data.begins_on)


@router.delete("/agents/{uuid:user_id}/ramp", response={204: None})
def end_ramp(request: ActorRequest, user_id: UUID) -> Status[None]:
    """End starting mode now: their own capacity holds."""
    actions.end_ramp(request.auth, user_id)
    return Status(204, None)
