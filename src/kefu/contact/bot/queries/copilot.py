"""What helps an agent: an answer to the customer's last words, and a draft of the summary. By rule and retrieval, offline."""

from dataclasses import dataclass
from uuid import UUID

from kefu.contact.conversations import queries as conversations
from kefu.contact.conversations.models import Conversation, Message
from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import Text

from .. import rules, thought
from .turns import shortened, summary

LAST_WORDS = 3
"""Messages of the customer since the agent's last one that are read together."""

SUBSTANTIAL = 12
"""Characters from which an agent's message says what was done; shorter ones greet or thank."""


@dataclass(frozen=True)
class Suggestion:
    """An article's answer to what the customer last `asked`."""

    article_id: UUID
    question: str
    answer: str
    asked: str
    probability: float


def suggestion(actor: Actor, conversation_id: UUID) -> Suggestion | None:
    """The article that most likely answers what nobody has answered yet; None when nothing is likely enough to be read."""
    conversation = conversations.conversation(actor, conversation_id)
    asked = _unanswered_words(actor, conversation)
    if not asked or rules.small_talk(asked) or rules.unanswerable(asked):
        return None
    known = thought.think(system(actor.organization_id, "bot"), conversation.brand_id, asked, is_patient=False)
    best = known.guesses[0] if known.guesses else None
    if best is None or best.probability < known.thresholds.offer:
        return None
    article = knowledge.rows(actor).filter(id=best.article_id, status="published").first()
    if article is None:
        return None
    return Suggestion(article.id, article.question, article.answer, shortened(asked), best.probability)


def draft_summary(actor: Actor, conversation_id: UUID) -> str:
    """What the customer wanted and what the agents last said of substance, for the agent to correct; empty without words."""
    conversation = conversations.conversation(actor, conversation_id)
    wanted = summary(actor, conversation, "").split("\n", 1)[0]
    said = (
        Message.objects.for_actor(actor)
        .filter(conversation=conversation, sender_kind="agent", recalled_at=None)
        .exclude(kind="note")
        .order_by("-seq")
        .values_list("text", flat=True)[:20]
    )
    done = next((text for text in said if len(text) >= SUBSTANTIAL and not rules.small_talk(text)), "")
    if not wanted or not done:
        return wanted
    outcome = Text(f"处理结果：{shortened(done)}", f"Outcome: {shortened(done)}").in_language(conversation.site.locale)
    return f"{wanted}\n{outcome}"


def _unanswered_words(actor: Actor, conversation: Conversation) -> str:
    last = Message.objects.for_actor(actor).filter(conversation=conversation, recalled_at=None).exclude(kind="note")
    words: list[str] = []
    for kind, text in last.exclude(sender_kind="system").order_by("-seq").values_list("sender_kind", "text")[:10]:
        if kind == "agent":
            break
        if kind == "visitor" and text and not rules.escalation(text) and not rules.small_talk(text):
            words.append(text)
        if len(words) == LAST_WORDS:
            break
    return "，".join(reversed(words))[: rules.LONGEST_QUESTION]
