"""The trade's usual questions copied into a shop, with what only its owner knows filled in; each stays unconfirmed (待确认) until ticked."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid, NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.text import storable

from .. import pack, permissions, queries
from ..models import Article
from .importing import import_articles

LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class PackResult:
    """Entries written now, entries that wait for a blank to be filled, and entries left alone since somebody has confirmed them."""

    written: int
    waiting: int
    kept: int


@transaction.atomic
def adopt_pack(actor: Actor, *, brand_id: UUID, answers: Mapping[str, str]) -> PackResult:
    """Write the entries whose blanks are all filled; asked again with other answers, those not yet confirmed follow.

    Raises NotFound for a foreign brand and Invalid for a blank that does not exist or is answered with more than 200 characters.
    """
    actor.require(permissions.MANAGE)
    filled = {blank: text for blank, raw in answers.items() if (text := _checked(blank, raw))}
    found = queries.rows(actor).filter(brand_id=brand_id, locale=pack.LOCALE)
    settled = set(found.filter(is_confirmed=True).values_list("key", flat=True))
    entries = [entry for entry in pack.entries() if entry.key not in settled]
    ready = [entry for entry in entries if entry.blanks <= filled.keys()]
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["key", "question", "similar", "answer", "category"])
    for entry in ready:
        writer.writerow([entry.key, entry.question, entry.similar, entry.filled(filled), entry.category])
    import_articles(actor, name=pack.NAME, content=file.getvalue().encode(), brand_id=brand_id, locale=pack.LOCALE)
    keys = [entry.key for entry in ready]
    Article.objects.for_actor(actor).filter(brand_id=brand_id, locale=pack.LOCALE, key__in=keys).update(
        is_confirmed=False
    )
    return PackResult(len(ready), len(entries) - len(ready), len(pack.entries()) - len(entries))


@transaction.atomic
def confirm(actor: Actor, *, article_ids: Iterable[UUID]) -> int:
    """Somebody has read these answers and stands by them; returns how many were not confirmed before. NotFound for a foreign one."""
    actor.require(permissions.MANAGE)
    wanted = set(article_ids)
    rows = list(queries.rows(actor).filter(pk__in=wanted))
    if {article.id for article in rows} != wanted:
        raise NotFound()
    names = {article.id: article.question for article in rows if not article.is_confirmed}
    Article.objects.for_actor(actor).filter(pk__in=names).update(is_confirmed=True)
    for id, question in names.items():
        audit.record(actor, action="article.confirmed", target_type="article", target_id=id, target_label=question)
    return len(names)


def _checked(blank: str, raw: str) -> str:
    text = storable(raw).strip().rstrip("。.")
    if blank not in pack.blanks():
        unknown = Text(f"没有“{blank}”这一项。", f"There is no blank called {blank}.")
        raise Invalid("unknown_blank", unknown, errors=[FieldError(blank, unknown)])
    if len(text) > LONGEST_ANSWER:
        long = Text(f"最多 {LONGEST_ANSWER} 字。", f"At most {LONGEST_ANSWER} characters.")
        raise Invalid("answer_too_long", long, errors=[FieldError(blank, long)])
    return text
