"""How a message gets into a conversation, and how everybody concerned hears of it. The caller holds the row lock."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from kefu.foundation.accounts.events import user_topic
from kefu.kernel import files, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Invalid
from kefu.kernel.events import announcement, publish
from kefu.kernel.i18n import Text

from .. import cards, queries, rules
from ..events import ConversationChanged, MessagePosted, queue_topic, visitor_topic
from ..models import Conversation, Message

Kind, Sender, Status = Message.Kind, Message.Sender, Conversation.Status


def compose(
    actor: Actor,
    conversation: Conversation,
    *,
    sender: str,
    text: str | None,
    kind: str,
    payload: dict[str, Any] | None,
    attachment_ids: Sequence[UUID],
    quote_id: UUID | None,
    lent: Iterable[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Checked fields of a message by a person. Raises Invalid in words that say what to mend.

    Attachments are the actor's own uploads, or among those `lent` to them.
    """
    if len(attachment_ids) > rules.MAX_ATTACHMENTS:
        raise Invalid(
            "too_many_attachments",
            Text(f"一次最多 {rules.MAX_ATTACHMENTS} 个附件。", f"At most {rules.MAX_ATTACHMENTS} attachments."),
        )
    attachments = _described(actor, attachment_ids, lent)
    kind = rules.checked_kind(sender, kind, [file["type"] for file in attachments])
    if (
        quote_id
        and not Message.objects.for_actor(actor)
        .filter(conversation=conversation, id=quote_id)
        .exclude(kind=Kind.NOTE)
        .exists()
    ):
        raise Invalid("unknown_quote", Text("引用的消息不存在。", "The quoted message does not exist."))
    return {
        "kind": kind,
        "text": rules.checked_text(text, attachments=len(attachments), kind=kind),
        "payload": cards.checked(rules.checked_payload(payload))
        if kind == Kind.CARD
        else rules.checked_payload(payload),
        "attachments": attachments,
        "quote_id": quote_id,
    }


def _described(actor: Actor, ids: Sequence[UUID], lent: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {UUID(file["id"]): file for file in lent}
    own = [id for id in ids if id not in known]
    known |= {file.id: files.described(file) for file in (files.owned(actor, own) if own else [])}
    return [known[id] for id in ids]


def append(
    conversation: Conversation,
    *,
    sender: str,
    sender_id: UUID | None,
    name: str,
    client_id: str | None = None,
    **fields: Any,
) -> Message:
    """Write the next message, keep the row's summary in step, and announce it."""
    conversation.last_seq += 1
    message = Message(
        organization_id=conversation.organization_id,
        conversation=conversation,
        seq=conversation.last_seq,
        client_id=client_id,
        sender_kind=sender,
        sender_id=sender_id,
        sender_name=name,
        **fields,
    )
    changed = ["last_seq"]
    if message.kind not in (Kind.NOTE, Kind.SYSTEM):
        conversation.last_text = rules.preview(message.kind, message.text, "zh-CN")
        conversation.last_sender, conversation.last_message_at = sender, message.created_at
        changed += ["last_text", "last_sender", "last_message_at"]
        if sender == Sender.VISITOR:
            conversation.unread += 1
            conversation.unanswered_since = conversation.unanswered_since or message.created_at
            changed += ["unread", "unanswered_since"]
        elif sender == Sender.AGENT:
            conversation.unanswered_since = None
            changed.append("unanswered_since")
    statements.run(
        statements.insert(message),
        statements.update(conversation, changed),
        announcement(_posted(conversation, message)),
    )
    return message


def announce(conversation: Conversation, message: Message) -> None:
    """Show a message as it is now."""
    publish(_posted(conversation, message))


def _posted(conversation: Conversation, message: Message) -> MessagePosted:
    topics = staff_topics(conversation)
    if not message.is_internal:
        topics.append(visitor_topic(conversation.id))
    return MessagePosted(
        organization_id=conversation.organization_id,
        audience=tuple(topics),
        conversation_id=conversation.id,
        conversation_status=conversation.status,
        message=queries.message_view(message),
    )


def system_line(conversation: Conversation, code: str, *, leave_message: bool = False, **values: str) -> Message:
    """A line that the system writes into the stream, in the visitor's language, the queue's words or the site's tone.

    With `leave_message` the visitor's page offers to do that.
    """
    queue = conversation.queue or conversation.site.queue
    tone = conversation.site.settings.get("tone", "polite")
    text = rules.system_text(code, conversation.locale, queue.texts, tone, **values)
    payload = {"code": code, "leave_message": True} if leave_message else {"code": code}
    return append(
        conversation, sender=Sender.SYSTEM, sender_id=None, name="", kind=Kind.SYSTEM, text=text, payload=payload
    )


def remark(conversation: Conversation, code: str, text: Text, *, by: Actor | None = None, **payload: Any) -> Message:
    """A note in words of our own, by a member of staff or the system; visitors never see it.

    Each reader has it in their language (`payload.words`); as a plain text it is in the site's.
    """
    return append(
        conversation,
        sender=Sender.AGENT if by else Sender.SYSTEM,
        sender_id=by.id if by else None,
        name=by.name if by else "",
        kind=Kind.NOTE,
        text=text.in_language(conversation.site.locale),
        payload={"code": code, "words": {"zh-CN": text.zh, "en": text.en}, **payload},
    )


def forget_snooze(conversation: Conversation) -> tuple[str, ...]:
    """The locked conversation changes hands or ends: it is put off no longer. Returns the fields to save."""
    conversation.snoozed_until, conversation.snooze_note, conversation.woken_at = None, "", None
    return ("snoozed_until", "snooze_note", "woken_at")


def staff_topics(conversation: Conversation) -> list[str]:
    """Who among the staff follows it live: the assignee, or those who serve the line it waits in."""
    if conversation.status == Status.QUEUED and conversation.queue_id:
        return [queue_topic(conversation.queue_id)]
    return [user_topic(conversation.assignee_id)] if conversation.assignee_id else []


def show_row(conversation: Conversation, *also: str) -> None:
    """Tell the work lists that show it, and those in `also` (topics that showed it until now), how its row looks."""
    topics: Iterable[str] = dict.fromkeys([*staff_topics(conversation), *also])
    if topics:
        publish(
            ConversationChanged(
                organization_id=conversation.organization_id,
                audience=tuple(topics),
                conversation=queries.row(system(conversation.organization_id), conversation),
            )
        )


def show_status(conversation: Conversation) -> None:
    """Tell the visitor where the conversation stands."""
    actor = system(conversation.organization_id)
    publish(queries.status_event(actor, conversation, (visitor_topic(conversation.id),)))
