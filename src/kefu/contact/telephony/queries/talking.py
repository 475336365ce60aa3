"""What people do within calls: who else is in one, since when, and who was asked last."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter
from typing import Any
from uuid import UUID

from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import system

from ..models import Call, CallInvitation


def talk(call: Call) -> dict[str, Any]:
    """Who else is in it, whether they answered, and since when it is as it is."""
    state = call.machine if call.phase == Call.Phase.TALKING else {}
    other, watch = state.get("other_user") or "", state.get("watch_user") or ""
    names = _names(call, other, watch)
    asked = {
        "user_id": other or None,
        "name": names.get(other) or _number(call, state.get("invite") or ""),
        "has_answered": state.get("other_is_up", False),
    }
    watched = {
        "user_id": watch,
        "name": names.get(watch, ""),
        "mode": state.get("watch_mode"),
        "has_answered": state.get("watch_is_up", False),
    }
    return {
        "in_state_since": (call.state_since or call.started_at).isoformat(),
        "stage": state.get("stage", ""),
        "other": asked if state.get("other") else None,
        "monitor": watched if watch else None,
        "recording_paused": bool(state.get("paused")),
    }


def _names(call: Call, *user_ids: str) -> dict[str, str]:
    wanted = {UUID(one) for one in user_ids if one}
    if not wanted:
        return {}
    labels = accounts.staff_labels(system(call.organization_id, "telephony"), wanted)
    return {str(id): " ".join(filter(None, (name, number))) for id, (number, name) in labels.items()}


def _number(call: Call, invite: str) -> str:
    """Of whom was asked outside."""
    rows = CallInvitation.objects.for_actor(system(call.organization_id, "telephony")).filter(call=call)
    found = rows.filter(id=invite).first() if invite else None
    return found.number if found else ""


def invitation(invited: Iterable[CallInvitation]) -> dict[str, Any] | None:
    """Of all who were drawn into a call, the last to whom it was given or who was asked about it, with the note for them and
    what became of it."""
    found = max((one for one in invited if one.kind != one.Kind.MONITOR), key=attrgetter("id"), default=None)
    if found is None:
        return None
    return {
        "kind": found.kind,
        "by_id": str(found.by_id),
        "by_name": accounts.staff_name(found.by),
        "agent_id": str(found.user_id) if found.user_id else None,
        "queue_id": str(found.queue_id) if found.queue_id else None,
        "number": found.number,
        "note": found.note,
        "outcome": found.outcome,
    }
