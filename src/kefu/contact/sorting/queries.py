"""Reads of sorting: rules and routes, how a contact was sorted, and the classifier in use."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from . import classifier, permissions, rules
from .models import Sorting, SortingModel, SortingRoute, SortingRule

REMEMBER_SECONDS = 60.0
_models: dict[UUID, tuple[float, classifier.Coefficients]] = {}


@dataclass(frozen=True, slots=True)
class Intent:
    """What the bot took the customer's question for: an article's question, and its categories' names upwards."""

    question: str
    categories: tuple[str, ...]


IntentFinder = Callable[[Actor, UUID], Intent | None]


def _no_intent(actor: Actor, subject_id: UUID) -> Intent | None:
    return None


_find_intent: IntentFinder = _no_intent


def ask_intent_by(finder: IntentFinder) -> None:
    """Let the module above that has a bot say what it made of a contact so far."""
    global _find_intent
    _find_intent = finder


def intent(actor: Actor, subject_id: UUID) -> Intent | None:
    return _find_intent(actor, subject_id)


def routes(actor: Actor) -> QuerySet[SortingRoute]:
    actor.require(permissions.READ)
    return SortingRoute.objects.for_actor(actor).select_related("queue", "disposition").order_by("position", "id")


def routing_rules(actor: Actor) -> QuerySet[SortingRule]:
    actor.require(permissions.READ)
    return SortingRule.objects.for_actor(actor).select_related("disposition").order_by("position", "id")


def choices(actor: Actor, brand_id: UUID) -> list[tuple[UUID, Text]]:
    """The reasons among which customers of the brand may choose, as their names."""
    rows = SortingRoute.objects.for_actor(actor).filter(brand_id=brand_id, is_choice=True, disposition__is_active=True)
    named = rows.order_by("position", "id").values_list(
        "disposition_id", "disposition__name_zh", "disposition__name_en"
    )
    return [(id, Text(zh, en)) for id, zh, en in named]


def look(actor: Actor, brand_id: UUID, clues: rules.Clues) -> rules.Found | None:
    """What the chain finds for these clues; None where nothing leads to an active queue of the brand."""
    leading = dict(
        SortingRoute.objects.for_actor(actor)
        .filter(brand_id=brand_id, queue__is_active=True)
        .values_list("disposition_id", "queue_id")
    )
    if not leading:
        return None
    tree = routing.dispositions(actor)
    parents = {node.id: node.parent_id for node in tree}
    codes = {node.code: node.id for node in tree if node.is_active}
    known = SortingRule.objects.for_actor(actor).filter(brand_id=brand_id).order_by("position", "id")

    def read(text: str) -> tuple[UUID | None, dict[str, Any]]:
        guess = classifier.guess(coefficients(actor), text)
        return (codes.get(guess.code), {"words": list(guess.words), "share": guess.share}) if guess else (None, {})

    return rules.sort(
        clues,
        [rules.Rule(rule.kind, rule.value, rule.disposition_id) for rule in known],
        lambda disposition_id: rules.nearest(disposition_id, parents, leading),
        read,
    )


def coefficients(actor: Actor) -> classifier.Coefficients:
    """The classifier of the actor's organization, the shipped one until it has learnt; a new one counts within a minute."""
    until, found = _models.get(actor.organization_id, (0.0, {}))
    if until < time.monotonic():
        own = SortingModel.objects.for_actor(actor).values_list("coefficients", flat=True).first()
        found = own or classifier.shipped()
        _models[actor.organization_id] = (time.monotonic() + REMEMBER_SECONDS, found)
    return found


def forget() -> None:
    """Drop the remembered classifiers, after one has learnt and between tests."""
    _models.clear()


def of(actor: Actor, subject_id: UUID) -> Sorting | None:
    return Sorting.objects.for_actor(actor).filter(subject_id=subject_id).first()


def view(actor: Actor, subject_id: UUID) -> dict[str, Any] | None:
    """How a contact was sorted and why, as the desk shows it."""
    found = of(actor, subject_id)
    if found is None:
        return None
    paths = routing.disposition_paths(actor)
    reason_id = found.corrected_to_id or found.disposition_id
    people = accounts.display_names(actor, {found.corrected_by_id}) if found.corrected_by_id else {}
    queue = Queue.objects.for_actor(actor).filter(id=found.queue_id).values_list("name", flat=True).first()
    return {
        "source": found.source,
        "disposition": {"id": reason_id, "path": paths[reason_id]} if reason_id in paths else None,
        "queue": {"id": found.queue_id, "name": queue or ""},
        "evidence": found.evidence,
        "corrected_by": people.get(found.corrected_by_id) if found.corrected_by_id else None,
        "corrected_at": found.corrected_at,
    }
