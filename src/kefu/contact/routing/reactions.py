"""Distribution follows whatever may have brought work and a free agent together."""

from kefu.foundation.accounts.events import PresenceChanged, UserChanged
from kefu.kernel.events import reacts_to

from . import actions
from .events import QueueChanged, RatingGiven, RushChanged, WorkEnded, WorkParked, WorkQueued


@reacts_to(WorkQueued)
@reacts_to(WorkEnded)
@reacts_to(WorkParked)
@reacts_to(PresenceChanged)
@reacts_to(UserChanged)
@reacts_to(QueueChanged)
@reacts_to(RushChanged)
def distribute(
    event: WorkQueued | WorkEnded | WorkParked | PresenceChanged | UserChanged | QueueChanged | RushChanged,
) -> None:
    actions.distribute(event.organization_id)


@reacts_to(RatingGiven)
def on_rating(event: RatingGiven) -> None:
    actions.tell_of_low_rating(event.organization_id, event.rating_id)
