"""Help among colleagues: notes that ask somebody in by name, a raised hand (举手求助), a transfer given back."""

from uuid import UUID

from django.db import transaction

from kefu.contact.routing import queries as routing_queries
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text

from .. import permissions, queries, rules
from ..models import Conversation, Mention, Message
from .agent import served, to_agent_or_line
from .stream import Kind, Sender, append, remark


@transaction.atomic
def add_note(actor: Actor, conversation_id: UUID, text: str) -> Message:
    """An internal note: staff see it, the visitor never does. Closed conversations take notes too.

    「@昵称」 or 「@工号」 asks a colleague in: they hear of it, may read along and answer with notes. A note by somebody
    else than the one who serves is advice, of which that one hears.
    """
    actor.require(permissions.SERVE)
    conversation = queries.locked(actor, conversation_id)
    said = rules.checked_text(text, attachments=0, kind="note")
    is_advice = conversation.assignee_id not in (None, actor.id)
    note = append(
        conversation,
        sender=Sender.AGENT,
        sender_id=actor.id,
        name=actor.name,
        kind=Kind.NOTE,
        text=said,
        payload={"code": "advice"} if is_advice else {},
    )
    asked = _mentioned(actor, said)
    for user_id in asked:
        Mention.objects.for_actor(actor).get_or_create(
            conversation=conversation, user_id=user_id, defaults={"organization_id": actor.organization_id}
        )
    _tell(
        actor, conversation, asked, "mention", Text(f"{actor.name}请您协助：{said}", f"{actor.name} asks you: {said}")
    )
    if is_advice and conversation.assignee_id not in asked:
        words = Text(f"{actor.name}给您留言：{said}", f"{actor.name} advises: {said}")
        _tell(actor, conversation, {conversation.assignee_id}, "advice", words)
    return note


def _mentioned(actor: Actor, text: str) -> set[UUID]:
    """Active colleagues whom a text names after @, by the name customers see or by 工号; the longest name that fits."""
    asked = text.split("@")[1:]
    if not asked:
        return set()
    names: dict[str, UUID] = {}
    for agent in accounts.agents(actor.organization_id):
        names[agent.name] = agent.user_id
        if agent.employee_number:
            names[agent.employee_number] = agent.user_id
    found = set()
    for words in asked:
        fitting = [name for name in names if words.startswith(name)]
        if fitting:
            found.add(names[max(fitting, key=len)])
    return found - {actor.user_id}


def _tell(
    actor: Actor, conversation: Conversation, user_ids: set[UUID | None] | set[UUID], kind: str, text: Text
) -> None:
    notices.notify(
        actor,
        user_ids=[user_id for user_id in user_ids if user_id],
        kind=kind,
        text=text,
        link=f"/desk/{conversation.id}",
        group=f"{kind} {conversation.id}",
    )


@transaction.atomic
def raise_hand(actor: Actor, conversation_id: UUID) -> Message:
    """The agent asks their leader for help with a conversation (举手求助); the note shows it, the leaders hear of it."""
    conversation = served(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    words = Text(f"{actor.name}举手求助", f"{actor.name} raises a hand")
    note = remark(conversation, "raised_hand", words, by=actor)
    name = conversation.visitor_name
    who = Text(f"{actor.name}举手求助：{name}", f"{actor.name} raises a hand: {name}")
    _tell(actor, conversation, set(accounts.leaders_of(actor, actor.user_id)), "raised_hand", who)
    return note


@transaction.atomic
def give_back(actor: Actor, conversation_id: UUID, *, reason: str) -> Conversation:
    """Refuse what a colleague transferred, before answering: it returns to them, or to its line when they have no room.

    Raises Conflict once the actor has answered, or when nobody transferred it to them.
    """
    conversation = served(actor, conversation_id)
    rules.ensure_can_write(conversation.status)
    giver = queries.giver(actor, conversation)
    if giver is None:
        raise Conflict(
            "not_transferred",
            Text(
                "该会话不是刚转接给您的，或您已回复，请改用转接。",
                "It was not just transferred to you, or you answered; transfer it.",
            ),
        )
    said = rules.checked_text(reason, attachments=0, kind="note")
    remark(conversation, "transfer_refused", Text(f"退回转接：{said}", f"Transfer refused: {said}"), by=actor)
    queue = conversation.queue or routing_queries.queue(actor, conversation.site.queue_id)
    to_agent_or_line(actor, conversation, giver, queue)
    words = Text(f"{actor.name}退回了您转接的会话：{said}", f"{actor.name} refused your transfer: {said}")
    _tell(actor, conversation, {giver}, "transfer_refused", words)
    audit.record(
        actor,
        action="conversation.transfer_refused",
        target_type="conversation",
        target_id=conversation.id,
        target_label=conversation.number,
        after={"to": str(giver), "reason": said},
    )
    return conversation
