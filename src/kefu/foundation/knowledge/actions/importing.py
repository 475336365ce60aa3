"""Articles from a file. What the file says is published; the same file again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock, tables
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

from .. import permissions, queries, rules
from ..events import ArticlesImported
from ..models import Article, ArticleVersion, Category
from .brands import bump_revision, lock
from .storing import BATCH, editor_of, make_findable, replace_similar


@dataclass(frozen=True, slots=True)
class ImportResult:
    """Counts of rows; read = accepted + quarantined. An accepted row that changed nothing is neither created nor updated.

    `rejects` is an xlsx of the quarantined rows with a column 原因, None when there are none.
    """

    read: int
    accepted: int
    quarantined: int
    created: int
    updated: int
    rejects: bytes | None


@transaction.atomic
def import_articles(actor: Actor, *, name: str, content: bytes, brand_id: UUID, locale: str) -> ImportResult:
    """Read an xlsx or CSV with the columns of `rules.HEADERS`; question and answer are required.

    A row updates the article of its key, else the one that asks the same question, else makes one; missing columns
    leave what is there. Raises NotFound for a foreign brand, and Invalid or TooLarge for a file that cannot be read.
    """
    actor.require(permissions.MANAGE)
    table = tables.read(name, content, headers=rules.HEADERS, required=("question", "answer"))
    taken = import_rows(actor, table.rows, fields=table.fields, brand_id=brand_id, locale=locale, label=name)
    rejects = [(row, taken.refused[row.number]) for row in table.rows if row.number in taken.refused]
    return ImportResult(
        read=len(table.rows),
        accepted=len(table.rows) - len(rejects),
        quarantined=len(rejects),
        created=len(taken.created),
        updated=len(taken.updated),
        rejects=table.with_reasons(rejects) if rejects else None,
    )


@transaction.atomic
def import_rows(
    actor: Actor, rows: Sequence[tables.Row], *, fields: frozenset[str], brand_id: UUID, locale: str, label: str
) -> tables.Taken:
    """Rows with the fields of `rules.HEADERS`, as `import_articles` takes them; `label` is where they come from."""
    actor.require(permissions.MANAGE)
    lock(actor, brand_id)
    run = _Import(actor, brand_id, locale, fields)
    refused: dict[int, str] = {}
    for row in rows:
        try:
            run.take(row)
        except Invalid as problem:
            refused[row.number] = "；".join(error["message"] for error in problem.errors)
    run.save()
    created, updated = len(run.created), len(run.updated)
    audit.record(
        actor,
        action="articles.imported",
        target_type="brand",
        target_id=brand_id,
        target_label=label,
        after={
            "read": len(rows),
            "quarantined": len(refused),
            "created": created,
            "updated": updated,
            "locale": locale,
        },
    )
    if run.created or run.updated:
        bump_revision(actor, brand_id)
        publish(
            ArticlesImported(
                organization_id=actor.organization_id,
                brand_id=brand_id,
                locale=locale,
                created=created,
                updated=updated,
            )
        )
    made, changed = ({run.taken[article.id] for article in found} for found in (run.created, run.updated))
    return tables.Taken(frozenset(made), frozenset(changed), refused)


@dataclass
class _Known:
    """What articles are there, to be found by key or by question."""

    by_key: dict[str, Article] = field(default_factory=dict)
    by_question: dict[str, Article] = field(default_factory=dict)

    def add(self, article: Article) -> None:
        if article.key:
            self.by_key[article.key] = article
        self.by_question.setdefault(fold(article.question), article)

    def remove(self, article: Article) -> None:
        for index, name in ((self.by_key, article.key), (self.by_question, fold(article.question))):
            if index.get(name) is article:
                del index[name]

    def match(self, key: str, question: str) -> Article | None:
        if key in self.by_key:
            return self.by_key[key]
        same = self.by_question.get(fold(question))
        return None if same and key and same.key else same


class _Import:
    """Collects what rows ask for, then stores it in bulk."""

    def __init__(self, actor: Actor, brand_id: UUID, locale: str, fields: frozenset[str]) -> None:
        self.actor, self.brand_id, self.locale, self.fields = actor, brand_id, locale, fields
        self.known = _Known()
        self.similar: dict[UUID, tuple[str, ...]] = {}
        found = queries.rows(actor).filter(brand_id=brand_id, locale=locale)
        # those in use first: of two articles with one question the archived one must not be taken
        for article in sorted(found, key=lambda a: (a.status == Article.Status.ARCHIVED, a.id)):
            self.known.add(article)
            self.similar[article.id] = tuple(queries.similar_of(article))
        self.categories: dict[tuple[str, ...], UUID | None] = {(): None}
        self.categories.update({path: id for id, path in queries.category_paths(actor, brand_id).items()})
        self.taken: dict[UUID, int] = {}
        self.created: list[Article] = []
        self.updated: list[Article] = []

    def take(self, row: tables.Row) -> None:
        """Raises Invalid, with reasons, for a row that cannot be accepted."""
        content = rules.content(
            question=row["question"], answer=row["answer"], similar=rules.split_similar(row["similar"])
        )
        key, path = rules.key(row["key"]), rules.category_path(row["category"])
        article = self.known.match(key, content.question)
        if article and article.id in self.taken:
            raise _twice(self.taken[article.id])
        if article is None:
            article = Article(
                organization_id=self.actor.organization_id, brand_id=self.brand_id, locale=self.locale, version=0
            )
            self.similar[article.id] = ()
            self.created.append(article)
        before = self._state(article)
        self.known.remove(article)
        article.question, article.answer, article.status = content.question, content.answer, Article.Status.PUBLISHED
        article.key = key or article.key
        if "similar" in self.fields:
            self.similar[article.id] = content.similar
        if "category" in self.fields:
            article.category_id = self._category(path)
        if self._state(article) != before:
            if article.version:
                self.updated.append(article)
            article.version += 1
        self.known.add(article)
        self.taken[article.id] = row.number

    def save(self) -> None:
        at, editor = clock.now(), editor_of(self.actor)
        changed = [*self.created, *self.updated]
        for article in changed:
            article.updated_at, article.updated_by_id = at, editor
        Article.objects.bulk_create(
            changed,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["question", "answer", "status", "key", "category", "version", "updated_at", "updated_by"],
        )
        replace_similar([(article, self.similar[article.id]) for article in changed])
        ArticleVersion.objects.bulk_create(
            [
                ArticleVersion(
                    organization_id=article.organization_id,
                    article=article,
                    version=article.version,
                    question=article.question,
                    answer=article.answer,
                    similar=list(self.similar[article.id]),
                    editor_id=editor,
                    at=at,
                )
                for article in changed
            ],
            batch_size=BATCH,
        )
        for article in changed:
            make_findable(article, self.similar[article.id])

    def _state(self, article: Article) -> tuple[object, ...]:
        fields = (article.key, article.question, article.answer, str(article.status), article.category_id)
        return (*fields, self.similar[article.id])

    def _category(self, path: tuple[str, ...]) -> UUID | None:
        """The category of the path; missing ones are made."""
        if path not in self.categories:
            category = Category.objects.create(
                organization_id=self.actor.organization_id,
                brand_id=self.brand_id,
                parent_id=self._category(path[:-1]),
                name=path[-1],
            )
            self.categories[path] = category.id
        return self.categories[path]


def _twice(line: int) -> Invalid:
    text = Text(f"与第 {line} 行重复", f"Line {line} has the same key or question")
    return Invalid("row_twice", text, errors=[FieldError("key", text)])
