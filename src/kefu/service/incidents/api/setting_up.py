"""HTTP of what finds and grades incidents, and of their causes."""

from typing import Any
from uuid import UUID

from ninja import Router, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from . import schemas as s

router = Router()


@router.get("/detection-rules", response=list[s.DetectionRuleOut])
def list_detection_rules(request: ActorRequest) -> Any:
    return list(queries.rules(request.auth))


@router.post("/detection-rules", response={201: s.DetectionRuleOut})
def create_detection_rule(request: ActorRequest, data: s.DetectionRuleIn) -> Status[Any]:
    return Status(201, actions.create_rule(request.auth, data.dict()))


@router.patch("/detection-rules/{detection_rule_id}", response=s.DetectionRuleOut)
def update_detection_rule(request: ActorRequest, detection_rule_id: UUID, data: s.DetectionRulePatch) -> Any:
    return actions.update_rule(request.auth, detection_rule_id, data.dict(exclude_unset=True))


@router.delete("/detection-rules/{detection_rule_id}", response={204: None})
def delete_detection_rule(request: ActorRequest, detection_rule_id: UUID) -> Status[None]:
    actions.delete_rule(request.auth, detection_rule_id)
    return Status(204, None)


@router.get("/incident-causes", response=list[s.IncidentCauseOut])
def list_incident_causes(request: ActorRequest, active: bool = False) -> Any:
    return [queries.cause_view(one) for one in queries.causes(request.auth, active=active)]


@router.post("/incident-causes", response={201: s.IncidentCauseOut})
def create_incident_cause(request: ActorRequest, data: s.IncidentCauseIn) -> Status[Any]:
    body = data.dict(exclude_unset=True)
    return Status(201, queries.cause_view(actions.create_cause(request.auth, body)))


@router.patch("/incident-causes/{cause_id}", response=s.IncidentCauseOut)
def update_incident_cause(request: ActorRequest, cause_id: UUID, data: s.IncidentCausePatch) -> Any:
    return queries.cause_view(actions.update_cause(request.auth, cause_id, data.dict(exclude_unset=True)))


@router.delete("/incident-causes/{cause_id}", response={204: None})
def delete_incident_cause(request: ActorRequest, cause_id: UUID) -> Status[None]:
    actions.delete_cause(request.auth, cause_id)
    return Status(204, None)


@router.get("/incident-policy", response=s.IncidentPolicyOut)
def get_incident_policy(request: ActorRequest) -> Any:
    return queries.policy(request.auth)


@router.patch("/incident-policy", response=s.IncidentPolicyOut)
def set_incident_policy(request: ActorRequest, data: s.IncidentPolicyPatch) -> Any:
    return actions.set_policy(request.auth, data.dict(exclude_unset=True))
