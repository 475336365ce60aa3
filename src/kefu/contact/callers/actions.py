"""Warning, having been warned, and planning duty."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts.models import User
from kefu.foundation.customers import queries as customers
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import permissions, queries, rules
from .models import DutyShift, WarningEntry

SHIFT_FIELDS = ("kind", "week", "weekdays", "begins", "ends", "place", "takes_everybody")


@transaction.atomic
def warn(
    actor: Actor,
    *,
    reason: str,
    name: str = "",
    brand_id: UUID | None = None,
    customer_id: UUID | None = None,
    visitor_id: UUID | None = None,
    number: str = "",
    grade: str = "attention",
    until: datetime | None = None,
) -> WarningEntry:
    """Put a customer, else a visitor, else a number on the warning list. Raises Invalid for what is no number."""
    actor.require(permissions.WARNINGS_MANAGE)
    entry = WarningEntry(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        reason=storable(reason).strip(),
        grade=grade,
        until=until,
        added_by_id=actor.user_id,
    )
    if customer_id:
        customer = one(customers.rows(actor).filter(id=customer_id))
        entry.customer, entry.brand_id, entry.name = customer, customer.brand_id, customer.name
    elif visitor_id:
        entry.visitor_id, entry.name = visitor_id, name
    else:
        entry.number, entry.name = queries.comparable(number), number.strip()
        if not entry.number:
            text = Text("请选择客户，或填写完整的电话号码。", "Choose a customer, or give a complete telephone number.")
            raise Invalid("warns_of_nobody", text, errors=[FieldError("number", text)])
    entry.save(force_insert=True)
    _record(actor, entry, "added")
    return entry


@transaction.atomic
def remove_warning(actor: Actor, warning_id: UUID) -> None:
    entry = one(queries.warnings(actor).filter(id=warning_id))
    _record(actor, entry, "removed")
    entry.delete()


def _record(actor: Actor, entry: WarningEntry, change: str) -> None:
    audit.record(
        actor,
        action=f"warning.{change}",
        target_type="warning",
        target_id=entry.id,
        target_label=entry.name,
        after={"reason": entry.reason, "grade": str(entry.grade)},
    )


@transaction.atomic
def accept_warnings(
    actor: Actor, *, subject: str, subject_id: UUID, label: str, warned: Sequence[WarningEntry]
) -> None:
    """The actor has read the warnings of a conversation or a call (`subject` says which), which goes on record once."""
    if warned and not queries.has_accepted(actor, subject_id):
        audit.record(
            actor,
            action=queries.ACCEPTED,
            target_type=subject,
            target_id=subject_id,
            target_label=label,
            after={"reasons": [entry.reason for entry in warned]},
        )


@transaction.atomic
def create_shift(actor: Actor, *, user_id: UUID, changes: Mapping[str, Any]) -> DutyShift:
    """Give somebody duty; `changes` as in `change_shift`. Raises Invalid for hours that cannot be."""
    actor.require(permissions.DUTY_MANAGE)
    user = one(User.objects.for_actor(actor).filter(id=user_id, is_active=True))
    return _saved(actor, DutyShift(organization_id=actor.organization_id, user=user), changes, "created")


@transaction.atomic
def change_shift(actor: Actor, shift_id: UUID, changes: Mapping[str, Any]) -> DutyShift:
    """Change kind, week, weekdays, begins, ends, place or takes_everybody. Raises Invalid."""
    actor.require(permissions.DUTY_MANAGE)
    return _saved(actor, one(queries.shifts(actor).filter(id=shift_id)), changes, "updated")


@transaction.atomic
def delete_shift(actor: Actor, shift_id: UUID) -> None:
    actor.require(permissions.DUTY_MANAGE)
    shift = one(queries.shifts(actor).filter(id=shift_id))
    _record_shift(actor, shift, "deleted")
    shift.delete()


def _saved(actor: Actor, shift: DutyShift, changes: Mapping[str, Any], change: str) -> DutyShift:
    for field in SHIFT_FIELDS:
        if field in changes:
            setattr(shift, field, changes[field])
    rules.ensure_shift(week=shift.week, weekdays=shift.weekdays, begins=shift.begins, ends=shift.ends)
    shift.weekdays = sorted(set(shift.weekdays))
    shift.save()
    _record_shift(actor, shift, change)
    return shift


def _record_shift(actor: Actor, shift: DutyShift, change: str) -> None:
    audit.record(
        actor,
        action=f"duty_shift.{change}",
        target_type="duty_shift",
        target_id=shift.id,
        target_label=shift.user.nickname or shift.user.name,
        after={field: getattr(shift, field) for field in SHIFT_FIELDS},
    )
