"""The bot listens to visitors, and sums up when a person takes over."""

from kefu.contact.conversations.events import ConversationQueued, MessagePosted
from kefu.kernel.events import reacts_to

from . import actions


@reacts_to(MessagePosted)
def on_message(event: MessagePosted) -> None:
    if event.message["sender"]["kind"] == "visitor":
        actions.answer(event.organization_id, event.conversation_id, event.message)


@reacts_to(ConversationQueued)
def on_queued(event: ConversationQueued) -> None:
    actions.summarise(event.organization_id, event.conversation_id, event.reason)
