"""The decision itself, as plain arithmetic on values: given work and seats, who gets what, and why not the others."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from statistics import fmean
from string import Formatter
from uuid import UUID

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import LANGUAGES, Text

REST_AFTER_DECLINE = timedelta(seconds=60)
SMALLEST_SAMPLE = 5
PHONE = "phone"  # one at a time beside written work; whoever is on it gets nothing new
MAIL = "email"  # nobody waits at the other end: it takes none of the places that chats have
MAIL_CAPACITY = 20  # mails in one agent's hands
HEAD_OF_LINE = 10  # priority above all that a queue may have: work that was given back, and messages at opening
MISSES_TO_BREAK = 2
BREAK = "break"  # the busy reason 小休 that every organization is founded with
OTHERS_AT_MOST = 0.1  # share of contacts whose reason says nothing
OTHERS_SAMPLE = 20
LONGEST_ANNOUNCEMENT = 200
MOST_CAPACITY_PLUS = 20
OCCUPIED = frozenset({"full", "on_the_phone"})  # at work, with what they have in hand
TEXTS = {  # what a queue may say in its own words, and the values that stand in it
    "waiting_timed": {"n", "m"},
    "waiting": {"n"},
    "queued": set[str](),
    "nobody_online": set[str](),
    "waited_too_long": set[str](),
    "back_to_bot": set[str](),
    "message_waiting": set[str](),
    "transferred_queue": {"组", "group"},
    "joined": {"昵称", "nickname"},
    "silent": {"m"},
    "closed": set[str](),
    "closed_by_system": set[str](),
}
MAX_TEXT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Waiting work. `skills` are smallest levels; `member_ids` and `team_ids` both empty means any agent of the brand.

    `owners` have a ticket of the customer that is not finished, the latest touched first; where all of them who serve here are
    occupied, it waits for one until `owners_until`.
    """

    id: UUID
    brand_id: UUID
    priority: int
    queued_at: datetime
    skills: Mapping[UUID, int] = field(default_factory=dict)
    member_ids: frozenset[UUID] = frozenset()
    team_ids: frozenset[UUID] = frozenset()
    declined: Mapping[UUID, datetime] = field(default_factory=dict)
    owners: tuple[UUID, ...] = ()
    owners_until: datetime | None = None
    preferred: UUID | None = None
    channel: str = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """An agent as routing sees one: `load` of `capacity` written pieces in hand; `last_assigned_at` None when none today.

    `channels` are what they take now; `calls` how many telephone calls ring or are theirs; `is_reachable` whether their
    telephone is signed in; `mails` are counted apart from the `load`.
    """

    user_id: UUID
    status: str
    capacity: int
    load: int
    brand_ids: frozenset[UUID] | None = None
    team_ids: frozenset[UUID] = frozenset()
    skills: Mapping[UUID, int] = field(default_factory=dict)
    last_assigned_at: datetime | None = None
    channels: frozenset[str] = frozenset({"chat"})
    calls: int = 0
    is_reachable: bool = True
    mails: int = 0

    @property
    def saturation(self) -> float:
        """Share of the capacity in use, 0..1 and above; 1 where the capacity is 0."""
        return self.load / self.capacity if self.capacity else 1.0

    @property
    def mail_capacity(self) -> int:
        """Whoever takes no work by themselves, capacity 0, takes no mail either."""
        return MAIL_CAPACITY if self.capacity else 0

    def is_full(self, channel: str) -> bool:
        """Whether one more of this channel is one too many; a call is judged by other things."""
        if channel == MAIL:
            return self.mails >= self.mail_capacity
        return channel != PHONE and self.load >= self.capacity


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
    reason: str


def decide(items: Iterable[Item], seats: Iterable[Seat], now: datetime) -> list[Choice]:
    """Give each item at most one seat, higher priority first and the oldest of equals first.

    Among eligible seats the first of the owners wins, then the preferred one, then the least saturated, then the one idle longest, then the
    smaller id. A seat's load grows with what it is given, so that no capacity is exceeded within one call either.
    """
    free = {seat.user_id: seat for seat in seats}
    choices = []
    for item in sorted(items, key=order):
        verdicts = tuple(judge(item, seat, now) for seat in free.values())
        eligible = [free[v.user_id] for v in verdicts if not v.refusals]
        known = (*item.owners, item.preferred)
        chosen = min(
            eligible, key=lambda seat: (_rank(known, seat.user_id), preference(seat, item.channel)), default=None
        )
        reason = _reason(item, chosen.user_id if chosen else None)
        if reason == "owner_not_free" and _waits_for_owner(item, free, verdicts, now):
            chosen, reason = None, "owner_occupied"
        choices.append(Choice(item.id, chosen.user_id if chosen else None, verdicts, reason))
        if chosen:
            free[chosen.user_id] = _with(chosen, item, now)
    return choices


def _rank(known: Sequence[UUID | None], user_id: UUID) -> int:
    return known.index(user_id) if user_id in known else len(known)


def _reason(item: Item, user_id: UUID | None) -> str:
    if user_id is None:
        return "nobody_free"
    if item.owners:
        return "ticket_owner" if user_id in item.owners else "owner_not_free"
    return "last_agent" if user_id == item.preferred else "least_saturated"


def _waits_for_owner(item: Item, seats: Mapping[UUID, Seat], verdicts: Iterable[Verdict], now: datetime) -> bool:
    """Whether an owner would take it once they have finished something, and there is time yet."""
    if item.owners_until is None or now >= item.owners_until:
        return False
    occupied = [v for v in verdicts if v.user_id in item.owners and OCCUPIED.issuperset(v.refusals)]
    return any("full" not in v.refusals or seats[v.user_id].capacity for v in occupied)


def _with(seat: Seat, item: Item, now: datetime) -> Seat:
    if item.channel == PHONE:
        return replace(seat, calls=seat.calls + 1, last_assigned_at=now)
    if item.channel == MAIL:
        return replace(seat, mails=seat.mails + 1, last_assigned_at=now)
    return replace(seat, load=seat.load + 1, last_assigned_at=now)


def order(item: Item) -> tuple[int, datetime, UUID]:
    """Sort key of the waiting line."""
    return -item.priority, item.queued_at, item.id


def preference(seat: Seat, channel: str = "chat") -> tuple[float, float, UUID]:
    """Sort key among eligible seats; whoever got nothing yet has been idle longest."""
    busy = seat.mails / MAIL_CAPACITY if channel == MAIL else seat.saturation
    return busy, seat.last_assigned_at.timestamp() if seat.last_assigned_at else 0.0, seat.user_id


def judge(item: Item, seat: Seat, now: datetime) -> Verdict:
    """Everything that speaks against this seat for this item."""
    declined_at = item.declined.get(seat.user_id)
    checks = {
        seat.status: seat.status != "online",
        "other_brand": seat.brand_ids is not None and item.brand_id not in seat.brand_ids,
        "not_a_member": not is_member(item, seat),
        "lacks_skill": any(seat.skills.get(skill, 0) < level for skill, level in item.skills.items()),
        "no_phone": item.channel == PHONE and PHONE not in seat.channels,
        "phone_away": item.channel == PHONE and not seat.is_reachable,
        "on_the_phone": seat.calls > 0,
        "full": seat.is_full(item.channel),
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


def is_on(*, ends_at: datetime | None, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a rush is active: the clock ends it, whoever writes that down later."""
    return ended_at is None and (ends_at is None or now < ends_at)


def overlap(brand_id: UUID | None, other_id: UUID | None) -> bool:
    """Whether two rushes concern the same visitors; None: everybody."""
    return brand_id is None or other_id is None or brand_id == other_id


def more_capacity(
    seat: Seat, plus: int, *, brand_id: UUID | None, queues: Sequence[Item], teams: Collection[UUID]
) -> int:
    """By how much a rush of the brand (None: of all) raises this seat's capacity: those of the queues and teams, without any everybody.

    Whoever takes no work by themselves, capacity 0, gets none through it either.
    """
    serves = brand_id is None or seat.brand_ids is None or brand_id in seat.brand_ids
    is_meant = not (queues or teams) or bool(seat.team_ids & set(teams)) or any(is_member(q, seat) for q in queues)
    return plus if seat.capacity and serves and is_meant else 0


def is_crowd(waiting: int, longest_seconds: float, *, least_waiting: int, least_seconds: int) -> bool:
    """Whether so many wait, and one of them for so long, that rush mode is worth proposing."""
    return waiting >= least_waiting and longest_seconds >= least_seconds


def limit(own: int | None, rush: int | None) -> int | None:
    """How many may wait in a queue (None: any number): what the rush says goes before the queue's own."""
    return own if rush is None else rush


def ensure_rush(
    *,
    announcement: Mapping[str, str],
    announces_in_line: bool,
    capacity_plus: int,
    changes_anything: bool,
) -> None:
    """Raise Invalid for a rush that would change nothing, says nothing, or raises nobody's capacity by too much."""
    errors = []
    if any(len(words) > LONGEST_ANNOUNCEMENT for words in announcement.values()):
        errors.append(
            FieldError(
                "announcement", Text(f"最多 {LONGEST_ANNOUNCEMENT} 字。", f"At most {LONGEST_ANNOUNCEMENT} characters.")
            )
        )
    if announces_in_line and not announcement:
        errors.append(FieldError("announcement", Text("请填写忙时公告。", "Write the announcement.")))
    if not 0 <= capacity_plus <= MOST_CAPACITY_PLUS:
        errors.append(
            FieldError(
                "capacity_plus", Text(f"可增加 0 到 {MOST_CAPACITY_PLUS}。", f"Between 0 and {MOST_CAPACITY_PLUS}.")
            )
        )
    if errors:
        raise Invalid("rush_unfit", Text("设置有误，请按提示修改。", "Some settings are wrong."), errors=errors)
    if not changes_anything:
        raise Invalid("rush_changes_nothing", Text("请至少选择一项高峰措施。", "Choose at least one measure."))


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


def ensure_texts(texts: Mapping[str, Mapping[str, str]]) -> None:
    """Raise Invalid for a text that does not exist, is too long, or holds a placeholder that has no value there."""
    errors = []
    for code, by_language in texts.items():
        for language, words in by_language.items():
            problem = _wrong_text(code, language, words)
            if problem:
                errors.append(FieldError(f"texts.{code}.{language}", problem))
    if errors:
        raise Invalid("wrong_texts", Text("话术有误，请按提示修改。", "Some texts are wrong."), errors=errors)


def _wrong_text(code: str, language: str, words: str) -> Text | None:
    if code not in TEXTS or language not in LANGUAGES:
        return Text("没有这条话术。", "There is no such text.")
    if len(words) > MAX_TEXT:
        return Text(f"最多 {MAX_TEXT} 字。", f"At most {MAX_TEXT} characters.")
    try:
        fields = [field for field in Formatter().parse(words) if field[1] is not None]
    except ValueError:
        return Text("大括号没有成对，请检查。", "A brace has no partner.")
    plain = {name for _, name, form, conversion in fields if name and not form and not conversion}
    unknown = sorted({name or "" for _, name, _, _ in fields} - (plain & TEXTS[code]))
    if not unknown:
        return None
    known = "、".join(f"{{{name}}}" for name in sorted(TEXTS[code]))
    wrong = "、".join(f"{{{name}}}" for name in unknown)
    return Text(
        f"不认识的变量 {wrong}；{f'此处可用 {known}' if known else '此处没有可用的变量'}。",
        f"Unknown placeholder {wrong}; {f'here you can use {known}' if known else 'none can be used here'}.",
    )
