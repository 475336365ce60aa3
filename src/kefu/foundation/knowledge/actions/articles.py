"""Making, changing, archiving and restoring one article."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries, rules
from ..events import ArticleChanged
from ..models import Article, ArticleVersion, Category
from .brands import bump_revision, lock
from .storing import editor_of, make_findable, replace_similar


class ArticleChanges(TypedDict, total=False):
    """Fields to change; those that are absent stay."""

    category_id: UUID | None
    locale: str
    key: str
    question: str
    answer: str
    similar: list[str]
    status: str
    owner_id: UUID | None
    review_on: date | None


@transaction.atomic
def create(
    actor: Actor,
    *,
    brand_id: UUID,
    locale: str,
    question: str,
    answer: str,
    similar: Iterable[str] = (),
    category_id: UUID | None = None,
    key: str = "",
    status: str = Article.Status.DRAFT,
    owner_id: UUID | None = None,
    review_on: date | None = None,
) -> Article:
    """A new article. Raises NotFound for a foreign brand, Invalid, and Conflict key_taken."""
    actor.require(permissions.MANAGE)
    lock(actor, brand_id)
    content = rules.content(question=question, answer=answer, similar=similar)
    article = Article(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        category_id=category_id,
        locale=locale,
        key=rules.key(key),
        question=content.question,
        answer=content.answer,
        status=status,
        version=0,
        owner_id=owner_id,
        review_on=review_on,
    )
    _check_references(actor, article)
    return _saved(actor, article, content, before=None)


@transaction.atomic
def update(actor: Actor, *, article_id: UUID, version: int, changes: ArticleChanges) -> Article:
    """Change the article that the editor saw as `version`; changing nothing makes no version.

    Raises NotFound, Invalid, Conflict version_conflict when another saved first, and Conflict key_taken.
    """
    actor.require(permissions.MANAGE)
    article = _locked(actor, article_id)
    if article.version != version:
        raise _changed_meanwhile(actor, article)
    before = _described(article)
    for field in ("category_id", "locale", "status", "owner_id", "review_on"):
        if field in changes:
            setattr(article, field, changes[field])
    if "key" in changes:
        article.key = rules.key(changes["key"])
    content = rules.content(
        question=changes.get("question", article.question),
        answer=changes.get("answer", article.answer),
        similar=changes.get("similar", queries.similar_of(article)),
    )
    article.question, article.answer = content.question, content.answer
    _check_references(actor, article)
    return _saved(actor, article, content, before=before)


@transaction.atomic
def archive(actor: Actor, *, article_id: UUID) -> Article:
    """Take an article out of use; it can be published again. Archiving twice is once."""
    actor.require(permissions.MANAGE)
    article = _locked(actor, article_id)
    before = _described(article)
    article.status = Article.Status.ARCHIVED
    content = rules.Content(article.question, article.answer, tuple(queries.similar_of(article)))
    return _saved(actor, article, content, before=before)


@transaction.atomic
def restore(actor: Actor, *, article_id: UUID, version: int) -> Article:
    """Say again what the article said in `version`, as a new version; status and category stay. NotFound for an unknown one."""
    actor.require(permissions.MANAGE)
    article = _locked(actor, article_id)
    before = _described(article)
    old = one(ArticleVersion.objects.for_actor(actor).filter(article=article, version=version))
    article.question, article.answer = old.question, old.answer
    return _saved(actor, article, rules.Content(old.question, old.answer, tuple(old.similar)), before=before)


def _locked(actor: Actor, article_id: UUID) -> Article:
    article = one(queries.rows(actor).filter(pk=article_id))
    lock(actor, article.brand_id)
    return one(queries.rows(actor).select_for_update(of=("self",)).filter(pk=article_id))


def _saved(actor: Actor, article: Article, content: rules.Content, *, before: dict[str, Any] | None) -> Article:
    """Store the next version with all that follows from it; nothing when nothing differs."""
    after = _described(article, content)
    if after == before:
        return article
    article.version += 1
    article.updated_at, article.updated_by_id = clock.now(), editor_of(actor)
    article.is_confirmed = True
    article.save()
    replace_similar([(article, content.similar)])
    ArticleVersion.objects.create(
        organization_id=article.organization_id,
        article=article,
        version=article.version,
        question=content.question,
        answer=content.answer,
        similar=list(content.similar),
        editor_id=editor_of(actor),
        at=article.updated_at,
    )
    make_findable(article, content.similar)
    if _answerable(before) != _answerable(after):
        bump_revision(actor, article.brand_id)
    audit.record(
        actor,
        action="article.updated" if before else "article.created",
        target_type="article",
        target_id=article.id,
        target_label=article.question,
        before=before,
        after=after,
    )
    publish(ArticleChanged(organization_id=article.organization_id, article_id=article.id, brand_id=article.brand_id))
    return one(queries.rows(actor).filter(pk=article.pk))


def _described(article: Article, content: rules.Content | None = None) -> dict[str, Any]:
    return {
        "category_id": str(article.category_id) if article.category_id else None,
        "locale": str(article.locale),
        "key": article.key,
        "question": article.question,
        "answer": article.answer,
        "similar": list(content.similar) if content else queries.similar_of(article),
        "status": str(article.status),
        "owner_id": str(article.owner_id) if article.owner_id else None,
        "review_on": article.review_on.isoformat() if article.review_on else None,
    }


def _answerable(described: dict[str, Any] | None) -> dict[str, Any] | None:
    """What the bot sees of an article; None when it may not see it."""
    if described is None or described["status"] != Article.Status.PUBLISHED:
        return None
    return {field: described[field] for field in ("category_id", "locale", "question", "answer", "similar")}


def _check_references(actor: Actor, article: Article) -> None:
    errors = []
    if article.category_id:
        known = Category.objects.for_actor(actor).filter(pk=article.category_id, brand_id=article.brand_id)
        if not known.exists():
            errors.append(FieldError("category_id", Text("该品牌没有此分类", "The brand has no such category")))
    if article.owner_id and article.owner_id not in accounts.display_names(actor, [article.owner_id]):
        errors.append(FieldError("owner_id", Text("没有此员工", "There is no such member of staff")))
    if errors:
        raise Invalid("invalid_fields", Text("请检查标出的字段。", "Check the fields named below."), errors=errors)
    same_key = Article.objects.for_actor(actor).filter(
        brand_id=article.brand_id, locale=article.locale, key=article.key
    )
    if article.key and (other := same_key.exclude(pk=article.pk).first()):
        raise Conflict(
            "key_taken",
            Text(
                f"标识“{article.key}”已用于“{other.question[:60]}”。",
                f"The key “{article.key}” belongs to “{other.question[:60]}” already.",
            ),
            extra={"article_id": str(other.id)},
        )


def _changed_meanwhile(actor: Actor, article: Article) -> Conflict:
    at = timezone.localtime(article.updated_at)
    who = (
        accounts.display_names(actor, [article.updated_by_id]).get(article.updated_by_id)
        if article.updated_by_id
        else None
    )
    return Conflict(
        "version_conflict",
        Text(
            f"{who or '系统'} 已于 {at:%m-%d %H:%M} 修改了这篇知识，请刷新后再改。",
            f"{who or 'The system'} changed this article on {at:%b %d at %H:%M}; reload it before you change it.",
        ),
        extra={
            "version": article.version,
            "changed_by": {"id": str(article.updated_by_id), "name": who} if who else None,
            "changed_at": article.updated_at.isoformat(),
        },
    )
