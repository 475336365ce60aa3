"""Reads of the warning list, of who is important, and of the duty roster."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock, limits, statements
from kefu.kernel.actor import Actor
from kefu.kernel.models import AuditEntry

from . import permissions, rules
from .models import DutyShift, WarningEntry
from .rules import REPEATED_WITHIN, Importance, Reason

__all__ = [
    "ACCEPTED",
    "REPEATED_WITHIN",
    "Importance",
    "Reason",
    "also_important",
    "comparable",
    "has_accepted",
    "importance",
    "on_duty",
    "shifts",
    "view",
    "warnings",
    "warnings_of",
]

ACCEPTED = "warning.accepted"
Source = Callable[[Actor, UUID | None, str], Iterable[Reason]]
_sources: list[Source] = []


def also_important(source: Source) -> None:
    """Let another module say why somebody is important: called with the actor, the customer if known, and the number as it came."""
    if source not in _sources:
        _sources.append(source)


def importance(
    actor: Actor, customer_id: UUID | None, number: str = "", *, warned: Sequence[WarningEntry] | None = None
) -> Importance:
    """Whether whoever calls from `number` (in any written form) is important, and why, in words; `warned` are the warnings of
    them, if they are known."""
    if warned is None:
        warned = warnings_of(actor, customer_id=customer_id, number=number)
    customer = Customer.objects.for_actor(actor).filter(id=customer_id).first() if customer_id else None
    return rules.importance(
        is_vip=customer is not None and customer.tier == Customer.Tier.VIP,
        tags=customer.tags if customer else [],
        warnings=[entry.reason for entry in warned],
        others=[reason for source in _sources for reason in source(actor, customer_id, number)],
    )


def warnings(actor: Actor) -> QuerySet[WarningEntry]:
    """The whole list, what is over too."""
    actor.require(permissions.WARNINGS_MANAGE)
    return WarningEntry.objects.for_actor(actor).select_related("added_by")


def warnings_of(
    actor: Actor, *, customer_id: UUID | None = None, visitor_id: UUID | None = None, number: str = ""
) -> list[WarningEntry]:
    """What whoever serves this person must know first: the serious before the others, the newest of equals first."""
    named: dict[str, Any] = {"customer_id": customer_id, "visitor_id": visitor_id, "number": comparable(number)}
    whom = [statements.find(WarningEntry, actor.organization_id, **{name: is_}) for name, is_ in named.items() if is_]
    now, rows = clock.now(), chain(*(statements.run(*whom) if whom else ()))
    found = [row for row in statements.visible(actor, list(rows)) if row.until is None or row.until >= now]
    if found:
        adders = statements.find(User, actor.organization_id, id=[row.added_by_id for row in found])
        by_id = {user.id: user for user in statements.run(adders)[0]}
        for row in found:
            row.added_by = by_id[row.added_by_id]
    found.sort(key=lambda row: row.id, reverse=True)
    return sorted(found, key=lambda row: row.grade != WarningEntry.Grade.SERIOUS)


def view(entry: WarningEntry) -> dict[str, Any]:
    """A warning as lists, desks and live events show it."""
    return {
        "id": str(entry.id),
        "name": entry.name,
        "customer_id": str(entry.customer_id) if entry.customer_id else None,
        "reason": entry.reason,
        "grade": str(entry.grade),
        "until": entry.until.isoformat() if entry.until else None,
        "added_by": {"id": str(entry.added_by_id), "name": accounts.staff_name(entry.added_by)},
        "added_at": entry.created_at.isoformat(),
    }


def comparable(number: str) -> str:
    """The number in the one spelling in which numbers are compared; empty for what is none."""
    try:
        return limits.comparable_number(number)
    except ValueError:
        return ""


def has_accepted(actor: Actor, subject_id: UUID) -> bool:
    """Whether the actor has confirmed to have read the warnings of this conversation or call."""
    rows = AuditEntry.objects.for_actor(actor).filter(action=ACCEPTED, target_id=str(subject_id))
    return rows.filter(actor_id=actor.user_id).exists()


def shifts(actor: Actor) -> QuerySet[DutyShift]:
    return DutyShift.objects.for_actor(actor).select_related("user")


def on_duty(actor: Actor, kind: str, *, is_important: bool = True) -> list[UUID]:
    """Active members of staff who have duty now, in the order in which they are asked; `is_important` is the caller."""
    rows = DutyShift.objects.for_actor(actor).filter(kind=kind, user__is_active=True)
    found = [
        rules.Shift(
            row.user_id, row.week, frozenset(row.weekdays), row.begins, row.ends, row.place, row.takes_everybody
        )
        for row in rows
    ]
    return rules.on_duty(found, clock.now().astimezone(get_current_timezone()), is_important=is_important)
