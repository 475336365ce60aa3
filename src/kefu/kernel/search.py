"""One table of what can be found, in every language: single characters and bigrams for CJK, words for the rest."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from . import statements, text
from .actor import Actor
from .models import SearchDocument
from .statements import Statement

MAX_TOKENS = 20_000
MAX_TOKEN_CHARACTERS = 64
MAX_QUERY_TOKENS = 64
WRITE = """
INSERT INTO kernel_searchdocument (id, organization_id, created_at, kind, object_id, brand_id, title, facets, tokens)
VALUES (gen_random_uuid(), %s, now(), %s, %s, %s, %s, %s, %s::tsvector)
ON CONFLICT (kind, object_id) DO UPDATE
SET title = excluded.title, brand_id = excluded.brand_id, facets = excluded.facets, tokens = excluded.tokens
"""
ADD = """
UPDATE kernel_searchdocument SET tokens = tokens || ts_delete(%s::tsvector, tsvector_to_array(tokens))
WHERE kind = %s AND object_id = %s AND length(tokens) < %s
"""


def write(
    organization_id: UUID,
    *,
    kind: str,
    object_id: UUID,
    title: str,
    aliases: str = "",
    body: str = "",
    brand_id: UUID | None = None,
    facets: Iterable[str] = (),
) -> None:
    """Make the object findable by its title, other wordings of it, and its body; replaces what was written before."""
    tokens = vector(f"{title}\n{aliases}", body)
    statements.run(Statement(WRITE, [organization_id, kind, object_id, brand_id, title, list(facets), tokens]))


def add(kind: str, object_id: UUID, body: str) -> None:
    """Make what is findable already findable by more words of its body."""
    statements.run(Statement(ADD, [vector("", body), kind, object_id, MAX_TOKENS]))


def remove(kind: str, object_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_searchdocument WHERE kind = %s AND object_id = %s", [kind, object_id])


def find(
    actor: Actor, query: str, *, kinds: Sequence[str], facets: Sequence[str] = (), every_word: bool = True
) -> QuerySet[SearchDocument]:
    """Documents of the actor's that hold the query's tokens (all of them, or any) with `score`, titles before bodies.

    A word of two Chinese characters finds every document in which they stand together.
    """
    rows = SearchDocument.objects.for_actor(actor).filter(kind__in=kinds)
    if actor.brand_ids is not None:
        rows = rows.filter(Q(brand_id__in=actor.brand_ids) | Q(brand_id=None))
    if facets:
        rows = rows.filter(facets__contains=list(facets))
    wanted = query_tokens(query)
    operator = " & " if every_word else " | "
    tsquery = operator.join(_quote(token) for token in wanted)
    in_title = operator.join(f"{_quote(token)}:A" for token in wanted)
    found: QuerySet[SearchDocument] = (
        rows.extra(where=["tokens @@ %s::tsquery"], params=[tsquery])
        .annotate(
            in_title=RawSQL("tokens @@ %s::tsquery", [in_title]),
            score=RawSQL("ts_rank('{0.05, 0.1, 0.4, 1.0}', tokens, %s::tsquery, 1)", [tsquery]),
        )
        .order_by(F("in_title").desc(), F("score").desc(), "-id")
    )
    return found if wanted else found.none()


def query_tokens(query: str) -> list[str]:
    """Tokens to look for: of a run of CJK its bigrams, a single character only where it stands alone."""
    tokens = [token[:MAX_TOKEN_CHARACTERS] for token in text.tokens(query[:400])]
    joined = {character for token in tokens if len(token) == 2 and text.is_cjk(token[0]) for character in token}
    return [t for t in dict.fromkeys(tokens) if not (len(t) == 1 and t in joined)][:MAX_QUERY_TOKENS]


def vector(title: str, body: str) -> str:
    """A tsvector in writing, as `write` stores it: each token at its first place, since weights belong to places; A in the title, else B."""
    places: dict[str, str] = {}
    for weight, content in (("A", title), ("B", body)):
        for token in text.tokens(content):
            if len(places) < MAX_TOKENS:
                places.setdefault(token[:MAX_TOKEN_CHARACTERS], f"{len(places) + 1}{weight}")
    return " ".join(f"{_quote(token)}:{place}" for token, place in places.items())


def _quote(token: str) -> str:
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
