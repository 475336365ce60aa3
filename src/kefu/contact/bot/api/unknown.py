"""The list of unknown questions, and what is made of them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.foundation.knowledge.models import Article
from kefu.kernel.http import ActorRequest, Page

from .. import actions, queries

router = Router(tags=["bot"])


class SuggestedArticleOut(Schema):
    article_id: UUID
    question: str


class UnknownQuestionOut(Schema):
    id: UUID
    question: str
    count: int
    unhelpful: int
    first_at: datetime
    last_at: datetime
    examples: list[str]
    turn_ids: list[UUID]
    conversation_id: UUID
    brand_id: UUID
    locale: str
    suggested: SuggestedArticleOut | None


class LearnedOut(Schema):
    article_id: UUID
    question: str


class Turns(Schema):
    turn_ids: list[UUID] = Field(min_length=1, max_length=1000)


class ReviewIn(Turns):
    state: Literal["open", "ignored"]


class SimilarIn(Turns):
    article_id: UUID
    question: str = Field(min_length=1, max_length=500)


class NewArticleIn(Turns):
    question: str = Field(min_length=1, max_length=500)
    answer: str = Field(min_length=1, max_length=20_000)
    category_id: UUID | None = None


@router.get("/bot/unknown-questions", response=Page[UnknownQuestionOut])
def list_unknown_questions(
    request: ActorRequest,
    state: Literal["open", "ignored", "learned"] = "open",
    brand: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Any:
    """Questions of the last 30 days without an answer, grouped by what they ask, the most asked first."""
    found = queries.unknown_questions(request.auth, state=state, brand_id=brand)
    start = int(after) if after and after.isascii() and after.isdigit() and len(after) < 6 else 0
    limit = max(1, min(limit, 200))
    items = [
        {
            **{name: getattr(one, name) for name in UnknownQuestionOut.model_fields if name != "suggested"},
            "suggested": {"article_id": one.article_id, "question": one.article_question} if one.article_id else None,
        }
        for one in found[start : start + limit]
    ]
    return {"items": items, "next": str(start + limit) if len(found) > start + limit else None}


@router.patch("/bot/unknown-questions", response={204: None})
def review_unknown_questions(request: ActorRequest, data: ReviewIn) -> Status[None]:
    """Put them aside (ignored), or back on the list (open)."""
    actions.set_review(request.auth, data.turn_ids, state=data.state)
    return Status(204, None)


@router.post("/bot/unknown-questions/similar", response={201: LearnedOut})
def learn_similar(request: ActorRequest, data: SimilarIn) -> Status[Any]:
    """Another way of asking an article that exists; the bot knows it with the next question."""
    article = actions.learn_similar(request.auth, data.turn_ids, article_id=data.article_id, question=data.question)
    return Status(201, _learned(article))


@router.post("/bot/unknown-questions/articles", response={201: LearnedOut})
def learn_article(request: ActorRequest, data: NewArticleIn) -> Status[Any]:
    """A new article, published at once."""
    article = actions.learn_article(
        request.auth, data.turn_ids, question=data.question, answer=data.answer, category_id=data.category_id
    )
    return Status(201, _learned(article))


def _learned(article: Article) -> dict[str, Any]:
    return {"article_id": article.id, "question": article.question}
