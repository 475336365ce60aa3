"""What visitors and staff say of the bot's answers, and what becomes of the questions it could not answer."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import queries as conversations
from kefu.foundation.knowledge import actions as knowledge
from kefu.foundation.knowledge import queries as articles
from kefu.foundation.knowledge.models import Article
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Review, Turn


@transaction.atomic
def rate_answer(actor: Actor, conversation_id: UUID, turn_id: UUID, *, is_helpful: bool) -> None:
    """The visitor says whether an answer helped, and may change their mind. NotFound for a turn that answered nothing."""
    conversation = conversations.of_visitor(actor, conversation_id)
    turn = one(Turn.objects.for_actor(actor).filter(conversation=conversation, id=turn_id, outcome="answer"))
    turn.is_helpful = is_helpful
    turn.save(update_fields=["is_helpful"])


@transaction.atomic
def set_review(actor: Actor, turn_ids: Sequence[UUID], *, state: str) -> None:
    """Put unknown questions aside, or back on the list."""
    actor.require(permissions.MANAGE)
    turns = queries.same_brand(actor, turn_ids)
    _mark(actor, turns, state, None, action="bot.questions_reviewed")


@transaction.atomic
def learn_similar(actor: Actor, turn_ids: Sequence[UUID], *, article_id: UUID, question: str) -> Article:
    """`question` becomes a similar question of an article of the same brand, which would have been the answer to these turns."""
    actor.require(permissions.MANAGE)
    turns = queries.same_brand(actor, turn_ids)
    brand_id = turns[0].conversation.brand_id
    article = one(articles.visible(actor).filter(id=article_id, brand_id=brand_id))
    changes: knowledge.ArticleChanges = {"similar": [*articles.similar_of(article), question]}
    article = knowledge.update(actor, article_id=article_id, version=article.version, changes=changes)
    _mark(actor, turns, Review.LEARNED, article.id, action="bot.question_learned")
    return article


@transaction.atomic
def learn_article(
    actor: Actor, turn_ids: Sequence[UUID], *, question: str, answer: str, category_id: UUID | None = None
) -> Article:
    """These questions become a new article, published at once, with the other ways of asking as its similar questions."""
    actor.require(permissions.MANAGE)
    turns = queries.same_brand(actor, turn_ids)
    conversation = turns[0].conversation
    article = knowledge.create(
        actor,
        brand_id=conversation.brand_id,
        locale="en" if conversation.locale == "en" else "zh-CN",
        question=question,
        answer=answer,
        similar=list(dict.fromkeys(turn.question for turn in turns))[:20],
        category_id=category_id,
        status=Article.Status.PUBLISHED,
    )
    _mark(actor, turns, Review.LEARNED, article.id, action="bot.question_learned")
    return article


def _mark(actor: Actor, turns: Sequence[Turn], state: str, article_id: UUID | None, *, action: str) -> None:
    Turn.objects.for_actor(actor).filter(id__in=[turn.id for turn in turns]).update(
        review=state, corrected_id=article_id
    )
    audit.record(
        actor,
        action=action,
        target_type="bot_turn",
        target_id=turns[0].id,
        target_label=turns[0].question[:80],
        before={"state": turns[0].review},
        after={"state": state, "article_id": str(article_id) if article_id else None, "count": len(turns)},
    )
