"""Reads of the bot's settings and turns."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.bulletins import queries as bulletins
from kefu.contact.bulletins.models import Bulletin
from kefu.contact.conversations.models import Conversation, Message
from kefu.contact.routing import queries as routing
from kefu.contact.sorting import queries as sorting
from kefu.contact.sorting.queries import Intent
from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import permissions, rules
from ..models import BotSettings, Turn
from ..rules import Thresholds
from ..thought import LEXICAL, Guess, Thought

REASONS = {
    "asked_for_human": Text("客户要求转人工", "The customer asked for a person"),
    "complaint": Text("客户投诉", "The customer complains"),
    "legal": Text("客户提到法律或监管渠道", "The customer mentions the law or a regulator"),
    "unanswered": Text("机器人未能解答", "The bot could not answer"),
    "too_long": Text("客户描述较长，需人工阅读", "The customer's text needs a person to read it"),
    "flow": Text("对话流程转人工", "A dialogue flow led to a person"),
    "system_away": Text("业务系统暂时查不到", "The business system could not be asked"),
    "bot_off": Text("机器人未启用", "The bot is off"),
}


def settings_of(actor: Actor, site_id: UUID) -> BotSettings:
    """A site's settings; unsaved defaults when nobody changed any."""
    actor.require(permissions.READ)
    found = BotSettings.objects.for_actor(actor).filter(site_id=site_id).first()
    return found or BotSettings(organization_id=actor.organization_id, site_id=site_id)


def thresholds(actor: Actor, site_id: UUID, thought: Thought) -> Thresholds:
    """The site's own thresholds where set, else those that come with the ranking. Words alone always use theirs."""
    own = BotSettings.objects.for_actor(actor).filter(site_id=site_id).first()
    if own is None or thought.ranked_by == LEXICAL:
        return thought.thresholds
    answer = own.answer_threshold if own.answer_threshold is not None else thought.thresholds.answer
    offer = own.offer_threshold if own.offer_threshold is not None else thought.thresholds.offer
    return Thresholds(answer=answer, offer=min(offer, answer))


def misses(actor: Actor, conversation: Conversation) -> int:
    """How many of the last turns in a row did not help: misses, offers that were not taken, answers called wrong."""
    turns = (
        Turn.objects.for_actor(actor).filter(conversation=conversation).exclude(outcome__in=["small_talk", "ignored"])
    )
    count = 0
    for outcome, is_helpful in turns.order_by("-id").values_list("outcome", "is_helpful")[:5]:
        if outcome == "flow" or (outcome == "answer" and is_helpful is not False):
            break
        count += 1
    return count


def tries_first(actor: Actor, conversation: Conversation) -> bool:
    """Whether a rush wants the bot to try before the line, and it has not yet; politeness is no try."""
    if not routing.is_bot_first(actor, conversation.brand_id):
        return False
    turns = Turn.objects.for_actor(actor).filter(conversation=conversation)
    return not turns.exclude(outcome__in=["small_talk", "ignored"]).exists()


def bulletin_for(actor: Actor, conversation: Conversation, question: str) -> Bulletin | None:
    """What the bot says before everything else, see `bulletins`; None without any that fits."""
    said = Message.objects.for_actor(actor).filter(conversation=conversation, sender_kind="bot")
    return bulletins.answer_to(
        actor,
        conversation.brand_id,
        question,
        was_said=lambda bulletin_id: said.filter(payload__bulletin_id=str(bulletin_id)).exists(),
    )


def first_questions(actor: Actor, conversation: Conversation, limit: int = 6) -> list[str]:
    """What most people ask, in the visitor's language: the site's first questions, else the reasons one may choose."""
    chips = conversation.site.settings.get("chips", {}).get(conversation.locale) or []
    topics = [name.in_language(conversation.locale) for _, name in sorting.choices(actor, conversation.brand_id)]
    return [str(text) for text in (chips or topics)[:limit]]


def intent(actor: Actor, conversation_id: UUID) -> Intent | None:
    """What the bot last answered in the conversation: the article's question, and the names of its categories upwards.

    Offers and misses tell nothing: there the bot was not sure.
    """
    turn = (
        Turn.objects.for_actor(actor)
        .filter(conversation_id=conversation_id, outcome="answer", article__isnull=False)
        .select_related("article__category__parent")
        .order_by("-id")
        .first()
    )
    if turn is None or turn.article is None:
        return None
    names, category = [], turn.article.category
    while category is not None:
        names.append(category.name)
        category = category.parent
    return Intent(turn.article.question, tuple(names))


def offers_with(actor: Actor, conversation: Conversation, article_id: UUID) -> QuerySet[Turn]:
    """The latest turn in which this article was offered, as a set of one or none."""
    offered = Turn.objects.for_actor(actor).filter(
        conversation=conversation, outcome="offer", candidates__contains=[{"article_id": str(article_id)}]
    )
    return Turn.objects.for_actor(actor).filter(id__in=offered.order_by("-id").values("id")[:1])


def standard_questions(actor: Actor, guesses: Sequence[Guess]) -> list[tuple[Guess, str]]:
    """Each guess with the standard question of its article, for the visitor to choose from."""
    rows = knowledge.rows(actor).filter(id__in=[guess.article_id for guess in guesses], status="published")
    titles = dict(rows.values_list("id", "question"))
    return [(guess, titles[guess.article_id]) for guess in guesses if guess.article_id in titles]


def summary(actor: Actor, conversation: Conversation, reason: str) -> str:
    """What an agent should know in three lines; empty when nothing was said yet. In Chinese and by rule, without any model."""
    said = list(
        Message.objects.for_actor(actor)
        .filter(conversation=conversation, sender_kind="visitor")
        .exclude(text="")
        .order_by("seq")
        .values_list("text", flat=True)[:20]
    )
    if not said:
        return ""
    turns = list(
        Turn.objects.for_actor(actor).filter(conversation=conversation).select_related("article").order_by("id")
    )
    answered = [turn.article.question if turn.article else turn.question for turn in turns if turn.outcome == "answer"]
    open_questions = [turn.question for turn in turns if turn.outcome in ("miss", "offer")]
    told = [
        line for line in said if not (rules.escalation(line) and rules.only_asks(line)) and not rules.small_talk(line)
    ]
    wanted = "；".join((told or open_questions or said)[-2:])
    parts = [
        Text(f"客户诉求：{shortened(wanted)}", f"Wants: {shortened(wanted)}"),
        Text(
            f"机器人已答：{'、'.join(answered[-3:])}" if answered else "机器人未给出答案",
            f"Answered by the bot: {'; '.join(answered[-3:])}" if answered else "The bot gave no answer",
        ),
    ]
    if why := REASONS.get(reason):
        parts.append(Text(f"转人工原因：{why.zh}", f"Handed over: {why.en}"))
    return "\n".join(part.in_language(conversation.site.locale) for part in parts)


def shortened(text: str) -> str:
    """One line of at most 120 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
