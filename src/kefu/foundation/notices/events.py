"""What notices announce: to the one who is meant, and to nobody else."""

from typing import Any, ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class NoticeGiven(Event):
    """Somebody has a new notice, or one that counts higher; `notice` as clients see it."""

    name: ClassVar = "notices.given"
    wire: ClassVar = "notice"
    notice: dict[str, Any]


class NoticesRead(Event):
    """Notices were read, on this screen or another of the same person's; `unread` remain."""

    name: ClassVar = "notices.read"
    wire: ClassVar = "notices_read"
    notice_ids: list[UUID]
    unread: int
