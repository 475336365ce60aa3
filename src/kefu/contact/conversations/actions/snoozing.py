"""Putting off (稍后处理): an agent sets an own conversation aside until a time. It comes back by itself, or when the customer writes."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.timezone import get_current_timezone

from kefu.contact.routing import actions as routing
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import LANGUAGES, Text
from kefu.kernel.text import storable

from .. import greetings, permissions, queries, rules
from ..models import Conversation
from .agent import served, work_of
from .assignment import to_front_of_line
from .scheduling import call_off
from .stream import Status, remark, show_row


@transaction.atomic
def snooze(actor: Actor, conversation_id: UUID, *, until: datetime, note: str = "") -> Conversation:
    """Set an own conversation aside until `until`; it takes no slot meanwhile. Again: the time and note are the new ones.

    Raises Invalid for a time that is past or more than 30 days away, Conflict while the customer waits for an answer and
    above 30 of one agent.
    """
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    if conversation.status != Status.ACTIVE or conversation.assignee_id != actor.id:
        raise Conflict("not_assignee", Text("请先接入会话。", "Accept the conversation first."))
    if conversation.unanswered_since is not None:
        raise Conflict(
            "customer_waits",
            Text(
                "客户还在等待回复，请先回复再稍后处理。",
                "The customer waits for an answer; answer before putting it off.",
            ),
        )
    if not clock.now() < until <= clock.now() + rules.SCHEDULE_WITHIN:
        wrong = Text("请选择 30 天内的将来时间。", "Choose a time within the next 30 days.")
        raise Invalid("wrong_time", wrong, errors=[FieldError("until", wrong)])
    if conversation.snoozed_until is None:
        if queries.snoozed(actor).count() >= rules.MAX_SNOOZED:
            text = Text(f"最多同时稍后处理 {rules.MAX_SNOOZED} 个会话。", f"At most {rules.MAX_SNOOZED} at a time.")
            raise Conflict("too_many_snoozed", text)
        routing.park(actor, work_of(conversation))
    conversation.snoozed_until, conversation.woken_at = until, None
    conversation.snooze_note = storable(note).strip()
    conversation.save(update_fields=["snoozed_until", "snooze_note", "woken_at"])
    remark(conversation, "snoozed", _with_note(_put_off_until(until), conversation.snooze_note), by=actor)
    show_row(conversation)
    return conversation


@transaction.atomic
def unsnooze(actor: Actor, conversation_id: UUID) -> Conversation:
    """Take it up now, before its time; for its agent or a supervisor. One that is not put off stays as it is."""
    conversation = served(actor, conversation_id)
    if conversation.snoozed_until is not None:
        _return(conversation, clock.now())
    return conversation


@transaction.atomic
def wake_up(organization_id: UUID, conversation_id: UUID) -> None:
    """Its time has come: back to its agent, who hears of it, or to the front of the line when they are not there."""
    conversation = queries.locked(system(organization_id, "deadlines"), conversation_id)
    until, agent = conversation.snoozed_until, conversation.assignee_id
    if until is None or until > clock.now():
        return
    name, note = conversation.visitor_name, conversation.snooze_note
    away = Text(
        "稍后处理时间到，原客服不在线，会话已转到队首",
        "Its time has come and its agent is away; it is first in the queue",
    )
    if not _wake(conversation, _with_note(away, note), woken_at=clock.now()) or agent is None:
        return
    remark(conversation, "snooze_over", _with_note(Text("稍后处理时间到", "Its time has come"), note))
    notices.notify(
        system(organization_id, "deadlines"),
        user_ids=[agent],
        kind="snooze_over",
        text=_with_note(Text(f"{name} 稍后处理时间到", f"{name} was put off until now"), note),
        link=f"/desk/{conversation_id}",
        group=f"snooze_over {conversation_id}",
    )


def customer_wrote(conversation: Conversation) -> None:
    """The customer wrote into the locked, active conversation: plans are called off, and it comes back at once."""
    call_off(conversation, "customer_wrote")
    away = Text(
        "客户来消息，原客服不在线，会话已转到队首", "The customer wrote and the agent is away; it is first in the queue"
    )
    _wake(conversation, _with_note(away, conversation.snooze_note), woken_at=None)


def _wake(conversation: Conversation, away: Text, *, woken_at: datetime | None) -> bool:
    """Bring the locked conversation back; false where it was not put off, or its agent is not there to take it.

    Then it is first in its line, with the note `away`.
    """
    if conversation.snoozed_until is None or conversation.assignee_id is None:
        return False
    actor = system(conversation.organization_id)
    if accounts.presence_of(actor, conversation.assignee_id).status == "offline":
        to_front_of_line(conversation, "agent_away", away)
        return False
    _return(conversation, woken_at)
    return True


def _return(conversation: Conversation, woken_at: datetime | None) -> None:
    routing.unpark(system(conversation.organization_id), work_of(conversation))
    conversation.snoozed_until, conversation.woken_at = None, woken_at
    conversation.save(update_fields=["snoozed_until", "woken_at"])
    show_row(conversation)


def _put_off_until(until: datetime) -> Text:
    zone = get_current_timezone()
    here, now = until.astimezone(zone), clock.now().astimezone(zone)
    zh, en = (greetings.back_at(here, now, language) for language in LANGUAGES)
    return Text(f"稍后处理，{zh} 回来", f"Put off, back {en}")


def _with_note(text: Text, note: str) -> Text:
    return Text(text.zh + "：" + note, text.en + ": " + note) if note else text
