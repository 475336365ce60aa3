"""Time in state: what agents spent with chats, online, busy; cut at the ends of each window, to the second."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import BigIntegerField, Func, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.timezone import get_current_timezone

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Parking
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor

from .. import rules
from .filters import HALF_HOUR, Filters, Period, agent_ids, contacts

Spans = dict[UUID, list[rules.Span]]


def worked(actor: Actor, period: Period, filters: Filters, by: str | None = None) -> dict[Any, dict[str, float]]:
    """The measures of time by day, half-hour or agent, or of all; nothing where an agent's time would be divided."""
    if filters.divides_an_agents_time or by in ("queue", "disposition", "channel"):
        return {}
    until = min(period.until, clock.now())
    if until <= period.since:
        return {}
    chats, others = _served(actor, filters, Period(period.since, until))
    online, busy = _presence(actor, filters, Period(period.since, until))
    windows = list(_windows(Period(period.since, until), filters, by))
    found: dict[Any, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for user in {*chats, *others, *online, *busy}:
        for key, parts in _by_window(user, by, windows, chats[user], others[user], online[user], busy[user]):
            mine, other, on, off = parts
            measures = found[key]
            measures["chat_seconds"] += rules.sum_seconds(mine)
            measures["chatting_seconds"] += rules.union_seconds(mine)
            measures["serving_seconds"] += rules.union_seconds([*mine, *other])
            measures["staffed_seconds"] += rules.union_seconds([*mine, *other, *on])
            measures["signed_in_seconds"] += rules.union_seconds([*on, *off])
            measures["busy_seconds"] += rules.union_seconds(off)
    return {key: dict(measures) for key, measures in found.items()}


def _served(actor: Actor, filters: Filters, period: Period) -> tuple[Spans, Spans]:
    """When each agent had a chat in hand, and when a call or a mail, until it was wrapped up; one that goes on lasts until now."""
    rows = contacts(actor, Filters(agent_ids=filters.agent_ids, lines=filters.lines)).filter(
        agent__isnull=False, answered_at__lt=period.until
    )
    lasts = Q(ended_at=None) | Q(ended_at__gt=period.since) | Q(wrapped_at__gt=period.since)
    in_hand = routing.in_hand(actor)
    rows = rows.filter(lasts | Q(subject_id__in=in_hand)).exclude(channel="message")
    pieces = Q(parked_for__gt=timedelta()) | Q(subject_id__in=in_hand)
    # Two rows an agent at most: of a month's contacts, turning each time into an object would cost more than all the rest.
    ends = Coalesce("wrapped_at", "ended_at", Value(period.until))
    found = (
        rows.exclude(pieces)
        .values("agent_id", is_chat=Q(channel="chat"))
        .annotate(starts=ArrayAgg(_micros("answered_at")), ends=ArrayAgg(_micros(ends)))
    )
    chats: Spans = defaultdict(list)
    others: Spans = defaultdict(list)
    for row in found.order_by():
        spans = chats if row["is_chat"] else others
        spans[row["agent_id"]] = list(zip(row["starts"], row["ends"], strict=True))
    for user, channel, pieced in _in_pieces(actor, rows.filter(pieces), in_hand, period):
        (chats if channel == "chat" else others)[user] += pieced
    return chats, others


def _in_pieces(
    actor: Actor, rows: QuerySet[Contact], in_hand: Mapping[UUID, datetime | None], period: Period
) -> Iterator[tuple[UUID, str, list[rules.Span]]]:
    """The contacts whose time is not simply from answer to end: they were put off, or somebody has them now."""
    gaps: dict[UUID, list[rules.Span]] = defaultdict(list)
    for parking in Parking.objects.for_actor(actor).filter(contact__in=rows.values("id")):
        gaps[parking.contact_id].append(_span(parking.started_at, parking.ended_at))
    columns = ("id", "subject_id", "agent_id", "channel", "answered_at", "ended_at", "wrapped_at")
    for id, subject, agent, channel, answered, ended, wrapped in rows.values_list(*columns):
        if subject in in_hand:
            ended, parked = None, in_hand[subject]
            if parked is not None:
                gaps[id].append(_span(parked, period.until))
        yield agent, channel, rules.without([_span(answered, wrapped or ended or period.until)], gaps[id])


def _micros(expression: Any) -> Cast:
    """`rules.micros` in SQL."""
    return Cast(Func(expression, template="extract(epoch from %(expressions)s) * 1000000"), BigIntegerField())


def _presence(actor: Actor, filters: Filters, period: Period) -> tuple[Spans, Spans]:
    """When each agent was online, and when busy."""
    online: Spans = defaultdict(list)
    busy: Spans = defaultdict(list)
    rows = accounts.presence_history(actor, since=period.since, until=period.until, user_ids=agent_ids(actor, filters))
    for row in rows:
        if row.status != "offline":
            spans = online if row.status == "online" else busy
            spans[row.user_id].append((rules.micros(row.started_at), rules.micros(row.ended_at or period.until)))
    return online, busy


def _windows(period: Period, filters: Filters, by: str | None) -> Iterator[tuple[Any, rules.Span]]:
    """The period in pieces, each with its key: whole, by day or half-hour, and only the half-hours that are asked for."""
    if by not in ("day", "half_hour") and not filters.half_hours:
        yield None, _span(period.since, period.until)
        return
    zone = get_current_timezone()
    if by == "day" and not filters.half_hours:  # a year in half-hours would be 17,520 of them
        yield from _days(period, zone)
        return
    at = datetime.fromtimestamp(period.since.timestamp() // 1800 * 1800, zone)
    while at < period.until:
        slot = at.hour * 2 + at.minute // 30
        if not filters.half_hours or slot in filters.half_hours:
            key = at.date() if by == "day" else at if by == "half_hour" else None
            yield key, _span(max(at, period.since), min(at + HALF_HOUR, period.until))
        at = (at + HALF_HOUR).astimezone(zone)


def _days(period: Period, zone: tzinfo) -> Iterator[tuple[date, rules.Span]]:
    day = period.since.astimezone(zone).date()
    while (begins := datetime.combine(day, time.min, zone)) < period.until:
        ends = datetime.combine(day + timedelta(days=1), time.min, zone)
        yield day, _span(max(begins, period.since), min(ends, period.until))
        day += timedelta(days=1)


def _span(start: datetime, stop: datetime) -> rules.Span:
    return rules.micros(start), rules.micros(stop)


def _by_window(
    user: UUID, by: str | None, windows: list[tuple[Any, rules.Span]], *kinds: list[rules.Span]
) -> Iterator[tuple[Any, list[list[rules.Span]]]]:
    """For each window that the user's spans touch: its key, and the parts of each kind within it."""
    if (by == "agent" or by is None) and len(windows) == 1:
        yield user if by else None, [rules.clipped(spans, windows[0][1]) for spans in kinds]
        return
    starts = [span[0] for _, span in windows]
    parts: dict[int, list[list[rules.Span]]] = defaultdict(lambda: [[] for _ in kinds])
    for at, spans in enumerate(kinds):
        for start, stop in spans:
            number = max(0, bisect_left(starts, start) - 1)
            while number < len(windows) and windows[number][1][0] < stop:
                opens, closes = windows[number][1]
                begins, ends = max(start, opens), min(stop, closes)
                if begins < ends:
                    parts[number][at].append((begins, ends))
                number += 1
    for number in sorted(parts):
        yield user if by == "agent" else windows[number][0], parts[number]
