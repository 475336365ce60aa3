"""What has to be agreed to, and by whom."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import permissions
from ..models import ApprovalRule, Ticket, TicketApproval
from .promises import BATCH

JSON = dict[str, Any]


def approval_rules(actor: Actor) -> QuerySet[ApprovalRule]:
    actor.require(permissions.READ)
    return ApprovalRule.objects.for_actor(actor).order_by("id")


def approval_rule_view(actor: Actor, rule: ApprovalRule) -> JSON:
    people = _names(actor, {UUID(step["approver_id"]) for step in rule.steps if step["approver_id"]})
    steps = [
        {
            "above": step["above"],
            "approver": people.get(UUID(step["approver_id"])) if step["approver_id"] else None,
            "hours": step["hours"],
        }
        for step in rule.steps
    ]
    return {"id": rule.id, "name": rule.name, "steps": steps}


def approvals(actor: Actor, ticket: Ticket) -> list[JSON]:
    """What was asked for within a ticket, the newest first."""
    rows = list(TicketApproval.objects.for_actor(actor).filter(ticket=ticket).order_by("-id")[:50])
    people = _names(
        actor, {found for row in rows for found in (row.asker_id, row.decider_id, *row.approver_ids) if found}
    )
    return [
        {
            "id": row.id,
            "name": row.name,
            "amount": row.amount,
            "reason": row.reason,
            "state": row.state,
            "asker": people.get(row.asker_id),
            "approvers": [people[found] for found in row.approver_ids if found in people],
            "due_at": row.due_at,
            "escalations": row.escalations,
            "decider": people.get(row.decider_id),
            "decided_at": row.decided_at,
            "word": row.word,
            "created_at": row.created_at,
            "may_decide": row.state == TicketApproval.State.PENDING and actor.user_id in row.approver_ids,
            "may_withdraw": row.state == TicketApproval.State.PENDING and actor.user_id == row.asker_id,
        }
        for row in rows
    ]


def has_pending_approval(actor: Actor, ticket: Ticket) -> bool:
    rows = TicketApproval.objects.for_actor(actor).filter(ticket=ticket)
    return rows.filter(state=TicketApproval.State.PENDING).exists()


def to_escalate() -> Iterator[tuple[UUID, UUID]]:
    """(organization, approval) of everything that was not decided in time."""
    rows = TicketApproval.objects.across_organizations("approvals that are late").filter(due_at__lte=clock.now())
    yield from rows.order_by("due_at").values_list("organization_id", "id")[:BATCH]


def _names(actor: Actor, wanted: set[UUID]) -> dict[UUID | None, JSON]:
    users = User.objects.for_actor(actor).filter(id__in=wanted)
    return {user.id: {"id": user.id, "name": accounts.staff_name(user)} for user in users}
