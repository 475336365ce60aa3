"""Counts and sums over contacts, their ratings and the bot's part: a statement each, whatever the grouping."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate
from django.utils.timezone import get_current_timezone

from kefu.contact.bot.models import Turn
from kefu.contact.routing.models import Contact, Rating
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import rules
from .filters import Filters, Period, contacts, half_hour_of, within

QUEUED = Q(queued_at__isnull=False, channel__in=rules.SERVED)
ANSWERED = QUEUED & Q(answered_at__isnull=False)
HANDLED = ANSWERED & Q(ended_at__isnull=False)
ABANDONED = QUEUED & Q(answered_at=None, ended_at__isnull=False, wants_callback=False)
SHORT = ABANDONED & Q(ended_at__lte=F("queued_at") + timedelta(seconds=rules.SHORT_ABANDON))
CHATTED = ANSWERED & Q(channel="chat")  # a call is answered by speaking, and a mail may wait for hours
REPLIED = CHATTED & Q(first_reply_at__isnull=False)
REPLIED_IN_TIME = REPLIED & Q(first_reply_at__lte=F("queued_at") + timedelta(seconds=rules.REPLY_IN_TIME))
ANSWERED_IN_TIME = ANSWERED & Q(answered_at__lte=F("queued_at") + timedelta(seconds=rules.ANSWER_IN_TIME))
# Of calls only those in which somebody spoke: an agent stands in every call out, whether it was answered or not.
INVITED = Q(agent__isnull=False, ended_at__isnull=False) & (~Q(channel="phone") | Q(answered_at__isnull=False))
BOT_SOLVED = Q(queued_at=None, ended_at__isnull=False)  # of those that the bot had a part in
HANDS_FREE = Coalesce("wrapped_at", "ended_at")
OF_CONTACTS = ("queue", "disposition", "channel")
OF_TICKETS = ("team", "type")
GROUPS = ("day", "half_hour", "agent", *OF_CONTACTS, *OF_TICKETS)


def measured(actor: Actor, period: Period, filters: Filters, by: str | None = None) -> dict[Any, dict[str, float]]:
    """The measures of contacts, by group key; None is the key of all of them. Filters are narrowed."""
    rows = within(contacts(actor, filters), period)
    now = clock.now()
    found: dict[Any, dict[str, float]] = defaultdict(dict)
    for part in (
        _of_contacts(rows, by, now),
        _of_ratings(actor, rows, by),
        _of_the_bot(actor, rows, by),
        _first_contacts(actor, rows, by, now),
    ):
        for key, measures in part.items():
            found[key].update(measures)
    return dict(found)


def grouped(rows: QuerySet[Any], by: str | None, contact: str = "") -> QuerySet[Any]:
    """The rows with their group key as `key`; `contact` is the way from a row to its contact ("contact__")."""
    key: Any
    match by:
        case "day":
            key = TruncDate("at", tzinfo=get_current_timezone())
        case "half_hour":
            key = half_hour_of("at")
        case "agent" | "queue" | "disposition":
            key = F(f"{contact}{by}_id")
        case "channel":
            key = F(f"{contact}channel")
        case _:
            return rows
    keyed: QuerySet[Any] = rows.annotate(key=key)
    return keyed


def _of_contacts(rows: QuerySet[Contact], by: str | None, now: datetime) -> dict[Any, dict[str, float]]:
    known = REPLIED | (
        CHATTED & (Q(ended_at__isnull=False) | Q(queued_at__lte=now - timedelta(seconds=rules.REPLY_IN_TIME)))
    )
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
        "callbacks": Count("id", filter=QUEUED & Q(wants_callback=True)),
        "handled": Count("id", filter=HANDLED),
        "handle_seconds": _seconds(HANDS_FREE, "answered_at", HANDLED, less="parked_for"),
        "disposed": Count("id", filter=HANDLED & Q(disposition__isnull=False)),
        "transfers": Sum("transfers", filter=ANSWERED),
        "invited": Count("id", filter=INVITED),
    }
    return by_key(grouped(rows, by), by, sums)


def _of_ratings(actor: Actor, rows: QuerySet[Contact], by: str | None) -> dict[Any, dict[str, float]]:
    """Counted from the ratings, of which there are few: asked of each contact they would be looked up for each sum."""
    ratings = Rating.objects.for_actor(actor).filter(contact__in=rows)
    ratings = ratings.annotate(at=Coalesce("contact__queued_at", "contact__started_at"))
    for_agent = Q(counts_for_agent=True)
    sums: Mapping[str, Any] = {
        "rated": Count("id"),
        "score_sum": Sum("score"),
        "agent_rated": Count("id", filter=for_agent),
        "agent_score_sum": Sum("score", filter=for_agent),
        "low_rated": Count("id", filter=Q(score__lte=rules.LOW_SCORE)),
        "solved": Count("id", filter=Q(solved="yes")),
        "solved_asked": Count("id", filter=~Q(solved="")),
    }
    return by_key(grouped(ratings, by, "contact__"), by, sums)


def _of_the_bot(actor: Actor, rows: QuerySet[Contact], by: str | None) -> dict[Any, dict[str, float]]:
    served = rows.filter(bot_spoke(actor))
    sums: Mapping[str, Any] = {
        "bot_served": Count("id", filter=Q(ended_at__isnull=False) | Q(queued_at__isnull=False)),
        "bot_solved": Count("id", filter=BOT_SOLVED),
    }
    return by_key(grouped(served, by), by, sums)


def bot_spoke(actor: Actor) -> Exists:
    """Whether the bot had a part in the contact."""
    turns = Turn.objects.for_actor(actor).filter(conversation_id=OuterRef("subject_id"))
    return Exists(turns.exclude(outcome__in=["ignored", "tried"]))


def by_key(rows: QuerySet[Any], by: str | None, sums: Mapping[str, Any]) -> dict[Any, dict[str, float]]:
    named = {f"sum_{name}": total for name, total in sums.items()}  # apart from the columns of the same name
    if by is None:
        totals = rows.aggregate(**named)
        return {None: {name: _number(totals[f"sum_{name}"]) for name in sums}}
    lines = rows.values("key").annotate(**named).order_by()
    return {line["key"]: {name: _number(line[f"sum_{name}"]) for name in sums} for line in lines}


def _seconds(end: Any, start: str, which: Q, *, less: str | None = None) -> Any:
    end = F(end) if isinstance(end, str) else end
    lasted = end - F(start) - F(less) if less else end - F(start)
    return Sum(ExpressionWrapper(lasted, DurationField()), filter=which)


def _number(total: Any) -> float:
    """A count, a sum, or seconds; nothing summed up is nought."""
    return total.total_seconds() if isinstance(total, timedelta) else float(total or 0)


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
    return by_key(grouped(first, by), by, sums)
