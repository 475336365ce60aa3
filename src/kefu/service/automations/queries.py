"""Reads of rules, of what they did and would do, and of shortcuts."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kefu.contact.callers import queries as callers
from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.calendars import queries as calendars
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one
from kefu.service.tickets import actions as ticket_actions
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket

from . import permissions
from .models import AutomationRule, Macro, RuleFiring
from .rules import definitions, judging

TRIED_FROM = timedelta(days=30)
MOST_TRIED, MOST_SHOWN = 1_000, 50
HOUR = timedelta(hours=1)
WORK = "tickets.serve"
NARROWING = {"type": "type_id", "stage": "stage", "category": "category", "priority": "priority", "team": "team_id"}


def rules(actor: Actor) -> QuerySet[AutomationRule]:
    """In the order in which they run."""
    actor.require(permissions.MANAGE)
    return AutomationRule.objects.for_actor(actor).order_by("position", "id")


def rule(actor: Actor, rule_id: UUID) -> AutomationRule:
    return one(rules(actor).filter(id=rule_id))


def waiting_for(actor: Actor, trigger: str) -> list[AutomationRule]:
    """The rules of the organization that run when this happens, in their order."""
    found = statements.run(statements.find(AutomationRule, actor.organization_id, trigger=trigger, is_enabled=True))[0]
    return sorted(found, key=attrgetter("position", "id"))


def firings(actor: Actor, rule_id: UUID) -> QuerySet[RuleFiring]:
    """What a rule did, as far as the actor may see the tickets."""
    found = rule(actor, rule_id)
    rows = RuleFiring.objects.for_actor(actor).filter(rule=found).select_related("ticket")
    return rows if actor.user_ids is None else rows.filter(ticket__in=tickets.tickets(actor))


def known(actor: Actor) -> definitions.Known:
    """What rules and shortcuts may name."""
    types = list(tickets.types(actor))
    stages = {stage["code"] for kind in types for stage in kind.definition["stages"]}
    able = accounts.holders(actor, WORK)
    return definitions.Known(
        types={str(kind.id) for kind in types},
        plain_types={str(kind.id) for kind in types if not ticket_actions.form_faults(kind, {})},
        stages=stages,
        teams={str(team.id) for team in accounts.teams(actor)},
        users={str(user_id) for user_id in able},
        calendars={str(one.id) for one in calendars.calendars(actor)},
    )


def spoken_facts(actor: Actor, conversation: Conversation, words: str) -> judging.Facts:
    """What conditions ask of a conversation in which the customer has just said this."""
    values = {"customer": _marks(actor, conversation.customer), "channel": {conversation.channel}}
    return judging.Facts({name: frozenset(found) for name, found in values.items()}, words)


def _marks(actor: Actor, customer: Customer | None) -> set[str]:
    if customer is None:
        return set()
    marks = {"vip"} if customer.tier == Customer.Tier.VIP else set()
    return marks | ({"important"} if callers.importance(actor, customer.id).is_important else set())


def facts(actor: Actor, ticket: Ticket) -> judging.Facts:
    values = {
        "type": {str(ticket.type_id)},
        "stage": {ticket.stage},
        "category": {ticket.category},
        "priority": {ticket.priority},
        "team": {str(ticket.team_id)} if ticket.team_id else set(),
        "owner": {"some" if ticket.owner_id else "none"},
        "customer": _marks(actor, ticket.customer),
        "source": {ticket.source},
        "tag": set(ticket.tags),
    }
    return judging.Facts({name: frozenset(found) for name, found in values.items()}, tickets.said(actor, ticket))


def silent(
    actor: Actor, definition: Mapping[str, Any], *, unless_told_by: UUID | None = None
) -> Iterator[tuple[Ticket, datetime]]:
    """The tickets for which a time rule's hours are over, each with the moment since which nothing happened.

    With `unless_told_by` without those that this rule has told since. Hours of a calendar are never shorter than those of the clock, so the database finds all that may be due.
    """
    trigger, now = definition["trigger"], clock.now()
    hours = timedelta(hours=trigger["hours"])
    rows = _narrowed(tickets.silent(actor, trigger["kind"], before=now - hours), definition)
    if unless_told_by:
        told = RuleFiring.objects.for_actor(actor).filter(rule_id=unless_told_by, ticket=OuterRef("pk"))
        rows = rows.exclude(Exists(told.filter(created_at__gte=OuterRef("since"))))
    schedule = calendars.schedule(actor, UUID(trigger["calendar_id"])) if trigger.get("calendar_id") else None
    for ticket in rows.iterator(chunk_size=200):
        since: datetime = ticket.since  # type: ignore[attr-defined]
        if schedule is None or schedule.working_minutes_between(since, now) * 60 >= hours.total_seconds():
            yield ticket, since


def tried(actor: Actor, definition: Mapping[str, Any]) -> dict[str, Any]:
    """What a checked rule would have touched: how many were looked at, how many it concerns, and the first 50 with why.

    An event rule is tried on tickets of the last 30 days with which the event happened, as they are now; a time rule on
    those that are silent now; a rule for conversations on what was said first in those of the last 30 days.
    """
    actor.require(permissions.MANAGE)
    is_spoken = definition["trigger"]["kind"] == definitions.SPOKEN
    seen, concerned = (_tried_spoken if is_spoken else _tried_tickets)(actor, definition)
    return {
        "looked_at": seen,
        "count": len(concerned),
        "kind": "conversation" if is_spoken else "ticket",
        "tickets": concerned[:MOST_SHOWN],
    }


def _tried_spoken(actor: Actor, definition: Mapping[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    begun = conversations.begun(actor, since=clock.now() - TRIED_FROM, most=MOST_TRIED)
    judged = [(one, words, judging.judge(definition, spoken_facts(actor, one, words))) for one, words, _ in begun]
    return len(begun), [
        {"id": one.id, "number": one.number, "subject": " ".join(words.split())[:200], "held": judgement.held}
        for one, words, judgement in judged
        if judgement.holds
    ]


def _tried_tickets(actor: Actor, definition: Mapping[str, Any]) -> tuple[int, list[dict[str, Any]]]:
    seen = set(_recent(actor, definition).values_list("id", flat=True)[:MOST_TRIED])
    if definition["trigger"]["kind"] in definitions.SILENCES:
        rows: Iterable[Ticket] = [ticket for ticket, _ in silent(actor, definition) if ticket.id in seen]
    else:
        rows = tickets.whole(tickets.tickets(actor).filter(id__in=seen)).order_by("-id")
    judged = [(ticket, judging.judge(definition, facts(actor, ticket))) for ticket in rows]
    return len(seen), [
        {"id": one.id, "number": one.number, "subject": one.subject, "held": judgement.held}
        for one, judgement in judged
        if judgement.holds
    ]


def _recent(actor: Actor, definition: Mapping[str, Any]) -> QuerySet[Ticket]:
    trigger = definition["trigger"]
    rows = tickets.tickets(actor).filter(created_at__gte=clock.now() - TRIED_FROM).order_by("-id")
    if trigger["kind"] in definitions.SILENCES:
        return rows
    return tickets.happened(actor, rows, trigger["kind"], percent=trigger.get("percent") or 0)


def _narrowed(rows: QuerySet[Ticket], definition: Mapping[str, Any]) -> QuerySet[Ticket]:
    """Only those of which the plain conditions hold, where all must."""
    if definition["match"] != "all":
        return rows
    for condition in definition["conditions"]:
        if (name := NARROWING.get(condition["field"])) and condition["operator"] == "is":
            rows = rows.filter(**{f"{name}__in": condition["values"]})
    return rows


def macros(actor: Actor) -> QuerySet[Macro]:
    """The shortcuts that the actor may apply: their own, their teams', everybody's; who manages them sees those of all teams."""
    actor.require(WORK)
    rows = Macro.objects.for_actor(actor).select_related("owner", "team").order_by("name", "id")
    mine = Q(owner_id=actor.user_id) | Q(owner=None, team=None)
    theirs = Q(owner=None) if actor.may(permissions.SHORTCUTS) else Q(team_id__in=accounts.team_ids_of(actor))
    return rows.filter(mine | theirs)


def rule_view(found: AutomationRule) -> dict[str, Any]:
    names = ("id", "name", "position", "is_enabled", "stops_after", "definition", "off_reason", "created_at")
    return {name: getattr(found, name) for name in names}


def macro_view(found: Macro) -> dict[str, Any]:
    return {
        "id": found.id,
        "name": found.name,
        "scope": "own" if found.owner_id else "team" if found.team_id else "shared",
        "team": {"id": found.team.id, "name": found.team.name} if found.team else None,
        "actions": found.actions,
    }


def firing_view(found: RuleFiring) -> dict[str, Any]:
    names = ("id", "fact", "is_chained", "state", "held", "done", "error", "created_at")
    ticket = {"id": found.ticket.id, "number": found.ticket.number, "subject": found.ticket.subject}
    return {**{name: getattr(found, name) for name in names}, "ticket": ticket}


def spoken(ticket: Ticket) -> dict[str, str]:
    """What variables of texts stand for."""
    owner: User | None = ticket.owner
    return {
        "customer": ticket.customer.name if ticket.customer else "",
        "number": ticket.number,
        "subject": ticket.subject,
        "owner": accounts.display_name(owner) if owner else "",
    }
