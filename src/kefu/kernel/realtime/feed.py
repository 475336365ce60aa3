"""Reading events for those who watch: sockets that resume, and clients that poll."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from ..errors import Gone
from ..events.base import Event
from ..i18n import Text
from ..models import OutboxEvent

LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """Whom a socket belongs to and what it hears: topics are strings that publishers name in an event's audience.

    With `hides_numbers` what it hears is masked.
    """

    kind: str
    id: UUID
    organization_id: UUID
    topics: frozenset[str]
    hides_numbers: bool = False


def wire(name: str, position: int | None, payload: dict[str, Any]) -> dict[str, Any]:
    """An event as clients see it."""
    return {"type": Event.REGISTER[name].wire, "cursor": position, **payload}


def cursor() -> int:
    """The position of the newest event that everybody can read; take it before a snapshot, then follow from it."""
    newest = OutboxEvent.objects.exclude(position=None).order_by("-position").values_list("position", flat=True).first()
    return newest or _floor()


def since(session: Session, after: int, *, limit: int = LIMIT) -> list[dict[str, Any]]:
    """Live events after the cursor for this session. Raises Gone when older ones than kept are asked for."""
    if after < oldest_cursor():
        raise Gone(
            "cursor_expired", Text("更新位置已过期，请重新载入。", "This cursor has expired; take a new snapshot.")
        )
    rows = OutboxEvent.objects.filter(
        position__gt=after,
        organization_id=session.organization_id,
        audience__overlap=list(session.topics),
        name__in=live_names(),
    ).order_by("position")[:limit]
    return [wire(row.name, row.position, row.payload) for row in rows]


def live_names() -> Sequence[str]:
    return [name for name, event in Event.REGISTER.items() if event.wire]


def oldest_cursor() -> int:
    """The smallest cursor that can still be followed without a gap."""
    oldest = OutboxEvent.objects.exclude(position=None).order_by("position").values_list("position", flat=True).first()
    return oldest - 1 if oldest else 0


def _floor() -> int:
    with connection.cursor() as database:
        database.execute("SELECT last_value FROM kernel_event_position")
        return int(database.fetchone()[0])
