"""The whole bot measured on labelled questions: its rules first, then the ranking, as in a conversation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.i18n import Text

from . import queries
from .brain import StoredVectors


def evaluate(actor: Actor, brand_id: UUID, labelled: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Fractions as `kefu bot evaluate` prints them, for (query, key of the right article or "") pairs."""
    from .engine.embeddings import available
    from .engine.evaluate import evaluate as measure
    from .engine.ranking import Entry, Index

    _, articles = knowledge.entries_for_bot(actor.organization_id, brand_id)
    if not articles:
        raise NotFound("no_articles", Text("该品牌没有已发布的知识。", "The brand has no published articles."))
    keys = dict(knowledge.rows(actor).filter(brand_id=brand_id).values_list("id", "key"))
    entries = [Entry(keys.get(a.article_id) or str(a.article_id), (a.question, *a.similar)) for a in articles]
    index = Index.build(entries, available(), StoredVectors())
    return dict(measure(index, queries.calibrator(actor.organization_id, brand_id, index.profile), labelled))
