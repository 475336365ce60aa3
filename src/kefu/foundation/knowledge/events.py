"""What the knowledge base announces. The bot and help pages refresh on it; nothing of it is shown live."""

from typing import ClassVar
from uuid import UUID

from kefu.kernel.events import Event


class ArticleChanged(Event):
    """An article was made, changed, archived or restored."""

    name: ClassVar[str] = "knowledge.article_changed"
    article_id: UUID
    brand_id: UUID


class ArticlesImported(Event):
    """A file brought articles; there is no ArticleChanged for each of them."""

    name: ClassVar[str] = "knowledge.articles_imported"
    brand_id: UUID
    locale: str
    created: int
    updated: int
