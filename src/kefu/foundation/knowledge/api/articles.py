"""Articles and categories over HTTP."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Literal, cast
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import files, tables
from kefu.kernel.actor import Actor
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary

from .. import actions, permissions, queries
from ..models import Article, ArticleVersion, Category

router = Router(tags=["knowledge"])
ArticleStatus = Literal["draft", "published", "archived"]
Locale = Literal["zh-CN", "en"]
MAX_POSITION = 1_000_000


class NamedOut(Schema):
    id: UUID
    name: str


class ArticleOut(Schema):
    id: UUID
    brand_id: UUID
    category: NamedOut | None
    locale: Locale
    key: str | None
    question: str
    answer: str
    similar: list[str]
    status: ArticleStatus
    version: int
    owner: NamedOut | None
    review_on: date | None
    is_confirmed: bool
    updated_at: datetime

    @classmethod
    def of(cls, article: Article, names: dict[UUID, str]) -> "ArticleOut":
        return cls(
            id=article.id,
            brand_id=article.brand_id,
            category=NamedOut(id=article.category.id, name=article.category.name) if article.category else None,
            locale=cast(Locale, article.locale),
            key=article.key or None,
            question=article.question,
            answer=article.answer,
            similar=queries.similar_of(article),
            status=cast(ArticleStatus, article.status),
            version=article.version,
            owner=_named(article.owner_id, names),
            review_on=article.review_on,
            is_confirmed=article.is_confirmed,
            updated_at=article.updated_at,
        )


class ArticleIn(Schema):
    brand_id: UUID
    locale: Locale
    question: str
    answer: str
    similar: list[str] = []
    category_id: UUID | None = None
    key: str | None = None
    status: ArticleStatus = "draft"
    owner_id: UUID | None = None
    review_on: date | None = None


class ArticlePatch(Schema):
    """`version` is the one the editor saw; of the others, what is absent stays."""

    version: int
    locale: Locale = "zh-CN"
    question: str = ""
    answer: str = ""
    similar: list[str] = []
    category_id: UUID | None = None
    key: str | None = None
    status: ArticleStatus = "draft"
    owner_id: UUID | None = None
    review_on: date | None = None


class ArticleFilters(Schema):
    category: UUID | None = None
    status: ArticleStatus | None = None
    locale: Locale | None = None
    brand: UUID | None = None
    q: str = ""
    due: bool | None = None
    confirmed: bool | None = None


class VersionOut(Schema):
    version: int
    question: str
    answer: str
    similar: list[str]
    editor: NamedOut | None
    at: datetime


class VersionIn(Schema):
    version: int


class HitOut(Schema):
    article: ArticleOut
    snippet: str
    score: float


class HitsOut(Schema):
    items: list[HitOut]


class CategoryOut(Schema):
    id: UUID
    brand_id: UUID
    parent_id: UUID | None
    name: str
    position: int
    article_count: int


class CategoryIn(Schema):
    brand_id: UUID
    name: str
    parent_id: UUID | None = None
    position: int = Field(default=0, ge=0, le=MAX_POSITION)


class CategoryPatch(Schema):
    """What is absent stays."""

    name: str = ""
    parent_id: UUID | None = None
    position: int = Field(default=0, ge=0, le=MAX_POSITION)


class ArticleImportOut(Schema):
    read: int
    accepted: int
    quarantined: int
    created: int
    updated: int
    rejects_url: str | None


@router.get("/knowledge/articles", response=Page[ArticleOut])
def list_articles(
    request: ActorRequest, filters: Query[ArticleFilters], after: str | None = None, limit: int = 50
) -> Page[ArticleOut]:
    """Latest change first. `due` true: those whose review date has come; `category` holds the categories in it."""
    rows = queries.matching(
        request.auth,
        text=filters.q,
        category_id=filters.category,
        status=filters.status,
        locale=filters.locale,
        brand_id=filters.brand,
        is_due=filters.due,
        is_confirmed=filters.confirmed,
    )
    articles, following = page(rows, after=after, limit=limit, order=("-updated_at", "-id"))
    return Page[ArticleOut](items=_articles_out(request.auth, articles), next=following)


@router.post("/knowledge/articles", response={201: ArticleOut})
def create_article(request: ActorRequest, data: ArticleIn) -> Status[ArticleOut]:
    article = actions.create(request.auth, **{**data.dict(), "key": data.key or ""})
    return Status(201, _article_out(request.auth, article))


@router.get("/knowledge/articles/{article_id}", response=ArticleOut)
def get_article(request: ActorRequest, article_id: UUID) -> ArticleOut:
    return _article_out(request.auth, queries.get(request.auth, article_id))


@router.patch("/knowledge/articles/{article_id}", response=ArticleOut)
def update_article(request: ActorRequest, article_id: UUID, data: ArticlePatch) -> ArticleOut:
    """409 `version_conflict` when another saved first, saying who and when."""
    changes = data.dict(exclude_unset=True, exclude={"version"})
    if "key" in changes:
        changes["key"] = data.key or ""
    article = actions.update(
        request.auth, article_id=article_id, version=data.version, changes=cast(actions.ArticleChanges, changes)
    )
    return _article_out(request.auth, article)


@router.delete("/knowledge/articles/{article_id}", response={204: None})
def archive_article(request: ActorRequest, article_id: UUID) -> Status[None]:
    actions.archive(request.auth, article_id=article_id)
    return Status(204, None)


@router.get("/knowledge/articles/{article_id}/versions", response=Page[VersionOut])
def list_versions(
    request: ActorRequest, article_id: UUID, after: str | None = None, limit: int = 50
) -> Page[VersionOut]:
    """Newest first."""
    rows = queries.versions(request.auth, article_id)
    versions, following = page(rows, after=after, limit=limit, order=("-version",))
    names = accounts.display_names(request.auth, [version.editor_id for version in versions if version.editor_id])
    return Page[VersionOut](items=[_version_out(version, names) for version in versions], next=following)


@router.post("/knowledge/articles/{article_id}/restore", response=ArticleOut)
def restore_article(request: ActorRequest, article_id: UUID, data: VersionIn) -> ArticleOut:
    """Say again what an earlier version said, as a new version."""
    return _article_out(request.auth, actions.restore(request.auth, article_id=article_id, version=data.version))


@router.get("/knowledge/search", response=HitsOut)
def search_articles(
    request: ActorRequest,
    q: str,
    locale: Locale | None = None,
    brand: UUID | None = None,
    limit: int = 20,
) -> HitsOut:
    """Published articles, best first."""
    hits = queries.search(request.auth, q, locale=locale, brand_id=brand, limit=limit)
    articles = _articles_out(request.auth, [hit.article for hit in hits])
    return HitsOut(
        items=[
            HitOut(article=article, snippet=hit.snippet, score=hit.score)
            for article, hit in zip(articles, hits, strict=True)
        ]
    )


@router.get("/knowledge/categories", response=Page[CategoryOut])
def list_categories(
    request: ActorRequest, brand: UUID | None = None, after: str | None = None, limit: int = 200
) -> Page[CategoryOut]:
    """In the order of their positions; `parent_id` makes the tree."""
    rows = queries.categories(request.auth, brand_id=brand)
    categories, following = page(rows, after=after, limit=limit, order=("position", "id"))
    return Page[CategoryOut](items=_categories_out(request.auth, categories), next=following)


@router.post("/knowledge/categories", response={201: CategoryOut})
def create_category(request: ActorRequest, data: CategoryIn) -> Status[CategoryOut]:
    category = actions.create_category(request.auth, **data.dict())
    return Status(201, _categories_out(request.auth, [category])[0])


@router.patch("/knowledge/categories/{category_id}", response=CategoryOut)
def update_category(request: ActorRequest, category_id: UUID, data: CategoryPatch) -> CategoryOut:
    changes = cast(actions.CategoryChanges, data.dict(exclude_unset=True))
    category = actions.update_category(request.auth, category_id=category_id, changes=changes)
    return _categories_out(request.auth, [category])[0]


@router.delete("/knowledge/categories/{category_id}", response={204: None})
def delete_category(request: ActorRequest, category_id: UUID, move_to: UUID | None = None) -> Status[None]:
    """409 `category_in_use` while it holds articles, unless `move_to` names the category that shall hold them."""
    actions.delete_category(request.auth, category_id=category_id, move_to=move_to)
    return Status(204, None)


@router.post("/knowledge/import", response=ArticleImportOut)
def import_articles(
    request: ActorRequest, file: File[UploadedFile], brand_id: Form[UUID], locale: Form[Locale]
) -> ArticleImportOut:
    """Articles from .xlsx or .csv; refused rows come back as a file with their reasons. Repeating it doubles nothing."""
    result = actions.import_articles(
        request.auth, name=file.name or "", content=file.read(), brand_id=brand_id, locale=locale
    )
    rejects_url = None
    if result.rejects:
        kept = files.keep(request.auth, name="知识导入-未通过.xlsx", content=result.rejects, type=tables.XLSX)
        rejects_url = files.link(kept.id)
    return ArticleImportOut(
        read=result.read,
        accepted=result.accepted,
        quarantined=result.quarantined,
        created=result.created,
        updated=result.updated,
        rejects_url=rejects_url,
    )


@router.get("/knowledge/import-template", openapi_extra=binary(tables.XLSX))
def download_import_template(request: ActorRequest) -> HttpResponse:
    request.auth.require(permissions.READ)
    return _workbook(queries.import_template(), "knowledge-template.xlsx")


@router.get("/knowledge/export", openapi_extra=binary(tables.XLSX))
def export_articles(request: ActorRequest, brand: UUID, locale: Locale) -> HttpResponse:
    """What is published, in the form of an import file."""
    return _workbook(queries.export(request.auth, brand_id=brand, locale=locale), f"knowledge-{locale}.xlsx")


def _article_out(actor: Actor, article: Article) -> ArticleOut:
    return _articles_out(actor, [article])[0]


def _articles_out(actor: Actor, articles: Sequence[Article]) -> list[ArticleOut]:
    names = accounts.display_names(actor, [article.owner_id for article in articles if article.owner_id])
    return [ArticleOut.of(article, names) for article in articles]


def _version_out(version: ArticleVersion, names: dict[UUID, str]) -> VersionOut:
    return VersionOut(
        version=version.version,
        question=version.question,
        answer=version.answer,
        similar=version.similar,
        editor=_named(version.editor_id, names),
        at=version.at,
    )


def _categories_out(actor: Actor, categories: Sequence[Category]) -> list[CategoryOut]:
    counts = queries.article_counts(actor, [category.id for category in categories])
    return [
        CategoryOut(
            id=category.id,
            brand_id=category.brand_id,
            parent_id=category.parent_id,
            name=category.name,
            position=category.position,
            article_count=counts.get(category.id, 0),
        )
        for category in categories
    ]


def _named(id: UUID | None, names: dict[UUID, str]) -> NamedOut | None:
    return NamedOut(id=id, name=names.get(id, "")) if id else None


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=tables.XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
