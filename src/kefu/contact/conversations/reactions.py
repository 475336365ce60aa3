"""Conversations follow what routing decides about their work."""

from kefu.contact.routing.events import MessageLeft, WorkAssigned, WorkEnded, WorkOffered, WorkQueued
from kefu.foundation.accounts.events import StaffGone
from kefu.kernel.events import reacts_to

from . import actions


@reacts_to(WorkAssigned, when=lambda event: event.may_be_written)
def on_assigned(event: WorkAssigned) -> None:
    actions.assigned(event.organization_id, event.subject_id, event.user_id)
    actions.line_moved(event.organization_id, event.queue_id)


@reacts_to(WorkOffered, when=lambda event: event.may_be_written)
def on_offered(event: WorkOffered) -> None:
    actions.offered(event.organization_id, event.subject_id, event.user_id)


@reacts_to(WorkQueued, when=lambda event: event.may_be_written)
def on_queued(event: WorkQueued) -> None:
    actions.given_back(event.organization_id, event.subject_id)


@reacts_to(WorkEnded, when=lambda event: event.may_be_written)
def on_ended(event: WorkEnded) -> None:
    actions.line_moved(event.organization_id, event.queue_id)


@reacts_to(MessageLeft)
def on_message_left(event: MessageLeft) -> None:
    told = event.model_dump(
        include={"message_id", "queue_id", "at", "reach", "file_id", "customer_id", "held_until", "words"}
    )
    actions.take_voicemail(event.organization_id, call_id=event.subject_id, **told)


@reacts_to(StaffGone)
def on_staff_gone(event: StaffGone) -> None:
    for conversation_id in actions.held_by(event.organization_id, event.user_id):
        actions.returned(event.organization_id, conversation_id, event.user_id)
