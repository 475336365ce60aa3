"""What announcements announce: to those they are meant for."""

from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class AnnouncementMade(Event):
    """Somebody has an announcement to read, or is reminded of it; `announcement` as its readers' screens see it."""

    name: ClassVar = "announcements.made"
    wire: ClassVar = "announcement"
    announcement: dict[str, Any]
    is_reminder: bool = False


class AnnouncementDone(Event):
    """A reader read or confirmed it, on this screen or another of theirs."""

    name: ClassVar = "announcements.done"
    wire: ClassVar = "announcement_read"
    announcement_id: UUID
    is_confirmed: bool


class AnnouncementWithdrawn(Event):
    """It is no longer to be read."""

    name: ClassVar = "announcements.withdrawn"
    wire: ClassVar = "announcement_withdrawn"
    announcement_id: UUID
