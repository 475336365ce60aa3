"""Calls that ended open and close entries; a chat that was served closes them too."""

from kefu.contact.conversations.events import ConversationClosed
from kefu.contact.routing.events import MessageLeft
from kefu.contact.telephony.events import CallbackGivenUp, CallEnded
from kefu.kernel.events import reacts_to

from . import actions


@reacts_to(CallEnded)
def on_ended(event: CallEnded) -> None:
    actions.heed(event.organization_id, event.call_id)


@reacts_to(CallbackGivenUp)
def on_callback(event: CallbackGivenUp) -> None:
    actions.heed_callback(event.organization_id, event.call_id)


@reacts_to(ConversationClosed)
def on_closed(event: ConversationClosed) -> None:
    actions.heed_chat(event.organization_id, event.conversation_id)


@reacts_to(MessageLeft)
def on_message(event: MessageLeft) -> None:
    actions.heed_message(event.organization_id, event.message_id)
