"""Reads of notices: everybody sees their own."""

from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from kefu.kernel.actor import Actor

from .models import Notice


def mine(actor: Actor, *, unread: bool = False) -> QuerySet[Notice]:
    rows = Notice.objects.for_actor(actor).filter(user_id=actor.user_id)
    return rows.filter(read_at=None) if unread else rows


def unread(actor: Actor) -> int:
    """How many notices the actor has not read; one that counts higher is one."""
    return mine(actor, unread=True).count()


def view(notice: Notice) -> dict[str, Any]:
    """A notice as its reader's screens see it, in both languages: a socket does not know which one is on the screen."""
    return {
        "id": str(notice.id),
        "kind": notice.kind,
        "text": {"zh-CN": notice.text_zh, "en": notice.text_en},
        "link": notice.link,
        "count": notice.count,
        "created_at": _stamp(notice.created_at),
        "updated_at": _stamp(notice.updated_at),
        "read_at": notice.read_at and _stamp(notice.read_at),
    }


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
