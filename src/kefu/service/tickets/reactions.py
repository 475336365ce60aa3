"""What is promised by a calendar is due by its new hours when they change."""

from kefu.foundation.calendars.events import CalendarChanged
from kefu.kernel import timers
from kefu.kernel.events import reacts_to

from . import jobs


@reacts_to(CalendarChanged)
def on_calendar(event: CalendarChanged) -> None:
    timers.defer(
        jobs.follow_calendar.name,
        once=f"tickets.calendar.{event.calendar_id}",
        organization_id=event.organization_id,
        calendar_id=event.calendar_id,
    )
