"""What is written to a line is taken; what is said in its conversation goes out, and shows whether it arrived."""

from uuid import UUID

from kefu.contact.conversations.events import MessagePosted
from kefu.foundation.sms.events import SmsReceived, SmsSettled
from kefu.kernel.events import reacts_to

from . import actions


@reacts_to(SmsReceived)
def on_received(event: SmsReceived) -> None:
    actions.take(
        event.organization_id,
        line_id=event.line_id,
        brand_id=event.brand_id,
        sms_id=event.sms_id,
        number=event.number,
        text=event.text,
    )


def _is_answer(event: MessagePosted) -> bool:
    message = event.message
    kind = message["sender"]["kind"]
    is_ours = kind == "agent" or (kind == "bot" and "rule" in message["payload"])
    return is_ours and message["kind"] == "text" and "sms" not in message["payload"] and not message["recalled_at"]


@reacts_to(MessagePosted, when=_is_answer)
def on_posted(event: MessagePosted) -> None:
    actions.send_posted(event.organization_id, event.conversation_id, UUID(event.message["id"]))


@reacts_to(SmsSettled, when=lambda event: event.purpose == actions.PURPOSE)
def on_settled(event: SmsSettled) -> None:
    actions.show_state(event.organization_id, UUID(event.fact), state=event.state, error=event.error)
