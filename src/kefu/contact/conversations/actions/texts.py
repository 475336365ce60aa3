"""Short messages in a conversation: the module of texting above hears and sends them, and says here what was written."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing.models import Queue
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries, rules
from ..models import Conversation, Message, Visitor
from .bot import enter_queue
from .snoozing import customer_wrote
from .stream import Sender, Status, announce, append, remark
from .visitor import open_conversation
from .voicemail import site_for

NOT_DELIVERED = {
    "failed": Text("短信未送达：{why}", "The message was not delivered: {why}"),
    "refused": Text(
        "短信未发出：该号码已拒收短信，请改用其他方式联系客户。",
        "The message was not sent: this number wants none; reach the customer another way.",
    ),
}


@transaction.atomic
def take_text(
    actor: Actor, *, queue_id: UUID, number: str, name: str, customer_id: UUID | None, client_id: str, text: str
) -> Conversation:
    """Open the conversation of a short message, and let it be sorted and wait."""
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id))
    site = site_for(actor, queue)
    visitor = Visitor.objects.create(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        site=site,
        customer_id=customer_id,
        name=name[:80] or number,
        phone=number,
        locale=site.locale,
    )
    conversation = open_conversation(visitor, site, {}, channel=rules.SMS, is_known=customer_id is not None)
    _appended(conversation, client_id, text)
    enter_queue(actor, conversation, reason="sms", default=queue)
    return conversation


@transaction.atomic
def continue_text(actor: Actor, conversation_id: UUID, *, client_id: str, text: str) -> Message | None:
    """Another short message of an open conversation; the same `client_id` is the same one. None where it is closed."""
    conversation, known = queries.locked_for_message(actor, conversation_id, client_id)
    if known or conversation.status == Status.CLOSED:
        return known
    message = _appended(conversation, client_id, text)
    if conversation.status == Status.ACTIVE:
        customer_wrote(conversation)
    return message


def _appended(conversation: Conversation, client_id: str, text: str) -> Message:
    return append(
        conversation,
        sender=Sender.VISITOR,
        sender_id=conversation.visitor_id,
        name=conversation.visitor_name,
        client_id=client_id,
        text=text[: rules.MAX_TEXT],
        payload={},
    )


@transaction.atomic
def show_text_state(
    organization_id: UUID, conversation_id: UUID, message_id: UUID, *, state: str, error: str = ""
) -> None:
    """Say in the message what became of it on its way, and in a note that it did not arrive; told twice is once."""
    actor = system(organization_id, "texting")
    conversation = queries.locked(actor, conversation_id)
    message = queries.message(actor, conversation, message_id)
    shown = {"state": state, "error": error}
    if message.payload.get("sms") == shown:
        return
    message.payload = {**message.payload, "sms": shown}
    message.save(update_fields=["payload"])
    announce(conversation, message)
    if state in NOT_DELIVERED:
        said = NOT_DELIVERED[state]
        why = Text(*(words.replace("{why}", error or "?") for words in said))
        remark(conversation, "sms_not_delivered", why)
