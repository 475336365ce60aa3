"""The language model of an organization."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from kefu.kernel.http import ActorRequest

from .. import actions, queries
from ..queries import ProviderState

router = Router(tags=["bot"])


class ProviderOut(Schema):
    """The key is written, never read. `requests` and `outcomes` are of this calendar month, Beijing time."""

    is_on: bool
    base_url: str
    has_key: bool
    model: str
    timeout_seconds: int
    monthly_cap: int
    requests: int
    outcomes: dict[str, int]


class ProviderPatch(Schema):
    is_on: bool = False
    base_url: str = Field("", max_length=300)
    key: str = Field("", max_length=500)
    model: str = Field("", max_length=100)
    timeout_seconds: int = Field(8, ge=1, le=20)
    monthly_cap: int = Field(1000, ge=0, le=1_000_000)


class ProviderTryIn(Schema):
    question: str = Field(min_length=1, max_length=500)


class ProviderQuoteOut(Schema):
    article_id: UUID
    title: str
    text: str


class ProviderTriedOut(Schema):
    """`outcome` is `used`, or why the answer would not reach a visitor."""

    outcome: str
    detail: str
    text: str
    quotes: list[ProviderQuoteOut]
    articles: list[str]
    seconds: float


@router.get("/bot/provider", response=ProviderOut)
def get_provider(request: ActorRequest) -> Any:
    return _shown(queries.provider(request.auth))


@router.patch("/bot/provider", response=ProviderOut)
def update_provider(request: ActorRequest, data: ProviderPatch) -> Any:
    """What is absent stays; another host forgets the key unless a new one comes along."""
    return _shown(actions.set_provider(request.auth, data.model_dump(exclude_unset=True)))


@router.post("/bot/provider/tries", response=ProviderTriedOut)
def try_provider(request: ActorRequest, brand: UUID, data: ProviderTryIn) -> Any:
    """Ask as for a visitor of the brand: the answer with its quotes, or the reason why there would be none."""
    tried = actions.try_provider(request.auth, brand, data.question)
    titles = {source.id: source.title for source in tried.sources}
    return {
        "outcome": tried.outcome,
        "detail": tried.detail,
        "text": tried.text,
        "quotes": [{"article_id": q.source_id, "title": titles[q.source_id], "text": q.text} for q in tried.quotes],
        "articles": list(titles.values()),
        "seconds": tried.seconds,
    }


def _shown(state: ProviderState) -> dict[str, Any]:
    row = state.provider
    return {
        "is_on": row.is_on,
        "base_url": row.base_url,
        "has_key": bool(row.sealed_key),
        "model": row.model,
        "timeout_seconds": row.timeout_seconds,
        "monthly_cap": row.monthly_cap,
        "requests": state.requests,
        "outcomes": state.outcomes,
    }
