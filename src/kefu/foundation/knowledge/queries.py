"""Reads of knowledge. Staff read everything of the brands they may see; customers and the bot what is published."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, F, Prefetch, Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock, tables
from kefu.kernel import search as documents
from kefu.kernel.actor import Actor, system
from kefu.kernel.i18n import current
from kefu.kernel.tenancy import one

from . import permissions, rules
from .models import Article, ArticleVersion, Category, Revision, SimilarQuestion

SEARCH_KIND = "article"
MAX_HITS = 200

_SAMPLES_ZH = (
    ("refund-time", "退款多久到账？", "退款要几天|钱什么时候退", "审核通过后 1–3 个工作日原路退回。", "售后/退款"),
    ("invoice", "怎么开发票？", "开票|我要发票", "在订单详情页点击“申请发票”。", "订单"),
)
_SAMPLES_EN = (
    ("refund-time", "When do I get my refund?", "how long does a refund take|where is my money",
     "Within 1–3 working days after approval, to the account you paid from.", "After-sales/Refunds"),
    ("invoice", "How do I get an invoice?", "invoice please|I need a receipt",
     "Open the order and choose “Request an invoice”.", "Orders"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found, with the place of its answer; `score` compares within one search only."""

    article: Article
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class BotEntry:
    """What the bot learns of one published article."""

    article_id: UUID
    locale: str
    question: str
    similar: tuple[str, ...]
    answer: str
    category: str


def rows(actor: Actor) -> QuerySet[Article]:
    """Articles with category and similar questions at hand, no permission asked: for code that acts for no person."""
    similar = SimilarQuestion.objects.for_actor(actor).order_by("position")
    return (
        Article.objects.for_actor(actor)
        .select_related("category")
        .prefetch_related(Prefetch("similar_questions", queryset=similar))
    )


def similar_of(article: Article) -> list[str]:
    """The similar questions of an article that came from this module's queries."""
    return [similar.text for similar in article.similar_questions.all()]


def visible(actor: Actor) -> QuerySet[Article]:
    actor.require(permissions.READ)
    return rows(actor)


def get(actor: Actor, article_id: UUID) -> Article:
    """Raises NotFound for another brand's or organization's article too."""
    return one(visible(actor).filter(pk=article_id))


def published(actor: Actor, article_id: UUID) -> Article:
    """A published article for anybody, visitors included; NotFound for every other."""
    return one(rows(actor).filter(pk=article_id, status=Article.Status.PUBLISHED))


def matching(
    actor: Actor,
    *,
    text: str = "",
    category_id: UUID | None = None,
    status: str | None = None,
    locale: str | None = None,
    brand_id: UUID | None = None,
    is_due: bool | None = None,
    is_confirmed: bool | None = None,
) -> QuerySet[Article]:
    """Articles that fit everything given. A category holds those of the categories in it; due is a review date that has come."""
    found = visible(actor)
    if text.strip():
        found = found.filter(pk__in=documents.find(actor, text, kinds=[SEARCH_KIND]).order_by().values("object_id"))
    if category_id:
        found = found.filter(category__in=_with_descendants(actor, category_id))
    for field, value in (("status", status), ("locale", locale), ("brand_id", brand_id)):
        if value:
            found = found.filter(**{field: value})
    if is_due is not None:
        due = Q(review_on__lte=today()) & ~Q(status=Article.Status.ARCHIVED)
        found = found.filter(due if is_due else ~due | Q(review_on=None))
    if is_confirmed is not None:
        found = found.filter(is_confirmed=is_confirmed)
    return found


def today() -> date:
    """The date by which reviews are due."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def search(
    actor: Actor, text: str, *, locale: str | None = None, brand_id: UUID | None = None, limit: int = 20
) -> list[Hit]:
    """Published articles, those with every word of `text` before those with some, questions before answers.

    A word of two Chinese characters finds every article in which they stand together. At most `limit` (1..200) hits.
    """
    actor.require(permissions.READ)
    limit = max(1, min(limit, MAX_HITS))
    facets = [Article.Status.PUBLISHED.value, *([locale] if locale else [])]
    scores: dict[UUID, float] = {}
    for every_word in (True, False):
        if len(scores) < limit:
            found = documents.find(actor, text, kinds=[SEARCH_KIND], facets=facets, every_word=every_word)
            if brand_id:
                found = found.filter(brand_id=brand_id)
            for id, score in found.exclude(object_id__in=list(scores)).values_list("object_id", F("score"))[
                : limit - len(scores)
            ]:
                scores[id] = float(score)
    articles = {article.id: article for article in rows(actor).filter(pk__in=scores)}
    return [Hit(articles[id], rules.snippet(articles[id].answer, text), scores[id]) for id in scores if id in articles]


def versions(actor: Actor, article_id: UUID) -> QuerySet[ArticleVersion]:
    """What the article said after each change."""
    return ArticleVersion.objects.for_actor(actor).filter(article=get(actor, article_id))


def categories(actor: Actor, *, brand_id: UUID | None = None) -> QuerySet[Category]:
    actor.require(permissions.READ)
    found = Category.objects.for_actor(actor)
    return found.filter(brand_id=brand_id) if brand_id else found


def article_counts(actor: Actor, category_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many articles that are not archived stand directly in each category; a category without any is absent."""
    found = (
        Article.objects.for_actor(actor)
        .filter(category_id__in=list(category_ids))
        .exclude(status=Article.Status.ARCHIVED)
    )
    return dict(found.order_by().values_list("category_id").annotate(Count("id")))


def revision(organization_id: UUID, brand_id: UUID) -> int:
    """Grows whenever what the bot may answer for the brand has changed; 0 before the first article."""
    found = Revision.objects.for_actor(system(organization_id)).filter(brand_id=brand_id)
    return found.values_list("number", flat=True).first() or 0


def entries_for_bot(organization_id: UUID, brand_id: UUID) -> tuple[int, list[BotEntry]]:
    """The published articles of a brand, and a revision that is not newer than they are."""
    number = revision(organization_id, brand_id)
    found = (
        Article.objects.for_actor(system(organization_id))
        .filter(brand_id=brand_id, status=Article.Status.PUBLISHED)
        .annotate(
            similar=ArrayAgg(
                "similar_questions__text",
                filter=~Q(similar_questions=None),
                order_by="similar_questions__position",
                default=[],
            )
        )
        .order_by("created_at", "id")
        .values_list("id", "locale", "question", "similar", "answer", "category__name")
    )
    return number, [
        BotEntry(id, locale, question, tuple(similar), answer, category or "")
        for id, locale, question, similar, answer, category in found
    ]


def export(actor: Actor, *, brand_id: UUID, locale: str) -> bytes:
    """An xlsx of what is published, oldest first, that can be imported again without changing anything. NotFound for a foreign brand."""
    actor.require(permissions.READ)
    one(accounts.brands(actor).filter(id=brand_id))
    paths = category_paths(actor, brand_id)
    found = matching(actor, brand_id=brand_id, locale=locale, status=Article.Status.PUBLISHED).order_by(
        "created_at", "id"
    )
    lines = (
        [
            article.key,
            article.question,
            "|".join(similar_of(article)),
            article.answer,
            "/".join(_path_of(article, paths)),
        ]
        for article in found.iterator(chunk_size=500)
    )
    return tables.write_xlsx(_columns(), lines)


def import_template() -> bytes:
    """An xlsx with the columns of an import and two rows that show how they are filled."""
    samples = _SAMPLES_EN if current() == "en" else _SAMPLES_ZH
    return tables.write_xlsx(_columns(), samples)


def category_paths(actor: Actor, brand_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """The names of each category of the brand from the outermost in."""
    known = {category.id: category for category in Category.objects.for_actor(actor).filter(brand_id=brand_id)}

    def path(id: UUID | None) -> tuple[str, ...]:
        return (*path(known[id].parent_id), known[id].name) if id else ()

    return {id: path(id) for id in known}


def _path_of(article: Article, paths: dict[UUID, tuple[str, ...]]) -> tuple[str, ...]:
    return paths[article.category_id] if article.category_id else ()


def _columns() -> list[str]:
    return [names[0] if current() == "zh-CN" else field for field, names in rules.HEADERS.items()]


def _with_descendants(actor: Actor, category_id: UUID) -> list[UUID]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for id, parent_id in Category.objects.for_actor(actor).values_list("id", "parent_id"):
        children[parent_id].append(id)
    found = [category_id]
    for id in found:
        found.extend(children[id])
    return found
