"""Counts and sums over contacts: one statement, whatever the grouping."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import TruncDate
from django.utils.timezone import get_current_timezone

from kefu.contact.bot.models import Turn
from kefu.contact.routing.models import Contact, Rating
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import rules
from .filters import Filters, Period, contacts, half_hour_of, within

CHAT = ~Q(channel="message")
QUEUED = Q(queued_at__isnull=False) & CHAT
ANSWERED = QUEUED & Q(answered_at__isnull=False)
HANDLED = ANSWERED & Q(ended_at__isnull=False)
ABANDONED = QUEUED & Q(answered_at=None, ended_at__isnull=False)
SHORT = ABANDONED & Q(ended_at__lte=F("queued_at") + timedelta(seconds=rules.SHORT_ABANDON))
REPLIED = ANSWERED & Q(first_reply_at__isnull=False)
REPLIED_IN_TIME = REPLIED & Q(first_reply_at__lte=F("queued_at") + timedelta(seconds=rules.REPLY_IN_TIME))
ANSWERED_IN_TIME = ANSWERED & Q(answered_at__lte=F("queued_at") + timedelta(seconds=rules.ANSWER_IN_TIME))
GROUPS = ("day", "half_hour", "agent", "queue", "disposition", "channel")


def measured(actor: Actor, period: Period, filters: Filters, by: str | None = None) -> dict[Any, dict[str, float]]:
    """The measures of contacts, by group key; None is the key of all of them. Filters are narrowed."""
    rows = within(contacts(actor, filters), period)
    now = clock.now()
    found = _aggregated(_with_ratings(actor, _with_bot(actor, rows)), by, now)
    for key, more in _first_contacts(actor, rows, by, now).items():
        found.setdefault(key, {}).update(more)
    return found


def grouped(rows: QuerySet[Contact], by: str | None) -> QuerySet[Contact]:
    """The rows with their group key as `key`."""
    match by:
        case "day":
            return rows.annotate(key=TruncDate("at", tzinfo=get_current_timezone()))
        case "half_hour":
            return rows.annotate(key=half_hour_of("at"))
        case "agent" | "queue" | "disposition":
            return rows.annotate(key=F(f"{by}_id"))
        case "channel":
            return rows.annotate(key=F("channel"))
    return rows


def _aggregated(rows: QuerySet[Any], by: str | None, now: datetime) -> dict[Any, dict[str, float]]:
    known = REPLIED | (
        ANSWERED & (Q(ended_at__isnull=False) | Q(queued_at__lte=now - timedelta(seconds=rules.REPLY_IN_TIME)))
    )
    rated = Q(score__isnull=False)
    sums: Mapping[str, Any] = {
        "sessions": Count("id"),
        "entries": Count("id", filter=QUEUED),
        "answered": Count("id", filter=ANSWERED),
        "answered_in_time": Count("id", filter=ANSWERED_IN_TIME),
        "wait_seconds": _seconds("answered_at", "queued_at", ANSWERED),
        "replied": Count("id", filter=REPLIED),
        "replied_in_time": Count("id", filter=REPLIED_IN_TIME),
        "reply_known": Count("id", filter=known),
        "reply_seconds": _seconds("first_reply_at", "queued_at", REPLIED),
        "abandons": Count("id", filter=ABANDONED),
        "short_abandons": Count("id", filter=SHORT),
        "handled": Count("id", filter=HANDLED),
        "handle_seconds": _seconds("ended_at", "answered_at", HANDLED),
        "disposed": Count("id", filter=HANDLED & Q(disposition__isnull=False)),
        "transfers": Sum("transfers", filter=ANSWERED),
        "bot_served": Count("id", filter=Q(bot_spoke=True) & (Q(ended_at__isnull=False) | Q(queued_at__isnull=False))),
        "bot_solved": Count("id", filter=Q(bot_spoke=True, queued_at=None, ended_at__isnull=False)),
        "invited": Count("id", filter=Q(agent__isnull=False, ended_at__isnull=False)),
        "rated": Count("id", filter=rated),
        "score_sum": Sum("score", filter=rated),
        "agent_rated": Count("id", filter=rated & Q(counts_for_agent=True)),
        "agent_score_sum": Sum("score", filter=rated & Q(counts_for_agent=True)),
        "low_rated": Count("id", filter=Q(score__lte=rules.LOW_SCORE)),
        "solved": Count("id", filter=Q(solved="yes")),
        "solved_asked": Count("id", filter=rated & ~Q(solved="")),
    }
    return _by_key(grouped(rows, by), by, sums)


def _by_key(rows: QuerySet[Any], by: str | None, sums: Mapping[str, Any]) -> dict[Any, dict[str, float]]:
    named = {f"sum_{name}": total for name, total in sums.items()}  # apart from the columns of the same name
    if by is None:
        totals = rows.aggregate(**named)
        return {None: {name: _number(totals[f"sum_{name}"]) for name in sums}}
    lines = rows.values("key").annotate(**named).order_by()
    return {line["key"]: {name: _number(line[f"sum_{name}"]) for name in sums} for line in lines}


def _seconds(end: str, start: str, which: Q) -> Any:
    return Sum(ExpressionWrapper(F(end) - F(start), DurationField()), filter=which)


def _number(total: Any) -> float:
    """A count, a sum, or seconds; nothing summed up is nought."""
    return total.total_seconds() if isinstance(total, timedelta) else float(total or 0)


def _with_ratings(actor: Actor, rows: QuerySet[Contact]) -> QuerySet[Any]:
    rating = Rating.objects.for_actor(actor).filter(contact=OuterRef("pk"))
    return rows.annotate(
        score=Subquery(rating.values("score")),
        solved=Subquery(rating.values("solved")),
        counts_for_agent=Subquery(rating.values("counts_for_agent")),
    )


def _with_bot(actor: Actor, rows: QuerySet[Contact]) -> QuerySet[Any]:
    turns = Turn.objects.for_actor(actor).filter(conversation_id=OuterRef("subject_id"))
    turns = turns.exclude(outcome__in=["ignored", "tried"])
    return rows.annotate(bot_spoke=Exists(turns))


def _first_contacts(
    actor: Actor, rows: QuerySet[Contact], by: str | None, now: datetime
) -> dict[Any, dict[str, float]]:
    """First contacts of a customer about a reason whose seven days are over, and those without another."""
    old_enough = HANDLED & Q(at__lt=now - rules.REPEAT_WINDOW, customer_id__isnull=False, disposition__isnull=False)
    same = Contact.objects.for_actor(actor).filter(
        customer_id=OuterRef("customer_id"), disposition_id=OuterRef("disposition_id")
    )
    before = same.filter(
        started_at__lt=OuterRef("started_at"), started_at__gte=OuterRef("started_at") - rules.REPEAT_WINDOW
    )
    after = same.filter(
        started_at__gt=OuterRef("started_at"), started_at__lte=OuterRef("started_at") + rules.REPEAT_WINDOW
    )
    first = rows.filter(old_enough).filter(~Exists(before)).annotate(again=Exists(after))
    sums = {"first_contacts": Count("id"), "first_solved": Count("id", filter=Q(again=False))}
    return _by_key(grouped(first, by), by, sums)
