"""Rules run: when something happened with a ticket, and when nothing did for long enough."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import NotFound, Problem
from kefu.kernel.i18n import Text
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket

from .. import permissions, queries
from ..models import AutomationRule, RuleFiring
from ..rules import definitions, judging
from . import doing

MOST_AT_ONCE = 200
"""Firings of one time rule in one sweep; the next one goes on."""
LOOPED = "looped"


@transaction.atomic
def answer_event(
    organization_id: UUID,
    ticket_id: UUID,
    kind: str,
    fact: str,
    *,
    cause: UUID | None = None,
    percent: int = 0,
) -> None:
    """Run the rules that wait for this, in their order. `cause` is the rule that set it off, None for people."""
    actor = system(organization_id, "automations")
    for rule in queries.waiting_for(actor, kind):
        if kind == "alarmed" and rule.definition["trigger"]["percent"] != percent:
            continue
        fire(actor, rule, ticket_id, fact, is_chained=cause is not None)
        if rule.stops_after and _known(actor, rule, ticket_id, fact).filter(state=RuleFiring.State.DONE).exists():
            return


def sweep() -> int:
    """Run the time rules of every organization whose hours are over; returns how many fired."""
    return notices.carry_out("automations.silence", _due(), _fire_silent)


def _due() -> Iterator[tuple[UUID, tuple[UUID, UUID, str]]]:
    rows = AutomationRule.objects.across_organizations("rules that wait for silence")
    rows = rows.filter(trigger__in=definitions.SILENCES, is_enabled=True)
    stopped: set[UUID] = set()
    for rule in rows.order_by("organization_id", "position", "id"):
        actor, count = system(rule.organization_id, "automations"), 0
        for ticket, since in queries.silent(actor, rule.definition, unless_told_by=rule.id):
            fact = _since(since)
            if ticket.id in stopped:
                continue
            if not judging.judge(rule.definition, queries.facts(actor, ticket)).holds:
                continue
            if rule.stops_after:
                stopped.add(ticket.id)
            count += 1
            yield rule.organization_id, (rule.id, ticket.id, fact)
            if count >= MOST_AT_ONCE:
                break


def _fire_silent(organization_id: UUID, due: tuple[UUID, UUID, str]) -> None:
    rule_id, ticket_id, fact = due
    actor = system(organization_id, "automations")
    rule = AutomationRule.objects.for_actor(actor).filter(id=rule_id, is_enabled=True).first()
    if rule:
        fire(actor, rule, ticket_id, fact, is_silence=True)


def fire(
    actor: Actor,
    rule: AutomationRule,
    ticket_id: UUID,
    fact: str,
    *,
    is_chained: bool = False,
    is_silence: bool = False,
) -> None:
    """Do what the rule says if its conditions hold, all of it or nothing, once for the fact.

    A time rule looks again under the lock: somebody may have answered meanwhile.
    """
    try:
        ticket = tickets.locked(actor, ticket_id)
    except NotFound:
        return
    if ticket.merged_into_id or _known(actor, rule, ticket_id, fact).exists():
        return
    if is_silence and not _is_still(actor, rule, ticket_id, fact):
        return
    judgement = judging.judge(rule.definition, queries.facts(actor, ticket))
    if not judgement.holds:
        return
    trace = RuleFiring(
        organization_id=actor.organization_id,
        rule=rule,
        ticket=ticket,
        fact=fact,
        is_chained=is_chained,
        held=judgement.held,
        created_at=clock.now(),
    )
    if is_chained and _chained(actor, ticket) >= judging.MOST_CHAINED:
        _switch_off(actor, rule, trace)
    else:
        carry_out(actor, rule, ticket, trace)
    trace.save(force_insert=True)


def doer_of(rule: AutomationRule) -> Actor:
    """In the name and under the id of the rule, so that the history says who it was and events tell its doing from people's."""
    return Actor(kind="system", organization_id=rule.organization_id, id=rule.id, name=rule.name)


def carry_out(actor: Actor, rule: AutomationRule, ticket: Ticket, trace: RuleFiring) -> None:
    """All of its acts or none; the trace learns which."""
    doer = doer_of(rule)
    acts, at = rule.definition["actions"], 0
    try:
        with transaction.atomic():
            while at < len(acts):
                doing.do(doer, tickets.locked(doer, ticket.id), acts[at], by=rule.name)
                at += 1
    except Problem as problem:
        trace.state, trace.error = RuleFiring.State.FAILED, doing.why_not(at, problem)[:500]
    else:
        trace.state, trace.done = RuleFiring.State.DONE, list(acts)


def _switch_off(actor: Actor, rule: AutomationRule, trace: RuleFiring) -> None:
    """Rules set each other off on this ticket again and again: whoever sets rules up hears of it, and sees the ticket."""
    trace.state = RuleFiring.State.STOPPED
    trace.error = Text(
        f"一小时内规则在该工单上互相触发超过 {judging.MOST_CHAINED} 次，规则已停用。",
        f"Rules set each other off more than {judging.MOST_CHAINED} times within an hour on this ticket; the rule was switched off.",
    ).in_language()
    AutomationRule.objects.for_actor(actor).filter(id=rule.id).update(is_enabled=False, off_reason=LOOPED)
    notices.notify(
        actor,
        user_ids=accounts.holders(actor, permissions.MANAGE),
        kind="automation_off",
        text=Text(
            f"自动化规则“{rule.name}”在工单 {trace.ticket.number} 上循环触发，已停用",
            f"The rule “{rule.name}” went in circles on ticket {trace.ticket.number} and was switched off",
        ),
        link="/settings/automation_rules",
        fact=f"{rule.id} {trace.ticket_id} {trace.fact}"[:120],
    )


def _chained(actor: Actor, ticket: Ticket) -> int:
    rows = RuleFiring.objects.for_actor(actor).filter(ticket=ticket, is_chained=True, state=RuleFiring.State.DONE)
    return rows.filter(created_at__gt=clock.now() - queries.HOUR).count()


def _known(actor: Actor, rule: AutomationRule, ticket_id: UUID, fact: str) -> QuerySet[RuleFiring]:
    return RuleFiring.objects.for_actor(actor).filter(rule=rule, ticket_id=ticket_id, fact=fact)


def _is_still(actor: Actor, rule: AutomationRule, ticket_id: UUID, fact: str) -> bool:
    rows: Any = tickets.silent(actor, rule.definition["trigger"]["kind"], before=clock.now()).filter(id=ticket_id)
    found = rows.first()
    return found is not None and _since(found.since) == fact


def _since(moment: datetime) -> str:
    return f"since {moment.isoformat()}"
