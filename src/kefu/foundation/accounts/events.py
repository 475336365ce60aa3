"""What accounts announce."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event


def staff_topic(organization_id: UUID) -> str:
    """What every signed-in member of an organization's staff hears."""
    return f"staff:{organization_id}"


def user_topic(user_id: UUID) -> str:
    return f"user:{user_id}"


class PresenceChanged(Event):
    """Somebody became online, busy or offline. `presence` is shaped as clients see it: {status, reason, since, channels}."""

    name: ClassVar[str] = "accounts.presence_changed"
    wire: ClassVar[str | None] = "presence"

    user_id: UUID
    presence: dict[str, Any]

    @property
    def status(self) -> str:
        return str(self.presence["status"])

    @property
    def since(self) -> datetime:
        return datetime.fromisoformat(self.presence["since"])


class UserChanged(Event):
    """A user was created, changed or deactivated: name, teams, skills, brands, role or capacity may differ."""

    name: ClassVar[str] = "accounts.user_changed"

    user_id: UUID


class AccessChanged(Event):
    """What the user may see or do has changed; their open screens must start afresh."""

    name: ClassVar[str] = "accounts.access_changed"
    wire: ClassVar[str | None] = "resync"

    user_id: UUID
