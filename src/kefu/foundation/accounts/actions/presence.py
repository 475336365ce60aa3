"""What people are doing now, and the history of it."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import events, permissions
from ..models import Presence, PresenceInterval, PresenceReason, PresenceStatus


@transaction.atomic
def set_presence(
    actor: Actor, *, status: str, reason_id: UUID | None = None, channels: Sequence[str] | None = None
) -> Presence:
    """Say what one is doing oneself: online, busy (with or without a reason) or offline."""
    return change_presence(actor, user_id=actor.user_id, status=status, reason_id=reason_id, channels=channels)


@transaction.atomic
def force_presence(actor: Actor, *, user_id: UUID, status: str, reason_id: UUID | None = None) -> Presence:
    """Set the presence of somebody else within the actor's scope; needs presence.force."""
    actor.require(permissions.PRESENCE_FORCE)
    if actor.user_ids is not None and user_id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    presence = change_presence(actor, user_id=user_id, status=status, reason_id=reason_id)
    audit.record(
        actor, action="presence.forced", target_type="user", target_id=user_id, target_label=presence.user.name,
        after={"status": status},
    )  # fmt: skip
    return presence


def change_presence(
    actor: Actor, *, user_id: UUID, status: str, reason_id: UUID | None = None, channels: Sequence[str] | None = None
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
        PresenceInterval.objects.create(
            organization_id=presence.organization_id, user_id=user_id, status=status, reason=reason, started_at=at
        )
        presence.status, presence.reason, presence.since = status, reason, at
    presence.save()
    events.announce_presence(presence)
    return presence


def _reason(actor: Actor, status: str, reason_id: UUID | None) -> PresenceReason | None:
    if reason_id is None:
        return None
    if status != PresenceStatus.BUSY:
        text = Text("只有示忙可以选择原因。", "Only busy has a reason.")
        raise Invalid("reason_without_busy", text, errors=[FieldError("reason_id", text)])
    return one(PresenceReason.objects.for_actor(actor).filter(id=reason_id))
