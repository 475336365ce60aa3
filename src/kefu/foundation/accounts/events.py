"""What accounts announce."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event, publish

from .models import Presence, User


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


class PresenceForced(Event):
    """A supervisor or the system changed somebody's presence; `note` says why, `by` is empty for the system."""

    name: ClassVar[str] = "accounts.presence_forced"

    user_id: UUID
    interval_id: UUID
    status: str
    by: str
    note: str


class BreakAsked(Event):
    """Somebody asks their leaders for a break."""

    name: ClassVar[str] = "accounts.break_asked"

    request_id: UUID
    user_id: UUID
    reason_id: UUID


class BreakDecided(Event):
    """A break that was asked or waited for began (`state` granted), or was refused."""

    name: ClassVar[str] = "accounts.break_decided"

    request_id: UUID
    user_id: UUID
    reason_id: UUID
    state: str


class BreakOverrun(Event):
    """A break lasts longer than its reason or the day allows."""

    name: ClassVar[str] = "accounts.break_overrun"

    user_id: UUID
    interval_id: UUID
    reason_id: UUID


class StaffGone(Event):
    """Somebody has had no socket for two minutes, was made offline, and does not serve what they hold."""

    name: ClassVar[str] = "accounts.staff_gone"

    user_id: UUID


class UserChanged(Event):
    """A user was created, changed or deactivated: name, teams, skills, brands, role or capacity may differ."""

    name: ClassVar[str] = "accounts.user_changed"

    user_id: UUID


class AccessChanged(Event):
    """What the user may see or do has changed; their open screens must start afresh."""

    name: ClassVar[str] = "accounts.access_changed"
    wire: ClassVar[str | None] = "resync"

    user_id: UUID


class NetworksChanged(Event):
    """Where the organization's staff may work from has changed; every open screen must show again where it stands."""

    name: ClassVar[str] = "accounts.networks_changed"
    wire: ClassVar[str | None] = "resync"


def announce_user(user: User) -> None:
    publish(UserChanged(organization_id=user.organization_id, user_id=user.id))


def announce_access(user: User) -> None:
    publish(AccessChanged(organization_id=user.organization_id, user_id=user.id, audience=(user_topic(user.id),)))


def announce_networks(organization_id: UUID) -> None:
    publish(NetworksChanged(organization_id=organization_id, audience=(staff_topic(organization_id),)))


def announce_presence(presence: Presence) -> None:
    """Tell the organization's staff what somebody is doing now."""
    publish(
        PresenceChanged(
            organization_id=presence.organization_id,
            user_id=presence.user_id,
            presence=described(presence),
            audience=(staff_topic(presence.organization_id),),
        )
    )


def described(presence: Presence) -> dict[str, Any]:
    """A presence as every client sees it."""
    reason = presence.reason
    return {
        "status": str(presence.status),
        "reason": reason and {"id": str(reason.id), "code": reason.code, "name": reason.text.in_language()},
        "since": presence.since.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "channels": list(presence.channels),
    }
