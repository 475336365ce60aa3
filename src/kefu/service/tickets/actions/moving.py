"""A ticket goes through its stages, ends, and comes back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import clock, forms
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries
from ..events import TicketMoved
from ..models import Ticket
from ..rules import stages
from . import checklists, later, promising, record

STAMPS = ("stage", "category", "waiting_since", "resolved_at", "closed_at", *promising.DUE)
OVER = stages.OVER


@transaction.atomic
def move(
    actor: Actor, ticket_id: UUID, *, stage: str, values: Mapping[str, Any] | None = None, text: str = ""
) -> Ticket:
    """Go to a stage that the present one leads to, filling in what it needs.

    Raises Conflict for another stage and while a child is unfinished; Invalid, naming the fields, for what is missing.
    """
    ticket = queries.locked(actor, ticket_id)
    ensure_is_whole(ticket)
    filled = fill(actor, ticket, values or {})
    go(actor, ticket, stage, text=text, filled=filled)
    return ticket


def go(actor: Actor, ticket: Ticket, stage: str, *, text: str = "", filled: list[str] | None = None) -> None:
    """Move the locked ticket, whose fields `filled` changed just now."""
    definition = ticket.type.definition
    to = stages.stage_of(definition, stage)
    if to is None or not stages.may_move(definition, ticket.stage, stage):
        raise Conflict(
            "no_such_move",
            Text(
                "当前阶段不能直接转到该阶段，请刷新后重试。",
                "The present stage does not lead there; load the ticket anew.",
            ),
        )
    if lacking := stages.lacks(definition, to, ticket.values):
        raise forms.incomplete(lacking)
    if to["category"] in OVER and (n := queries.open_children(actor, [ticket.id]).get(ticket.id)):
        raise Conflict(
            "children_open",
            Text(f"还有 {n} 个子工单未办结。", f"{n} sub-tickets are not done yet."),
        )
    if to["category"] in OVER and queries.has_pending_approval(actor, ticket):
        raise Conflict(
            "approval_pending",
            Text(
                "还有审批未决，先由审批人决定或撤回申请。", "An approval is pending; it is decided or withdrawn first."
            ),
        )
    if to["category"] in OVER:
        checklists.ensure_ticked(actor, ticket)
        _ensure_unblocked(actor, ticket)
    _enter(actor, ticket, to, "moved", text, filled or [])
    if ticket.category in OVER:
        told = {*record.involved(actor, ticket), *([ticket.creator_id] if ticket.creator_id else [])}
        name = forms.name_of(to)
        record.tell(actor, ticket, told, "ticket_done", Text(f"已转为“{name.zh}”", f"is now “{name.en}”"))


@transaction.atomic
def settle(actor: Actor, ticket_id: UUID, *, text: str) -> Ticket:
    """The customer says that it is solved: it goes to its type's last stage, whatever lies between and is not filled in.

    For channels that have made sure it is they. Raises Conflict for a closed one, and while a child is unfinished or an
    approval is pending.
    """
    ticket = queries.locked(actor, ticket_id)
    ensure_is_whole(ticket)
    ends = [stage for stage in ticket.type.definition["stages"] if stage["category"] in OVER]
    to = next((stage for stage in ends if stage["category"] == Ticket.Category.CLOSED), ends[0])
    if ticket.category == to["category"]:
        raise Conflict("over_already", Text("工单已经关闭。", "The ticket is closed already."))
    if queries.open_children(actor, [ticket.id]).get(ticket.id) or queries.has_pending_approval(actor, ticket):
        raise Conflict(
            "not_yet", Text("还有未办完的部分，请稍后再关闭。", "Parts of it are not done yet; close it later.")
        )
    _enter(actor, ticket, to, "moved", text, [])
    told = record.involved(actor, ticket)
    record.tell(actor, ticket, told, "ticket_done", Text("客户已确认解决", "was closed by the customer"))
    return ticket


@transaction.atomic
def reopen(actor: Actor, ticket_id: UUID, *, reason: str) -> Ticket:
    """What was done or closed is worked on again; the time for a solution goes on where it stood. Raises Conflict otherwise."""
    ticket = queries.locked(actor, ticket_id)
    ensure_is_whole(ticket)
    if ticket.category not in OVER:
        raise Conflict("not_over", Text("工单仍在处理中，无需重开。", "The ticket is being worked on already."))
    again(actor, ticket, reason)
    return ticket


def again(actor: Actor, ticket: Ticket, reason: str) -> None:
    to = stages.stage_of(ticket.type.definition, ticket.type.definition["reopens"])
    assert to is not None
    ticket.reopened += 1
    _enter(actor, ticket, to, "reopened", reason, [])
    record.tell(actor, ticket, record.involved(actor, ticket), "ticket_reopened", Text("已重开", "was reopened"))


def _enter(actor: Actor, ticket: Ticket, to: stages.Stage, kind: str, text: str, filled: list[str]) -> None:
    now, definition = clock.now(), ticket.type.definition
    before, category_before = queries.stage(definition, ticket.stage, ticket.category), ticket.category
    ticket.stage, ticket.category = to["code"], to["category"]
    after = queries.stage(definition, ticket.stage, ticket.category)
    ticket.waiting_since = (ticket.waiting_since or now) if ticket.category == Ticket.Category.WAITING else None
    ticket.resolved_at = (ticket.resolved_at or now) if ticket.category in OVER else None
    ticket.closed_at = (ticket.closed_at or now) if ticket.category == Ticket.Category.CLOSED else None
    if ticket.category in OVER and ticket.supervised_until:
        ticket.supervised_until = None
    if ticket.category in OVER:
        later.wake(ticket, on_top=False)
    later.took_up(actor, ticket)
    checklists.grow(actor, ticket)
    promising.follow(actor, ticket)
    entry = record.note(actor, ticket, kind, text=text, data={"from": before, "to": after, "filled": filled})
    record.save(ticket, *STAMPS, "values", "reopened", "supervised_until")
    record.tell_story(ticket)
    if filled:
        record.make_findable(ticket)
    publish(
        TicketMoved(
            organization_id=ticket.organization_id,
            ticket_id=ticket.id,
            stage=ticket.stage,
            category=ticket.category,
            category_before=category_before,
            entry_id=entry.id,
            rule_id=record.rule_of(actor),
        )
    )


def fill(actor: Actor, ticket: Ticket, given: Mapping[str, Any]) -> list[str]:
    """Put what is given into the ticket's form; returns the fields that changed. Raises Invalid, naming each wrong one."""
    kept, wrong = forms.filled(ticket.type.definition["fields"], forms.unmasked(actor, given, ticket.values))
    if wrong:
        raise Invalid("wrong_values", Text("请检查标出的字段。", "Check the fields named below."), errors=wrong)
    changed = [code for code, value in kept.items() if ticket.values.get(code) != value]
    ticket.values = {**ticket.values, **kept}
    return changed


def _ensure_unblocked(actor: Actor, ticket: Ticket) -> None:
    if found := queries.blockers(actor, ticket):
        zh, en = "、".join(found), ", ".join(found)
        raise Conflict(
            "blocked",
            Text(
                f"被未办结的工单阻塞：{zh}。先办结或解除关联。",
                f"Unfinished tickets block it: {en}. End or unlink them.",
            ),
        )


def ensure_is_whole(ticket: Ticket) -> None:
    """What was merged into another ticket is worked on there."""
    if ticket.merged_into_id:
        raise Conflict(
            "merged", Text("该工单已合并，请在合并后的工单上操作。", "This ticket was merged; work on the other one.")
        )
