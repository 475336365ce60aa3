"""What missed calls announce."""

from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class MissedCallsChanged(Event):
    """The list of missed calls differs now. Screens ask anew for what they may know of it."""

    name: ClassVar = "missed.calls_changed"
    wire: ClassVar = "missed_calls"


class ImportantCallMissed(Event):
    """An important caller reached nobody; `stage` 1 at once, 2 when nobody has rung them back after five minutes."""

    name: ClassVar = "missed.important_call_missed"
    missed_call_id: UUID
    stage: int
    count: int
