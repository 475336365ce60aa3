"""What is said in a conversation by mail goes out by mail."""

from uuid import UUID

from kefu.contact.conversations.events import MessagePosted
from kefu.kernel.events import reacts_to

from . import actions


def _is_answer(event: MessagePosted) -> bool:
    message = event.message
    said_by_mail = "mail" in message["payload"]
    kind = message["sender"]["kind"]
    is_ours = kind == "agent" or (kind == "bot" and "rule" in message["payload"])
    return is_ours and message["kind"] in ("text", "image", "file") and not said_by_mail


@reacts_to(MessagePosted, when=_is_answer)
def on_posted(event: MessagePosted) -> None:
    sender = event.message["sender"]["id"]
    actions.send_posted(
        event.organization_id, event.conversation_id, UUID(event.message["id"]), UUID(sender) if sender else None
    )
