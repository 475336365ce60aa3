"""Sums that somebody has to agree to (审批, decision 0048)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import ApprovalRule, Ticket, TicketApproval
from ..rules import approvals, clocks
from . import people, record

State = TicketApproval.State


@transaction.atomic
def save_approval_rule(actor: Actor, rule_id: UUID | None, changes: Mapping[str, Any]) -> ApprovalRule:
    """Make or change a rule: name, steps. Raises Invalid with every fault, and Conflict for a name that is taken."""
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    rule = ApprovalRule(organization_id=actor.organization_id)
    if rule_id:
        rule = one(queries.approval_rules(actor).select_for_update().filter(id=rule_id))
    before = _audited(rule) if rule_id else None
    rule.name = str(changes.get("name", rule.name)).strip()
    faults = [] if rule.name else [FieldError("name", Text("请填写名称。", "Give it a name."))]
    if "steps" in changes or not rule_id:
        rule.steps, wrong = approvals.checked(changes.get("steps", []))
        able = {str(found) for found in accounts.holders(actor, permissions.READ)}
        strange = [at for at, step in enumerate(rule.steps) if step["approver_id"] and step["approver_id"] not in able]
        text = Text("此人不存在或无权查看工单。", "This person does not exist, or sees no tickets.")
        faults += wrong + [FieldError(f"steps.{at}.approver_id", text) for at in strange]
    if faults:
        raise Invalid("wrong_rule", Text("请检查标出的字段。", "Check the fields named below."), errors=faults)
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        text = Text("该名称已存在。", "A rule of this name exists.")
        raise Conflict("name_taken", text, errors=[FieldError("name", text)]) from error
    _note_rule(actor, "updated" if rule_id else "created", rule, before, _audited(rule))
    return rule


@transaction.atomic
def delete_approval_rule(actor: Actor, rule_id: UUID) -> None:
    """What was asked by it stays as it is."""
    actor.require(permissions.READ)
    actor.require(permissions.CONFIGURE)
    rule = one(queries.approval_rules(actor).select_for_update().filter(id=rule_id))
    _note_rule(actor, "deleted", rule, _audited(rule), None)
    rule.delete()


@transaction.atomic
def ask_approval(actor: Actor, ticket_id: UUID, *, rule_id: UUID, amount: Any, reason: str) -> Ticket:
    """Ask for a sum: granted at once within the first step, else whoever decides hears of it.

    Raises Invalid for a wrong sum or without a reason, and Conflict when nobody but the asker could decide.
    """
    ticket = queries.locked(actor, ticket_id)
    people.ensure_is_worked_on(ticket)
    rule = one(queries.approval_rules(actor).filter(id=rule_id))
    asked, errors = approvals.amount(amount), []
    if not asked:
        text = Text("请填写大于 0 的金额，最多两位小数。", "Give a sum above 0 with two decimals at most.")
        errors.append(FieldError("amount", text))
    if not reason.strip():
        errors.append(FieldError("reason", Text("请填写事由。", "Say what it is for.")))
    if errors or not asked:
        raise Invalid("wrong_approval", Text("请检查标出的字段。", "Check the fields named below."), errors=errors)
    row = TicketApproval(
        organization_id=ticket.organization_id,
        ticket=ticket,
        rule=rule,
        name=rule.name,
        amount=asked,
        reason=reason.strip(),
        asker_id=actor.user_id,
        state=State.PENDING,
    )
    step = approvals.first_step(rule.steps, asked)
    if step is None:
        row.state, row.decided_at = State.GRANTED, clock.now()
    else:
        _put_to(actor, ticket, row, rule.steps, step)
    row.save()
    record.note(actor, ticket, "approval_asked", text=row.reason, data=_told(row))
    if step is None:
        record.note(system(ticket.organization_id, "tickets"), ticket, "approval_granted", data=_told(row))
    else:
        _tell_approvers(actor, ticket, row)
    record.save(ticket)
    return ticket


@transaction.atomic
def decide_approval(actor: Actor, ticket_id: UUID, approval_id: UUID, *, is_granted: bool, word: str = "") -> Ticket:
    """Grant or refuse; a refusal says why. Raises Conflict for what is decided already, and for whoever is not asked."""
    ticket = queries.locked(actor, ticket_id, may=permissions.READ)
    row = _pending(actor, ticket, approval_id)
    if actor.user_id not in row.approver_ids:
        raise Conflict("not_asked", Text("您不是该审批的审批人。", "You are not asked to decide this."))
    if not is_granted and not word.strip():
        text = Text("请填写拒绝原因。", "Say why it is refused.")
        raise Invalid("reason_needed", text, errors=[FieldError("word", text)])
    row.state = State.GRANTED if is_granted else State.REFUSED
    row.decider_id, row.decided_at, row.word, row.due_at = actor.user_id, clock.now(), word.strip(), None
    row.save()
    record.note(actor, ticket, f"approval_{row.state}", text=row.word, data=_told(row))
    record.save(ticket)
    asked = f"{row.name} ¥{row.amount}"
    text = (
        Text(f"{asked} 已批准", f"{asked} was granted")
        if is_granted
        else Text(f"{asked} 被拒绝", f"{asked} was refused")
    )
    record.tell(actor, ticket, {row.asker_id, ticket.owner_id}, "ticket_approval_decided", text, fact=f"{row.id}")
    return ticket


@transaction.atomic
def withdraw_approval(actor: Actor, ticket_id: UUID, approval_id: UUID) -> Ticket:
    """The asker takes back what is not decided yet."""
    ticket = queries.locked(actor, ticket_id)
    row = _pending(actor, ticket, approval_id)
    if row.asker_id != actor.user_id:
        raise Conflict("not_yours", Text("只有申请人可以撤回。", "Only who asked takes it back."))
    row.state, row.decided_at, row.due_at = State.WITHDRAWN, clock.now(), None
    row.save()
    record.note(actor, ticket, "approval_withdrawn", data=_told(row))
    record.save(ticket)
    return ticket


@transaction.atomic
def escalate_approval(organization_id: UUID, approval_id: UUID) -> None:
    """Not decided in its hours: the next step's approvers are asked too; nothing when it was decided meanwhile."""
    actor = system(organization_id, "tickets")
    found = one(TicketApproval.objects.for_actor(actor).filter(id=approval_id))
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=found.ticket_id))
    row = one(TicketApproval.objects.for_actor(actor).select_related("rule").filter(id=approval_id))
    if row.due_at is None or row.due_at > clock.now():
        return
    before = set(row.approver_ids)
    _put_to(actor, ticket, row, row.rule.steps if row.rule else [], row.step + 1)
    row.escalations += 1
    row.save()
    record.note(actor, ticket, "approval_escalated", data=_told(row))
    record.save(ticket)
    _tell_approvers(actor, ticket, row, but=before)


def _put_to(actor: Actor, ticket: Ticket, row: TicketApproval, steps: list[Any], step: int) -> None:
    """Whoever decides from this step on: the first with somebody who is new, in the end whoever decides about tickets."""
    known, able = {*row.approver_ids, row.asker_id}, accounts.holders(actor, permissions.READ)
    for at, one_step in enumerate(steps[step:], step):
        wanted = (
            {UUID(one_step["approver_id"])} if one_step["approver_id"] else accounts.leaders_of(actor, row.asker_id)
        )
        if added := (wanted & able) - known:
            row.step, row.due_at = at, _due(actor, ticket, one_step["hours"])
            row.approver_ids = sorted({*row.approver_ids, *added}, key=str)
            return
    added = accounts.holders(actor, permissions.MANAGE) - known
    if not added and not row.approver_ids:
        raise Conflict(
            "nobody_decides", Text("没有可以审批的人，请先设置审批人。", "Nobody could decide this; name an approver.")
        )
    row.step, row.due_at = len(steps), None
    row.approver_ids = sorted({*row.approver_ids, *added}, key=str)


def _due(actor: Actor, ticket: Ticket, hours: int) -> datetime | None:
    policy = queries.policy_of(actor, ticket)
    time = queries.Hours(actor).of(policy.calendar_id if policy else None)
    return clocks.due(clocks.Clock(timedelta(hours=hours), timedelta(0), clock.now(), 0), time)


def _pending(actor: Actor, ticket: Ticket, approval_id: UUID) -> TicketApproval:
    row = one(TicketApproval.objects.for_actor(actor).filter(ticket=ticket, id=approval_id))
    if row.state != State.PENDING:
        raise Conflict("decided", Text("该审批已有结果，请刷新。", "This is decided already; load it anew."))
    return row


def _tell_approvers(actor: Actor, ticket: Ticket, row: TicketApproval, *, but: set[UUID] | None = None) -> None:
    text = Text(f"{row.name} ¥{row.amount} 待您审批", f"{row.name} ¥{row.amount} waits for your approval")
    told = set(row.approver_ids) - (but or set())
    record.tell(actor, ticket, told, "ticket_approval_asked", text, fact=f"{row.id} {row.step}")


def _told(row: TicketApproval) -> dict[str, Any]:
    return {"name": row.name, "amount": str(row.amount)}


def _audited(rule: ApprovalRule) -> dict[str, Any]:
    return {"name": rule.name, "steps": rule.steps}


def _note_rule(actor: Actor, act: str, rule: ApprovalRule, before: Any, after: Any) -> None:
    audit.record(
        actor,
        action=f"approval_rule.{act}",
        target_type="approval_rule",
        target_id=rule.id,
        target_label=rule.name,
        before=before,
        after=after,
    )
