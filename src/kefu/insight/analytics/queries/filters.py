"""Which contacts a figure speaks of: the caller's scope, the filters, the period."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, ExtractHour, ExtractMinute, Floor
from django.utils.timezone import get_current_timezone

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

LONGEST_PERIOD = timedelta(days=400)
HALF_HOUR = timedelta(minutes=30)
NOBODY: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Empty means no restriction. `half_hours` are those of the day, 0..47 in the organization's time zone."""

    queue_ids: frozenset[UUID] = NOBODY
    agent_ids: frozenset[UUID] = NOBODY
    team_ids: frozenset[UUID] = NOBODY
    brand_ids: frozenset[UUID] = NOBODY
    disposition_ids: frozenset[UUID] = NOBODY
    channels: frozenset[str] = frozenset()
    half_hours: frozenset[int] = frozenset()
    lines: frozenset[UUID] | None = (
        None  # the queues whose untaken contacts count, where that is limited; see `narrowed`
    )

    @property
    def is_of_contacts(self) -> bool:
        """Whether it asks for something that only contacts have."""
        return bool(self.queue_ids or self.disposition_ids or self.channels)

    @property
    def divides_an_agents_time(self) -> bool:
        """Whether it asks for a part of the work within an agent's time: then time in state means nothing."""
        return bool(self.brand_ids) or self.is_of_contacts


@dataclass(frozen=True, slots=True)
class Period:
    """[since, until), both aware."""

    since: datetime
    until: datetime

    @classmethod
    def of_days(cls, first: date | None = None, last: date | None = None) -> "Period":
        """Whole days of the organization's time zone, both included; today without any. Raises Invalid."""
        today = clock.now().astimezone(get_current_timezone()).date()
        first = first or last or today
        last = last or first
        if last < first or last - first > LONGEST_PERIOD:
            text = Text(
                "结束日期须不早于开始日期，且最长 400 天。",
                "The last day is not before the first, and at most 400 days later.",
            )
            raise Invalid("wrong_period", text, errors=[FieldError("last_day", text)])
        zone = get_current_timezone()
        return cls(datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone))


def narrowed(actor: Actor, filters: Filters) -> Filters:
    """The filters with teams resolved to their people, and the lines that these people serve, looked up once."""
    if filters.team_ids:  # of a team that is asked for, only its members count
        members = accounts.members(actor, filters.team_ids)
        people = frozenset(m.user_id for team in members.values() for m in team)
        wanted = people & filters.agent_ids if filters.agent_ids else people
        filters = replace(filters, team_ids=NOBODY, agent_ids=wanted or frozenset({UUID(int=0)}))
    if filters.lines is None and (counted := agent_ids(actor, filters)) is not None:
        filters = replace(filters, lines=queues_served(actor, counted))
    return filters


def agent_ids(actor: Actor, filters: Filters) -> frozenset[UUID] | None:
    """Whose time counts: of the filter within the scope; None for everybody."""
    if actor.user_ids is None:
        return filters.agent_ids or None
    return filters.agent_ids & actor.user_ids if filters.agent_ids else actor.user_ids


def contacts(actor: Actor, filters: Filters) -> QuerySet[Contact]:
    """Contacts in scope that pass the (narrowed) filters, each with `at`, the moment that assigns it to an interval.

    That is its entry into the line, or its start where it never entered one. A contact that nobody took belongs to the
    people who serve its line; one that never entered a line, since the bot sufficed, to everybody of its brand.
    """
    rows = Contact.objects.for_actor(actor).annotate(at=Coalesce("queued_at", "started_at"))
    if actor.user_ids is not None:
        served = queues_served(actor, actor.user_ids) if filters.lines is None else filters.lines
        lines = Q(queue_id=None) | Q(queue_id__in=served)
        rows = rows.filter(Q(agent_id__in=actor.user_ids) | Q(agent_id=None) & lines)
    if filters.agent_ids:
        rows = rows.filter(agent_id__in=filters.agent_ids)
    if filters.queue_ids:
        rows = rows.filter(queue_id__in=filters.queue_ids)
    if filters.brand_ids:
        rows = rows.filter(brand_id__in=filters.brand_ids)
    if filters.disposition_ids:
        rows = rows.filter(disposition_id__in=filters.disposition_ids)
    if filters.channels:
        rows = rows.filter(channel__in=filters.channels)
    return in_half_hours(rows, filters)


def in_half_hours(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    """Those whose moment (`at`) lies in the half-hours of the day that are asked for."""
    if not filters.half_hours:
        return rows
    zone = get_current_timezone()
    half = Cast(Floor(ExtractMinute("at", tzinfo=zone) / Value(30)), IntegerField())
    rows = rows.annotate(half_hour=ExtractHour("at", tzinfo=zone) * Value(2) + half)
    return rows.filter(half_hour__in=filters.half_hours)


def within(rows: QuerySet[Any], period: Period) -> QuerySet[Any]:
    """Those whose moment (`at`) lies in the period."""
    return rows.filter(Q(at__gte=period.since), Q(at__lt=period.until))


def half_hour_of(field: str) -> Func:
    """The half-hour in which the moment lies: zones of whole hours and half-hours share their bounds."""
    return Func(
        Value(HALF_HOUR), F(field), Value(datetime.fromisoformat("2020-01-01T00:00:00+00:00")),
        function="date_bin", output_field=DateTimeField(),
    )  # fmt: skip


def queues_served(
    actor: Actor, user_ids: Collection[UUID], served: Mapping[UUID, Collection[UUID]] | None = None
) -> frozenset[UUID]:
    """The queues in which any of these people may be given work; `served` is `queues_by_agent` where it is known."""
    served = routing.queues_by_agent(actor) if served is None else served
    return frozenset().union(*(queues for user, queues in served.items() if user in user_ids))
