"""Append-only memory of who changed what."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from .actor import Actor
from .models import AuditEntry


def record(
    actor: Actor,
    *,
    action: str,
    target_type: str,
    target_id: UUID | str,
    target_label: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write one entry in the transaction of the act itself. Of `before` and `after` only what differs is kept."""
    if before is not None and after is not None:
        changed = {k for k in {*before, *after} if before.get(k) != after.get(k)}
        before, after = {k: before[k] for k in changed if k in before}, {k: after[k] for k in changed if k in after}
    AuditEntry.objects.create(
        organization_id=actor.organization_id,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        target_type=target_type,
        target_id=str(target_id),
        target_label=target_label[:200],
        before=before,
        after=after,
        ip=actor.ip,
    )
