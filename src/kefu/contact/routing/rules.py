"""The decision itself, as plain arithmetic on values: given work and seats, who gets what, and why not the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import fmean
from uuid import UUID

REST_AFTER_DECLINE = timedelta(seconds=60)
SMALLEST_SAMPLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Waiting work. `skills` are smallest levels; `member_ids` and `team_ids` both empty means any agent of the brand."""

    id: UUID
    brand_id: UUID
    priority: int
    queued_at: datetime
    skills: Mapping[UUID, int] = field(default_factory=dict)
    member_ids: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    declined: Mapping[UUID, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An agent as routing sees one: `load` of `capacity` pieces in hand; `last_assigned_at` None when none today."""

    user_id: UUID
    status: str
    capacity: int
    load: int
    brand_ids: frozenset[UUID] | None = None
    team_ids: frozenset[UUID] = frozenset()
    skills: Mapping[UUID, int] = field(default_factory=dict)
    last_assigned_at: datetime | None = None

    @property
    def saturation(self) -> float:
        """Share of the capacity in use, 0..1 and above; 1 where the capacity is 0."""
        return self.load / self.capacity if self.capacity else 1.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """One candidate: why not (codes, empty when eligible), and the terms that were compared."""

    user_id: UUID
    refusals: tuple[str, ...]
    saturation: float
    idle_since: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    item_id: UUID
    user_id: UUID | None
    verdicts: tuple[Verdict, ...]


def decide(items: Iterable[Item], seats: Iterable[Seat], now: datetime) -> list[Choice]:
    """Give each item at most one seat, higher priority first and the oldest of equals first.

    Among eligible seats the least saturated wins, then the one idle longest, then the smaller id. A seat's load grows
    with what it is given, so that no capacity is exceeded within one call either.
    """
    free = {seat.user_id: seat for seat in seats}
    choices = []
    for item in sorted(items, key=order):
        verdicts = tuple(judge(item, seat, now) for seat in free.values())
        eligible = [free[v.user_id] for v in verdicts if not v.refusals]
        chosen = min(eligible, key=preference, default=None)
        choices.append(Choice(item.id, chosen.user_id if chosen else None, verdicts))
        if chosen:
            free[chosen.user_id] = replace(chosen, load=chosen.load + 1, last_assigned_at=now)
    return choices


def order(item: Item) -> tuple[int, datetime, UUID]:
    """Sort key of the waiting line."""
    return -item.priority, item.queued_at, item.id


def preference(seat: Seat) -> tuple[float, float, UUID]:
    """Sort key among eligible seats; whoever got nothing yet has been idle longest."""
    return seat.saturation, seat.last_assigned_at.timestamp() if seat.last_assigned_at else 0.0, seat.user_id


def judge(item: Item, seat: Seat, now: datetime) -> Verdict:
    """Everything that speaks against this seat for this item."""
    declined_at = item.declined.get(seat.user_id)
    checks = {
        seat.status: seat.status != "online",
        "other_brand": seat.brand_ids is not None and item.brand_id not in seat.brand_ids,
        "not_a_member": not is_member(item, seat),
        "lacks_skill": any(seat.skills.get(skill, 0) < level for skill, level in item.skills.items()),
        "full": seat.load >= seat.capacity,
        "declined": declined_at is not None and now - declined_at < REST_AFTER_DECLINE,
    }
    return Verdict(
        seat.user_id, tuple(code for code, holds in checks.items() if holds), seat.saturation, seat.last_assigned_at
    )


def is_member(item: Item, seat: Seat) -> bool:
    return (
        (not item.member_ids and not item.team_ids)
        or seat.user_id in item.member_ids
        or bool(item.team_ids & seat.team_ids)
    )


def estimate_wait(position: int, handle_seconds: Sequence[float], concurrent_slots: int) -> int | None:
    """Seconds until the `position`-th (1 = next) in line is served: position × mean handle time ÷ slots at work.

    None when there are fewer than 5 handle times or nobody works: an invented figure is worse than none.
    """
    if len(handle_seconds) < SMALLEST_SAMPLE or concurrent_slots <= 0:
        return None
    return max(1, round(position * fmean(handle_seconds) / concurrent_slots))


def counts_for_agent(families: Collection[str]) -> bool:
    """Whether a rating with reasons of these families is the agent's: not when only the business is to blame."""
    return "business" not in families or "agent" in families
