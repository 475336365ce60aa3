"""Whenever somebody comes or goes, a place on a break may be free."""

from kefu.kernel.events import reacts_to

from . import actions
from .events import PresenceChanged


@reacts_to(PresenceChanged)
def on_presence(event: PresenceChanged) -> None:
    actions.fill_places(event.organization_id)
