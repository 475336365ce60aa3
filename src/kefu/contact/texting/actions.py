"""A short message becomes a message of a conversation, and what is said there goes out as one."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Message
from kefu.contact.routing.models import Queue
from kefu.foundation.customers import queries as customers
from kefu.foundation.sms import actions as sms
from kefu.foundation.sms import queries as sms_queries
from kefu.kernel import audit, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from . import queries
from .models import TextAnswer, TextChannel, TextThread

Keeper = Callable[[UUID, UUID, str, str], UUID | None]
"""Of organization and brand, for a number and what it wrote: what that is about, None where it is not kept."""

PURPOSE = "answer"
NO_LINE = Text("该品牌没有启用的短信通道", "the brand has no line that is on")
TOO_LONG = Text("内容超过一条短信的长度", "it is longer than a short message")

_keepers: list[Keeper] = []


def let_keep(keeper: Keeper) -> None:
    """Let a module above have the answers to what it tells by SMS; it is asked in the transaction that takes a message."""
    _keepers.append(keeper)


@transaction.atomic
def set_queue(actor: Actor, line_id: UUID, queue_id: UUID | None) -> UUID | None:
    """Say where what is written to a line waits; None: it opens no conversations. Raises Invalid for a queue of another brand."""
    line, before = sms_queries.line(actor, line_id), queries.queue_id(actor, line_id)
    if queue_id == before:
        return before
    rows = TextChannel.objects.for_actor(actor).filter(line=line)
    if queue_id is None:
        rows.delete()
    else:
        queue = one(Queue.objects.for_actor(actor).filter(id=queue_id))
        if queue.brand_id != line.brand_id:
            text = Text("请选择短信通道所属品牌的技能组。", "Choose a queue of the line's own brand.")
            raise Invalid("wrong_brand", text, errors=[FieldError("queue_id", text)])
        rows.update_or_create(line=line, defaults={"queue": queue, "organization_id": actor.organization_id})
    audit.record(
        actor,
        action="sms_line.updated",
        target_type="sms_line",
        target_id=line.id,
        target_label=line.sign,
        before={"queue_id": str(before) if before else None},
        after={"queue_id": str(queue_id) if queue_id else None},
    )
    return queue_id


@transaction.atomic
def take(organization_id: UUID, *, line_id: UUID, brand_id: UUID, sms_id: UUID, number: str, text: str) -> None:
    """Post what a number wrote in its open conversation, let have it who told that number of something, or open a new one.

    Told again it is the same; who is blocked is refused.
    """
    actor = system(organization_id, "texting")
    if TextAnswer.objects.for_actor(actor).filter(sms_id=sms_id).exists():
        return
    channel = TextChannel.objects.for_actor(actor).filter(line_id=line_id).first()
    customer = customers.find_by_identity(actor, brand_id=brand_id, phone=number)
    customer_id = customer.id if customer else None
    try:
        limits.refuse_blocked(actor, phone=number, customer_id=customer_id)
    except limits.Blocked as refused:
        refused.remember()
        return
    client_id = f"sms-{sms_id}"
    threads = TextThread.objects.for_actor(actor).filter(number=number, conversation__brand_id=brand_id)
    latest = threads.order_by("-id").first() if channel else None
    if latest and conversations.continue_text(actor, latest.conversation_id, client_id=client_id, text=text):
        return
    if about_id := next((id for keep in _keepers if (id := keep(organization_id, brand_id, number, text))), None):
        TextAnswer.objects.create(organization_id=organization_id, sms_id=sms_id, about_id=about_id)
        return
    if channel is None:
        return
    conversation = conversations.take_text(
        actor,
        queue_id=channel.queue_id,
        number=number,
        name=customer.name if customer else "",
        customer_id=customer_id,
        client_id=client_id,
        text=text,
    )
    TextThread.objects.create(organization_id=organization_id, conversation=conversation, number=number)


@transaction.atomic
def send_posted(organization_id: UUID, conversation_id: UUID, message_id: UUID) -> None:
    """What an agent or a rule said goes out by the brand's line, once, at any hour: it answers somebody who wrote."""
    actor = system(organization_id, "texting")
    threads = TextThread.objects.for_actor(actor).select_related("conversation")
    thread = threads.filter(conversation_id=conversation_id).first()
    if thread is None:
        return
    text = one(Message.objects.for_actor(actor).filter(id=message_id)).text
    if len(text) > sms_queries.longest_said():
        sent, why = None, TOO_LONG
    else:
        brand_id = thread.conversation.brand_id
        sent, why = (
            sms.send(
                organization_id,
                brand_id=brand_id,
                number=thread.number,
                text=text,
                purpose=PURPOSE,
                fact=str(message_id),
            ),
            NO_LINE,
        )
    state, error = (str(sent.state), sent.error) if sent else ("failed", why.in_language(thread.conversation.locale))
    conversations.show_text_state(organization_id, conversation_id, message_id, state=state, error=error)


@transaction.atomic
def show_state(organization_id: UUID, message_id: UUID, *, state: str, error: str) -> None:
    """What became of an answer stands in its message; of one that did not arrive, in a note too."""
    message = Message.objects.for_actor(system(organization_id, "texting")).filter(id=message_id).first()
    if message is not None:
        conversations.show_text_state(organization_id, message.conversation_id, message_id, state=state, error=error)
