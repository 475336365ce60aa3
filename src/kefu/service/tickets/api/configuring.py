"""Types of tickets and promises."""

from typing import Any
from uuid import UUID

from ninja import Query, Router, Status

from kefu.kernel import forms
from kefu.kernel.http import ActorRequest

from .. import actions, permissions, queries
from ..models import SlaPolicy
from ..rules import doubles, stages
from .schemas import (
    SlaPolicyIn,
    SlaPolicyOut,
    SlaPolicyPatch,
    TicketAboutIn,
    TicketDefinitionFaultsOut,
    TicketDefinitionIn,
    TicketKnownValueOut,
    TicketTypeIn,
    TicketTypeOut,
    TicketTypePatch,
)

router = Router()


@router.get("/ticket-types", response=list[TicketTypeOut])
def list_ticket_types(request: ActorRequest, active: bool | None = None) -> Any:
    """With their forms and stages, in the order in which they are offered."""
    return [queries.type_view(one) for one in queries.types(request.auth, is_active=active)]


@router.post("/ticket-types", response={201: TicketTypeOut})
def create_ticket_type(request: ActorRequest, data: TicketTypeIn) -> Status[Any]:
    return Status(201, queries.type_view(actions.save_type(request.auth, None, data.dict())))


@router.post("/ticket-types/check", response=TicketDefinitionFaultsOut)
def check_ticket_type(request: ActorRequest, data: TicketDefinitionIn) -> Any:
    """What is wrong with a definition, none when it may be used; and what it asks twice, which does not hinder."""
    request.auth.require(permissions.CONFIGURE)
    found = stages.faults(data.definition)
    hints = [] if found else doubles.hints(data.definition)
    return {"faults": [_told(one) for one in found], "hints": [_told(one) for one in hints]}


@router.get("/ticket-types/{ticket_type_id}/known", response=list[TicketKnownValueOut])
def known_ticket_values(request: ActorRequest, ticket_type_id: UUID, about: Query[TicketAboutIn]) -> Any:
    """What a new ticket's form need not ask again: of the customer, the parent, an earlier ticket of the same contact."""
    return queries.known_values(request.auth, ticket_type_id, **about.dict())


@router.patch("/ticket-types/{ticket_type_id}", response=TicketTypeOut)
def update_ticket_type(request: ActorRequest, ticket_type_id: UUID, data: TicketTypePatch) -> Any:
    return queries.type_view(actions.save_type(request.auth, ticket_type_id, data.dict(exclude_unset=True)))


@router.delete("/ticket-types/{ticket_type_id}", response={204: None})
def delete_ticket_type(request: ActorRequest, ticket_type_id: UUID) -> Status[None]:
    actions.delete_type(request.auth, ticket_type_id)
    return Status(204, None)


@router.get("/sla-policies", response=list[SlaPolicyOut])
def list_sla_policies(request: ActorRequest) -> Any:
    return [_policy(one) for one in queries.policies(request.auth)]


@router.post("/sla-policies", response={201: SlaPolicyOut})
def create_sla_policy(request: ActorRequest, data: SlaPolicyIn) -> Status[Any]:
    return Status(201, _policy(actions.save_policy(request.auth, None, data.dict())))


@router.patch("/sla-policies/{policy_id}", response=SlaPolicyOut)
def update_sla_policy(request: ActorRequest, policy_id: UUID, data: SlaPolicyPatch) -> Any:
    return _policy(actions.save_policy(request.auth, policy_id, data.dict(exclude_unset=True)))


@router.delete("/sla-policies/{policy_id}", response={204: None})
def delete_sla_policy(request: ActorRequest, policy_id: UUID) -> Status[None]:
    actions.delete_policy(request.auth, policy_id)
    return Status(204, None)


def _told(fault: forms.Wrong) -> dict[str, str]:
    return {"place": fault.place, "text": fault.text.in_language()}


def _policy(policy: SlaPolicy) -> dict[str, Any]:
    calendar = {"id": policy.calendar.id, "name": policy.calendar.name} if policy.calendar else None
    return {"id": policy.id, "name": policy.name, "calendar": calendar, "targets": policy.targets}
