"""The questions that the bot could not answer (未知问题), those that ask the same put together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.contact.conversations.models import Conversation
from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text

from .. import grouping, permissions
from ..models import Review, Turn

LOOK_BACK = timedelta(days=30)
MOST_TURNS = 1000
EXAMPLES = 5


@dataclass(frozen=True)
class UnknownQuestion:
    """A group under its newest question. `count` questions were asked within LOOK_BACK; `article_id` is a published article
    that may be meant."""

    id: UUID
    question: str
    count: int
    first_at: datetime
    last_at: datetime
    examples: list[str]
    turn_ids: list[UUID]
    conversation_id: UUID
    brand_id: UUID
    locale: str
    unhelpful: int
    article_id: UUID | None
    article_question: str | None


def turns(actor: Actor) -> QuerySet[Turn]:
    """Every turn of the actor's brands."""
    actor.require(permissions.READ)
    return Turn.objects.for_actor(actor).filter(conversation__in=Conversation.objects.for_actor(actor))


def unanswered(actor: Actor) -> QuerySet[Turn]:
    """Turns that gave no answer, whose offer nobody took, or whose answer was called unhelpful."""
    gave_none = Q(outcome="miss") | Q(outcome="handed_over", reason="unanswered") | Q(outcome="offer", picked=None)
    return turns(actor).filter(gave_none | Q(is_helpful=False)).exclude(question="")


def unknown_questions(actor: Actor, *, state: str = Review.OPEN, brand_id: UUID | None = None) -> list[UnknownQuestion]:
    """The last MOST_TURNS of them in groups, the most asked first."""
    rows = unanswered(actor).filter(review=state, created_at__gte=clock.now() - LOOK_BACK)
    if brand_id:
        rows = rows.filter(conversation__brand_id=brand_id)
    found = {turn.id: turn for turn in rows.select_related("conversation").order_by("-id")[:MOST_TURNS]}
    groups = grouping.grouped(grouping.Asked(t.id, t.question, _near(t)) for t in found.values())
    near = [group.near for group in groups if group.near]
    titles = dict(knowledge.rows(actor).filter(id__in=near, status="published").values_list("id", "question"))
    return [_shown([found[one.id] for one in group.asked], group.near, titles) for group in groups]


def same_brand(actor: Actor, turn_ids: Sequence[UUID]) -> list[Turn]:
    """These turns, all of them and of one brand; NotFound otherwise."""
    found = list(turns(actor).filter(id__in=turn_ids).select_related("conversation"))
    if not found or len(found) != len(set(turn_ids)) or len({turn.conversation.brand_id for turn in found}) > 1:
        raise NotFound("not_found", Text("没有找到这些问题，请刷新后再试。", "There are no such questions; reload."))
    return found


def _near(turn: Turn) -> UUID | None:
    if turn.corrected_id or turn.article_id:
        return turn.corrected_id or turn.article_id
    return UUID(turn.candidates[0]["article_id"]) if turn.candidates else None


def _shown(turns: Sequence[Turn], near: UUID | None, titles: dict[UUID, str]) -> UnknownQuestion:
    newest = turns[0]
    return UnknownQuestion(
        id=newest.id,
        question=newest.question,
        count=len(turns),
        first_at=turns[-1].created_at,
        last_at=newest.created_at,
        examples=list(dict.fromkeys(turn.question for turn in turns))[:EXAMPLES],
        turn_ids=[turn.id for turn in turns],
        conversation_id=newest.conversation_id,
        brand_id=newest.conversation.brand_id,
        locale=newest.conversation.locale,
        unhelpful=sum(turn.is_helpful is False for turn in turns),
        article_id=near if near in titles else None,
        article_question=titles.get(near) if near else None,
    )
