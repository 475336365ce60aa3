"""HTTP of emergency plans and of what they have switched."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status

from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page

from .. import actions, queries
from ..models import EmergencyPlan
from . import schemas as s

router = Router()


@router.get("/emergency-plans", response=list[s.EmergencyPlanOut])
def list_emergency_plans(request: ActorRequest) -> Any:
    return queries.plan_views(request.auth, queries.plans(request.auth))


@router.post("/emergency-plans", response={201: s.EmergencyPlanOut})
def create_emergency_plan(request: ActorRequest, data: s.EmergencyPlanIn) -> Status[Any]:
    return Status(201, _view(request.auth, actions.create_plan(request.auth, _body(data))))


@router.patch("/emergency-plans/{plan_id}", response=s.EmergencyPlanOut)
def update_emergency_plan(request: ActorRequest, plan_id: UUID, data: s.EmergencyPlanPatch) -> Any:
    """What it has switched stays as it was switched."""
    return _view(request.auth, actions.update_plan(request.auth, plan_id, _body(data)))


@router.delete("/emergency-plans/{plan_id}", response={204: None})
def delete_emergency_plan(request: ActorRequest, plan_id: UUID) -> Status[None]:
    actions.delete_plan(request.auth, plan_id)
    return Status(204, None)


@router.post("/emergency-plans/{plan_id}/activate", response=s.PlanActivationOut)
def activate_emergency_plan(request: ActorRequest, plan_id: UUID, data: s.PlanForIn) -> Any:
    """Switch all parts on at once; a part that failed says why and is tried again."""
    done = actions.activate(request.auth, plan_id, incident_id=data.incident_id)
    return queries.activation_view(done)


@router.post("/emergency-plans/{plan_id}/rehearse", response=s.PlanActivationOut)
def rehearse_emergency_plan(request: ActorRequest, plan_id: UUID, data: s.PlanForIn) -> Any:
    """Walk through all of it without any customer noticing; says what would be switched and how long it takes."""
    done = actions.rehearse(request.auth, plan_id, incident_id=data.incident_id)
    return queries.activation_view(done)


@router.get("/plan-activations", response=Page[s.PlanActivationOut])
def list_plan_activations(request: ActorRequest, on: bool = False, after: str | None = None, limit: int = 50) -> Any:
    """What is on, or all that ever was or was rehearsed; newest first."""
    rows = queries.activations(request.auth, is_on=True if on else None)
    found, following = page(rows, after=after, limit=limit, order=("-id",))
    return {"items": [queries.activation_view(one) for one in found], "next": following}


@router.post("/plan-activations/{activation_id}/restore", response=s.PlanActivationOut)
def restore_plan(request: ActorRequest, activation_id: UUID) -> Any:
    """Put everything back."""
    return queries.activation_view(actions.restore(request.auth, activation_id))


def _view(actor: Actor, plan: EmergencyPlan) -> Any:
    return queries.plan_views(actor, [plan])[0]


def _body(data: Schema) -> dict[str, Any]:
    body = data.dict(exclude_unset=True, exclude={"actions"})
    if "actions" in data.model_fields_set and isinstance(data, s.EmergencyPlanIn):
        body["actions"] = [one.dict(exclude_none=True) for one in data.actions]
    return body
