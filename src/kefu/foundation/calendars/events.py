"""What calendars announce."""

from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class CalendarChanged(Event):
    """The hours of a calendar are other ones now; what was computed by them is to be computed anew."""

    name: ClassVar = "calendars.changed"
    calendar_id: UUID
