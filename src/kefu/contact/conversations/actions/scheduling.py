"""Replies for later (定时发送). Whoever hears from the customer first answers that instead: a plan calls itself off."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.sms import queries as sms
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.timers import defer

from .. import permissions, queries, rules
from ..models import Conversation, ScheduledMessage
from .stream import Kind, Sender, Status, append, remark

CALLED_OFF = {
    "customer_wrote": Text(
        "客户先回复了，定时消息已取消：", "The customer wrote first; the scheduled message was called off: "
    ),
    "not_served": Text(
        "会话已结束或转出，定时消息已取消：", "The conversation moved on; the scheduled message was called off: "
    ),
}


@transaction.atomic
def schedule(actor: Actor, conversation_id: UUID, *, text: str, send_at: datetime) -> ScheduledMessage:
    """The assignee will say this at `send_at`, unless the customer writes before.

    Raises Invalid for a time that is past or more than 30 days away, Conflict above five plans in one conversation.
    """
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    if conversation.assignee_id != actor.id:
        raise Conflict("not_assignee", Text("请先接入会话。", "Accept the conversation first."))
    said = rules.checked_text(text, attachments=0, kind="text")
    rules.ensure_fits(conversation.channel, said, "text", longest=sms.longest_said())
    if not clock.now() < send_at <= clock.now() + rules.SCHEDULE_WITHIN:
        wrong = Text("请选择 30 天内的将来时间。", "Choose a time within the next 30 days.")
        raise Invalid("wrong_time", wrong, errors=[FieldError("send_at", wrong)])
    if queries.scheduled(actor, conversation).count() >= rules.MAX_SCHEDULED:
        raise Conflict("too_many_scheduled", Text("一个会话最多 5 条定时消息。", "At most five in one conversation."))
    planned = ScheduledMessage.objects.create(
        organization_id=actor.organization_id,
        conversation=conversation,
        user_id=actor.user_id,
        text=said,
        send_at=send_at,
    )
    defer(
        "kefu.contact.conversations.jobs.send_scheduled",
        at=send_at,
        organization_id=actor.organization_id,
        scheduled_id=planned.id,
    )
    return planned


@transaction.atomic
def unschedule(actor: Actor, conversation_id: UUID, scheduled_id: UUID) -> None:
    """Call one's own plan off; one that was carried out already is NotFound."""
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    planned = one(queries.scheduled(actor, conversation).filter(id=scheduled_id, user_id=actor.user_id))
    planned.state = ScheduledMessage.State.CALLED_OFF
    planned.save(update_fields=["state"])


@transaction.atomic
def send_scheduled(organization_id: UUID, scheduled_id: UUID) -> None:
    """Its time has come. Told twice, or after it was called off, nothing happens."""
    actor = system(organization_id, "scheduled")
    planned = ScheduledMessage.objects.for_actor(actor).filter(id=scheduled_id).first()
    if planned is None:
        return
    conversation = queries.locked(actor, planned.conversation_id)
    if not queries.scheduled(actor, conversation).filter(id=scheduled_id).exists():
        return
    if conversation.status != Status.ACTIVE or conversation.assignee_id != planned.user_id:
        call_off(conversation, "not_served")
        return
    planned.state = ScheduledMessage.State.SENT
    planned.save(update_fields=["state"])
    owed_reply = conversation.unanswered_since is not None
    name = accounts.display_names(actor, {planned.user_id}, conversation.locale).get(planned.user_id, "")
    message = append(
        conversation,
        sender=Sender.AGENT,
        sender_id=planned.user_id,
        name=name,
        client_id=f"scheduled-{planned.id}",
        kind=Kind.TEXT,
        text=planned.text,
        payload={},
    )
    if owed_reply:
        routing.note_first_reply(actor, conversation.id, message.created_at)


def call_off(conversation: Conversation, why: str) -> None:
    """Give up what is planned in the locked conversation, with a note that keeps the words."""
    actor = system(conversation.organization_id)
    for planned in queries.scheduled(actor, conversation):
        planned.state = ScheduledMessage.State.CALLED_OFF
        planned.save(update_fields=["state"])
        told = Text(*(words + planned.text for words in CALLED_OFF[why]))
        remark(conversation, "schedule_called_off", told)
