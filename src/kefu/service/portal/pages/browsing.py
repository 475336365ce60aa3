"""Looking for an answer: topics, articles, search."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from kefu.kernel.errors import NotFound

from .. import queries, rules
from .frame import Visit, help_page

PAGE = 20
FIRST = 8


@require_safe
@help_page
def home(visit: Visit) -> HttpResponse:
    """The first page; with `q` the articles that fit."""
    words = " ".join(visit.request.GET.get("q", "").split())[: rules.LONGEST_WORDS]
    if words:
        visit.counts("search", rules.SEARCHED)
        hits = queries.search(visit.centre, words, visit.language)
        return visit.shows("search", words=words, hits=hits)
    topics = queries.topics(visit.centre, visit.language)
    common = queries.articles(visit.centre, visit.language)[:FIRST]
    return visit.shows("home", topics=topics, common=common)


@require_safe
@help_page
def topic(visit: Visit, category_id: UUID) -> HttpResponse:
    category = queries.category(visit.centre, category_id)
    page = visit.request.GET.get("page", "1")
    number = int(page) if page.isascii() and page.isdecimal() and len(page) < 5 else 1
    first = (max(number, 1) - 1) * PAGE
    found = list(queries.articles(visit.centre, visit.language, category.id)[first : first + PAGE + 1])
    if not found and number > 1:
        raise NotFound()
    return visit.shows(
        "topic",
        category=category,
        inner=queries.topics(visit.centre, visit.language, category.id),
        articles=found[:PAGE],
        earlier=number - 1,
        later=number + 1 if len(found) > PAGE else 0,
    )


@require_safe
@help_page
def article(visit: Visit, article_id: UUID) -> HttpResponse:
    return visit.shows("article", article=queries.article(visit.centre, article_id))
