"""Calls follow what routing decides about their work."""

from kefu.contact.routing import actions as routing
from kefu.contact.routing.events import WorkOffered, WorkQueued
from kefu.kernel.events import reacts_to

from . import actions
from .events import CallEnded, ExtensionChanged


@reacts_to(WorkOffered, when=lambda event: event.may_be_call)
def on_offered(event: WorkOffered) -> None:
    actions.offered(event.organization_id, event.subject_id, event.user_id)


@reacts_to(WorkQueued, when=lambda event: event.may_be_call)
def on_queued(event: WorkQueued) -> None:
    actions.withdrawn(event.organization_id, event.subject_id)


@reacts_to(ExtensionChanged)
def on_extension(event: ExtensionChanged) -> None:
    """Whoever can be reached again may get what waits."""
    if event.is_signed_in:
        routing.distribute(event.organization_id)


@reacts_to(CallEnded)
def on_ended(event: CallEnded) -> None:
    """Whoever was served and said nothing by keys may be asked once the agent has wrapped up."""
    if event.answered:
        actions.plan_invitation(event.organization_id, event.call_id)
