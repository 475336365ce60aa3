"""Breaks (小休): what a day leaves, who waits for one, and presence as history."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from kefu.kernel import clock
from kefu.kernel.actor import Actor, system

from .. import permissions, rules
from ..models import BreakRequest, Membership, Presence, PresenceInterval, PresenceReason, PresenceStatus


def presence_history(
    actor: Actor, *, since: datetime, until: datetime, user_ids: Iterable[UUID] | None = None
) -> list[PresenceInterval]:
    """The intervals that touch [since, until), oldest first, of these users or all in the actor's scope; unclipped."""
    rows = PresenceInterval.objects.for_actor(actor).filter(started_at__lt=until)
    rows = rows.filter(Q(ended_at=None) | Q(ended_at__gt=since))
    if actor.user_ids is not None:
        rows = rows.filter(user_id__in=actor.user_ids)
    if user_ids is not None:
        rows = rows.filter(user_id__in=list(user_ids))
    return list(rows.order_by("started_at", "id"))


def start_of_day() -> datetime:
    """Midnight of the display time zone."""
    return clock.now().astimezone(get_current_timezone()).replace(hour=0, minute=0, second=0, microsecond=0)


def seconds_in_reasons(actor: Actor, user_ids: Iterable[UUID]) -> Mapping[tuple[UUID, UUID], float]:
    """Seconds that each (user, reason) lasted today, up to now."""
    now, midnight = clock.now(), start_of_day()
    spent: dict[tuple[UUID, UUID], float] = defaultdict(float)
    rows = PresenceInterval.objects.for_actor(actor).filter(user_id__in=list(user_ids), reason__isnull=False)
    for row in rows.filter(Q(ended_at=None) | Q(ended_at__gt=midnight)):
        if row.reason_id:
            lasted = rules.overlap(row.started_at, row.ended_at or now, midnight, now)
            spent[row.user_id, row.reason_id] += lasted.total_seconds()
    return spent


def seconds_left(presence: Presence, used: Mapping[tuple[UUID, UUID], float], now: datetime) -> float | None:
    """Seconds the running break may still last, negative when over-time; None when it has no limit or is none."""
    reason = presence.reason
    if reason is None:
        return None
    return rules.seconds_left(
        used=used.get((presence.user_id, reason.id), 0.0),
        minutes_a_day=reason.minutes_a_day,
        longest_minutes=reason.longest_minutes,
        in_break=(now - presence.since).total_seconds(),
    )


@dataclass(frozen=True, slots=True)
class Allowance:
    """One reason as somebody may use it today; `left_seconds` None where the day sets no limit."""

    reason: PresenceReason
    used_seconds: int
    left_seconds: int | None


def allowances(actor: Actor) -> list[Allowance]:
    """The actor's own day: each active reason with what is used and left of it."""
    used = seconds_in_reasons(actor, [actor.user_id])
    found = []
    for reason in PresenceReason.objects.for_actor(actor).filter(is_active=True).order_by("position", "id"):
        spent = used.get((actor.user_id, reason.id), 0.0)
        left = None if reason.minutes_a_day is None else max(0, int(reason.minutes_a_day * 60 - spent))
        found.append(Allowance(reason, int(spent), left))
    return found


def is_limited(reason: PresenceReason) -> bool:
    return bool(reason.minutes_a_day or reason.longest_minutes or reason.most_percent or reason.needs_approval)


def has_place(actor: Actor, user_id: UUID, reason: PresenceReason) -> bool:
    """Whether each of the user's teams (everybody, for one of no team) leaves a place on this break."""
    if reason.most_percent is None:
        return True
    everything = system(actor.organization_id)
    members = Membership.objects.for_actor(everything)
    teams = list(members.filter(user_id=user_id).values_list("team_id", flat=True))
    groups: Sequence[QuerySet[Presence]] = [
        Presence.objects.for_actor(everything).filter(user_id__in=members.filter(team_id=team).values("user_id"))
        for team in teams
    ] or [Presence.objects.for_actor(everything)]
    for group in groups:
        signed_in = group.exclude(status=PresenceStatus.OFFLINE)
        places = rules.places_for_break(signed_in.count(), reason.most_percent)
        if places is not None and signed_in.filter(reason=reason).exclude(user_id=user_id).count() >= places:
            return False
    return True


def open_break_requests(actor: Actor) -> QuerySet[BreakRequest]:
    """Who asks or waits for a break, in order: those in scope for whoever may force presence, else one's own."""
    rows = BreakRequest.objects.for_actor(actor).filter(state__in=BreakRequest.OPEN).select_related("user", "reason")
    if not actor.may(permissions.PRESENCE_FORCE):
        return rows.filter(user_id=actor.user_id).order_by("id")
    if actor.user_ids is not None:
        rows = rows.filter(user_id__in=actor.user_ids)
    return rows.order_by("id")
