"""What people are doing now, and the history of it."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import events, permissions, queries, rules
from ..models import Presence, PresenceInterval, PresenceOrigin, PresenceReason, PresenceStatus

BREAK_LOCK = 7_301_011
BREAK_OVER = "kefu.foundation.accounts.jobs.break_over"


@transaction.atomic
def set_presence(
    actor: Actor, *, status: str, reason_id: UUID | None = None, channels: Sequence[str] | None = None
) -> Presence:
    """Say what one is doing oneself: online, busy (with or without a reason) or offline.

    Raises Conflict for a break that is not free: break_used_up, break_full, break_needs_approval; then one may ask for
    it (`ask_for_break`).
    """
    reason = _reason(actor, status, reason_id)
    if reason is not None and queries.is_limited(reason):
        lock_breaks(actor)
        ensure_free(actor, actor.user_id, reason)
    return change_presence(actor, user_id=actor.user_id, status=status, reason_id=reason_id, channels=channels)


@transaction.atomic
def set_channels(actor: Actor, channels: Sequence[str]) -> Presence:
    """Which sorts of work the actor takes from now on; with none they stay as they are."""
    presence = one(Presence.objects.for_actor(actor).select_for_update().filter(user_id=actor.user_id))
    return change_presence(
        actor,
        user_id=actor.user_id,
        status=presence.status,
        reason_id=presence.reason_id,
        channels=channels or None,
        origin=PresenceOrigin(presence.origin),
    )


@transaction.atomic
def force_presence(
    actor: Actor,
    *,
    user_id: UUID,
    status: str,
    reason_id: UUID | None = None,
    reason_code: str | None = None,
    note: str = "",
) -> Presence:
    """Set the presence of somebody else, past every limit, and tell them why (`note`).

    A supervisor needs presence.force and the user in their scope; the system actor may name the reason by its code.
    """
    actor.require(permissions.PRESENCE_FORCE)
    if actor.user_ids is not None and user_id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    if reason_code is not None:
        found = PresenceReason.objects.for_actor(actor).filter(code=reason_code).first()
        reason_id = found.id if found else None
    origin = PresenceOrigin.FORCED if actor.kind == "user" else PresenceOrigin.SYSTEM
    presence = change_presence(
        actor, user_id=user_id, status=status, reason_id=reason_id, origin=origin, note=storable(note).strip()[:200]
    )
    audit.record(
        actor, action="presence.forced", target_type="user", target_id=user_id, target_label=presence.user.name,
        after={"status": status, "note": presence.note},
    )  # fmt: skip
    return presence


def change_presence(
    actor: Actor,
    *,
    user_id: UUID,
    status: str,
    reason_id: UUID | None = None,
    channels: Sequence[str] | None = None,
    origin: PresenceOrigin = PresenceOrigin.OWN,
    note: str = "",
) -> Presence:
    """Close the running interval and begin the next at the same moment; nothing happens when nothing changes."""
    rows = Presence.objects.for_actor(actor).select_related("reason", "user")
    presence = one(rows.select_for_update(of=("self",)).filter(user_id=user_id))
    if status not in PresenceStatus.values:
        raise Invalid("wrong_status", Text("状态不正确。", "This is no presence status."))
    reason = _reason(actor, status, reason_id)
    wanted = presence.channels if channels is None else sorted(set(channels))
    moved = (status, reason) != (presence.status, presence.reason)
    if not moved and wanted == presence.channels:
        return presence
    presence.channels = wanted
    if moved:
        at = max(clock.now(), presence.since)  # a clock that was set back must not make time run backwards
        PresenceInterval.objects.for_actor(actor).filter(user_id=user_id, ended_at=None).update(ended_at=at)
        interval = PresenceInterval.objects.create(
            organization_id=presence.organization_id,
            user_id=user_id,
            status=status,
            reason=reason,
            started_at=at,
            origin=origin,
            by_id=actor.id if origin == PresenceOrigin.FORCED else None,
            note=note,
        )
        presence.status, presence.reason, presence.since = status, reason, at
        presence.origin, presence.note = origin, note
        _watch_the_clock(actor, presence, interval)
        if origin != PresenceOrigin.OWN:
            publish(
                events.PresenceForced(
                    organization_id=presence.organization_id,
                    user_id=user_id,
                    interval_id=interval.id,
                    status=status,
                    by=actor.name if origin == PresenceOrigin.FORCED else "",
                    note=note,
                )
            )
    presence.save()
    events.announce_presence(presence)
    return presence


def lock_breaks(actor: Actor) -> None:
    """Whoever counts the places on a break waits for who takes one."""
    lock_for_transaction(BREAK_LOCK, str(actor.organization_id))


def ensure_free(actor: Actor, user_id: UUID, reason: PresenceReason, *, approved: bool = False) -> None:
    """Raise Conflict unless the user may take this break now; the caller holds the lock."""
    ensure_time_left(actor, user_id, reason)
    if reason.needs_approval and not approved:
        raise Conflict(
            "break_needs_approval",
            Text(
                f"{reason.name_zh}需要班组长同意，请先申请。",
                f"{reason.name_en} needs your leader's approval; ask for it.",
            ),
        )
    if not queries.has_place(actor, user_id, reason):
        raise Conflict(
            "break_full",
            Text(
                f"本组{reason.name_zh}人数已满，可以排队等候。",
                f"Your team has no place left for this break ({reason.name_en}); you can wait for one.",
            ),
        )


def ensure_time_left(actor: Actor, user_id: UUID, reason: PresenceReason) -> None:
    used = queries.seconds_in_reasons(actor, [user_id]).get((user_id, reason.id), 0.0)
    if reason.minutes_a_day is not None and used >= reason.minutes_a_day * 60:
        raise Conflict(
            "break_used_up",
            Text(
                f"今日{reason.name_zh}时间已用完（{reason.minutes_a_day} 分钟）。",
                f"Today's time for this break ({reason.name_en}, {reason.minutes_a_day} minutes) is used up.",
            ),
        )


def _watch_the_clock(actor: Actor, presence: Presence, interval: PresenceInterval) -> None:
    """See to it that a break which lasts too long is noticed."""
    reason = presence.reason
    if reason is None:
        return
    used = queries.seconds_in_reasons(actor, [presence.user_id]).get((presence.user_id, reason.id), 0.0)
    left = rules.seconds_left(
        used=used, minutes_a_day=reason.minutes_a_day, longest_minutes=reason.longest_minutes, in_break=0.0
    )
    if left is not None:
        timers.defer(
            BREAK_OVER,
            at=presence.since + timedelta(seconds=max(0.0, left)),
            organization_id=presence.organization_id,
            interval_id=interval.id,
        )


def beat(user_ids: Iterable[UUID], steady_seconds: float = 0.0) -> None:
    """These users have a socket now, or had one until now; whoever has had none for two minutes is signed out.

    Of the absent nothing is known before whoever tells has told it for two minutes without a gap.
    """
    rows = Presence.objects.across_organizations("sockets of every organization")
    rows.filter(user_id__in=list(user_ids)).update(seen_at=clock.now())
    if steady_seconds >= rules.ABSENT_AFTER.total_seconds():
        absent = rows.filter(seen_at__lt=clock.now() - rules.ABSENT_AFTER)
        for organization_id, user_id in list(absent.values_list("organization_id", "user_id")):
            _sign_out_absent(organization_id, user_id)


@transaction.atomic
def _sign_out_absent(organization_id: UUID, user_id: UUID) -> None:
    actor = system(organization_id, "absence")
    rows = Presence.objects.for_actor(actor).filter(user_id=user_id, seen_at__lt=clock.now() - rules.ABSENT_AFTER)
    presence = rows.select_for_update().first()
    if presence is None:
        return
    note = Text("超过 2 分钟没有连接，系统自动离线。", "Signed out after two minutes without a connection.")
    force_presence(actor, user_id=user_id, status=PresenceStatus.OFFLINE, note=note.in_language())
    Presence.objects.for_actor(actor).filter(id=presence.id).update(seen_at=None)
    publish(events.StaffGone(organization_id=organization_id, user_id=user_id))


def _reason(actor: Actor, status: str, reason_id: UUID | None) -> PresenceReason | None:
    if reason_id is None:
        return None
    if status != PresenceStatus.BUSY:
        text = Text("只有示忙可以选择原因。", "Only busy has a reason.")
        raise Invalid("reason_without_busy", text, errors=[FieldError("reason_id", text)])
    return one(PresenceReason.objects.for_actor(actor).filter(id=reason_id))
