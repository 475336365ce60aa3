"""Reads of announcements: readers see what is meant for them, authors what they wrote."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Membership, User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from . import permissions, rules
from .models import Announcement, Receipt


@dataclass(frozen=True, slots=True)
class Counts:
    """Of those an announcement is for: how many there are, have read it, have confirmed it."""

    people: int
    read: int
    confirmed: int


def reached(actor: Actor) -> QuerySet[User]:
    """The active people the actor may write to: those in their scope and, where they have brands, in one of them."""
    actor.require(permissions.PUBLISH)
    users = User.objects.for_actor(actor).filter(is_active=True).exclude(id=actor.user_id)
    if actor.user_ids is not None:
        users = users.filter(id__in=actor.user_ids)
    if actor.brand_ids is not None:
        users = users.filter(Q(brand_ids=[]) | Q(brand_ids__overlap=list(actor.brand_ids)))
    return users


def of_brand(users: QuerySet[User], brand_id: UUID) -> QuerySet[User]:
    """Those who serve the brand; nobody's brands named means all of them."""
    return users.filter(Q(brand_ids=[]) | Q(brand_ids__contains=[brand_id]))


def in_teams(actor: Actor, team_ids: Collection[UUID]) -> QuerySet[User]:
    """The active members of the teams, whoever reaches them."""
    members = Membership.objects.for_actor(actor).filter(team_id__in=team_ids).values("user_id")
    return User.objects.for_actor(actor).filter(is_active=True, id__in=members).exclude(id=actor.user_id)


def written(actor: Actor) -> QuerySet[Announcement]:
    """The actor's own announcements; of everybody for those who reach everybody."""
    actor.require(permissions.PUBLISH)
    rows = Announcement.objects.for_actor(actor).select_related("author", "brand")
    return rows if actor.user_ids is None else rows.filter(author_id=actor.user_id)


def announcement(actor: Actor, announcement_id: UUID) -> Announcement:
    """One that the actor may look after, or NotFound."""
    return one(written(actor).filter(id=announcement_id))


def counts(actor: Actor, announcements: Sequence[Announcement]) -> dict[UUID, Counts]:
    rows = (
        Receipt.objects.for_actor(actor)
        .filter(announcement__in=announcements)
        .values("announcement_id")
        .annotate(
            people=Count("id"),
            read=Count("id", filter=Q(read_at__isnull=False)),
            confirmed=Count("id", filter=Q(confirmed_at__isnull=False)),
        )
    )
    found = {row["announcement_id"]: Counts(row["people"], row["read"], row["confirmed"]) for row in rows}
    return {one.id: found.get(one.id, Counts(0, 0, 0)) for one in announcements}


def team_names(actor: Actor, announcements: Sequence[Announcement]) -> dict[UUID, str]:
    """Of the teams they were written to, as they are called now."""
    ids = {id for one in announcements for id in one.team_ids}
    return dict(accounts.teams(actor).filter(id__in=ids).values_list("id", "name"))


def readers(actor: Actor, announcement: Announcement, *, undone: bool = False) -> QuerySet[Receipt]:
    """Who it is for, by employee number; with `undone` only those of whom something is still asked."""
    rows = Receipt.objects.for_actor(actor).filter(announcement=announcement).select_related("user")
    if undone:
        rows = rows.filter(confirmed_at=None) if announcement.must_confirm else rows.filter(read_at=None)
    return rows


def mine(actor: Actor) -> QuerySet[Receipt]:
    """What is open and meant for the actor, the latest first."""
    now = clock.now()
    rows = Receipt.objects.for_actor(actor).filter(user_id=actor.user_id, announcement__withdrawn_at=None)
    rows = rows.filter(Q(announcement__expires_at=None) | Q(announcement__expires_at__gt=now))
    return rows.select_related("announcement__author").order_by("-announcement_id")


def view(announcement: Announcement, receipt: Receipt | None = None) -> dict[str, Any]:
    """As its reader's screens see it; without a receipt as it is before anybody read it."""
    author = announcement.author
    return {
        "id": str(announcement.id),
        "title": announcement.title,
        "text": announcement.text,
        "author": author.nickname or author.name,
        "must_confirm": announcement.must_confirm,
        "published_at": _stamp(announcement.created_at),
        "expires_at": _stamp(announcement.expires_at),
        "read_at": _stamp(receipt.read_at) if receipt else None,
        "confirmed_at": _stamp(receipt.confirmed_at) if receipt else None,
    }


def state_of(announcement: Announcement) -> rules.State:
    return rules.state_of(withdrawn_at=announcement.withdrawn_at, expires_at=announcement.expires_at, now=clock.now())


def _stamp(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
