"""Reads of what is on."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.kernel.actor import Actor, system

from . import rules
from .models import Bulletin


def banners(actor: Actor, brand_id: UUID) -> QuerySet[Bulletin]:
    """What stands at the top of a brand's pages, the oldest first."""
    return _on(actor, brand_id, Bulletin.Kind.BANNER).order_by("id")


def answer_to(
    actor: Actor, brand_id: UUID, question: str, *, was_said: Callable[[UUID], bool] = lambda _: False
) -> Bulletin | None:
    """What the bot says before everything else, the newest first. What is for every question is said once to each:
    `was_said` tells of a bulletin's id whether it was."""
    for one in _on(actor, brand_id, Bulletin.Kind.ANSWER).order_by("-id"):
        if rules.matches(one.keywords, question) if one.keywords else not was_said(one.id):
            return one
    return None


def _on(actor: Actor, brand_id: UUID, kind: str) -> QuerySet[Bulletin]:
    rows = Bulletin.objects.for_actor(system(actor.organization_id))
    return rows.filter(Q(brand_id=brand_id) | Q(brand=None), kind=kind, ended_at=None)
