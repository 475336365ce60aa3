"""Breaks (小休): asking for one, granting it, and noticing when it lasts too long; the reasons and their limits."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import events, permissions
from ..models import BreakRequest, Presence, PresenceInterval, PresenceReason, PresenceStatus
from .presence import change_presence, ensure_free, ensure_time_left, lock_breaks
from .saving import save

State = BreakRequest.State
REASON_FIELDS = (
    "name_zh", "name_en", "position", "minutes_a_day", "longest_minutes", "most_percent", "needs_approval", "is_active",
)  # fmt: skip


@transaction.atomic
def ask_for_break(actor: Actor, reason_id: UUID) -> BreakRequest:
    """Take a break now if it is free; else ask the leaders, or wait for a place. Asking again changes the wish."""
    lock_breaks(actor)
    reason = one(PresenceReason.objects.for_actor(actor).filter(id=reason_id, is_active=True))
    if one(Presence.objects.for_actor(actor).filter(user_id=actor.user_id)).status == PresenceStatus.OFFLINE:
        raise Conflict(
            "not_signed_in", Text("您还未签入，无需申请小休。", "You are offline; there is no break to take.")
        )
    ensure_time_left(actor, actor.user_id, reason)
    BreakRequest.objects.for_actor(actor).filter(user_id=actor.user_id, state__in=BreakRequest.OPEN).update(
        state=State.CANCELLED
    )
    request = BreakRequest(organization_id=actor.organization_id, user_id=actor.user_id, reason=reason)
    request.state = State.ASKED if reason.needs_approval else State.WAITING
    request.save()
    if request.state == State.ASKED:
        publish(
            events.BreakAsked(
                organization_id=actor.organization_id,
                request_id=request.id,
                user_id=request.user_id,
                reason_id=reason.id,
            )
        )
    else:
        _begin_if_free(request)
    return request


@transaction.atomic
def decide_break(actor: Actor, request_id: UUID, *, granted: bool) -> BreakRequest:
    """A leader's word on a break: it begins when there is a place; one that waits only for a place may be let in, too."""
    actor.require(permissions.PRESENCE_FORCE)
    lock_breaks(actor)
    request = one(BreakRequest.objects.for_actor(actor).filter(id=request_id).select_related("reason", "user"))
    if actor.user_ids is not None and request.user_id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    if request.state not in BreakRequest.OPEN:
        raise Conflict("already_decided", Text("该申请已处理。", "This request has been decided."))
    request.decided_by_id, request.decided_at = actor.id, clock.now()
    if not granted:
        request.state = State.REFUSED
        request.save()
        _announce(request)
    else:
        request.state = State.WAITING
        request.save()
        _begin_if_free(request)
    audit.record(
        actor,
        action="break.granted" if granted else "break.refused",
        target_type="user",
        target_id=request.user_id,
        target_label=request.user.name,
        after={"reason": request.reason.code},
    )
    return request


@transaction.atomic
def cancel_break(actor: Actor, request_id: UUID) -> None:
    """Withdraw one's own wish; one that is decided stays as it is."""
    rows = BreakRequest.objects.for_actor(actor).filter(id=request_id, user_id=actor.user_id)
    one(rows)
    rows.filter(state__in=BreakRequest.OPEN).update(state=State.CANCELLED)


@transaction.atomic
def fill_places(organization_id: UUID) -> None:
    """Begin the breaks for which there is a place now, whoever has waited longest first."""
    actor = system(organization_id, "breaks")
    waiting = BreakRequest.objects.for_actor(actor).filter(state=State.WAITING)
    if not waiting.exists():
        return
    lock_breaks(actor)
    for request in waiting.select_related("reason", "user").order_by("id"):
        _begin_if_free(request)


def _begin_if_free(request: BreakRequest) -> None:
    """Begin a waiting break if there is a place; whoever has gone home or used up the day waits no longer."""
    actor = system(request.organization_id, "breaks")
    presence = one(Presence.objects.for_actor(actor).filter(user_id=request.user_id))
    if presence.status == PresenceStatus.OFFLINE:
        request.state = State.CANCELLED
        request.save(update_fields=["state"])
        return
    try:
        ensure_free(actor, request.user_id, request.reason, approved=True)
    except Conflict as refusal:
        if refusal.code == "break_used_up":
            request.state = State.CANCELLED
            request.save(update_fields=["state"])
        return
    request.state = State.GRANTED
    request.save(update_fields=["state"])
    change_presence(actor, user_id=request.user_id, status=PresenceStatus.BUSY, reason_id=request.reason_id)
    _announce(request)


def _announce(request: BreakRequest) -> None:
    publish(
        events.BreakDecided(
            organization_id=request.organization_id,
            request_id=request.id,
            user_id=request.user_id,
            reason_id=request.reason_id,
            state=request.state,
        )
    )


@transaction.atomic
def break_over(organization_id: UUID, interval_id: UUID) -> None:
    """A break's time is up: if it still runs, say so."""
    actor = system(organization_id, "breaks")
    interval = PresenceInterval.objects.for_actor(actor).filter(id=interval_id, ended_at=None).first()
    if interval is not None and interval.reason_id is not None:
        publish(
            events.BreakOverrun(
                organization_id=organization_id,
                user_id=interval.user_id,
                interval_id=interval.id,
                reason_id=interval.reason_id,
            )
        )


@transaction.atomic
def create_presence_reason(actor: Actor, *, code: str, name_zh: str, name_en: str, **limits: Any) -> PresenceReason:
    actor.require(permissions.PRESENCE_REASONS_MANAGE)
    reason = PresenceReason(organization_id=actor.organization_id, code=code)
    return _save_reason(actor, reason, {"name_zh": name_zh, "name_en": name_en, **limits}, action="created")


@transaction.atomic
def update_presence_reason(actor: Actor, reason_id: UUID, changes: Mapping[str, Any]) -> PresenceReason:
    """Rename a reason, limit it, or retire it; a retired one stays in the history."""
    actor.require(permissions.PRESENCE_REASONS_MANAGE)
    reason = one(PresenceReason.objects.for_actor(actor).filter(id=reason_id).select_for_update())
    return _save_reason(actor, reason, changes, action="updated")


def _save_reason(actor: Actor, reason: PresenceReason, changes: Mapping[str, Any], *, action: str) -> PresenceReason:
    before = {field: getattr(reason, field) for field in REASON_FIELDS}
    for field in REASON_FIELDS:
        if field in changes:
            value = changes[field]
            setattr(reason, field, storable(value).strip() if isinstance(value, str) else value)
    if reason.minutes_a_day and reason.longest_minutes and reason.longest_minutes > reason.minutes_a_day:
        text = Text("单次时长不能超过每日时长。", "One break cannot last longer than the day allows.")
        raise Invalid("longest_above_day", text, errors=[FieldError("longest_minutes", text)])
    save(reason)
    audit.record(
        actor,
        action=f"presence_reason.{action}",
        target_type="presence_reason",
        target_id=reason.id,
        target_label=reason.name_zh,
        before=None if action == "created" else before,
        after={field: getattr(reason, field) for field in REASON_FIELDS},
    )
    return reason
