"""Time spent on tickets (工时): of a ticket, and of a period by customer, agent or type."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import Count, QuerySet, Sum
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import permissions
from ..models import RunningTimer, Ticket, TicketType, TimeEntry
from ..rules import spending

By = Literal["customer", "agent", "type"]
KEYS: dict[By, str] = {"customer": "ticket__customer_id", "agent": "user_id", "type": "ticket__type_id"}
NOBODY = Text("无客户", "No customer")
MEANS = Text(
    "时段内登记的工时合计（分钟），按开始工作的日期归入；撤回的不计，更正后按更正的分钟数计。",
    "Minutes booked in the period, by the day on which the work began; what was taken back does not count, what was corrected counts as corrected.",
)


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID | None
    label: str
    minutes: int
    entries: int
    tickets: int


def today() -> date:
    return clock.now().astimezone(get_current_timezone()).date()


def times(actor: Actor, ticket: Ticket) -> QuerySet[TimeEntry]:
    """What was spent on a ticket that the actor sees, the newest first."""
    return TimeEntry.objects.for_actor(actor).filter(ticket=ticket).select_related("user").order_by("-id")


def running_timer(actor: Actor) -> QuerySet[RunningTimer]:
    return RunningTimer.objects.for_actor(actor).filter(user_id=actor.user_id)


def spent(actor: Actor, first_day: date, last_day: date) -> QuerySet[TimeEntry]:
    """What counts within these days, both included, by those whose records the actor sees."""
    actor.require(permissions.READ)
    zone = get_current_timezone()
    since, until = spending.bounds(first_day, last_day, zone)
    rows = TimeEntry.objects.for_actor(actor).filter(withdrawn_at=None, worked_at__gte=since, worked_at__lt=until)
    if actor.brand_ids is not None:
        rows = rows.filter(ticket__brand_id__in=actor.brand_ids)
    return rows if actor.user_ids is None else rows.filter(user_id__in=actor.user_ids)


def time_report(actor: Actor, first_day: date, last_day: date, by: By) -> list[Line]:
    """One line for each customer, agent or type, the most time first; together they are all entries of `spent`."""
    key = KEYS[by]
    rows = spent(actor, first_day, last_day).order_by().values(key)
    found = list(rows.annotate(minutes=Sum("minutes"), n=Count("id"), on=Count("ticket_id", distinct=True)))
    labels = _labels(actor, by, {row[key] for row in found if row[key]})
    lines = [Line(row[key], labels.get(row[key], ""), row["minutes"], row["n"], row["on"]) for row in found]
    return sorted(lines, key=lambda line: (-line.minutes, line.label))


def _labels(actor: Actor, by: By, ids: set[UUID]) -> dict[Any, str]:
    match by:
        case "agent":
            return {user.id: accounts.staff_name(user) for user in User.objects.for_actor(actor).filter(id__in=ids)}
        case "type":
            kinds = TicketType.objects.for_actor(actor).filter(id__in=ids)
            return {kind.id: Text(kind.name_zh, kind.name_en).in_language() for kind in kinds}
    rows = Ticket.objects.for_actor(actor).filter(customer_id__in=ids).order_by("customer_id").distinct("customer_id")
    names: dict[Any, str] = dict(rows.values_list("customer_id", "customer__name"))
    return {**names, None: NOBODY.in_language()}
