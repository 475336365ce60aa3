"""The words for each fact, taken from the modules that know it."""

from __future__ import annotations

from uuid import UUID

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation
from kefu.contact.missed import queries as missed
from kefu.contact.routing import queries as routing
from kefu.kernel import masking
from kefu.kernel.actor import system
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text
from kefu.service.incidents import queries as incidents

from . import actions

SHOWN = 80  # characters of what a customer wrote


def waiting(organization_id: UUID, conversation_id: UUID) -> None:
    """Tell of a conversation that still has nobody; one that was taken or has ended meanwhile is no news."""
    conversation = _conversation(organization_id, conversation_id)
    if conversation is None or conversation.status != Conversation.Status.QUEUED:
        return
    who, words = _who(conversation), _words(conversation)
    actions.tell(
        organization_id,
        event="waiting",
        fact=f"waiting {conversation_id} {conversation.queued_at}",
        title=Text(f"{who} 正在等待人工", f"{who} waits for a person"),
        text=Text(words or "客户还没有留言。", words or "Nothing was written yet."),
        path=f"/desk/{conversation_id}",
    )


def offline_message(organization_id: UUID, conversation_id: UUID) -> None:
    conversation = _conversation(organization_id, conversation_id)
    if conversation is None:
        return
    who, words = _who(conversation), _words(conversation)
    actions.tell(
        organization_id,
        event="offline_message",
        fact=f"offline_message {conversation_id}",
        title=Text(f"{who} 留言了", f"{who} left a message"),
        text=Text(words, words),
        path=f"/desk/{conversation_id}",
    )


def reply_overdue(organization_id: UUID, conversation_id: UUID, waited_seconds: int) -> None:
    """Once for each answer that is owed; one that came meanwhile is no news."""
    conversation = _conversation(organization_id, conversation_id)
    if conversation is None or conversation.unanswered_since is None:
        return
    who = _who(conversation)
    actions.tell(
        organization_id,
        event="reply_overdue",
        fact=f"reply_overdue {conversation_id} {conversation.unanswered_since}",
        title=Text(f"{who} 等待回复已 {waited_seconds} 秒", f"{who} has waited {waited_seconds} s for an answer"),
        text=Text("请尽快回复。", "Please answer soon."),
        path=f"/desk/{conversation_id}",
    )


def low_rating(organization_id: UUID, rating_id: UUID, conversation_id: UUID, score: int) -> None:
    contact = routing.contact(system(organization_id), conversation_id)
    rating = routing.ratings_of(system(organization_id), [conversation_id]).get(conversation_id)
    comment = _shown(rating.comment) if rating else ""
    conversation = _conversation(organization_id, conversation_id)
    known = _who(conversation) if conversation else ""
    who = Text(known, known) if known else Text("电话客户", "a caller")
    actions.tell(
        organization_id,
        event="low_rating",
        fact=f"low_rating {rating_id}",
        title=Text(f"差评 {score} 分：{who.zh}", f"{score} of 5 from {who.en}"),
        text=Text(comment or "客户没有写评语。", comment or "No comment was written."),
        path=routing.page_of(contact),
    )


def important_missed(organization_id: UUID, missed_call_id: UUID, count: int, stage: int) -> None:
    """At once, and again when nobody has rung them back; one who was reached meanwhile is no news."""
    try:
        entry = missed.entry(system(organization_id), missed_call_id)
    except NotFound:
        return
    if entry.closed_at:
        return
    who = entry.customer.name if entry.customer else entry.caller or "?"
    late = Text("，仍未回拨", ", still not rung back") if stage > 1 else Text("", "")
    actions.tell(
        organization_id,
        event="important_missed",
        fact=f"important_missed {missed_call_id} {count} {stage}",
        title=Text(f"重要来电漏接{late.zh}：{who}", f"Important call missed{late.en}: {who}"),
        text=Text(
            "；".join(one["text"]["zh-CN"] for one in entry.reasons),
            "; ".join(one["text"]["en"] for one in entry.reasons),
        ),
        path="/missed",
    )


def incident_paged(organization_id: UUID, incident_id: UUID, step: int) -> None:
    """Each time somebody is called; one that was confirmed meanwhile is no news."""
    try:
        incident = incidents.incident(system(organization_id), incident_id)
    except NotFound:
        return
    if incident.state != "open":
        return
    late = Text("，仍无人确认", ", still not confirmed") if step > 1 else Text("", "")
    actions.tell(
        organization_id,
        event="incident",
        fact=f"incident {incident_id} {step}",
        title=Text(
            f"{incident.grade} 级异常 {incident.number}{late.zh}",
            f"Incident {incident.number} of grade {incident.grade}{late.en}",
        ),
        text=Text(f"{_shown(incident.title)}（{incident.count} 件）", f"{_shown(incident.title)} ({incident.count})"),
        path=f"/incidents/{incident_id}",
    )


def _conversation(organization_id: UUID, conversation_id: UUID) -> Conversation | None:
    try:
        return conversations.conversation(system(organization_id), conversation_id)
    except NotFound:
        return None


def _who(conversation: Conversation) -> str:
    return f"{conversation.visitor_name}（{conversation.site.name}）"


def _words(conversation: Conversation) -> str:
    """How the customer began."""
    words, _ = conversations.first_words(system(conversation.organization_id), conversation)
    return _shown(words)


def _shown(words: str) -> str:
    """Hidden before it is cut: half a number is none that would be found."""
    shown: str = masking.masked(words)[:SHOWN]
    return shown
