"""The rows that hang on articles, for one of them or thousands."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from kefu.kernel import search
from kefu.kernel.actor import Actor

from ..models import Article, SimilarQuestion
from ..queries import SEARCH_KIND

BATCH = 500


def editor_of(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == "user" else None


def replace_similar(changed: Sequence[tuple[Article, Iterable[str]]]) -> None:
    """Give each article these similar questions in place of the ones it had."""
    if not changed:
        return
    found = SimilarQuestion.objects.across_organizations("of articles at hand")
    found.filter(article__in=[article.id for article, _ in changed]).delete()
    SimilarQuestion.objects.bulk_create(
        [
            SimilarQuestion(organization_id=article.organization_id, article=article, text=text, position=position)
            for article, similar in changed
            for position, text in enumerate(similar)
        ],
        batch_size=BATCH,
    )


def make_findable(article: Article, similar: Iterable[str]) -> None:
    search.write(
        article.organization_id,
        kind=SEARCH_KIND,
        object_id=article.id,
        title=article.question,
        aliases="\n".join(similar),
        body=article.answer,
        brand_id=article.brand_id,
        facets=[article.locale, article.status],
    )
