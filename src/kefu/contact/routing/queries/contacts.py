"""Reads of what came of the work: decisions, the reason tree, contacts and ratings."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Language, current
from kefu.kernel.tenancy import found

from .. import permissions, rules
from ..models import Contact, Decision, Disposition, Rating, RatingItem, RatingReason

INVALID, OTHER = "invalid", "other"  # codes of the reason tree that mean something to the house


def start_of_today() -> datetime:
    """Midnight of the display time zone."""
    return clock.now().astimezone(get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)


def decisions(actor: Actor, *, work_item_id: UUID | None, subject_id: UUID | None) -> QuerySet[Decision]:
    actor.require(permissions.DECISIONS_READ)
    rows = Decision.objects.for_actor(actor).select_related("chosen", "work_item")
    if actor.brand_ids is not None:
        rows = rows.filter(work_item__brand_id__in=actor.brand_ids)
    wanted = {"work_item_id": work_item_id, "work_item__subject_id": subject_id}
    return rows.filter(**{field: id for field, id in wanted.items() if id})


def dispositions(actor: Actor) -> list[Disposition]:
    """The whole reason tree, parents before children."""
    return list(Disposition.objects.for_actor(actor).order_by("position", "code"))


def contact(actor: Actor, subject_id: UUID) -> Contact:
    return found(statements.first(Contact, actor, subject_id=subject_id))


def page_of(contact: Contact) -> str:
    """Where in the desk a contact is read: a call stands in the list of calls."""
    return f"/calls/{contact.subject_id}" if contact.channel == rules.PHONE else f"/desk/{contact.subject_id}"


def contacts(actor: Actor, subject_ids: Iterable[UUID]) -> dict[UUID, Contact]:
    found = (
        Contact.objects.for_actor(actor).filter(subject_id__in=list(subject_ids)).select_related("disposition", "agent")
    )
    return {row.subject_id: row for row in found}


def ratings_of(actor: Actor, subject_ids: Iterable[UUID]) -> dict[UUID, Rating]:
    found = Rating.objects.for_actor(actor).filter(contact__subject_id__in=list(subject_ids)).select_related("contact")
    return {row.contact.subject_id: row for row in found}


def ratings(actor: Actor) -> QuerySet[Rating]:
    """Ratings of the contacts that the actor's scope covers."""
    actor.require(permissions.RATINGS_READ)
    rows = Rating.objects.for_actor(actor).select_related("contact", "agent", "followed_by")
    if actor.brand_ids is not None:
        rows = rows.filter(contact__brand_id__in=actor.brand_ids)
    return rows if actor.user_ids is None else rows.filter(agent_id__in=actor.user_ids)


def rating_reasons(actor: Actor) -> QuerySet[RatingReason]:
    """Every reason, retired ones too, as the form orders them."""
    actor.require(permissions.RATINGS_READ)
    return _ordered_reasons(actor)


def offered_reasons(actor: Actor) -> list[RatingReason]:
    """The active reasons, as the form of a rating offers them to anybody."""
    return list(_ordered_reasons(actor).filter(is_active=True))


def _ordered_reasons(actor: Actor) -> QuerySet[RatingReason]:
    return RatingReason.objects.for_actor(actor).select_related("owner").order_by("family", "position", "id")


def rating_items(actor: Actor, *, state: str | None = None, owner_id: UUID | None = None) -> QuerySet[RatingItem]:
    """Items of the ratings that the actor's scope covers, and of their own reasons."""
    actor.require(permissions.RATINGS_READ)
    rows = RatingItem.objects.for_actor(actor).select_related("reason", "owner", "done_by", "rating__contact")
    if actor.brand_ids is not None:
        rows = rows.filter(rating__contact__brand_id__in=actor.brand_ids)
    if actor.user_ids is not None:
        rows = rows.filter(Q(rating__agent_id__in=actor.user_ids) | Q(owner_id=actor.id))
    wanted = {"state": state, "owner_id": owner_id}
    return rows.filter(**{field: value for field, value in wanted.items() if value})


def today_of(actor: Actor) -> dict[str, Any]:
    """The actor's own contacts that came today: ended ones, mean score of the ratings that count (None without), their number."""
    mine = Contact.objects.for_actor(actor).filter(agent_id=actor.user_id, queued_at__gte=start_of_today())
    closed = mine.filter(answered_at__isnull=False, ended_at__isnull=False).exclude(channel="message").count()
    scores = list(
        Rating.objects.for_actor(actor).filter(contact__in=mine, counts_for_agent=True).values_list("score", flat=True)
    )
    return {"handled": closed, "csat": sum(scores) / len(scores) if scores else None, "rated": len(scores)}


def recent_dispositions(actor: Actor, limit: int = 50) -> list[UUID]:
    """What the actor gave to their last contacts, newest first."""
    rows = Contact.objects.for_actor(actor).filter(
        agent_id=actor.user_id, disposition__isnull=False, ended_at__isnull=False
    )
    return [id for id in rows.order_by("-ended_at").values_list("disposition_id", flat=True)[:limit] if id]


def is_invalid(actor: Actor, disposition_id: UUID | None) -> bool:
    """Whether the reason says that there was nobody to serve (无效会话)."""
    if disposition_id is None:
        return False
    rows = Disposition.objects.for_actor(actor).filter(id=disposition_id)
    return rows.filter(Q(code=INVALID) | Q(code__startswith=f"{INVALID}-")).exists()


def pending_subjects(actor: Actor) -> list[UUID]:
    """What the actor's own last 500 contacts were about whose reason is still a guess (待补)."""
    rows = Contact.objects.for_actor(actor).filter(agent_id=actor.user_id, disposition_is_guess=True)
    return list(rows.order_by("-ended_at").values_list("subject_id", flat=True)[:500])


def share_of_others(actor: Actor) -> tuple[int, int]:
    """Of the contacts of the last 24 hours that have a reason: how many say 其他 (or a leaf below), and how many there are."""
    rows = Contact.objects.for_actor(actor).filter(
        ended_at__gte=clock.now() - timedelta(days=1), disposition__isnull=False
    )
    others = Q(disposition__code=OTHER) | Q(disposition__code__startswith=f"{OTHER}-")
    return rows.filter(others).count(), rows.count()


def disposition_paths(actor: Actor, language: Language | None = None) -> dict[UUID, list[str]]:
    """Names from the root to each node of the reason tree, in `language`, else in the current one."""
    by_id = {row.id: row for row in dispositions(actor)}
    english = (language or current()) == "en"

    def path(row: Disposition) -> list[str]:
        above = by_id.get(row.parent_id) if row.parent_id else None
        return [*(path(above) if above else []), row.name_en if english else row.name_zh]

    return {id: path(row) for id, row in by_id.items()}
