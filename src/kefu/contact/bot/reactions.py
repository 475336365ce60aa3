"""The bot listens to visitors, and sums up when a person takes over."""

from kefu.contact.conversations.events import ConversationQueued, MessagePosted
from kefu.kernel.events import reacts_to

from . import actions


def is_for_the_bot(event: MessagePosted) -> bool:
    return event.conversation_status == "bot" and event.message["sender"]["kind"] == "visitor"


@reacts_to(MessagePosted, when=is_for_the_bot)
def on_message(event: MessagePosted) -> None:
    actions.answer(event.organization_id, event.conversation_id, event.message)


@reacts_to(ConversationQueued)
def on_queued(event: ConversationQueued) -> None:
    actions.summarise(event.organization_id, event.conversation_id, event.reason)
