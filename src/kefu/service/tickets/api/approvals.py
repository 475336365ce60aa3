"""Sums that somebody has to agree to, and the rules by which they are put to whom."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from .parts import TicketPerson
from .schemas import TicketDetail

router = Router()


class ApprovalStepIn(Schema):
    """Without an approver it goes to the leaders of whoever asks; `hours` are of working time."""

    above: Decimal
    approver_id: UUID | None = None
    hours: int


class ApprovalRuleIn(Schema):
    name: str = Field(max_length=60)
    steps: list[ApprovalStepIn]


class ApprovalRulePatch(Schema):
    name: str = Field("", max_length=60)
    steps: list[ApprovalStepIn] = []


class ApprovalStepOut(Schema):
    above: Decimal
    approver: TicketPerson | None
    hours: int


class ApprovalRuleOut(Schema):
    id: UUID
    name: str
    steps: list[ApprovalStepOut]


class ApprovalIn(Schema):
    rule_id: UUID
    amount: Decimal
    reason: str = Field(max_length=1000)


class ApprovalDecisionIn(Schema):
    is_granted: bool
    word: str = Field("", max_length=1000)


@router.get("/approval-rules", response=list[ApprovalRuleOut])
def list_approval_rules(request: ActorRequest) -> Any:
    return [queries.approval_rule_view(request.auth, one) for one in queries.approval_rules(request.auth)]


@router.post("/approval-rules", response={201: ApprovalRuleOut})
def create_approval_rule(request: ActorRequest, data: ApprovalRuleIn) -> Status[Any]:
    rule = actions.save_approval_rule(request.auth, None, data.dict())
    return Status(201, queries.approval_rule_view(request.auth, rule))


@router.patch("/approval-rules/{approval_rule_id}", response=ApprovalRuleOut)
def update_approval_rule(request: ActorRequest, approval_rule_id: UUID, data: ApprovalRulePatch) -> Any:
    rule = actions.save_approval_rule(request.auth, approval_rule_id, data.dict(exclude_unset=True))
    return queries.approval_rule_view(request.auth, rule)


@router.delete("/approval-rules/{approval_rule_id}", response={204: None})
def delete_approval_rule(request: ActorRequest, approval_rule_id: UUID) -> Status[None]:
    actions.delete_approval_rule(request.auth, approval_rule_id)
    return Status(204, None)


@router.post("/tickets/{ticket_id}/approvals", response={201: TicketDetail})
def ask_ticket_approval(request: ActorRequest, ticket_id: UUID, data: ApprovalIn) -> Status[Any]:
    """Ask for a sum (审批); one within the first step is granted at once."""
    return Status(201, queries.detail(request.auth, actions.ask_approval(request.auth, ticket_id, **data.dict())))


@router.post("/tickets/{ticket_id}/approvals/{approval_id}/decision", response=TicketDetail)
def decide_ticket_approval(request: ActorRequest, ticket_id: UUID, approval_id: UUID, data: ApprovalDecisionIn) -> Any:
    ticket = actions.decide_approval(request.auth, ticket_id, approval_id, **data.dict())
    return queries.detail(request.auth, ticket)


@router.delete("/tickets/{ticket_id}/approvals/{approval_id}", response=TicketDetail)
def withdraw_ticket_approval(request: ActorRequest, ticket_id: UUID, approval_id: UUID) -> Any:
    """Take back what is not decided yet."""
    return queries.detail(request.auth, actions.withdraw_approval(request.auth, ticket_id, approval_id))
