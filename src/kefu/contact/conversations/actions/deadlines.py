"""What happens by itself. Each looks again under the lock whether it is still due, and bears repetition."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.events import user_topic
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..events import ReplyOverdue
from ..models import Conversation, Message
from .assignment import take, to_front_of_line
from .bot import is_open, wait_as_message
from .ending import finish
from .snoozing import wake_up
from .stream import Kind, Sender, Status, remark, show_row, show_status, staff_topics, system_line


def sweep() -> int:
    """Do everything that is due; returns how many conversations were dealt with."""
    return sum(
        notices.carry_out("conversations.sweep", due(), act)
        for due, act in (
            (queries.overdue, remind),
            (queries.silent, end_silent),
            (queries.snooze_over, wake_up),
            (queries.left, let_go),
            (queries.waited_too_long, overflow),
        )
    )


@transaction.atomic
def remind(organization_id: UUID, conversation_id: UUID) -> None:
    """An answer is overdue: tell the agent, then the leader, then give the conversation to somebody who is free."""
    actor = system(organization_id, "deadlines")
    conversation = queries.locked(actor, conversation_id)
    user_id, since, taken = conversation.assignee_id, conversation.unanswered_since, conversation.taken_at
    if conversation.status != Status.ACTIVE or user_id is None or since is None or conversation.queue is None:
        return
    queue, now = conversation.queue, clock.now()
    owed = max(since, taken or since)
    stage = rules.alarm(
        (now - owed).total_seconds(), queue.remind_seconds, queue.escalate_seconds, queue.reassign_seconds
    )
    told = rules.Alarm(conversation.alarm_stage) if conversation.alarm_since == owed else rules.Alarm.NONE
    again = (
        stage == told == rules.Alarm.LATE
        and conversation.alarmed_at
        and now - conversation.alarmed_at >= rules.RETRY_AFTER
    )
    if stage <= told and not again:
        return
    moved_to = None
    if stage == rules.Alarm.LATE:
        if _has_replied(actor, conversation):
            stage = rules.Alarm.SETTLED
        elif conversation.work_item_id:
            moved_to = routing.reassign(actor, conversation.work_item_id)
    conversation.alarm_stage, conversation.alarm_since, conversation.alarmed_at = stage, owed, now
    conversation.save(update_fields=["alarm_stage", "alarm_since", "alarmed_at"])
    if min(stage, rules.Alarm.LATE) > told:
        publish(
            ReplyOverdue(
                organization_id=organization_id,
                audience=(user_topic(user_id),),
                conversation_id=conversation_id,
                queue_id=queue.id,
                user_id=user_id,
                stage=min(stage, rules.Alarm.LATE),
                waited_seconds=int((now - owed).total_seconds()),
                moved_to=moved_to,
            )
        )
    if (stage >= rules.Alarm.ESCALATED and told < rules.Alarm.ESCALATED) or moved_to:
        _tell_leaders(actor, conversation, user_id, owed, is_moved=moved_to is not None)
    if moved_to:
        name = accounts.display_names(actor, {user_id}).get(user_id, "")
        remark(
            conversation,
            "reassigned",
            Text(
                f"{name} 超过 {queue.reassign_seconds} 秒未回复，会话已自动改派。",
                f"{name} did not reply within {queue.reassign_seconds} s; the conversation was given to a colleague.",
            ),
        )
        take(conversation, moved_to, line="transferred_agent")


def _tell_leaders(actor: Actor, conversation: Conversation, user_id: UUID, owed: datetime, *, is_moved: bool) -> None:
    agent = accounts.display_names(actor, {user_id}).get(user_id, "")
    late = Text(
        f"{agent} 的客户 {conversation.visitor_name} 等待回复已久，请关注。",
        f"{conversation.visitor_name} has waited long for an answer by {agent}.",
    )
    moved = Text(
        f"{agent} 未及时首次回复，{conversation.visitor_name} 的会话已改派。",
        f"{agent} gave no first reply in time; the conversation of {conversation.visitor_name} went to a colleague.",
    )
    notices.notify(
        actor,
        user_ids=accounts.leaders_of(actor, user_id),
        kind="reply_overdue",
        text=moved if is_moved else late,
        link=f"/desk/{conversation.id}",
        group=f"overdue:{user_id}",
        fact=f"{conversation.id}:{owed.isoformat()}:{'moved' if is_moved else 'late'}",
    )


def _has_replied(actor: Actor, conversation: Conversation) -> bool:
    """Whether its agent has said anything to the visitor since they got it."""
    said = Message.objects.for_actor(actor).filter(
        conversation=conversation, sender_kind=Sender.AGENT, sender_id=conversation.assignee_id
    )
    return (
        said.filter(created_at__gte=conversation.taken_at or conversation.created_at).exclude(kind=Kind.NOTE).exists()
    )


@transaction.atomic
def end_silent(organization_id: UUID, conversation_id: UUID) -> None:
    """Ask a silent visitor whether they are still there, and end the conversation when there is no answer to that."""
    actor = system(organization_id, "deadlines")
    conversation = queries.locked(actor, conversation_id)
    is_served = conversation.status == Status.ACTIVE
    queue = conversation.queue if is_served else conversation.site.queue
    owes = is_served and (
        conversation.unanswered_since is not None
        or conversation.last_sender != Sender.AGENT
        or conversation.snoozed_until is not None
        or rules.owes_since_return(conversation.woken_at, conversation.last_message_at)
    )
    if conversation.status not in (Status.ACTIVE, Status.BOT) or owes or queue is None:
        return
    if queue.silence_prompt_seconds is None:
        return
    now = clock.now()
    quiet = max(
        conversation.last_message_at or conversation.created_at, conversation.taken_at or conversation.created_at
    )
    asked = conversation.prompted_at
    if asked is None or asked <= quiet:
        if now - quiet < timedelta(seconds=queue.silence_prompt_seconds):
            return
        if conversation.last_message_at and conversation.channel == "chat":
            system_line(conversation, "silent", m=str(-(-queue.silence_end_seconds // 60)))
        conversation.prompted_at = now
        conversation.save(update_fields=["prompted_at"])
    elif now - asked >= timedelta(seconds=queue.silence_end_seconds):
        finish(actor, conversation, ended_by="system")


@transaction.atomic
def let_go(organization_id: UUID, conversation_id: UUID) -> None:
    """The visitor has left the line: what can be answered later waits as a message (留言), the rest ends."""
    actor = system(organization_id, "deadlines")
    conversation = queries.locked(actor, conversation_id)
    visitor, queue = conversation.visitor, conversation.queue
    if (
        conversation.status != Status.QUEUED
        or conversation.channel != "chat"
        or queue is None
        or visitor.left_at is None
    ):
        return
    patience = timedelta(seconds=(queue.silence_prompt_seconds or 0) + queue.silence_end_seconds)
    gone = max(visitor.left_at, conversation.last_message_at or visitor.left_at)
    if visitor.is_online or queue.silence_prompt_seconds is None or clock.now() - gone < patience:
        return
    reachable = bool(visitor.phone or visitor.email or conversation.customer_id)
    is_staffed = routing_queries.anybody_online(actor, queue.id) and is_open(actor, conversation)
    if is_staffed and not reachable:
        finish(actor, conversation, ended_by="system")
        return
    wait_as_message(actor, conversation)


@transaction.atomic
def overflow(organization_id: UUID, conversation_id: UUID) -> None:
    """The visitor has waited too long: another queue, the bot, or an invitation to leave a message while they wait on."""
    actor = system(organization_id, "deadlines")
    conversation = queries.locked(actor, conversation_id)
    queue, now = conversation.queue, clock.now()
    if (
        conversation.status != Status.QUEUED
        or conversation.overflowed_at
        or queue is None
        or queue.max_wait_seconds is None
        or conversation.queued_at is None
        or now - conversation.queued_at < timedelta(seconds=queue.max_wait_seconds)
    ):
        return
    conversation.overflowed_at = now
    conversation.save(update_fields=["overflowed_at"])
    showed = staff_topics(conversation)
    behind = None
    if queue.overflow == Queue.Overflow.QUEUE and conversation.work_item_id:
        moved = routing.overflow(actor, conversation.work_item_id)
        behind = moved.queue if moved else None
    if behind:
        conversation.queue = behind
        conversation.save(update_fields=["queue"])
        routing.queue_contact(actor, conversation.id, behind, now)
        system_line(conversation, "transferred_queue", name=behind.name)
    elif queue.overflow == Queue.Overflow.BOT and conversation.site.bot_enabled and conversation.work_item_id:
        routing.end(actor, conversation.work_item_id, cancelled=True)
        conversation.status, conversation.work_item_id = Status.BOT, None
        conversation.save(update_fields=["status", "work_item_id"])
        system_line(conversation, "back_to_bot")
    else:
        system_line(conversation, "waited_too_long", leave_message=True)
    show_row(conversation, *showed)
    show_status(conversation)


@transaction.atomic
def returned(organization_id: UUID, conversation_id: UUID, user_id: UUID) -> None:
    """Its agent is gone: the conversation is first in its line again, with a note for whoever gets it."""
    actor = system(organization_id, "deadlines")
    conversation = queries.locked(actor, conversation_id)
    if conversation.status != Status.ACTIVE or conversation.assignee_id != user_id or conversation.snoozed_until:
        return
    name = accounts.display_names(actor, {user_id}).get(user_id, "")
    to_front_of_line(
        conversation,
        "agent_gone",
        Text(
            f"{name} 已离线超过 2 分钟，会话已退回队首。",
            f"{name} has been away for two minutes; the conversation is first in the queue again.",
        ),
    )


def held_by(organization_id: UUID, user_id: UUID) -> list[UUID]:
    """The conversations that an agent has now. What they put off stays theirs: nobody waits for it."""
    rows = Conversation.objects.for_actor(system(organization_id)).filter(assignee_id=user_id, status=Status.ACTIVE)
    return list(rows.filter(snoozed_until=None).order_by("id").values_list("id", flat=True))
