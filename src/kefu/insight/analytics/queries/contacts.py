"""The rows behind the figures: contacts (服务记录) with what each screen and file shows of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from kefu.contact.conversations.models import Conversation
from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Contact, Queue, Rating
from kefu.contact.scripts import queries as scripts
from kefu.contact.scripts.models import ScriptRun
from kefu.foundation.customers import queries as customers
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid
from kefu.kernel.i18n import Text

from .. import permissions, rules
from ..models import Export
from .figures import ALL, agent_labels
from .filters import Filters, Period, contacts, narrowed, within
from .live import conversations, left_messages, open_low_rated, to_call_back, unanswered, waiting
from .measures import ABANDONED, ANSWERED, BOT_SOLVED, CHATTED, HANDLED, QUEUED, REPLIED_IN_TIME, SHORT, bot_spoke

SELECTIONS: dict[str, Text] = {
    "all": Text("全部", "All"),
    "offered": Text("进入排队", "Offered"),
    "answered": Text("已接通", "Answered"),
    "handled": Text("已接待", "Handled"),
    "abandoned": Text("放弃", "Abandoned"),
    "callbacks": Text("排队回呼", "Callbacks asked for"),
    "short_abandoned": Text("短放弃", "Short abandons"),
    "slow_reply": Text("首响超过 30 秒", "First reply over 30 s"),
    "transferred": Text("转接过", "Transferred"),
    "undisposed": Text("未填小结", "Without a reason"),
    "scripted": Text("走过话术", "With a script"),
    "rated": Text("已评价", "Rated"),
    "low_rated": Text("差评", "Low ratings"),
    "open_low_rated": Text("未跟进差评", "Low, not followed up"),
    "bot_solved": Text("机器人独立解决", "Solved by the bot"),
    "to_call_back": Text("待回拨", "To call back"),
    "waiting": Text("此刻排队", "Waiting now"),
    "waiting_chats": Text("此刻在线排队", "Chats waiting now"),
    "waiting_calls": Text("此刻电话排队", "Calls waiting now"),
    "unanswered": Text("此刻超 3 分钟未回复", "Unanswered now"),
    "in_service": Text("此刻服务中", "In service now"),
    "left_messages": Text("未处理留言", "Open messages"),
}
NOW = ("waiting", "waiting_chats", "waiting_calls", "unanswered", "in_service", "left_messages")


def selected(actor: Actor, period: Period, filters: Filters = ALL, only: str = "all") -> QuerySet[Contact]:
    """Contacts behind a figure; those of the moment come from any day. Raises Invalid for an unknown selection."""
    actor.require(permissions.READ)
    if only not in SELECTIONS:
        raise Invalid("unknown_selection", Text("筛选条件不存在。", f"There is no selection {only}."))
    filters = narrowed(actor, filters)
    if only == "open_low_rated":
        return open_low_rated(actor, filters)
    if only == "to_call_back":
        return to_call_back(actor, filters)
    rows = contacts(actor, filters)
    if only in NOW:
        return rows.filter(subject_id__in=_now(actor, filters, only))
    rows = within(rows, period)
    rated = Rating.objects.for_actor(actor).filter(contact=OuterRef("pk"))
    match only:
        case "low_rated":
            return rows.filter(Exists(rated.filter(score__lte=rules.LOW_SCORE)))
        case "scripted":
            return rows.filter(Exists(ScriptRun.objects.for_actor(actor).filter(contact=OuterRef("pk"))))
        case "rated":
            return rows.filter(Exists(rated))
        case "bot_solved":
            return rows.filter(BOT_SOLVED).filter(bot_spoke(actor))
    return rows.filter(_CONDITIONS[only])


def my_contacts(actor: Actor) -> QuerySet[Contact]:
    """The actor's own contacts of today, for whoever asks for their own."""
    return within(contacts(actor, Filters(agent_ids=frozenset({actor.user_id}))), Period.of_days())


def exports(actor: Actor) -> QuerySet[Export]:
    """The actor's own exports."""
    actor.require(permissions.EXPORT)
    return Export.objects.for_actor(actor).filter(user_id=actor.user_id)


_CONDITIONS: dict[str, Q] = {
    "all": Q(),
    "offered": QUEUED,
    "answered": ANSWERED,
    "handled": HANDLED,
    "abandoned": ABANDONED & ~SHORT,
    "short_abandoned": SHORT,
    "callbacks": QUEUED & Q(wants_callback=True),
    "slow_reply": CHATTED & ~REPLIED_IN_TIME,
    "transferred": ANSWERED & Q(transfers__gt=0),
    "undisposed": HANDLED & Q(disposition=None),
}


def _now(actor: Actor, filters: Filters, only: str) -> QuerySet[Any, UUID]:
    match only:
        case "waiting":
            return waiting(actor, filters).values_list("subject_id", flat=True)
        case "waiting_chats":
            return waiting(actor, filters).filter(channel="chat").values_list("subject_id", flat=True)
        case "waiting_calls":
            return waiting(actor, filters).filter(channel="phone").values_list("subject_id", flat=True)
        case "left_messages":
            return left_messages(actor, filters).values_list("subject_id", flat=True)
        case "unanswered":
            return unanswered(conversations(actor, filters)).values_list("id", flat=True)
    return conversations(actor, filters).values_list("id", flat=True)


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One contact as tables show it; durations in seconds, None where it did not come to that."""

    id: UUID
    conversation_id: UUID
    number: str
    channel: str
    at: datetime
    customer: str
    queue: str
    agent: str
    wait_seconds: int | None
    first_reply_seconds: int | None
    handle_seconds: int | None
    transfers: int
    ended_at: datetime | None
    ended_by: str
    disposition: str
    score: int | None
    comment: str
    summary: str


def contact_rows(actor: Actor, found: Sequence[Contact]) -> list[ContactRow]:
    """The contacts with names beside their ids; a handful of queries for all of them."""
    subjects = [row.subject_id for row in found]
    talks = {c.id: c for c in Conversation.objects.for_actor(actor).filter(id__in=subjects)}
    ratings = {r.contact_id: r for r in Rating.objects.for_actor(actor).filter(contact_id__in=[r.id for r in found])}
    queues = dict(
        Queue.objects.for_actor(actor)
        .filter(id__in={r.queue_id for r in found if r.queue_id})
        .values_list("id", "name")
    )
    agents = agent_labels(actor, {r.agent_id for r in found if r.agent_id})
    people = customers.summaries(actor, {r.customer_id for r in found if r.customer_id})
    paths = routing.disposition_paths(actor) if any(r.disposition_id for r in found) else {}
    rows = []
    for row in found:
        talk, rating = talks.get(row.subject_id), ratings.get(row.id)
        customer = people.get(row.customer_id) if row.customer_id else None
        rows.append(
            ContactRow(
                id=row.id,
                conversation_id=row.subject_id,
                number=talk.number if talk else "",
                channel=row.channel,
                at=row.queued_at or row.started_at,
                customer=customer.name if customer else talk.visitor_name if talk else "",
                queue=queues.get(row.queue_id, "") if row.queue_id else "",
                agent=agents.get(row.agent_id, "") if row.agent_id else "",
                wait_seconds=_between(row.queued_at, row.answered_at),
                first_reply_seconds=_between(row.queued_at, row.first_reply_at),
                handle_seconds=_between(row.answered_at, _hands_free(row)),
                transfers=row.transfers,
                ended_at=row.ended_at,
                ended_by=row.ended_by,
                disposition=" / ".join(paths.get(row.disposition_id, [])) if row.disposition_id else "",
                score=rating.score if rating else None,
                comment=rating.comment if rating else "",
                summary=row.summary,
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """A question of a script with its answer, beside the contact that it was asked on."""

    number: str
    conversation_id: UUID
    answer: scripts.Answer


def answer_rows(actor: Actor, found: Sequence[Contact]) -> list[AnswerRow]:
    """What scripts asked on these contacts, in their order."""
    by_contact: dict[UUID, list[scripts.Answer]] = defaultdict(list)
    for answer in scripts.answers(actor, [row.id for row in found]):
        by_contact[answer.contact_id].append(answer)
    talks = Conversation.objects.for_actor(actor).filter(id__in=[r.subject_id for r in found if r.id in by_contact])
    numbers = dict(talks.values_list("id", "number"))
    return [
        AnswerRow(number=numbers.get(row.subject_id, ""), conversation_id=row.subject_id, answer=answer)
        for row in found
        for answer in by_contact.get(row.id, ())
    ]


def _hands_free(row: Contact) -> datetime | None:
    """As though nothing had been put off."""
    return row.ended_at and (row.wrapped_at or row.ended_at) - row.parked_for


def _between(start: datetime | None, end: datetime | None) -> int | None:
    return round((end - start).total_seconds()) if start and end else None
