"""Decisions about people in plain Python: written forms of logins, who is seen as whom, teams as a tree, levels."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from uuid import UUID

import phonenumbers

from kefu.kernel.i18n import Text

REGION = "CN"
ABSENT_AFTER = timedelta(seconds=120)
MOST_STEPS = 6


def mobile_number(written: str) -> str | None:
    """The number in E.164, read as Chinese unless it says otherwise: "138 1234-5678" → "+8613812345678"; None if none."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", written), REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def employee_number(written: str) -> str:
    """As it is stored and compared: half-width, upper case, without spaces."""
    return "".join(unicodedata.normalize("NFKC", written).split()).upper()


def email_address(written: str) -> str:
    return unicodedata.normalize("NFKC", written).strip().lower()


def display_name(nickname: str, number: str | None, language: str | None = None) -> str:
    """What customers see, in their language: the nickname, else the employee number; never the real name."""
    if nickname:
        return nickname
    return (Text(f"工号 {number}", f"Agent {number}") if number else Text("客服", "Agent")).in_language(language)


def staff_name(nickname: str, number: str | None, name: str) -> str:
    """What colleagues see: as customers do, and the real name of who has neither nickname nor number."""
    return display_name(nickname, number) if nickname or number else name


@dataclass(frozen=True, slots=True)
class Start:
    """Where somebody in starting mode (新人模式) is: the day (1 = first) of how many, what they may hold, and what comes next."""

    begins_on: date
    steps: tuple[Mapping[str, int], ...]
    day: int
    days: int
    capacity: int
    next_on: date
    next_capacity: int
    ends_on: date


def start_of(steps: Sequence[Mapping[str, int]], begins_on: date, today: date, own: int) -> Start | None:
    """What starting mode allows today, never more than one's own capacity; None when it is over. Before it begins it is day 1."""
    ends = [begins_on + timedelta(days=days) for days in accumulate(step["days"] for step in steps)]
    if today >= ends[-1]:
        return None
    number = next(n for n, end in enumerate(ends) if today < end)
    loads = [min(own, step["capacity"]) for step in steps] + [own]
    return Start(
        begins_on=begins_on,
        steps=tuple(steps),
        day=max(0, (today - begins_on).days) + 1,
        days=(ends[-1] - begins_on).days,
        capacity=loads[number],
        next_on=ends[number],
        next_capacity=loads[number + 1],
        ends_on=ends[-1],
    )


def wrong_steps(steps: Sequence[Mapping[str, int]]) -> Text | None:
    """Why these cannot be the steps of starting mode; None where they can."""
    if not 1 <= len(steps) <= MOST_STEPS:
        return Text(f"请填写 1 至 {MOST_STEPS} 个阶段。", f"Give 1 to {MOST_STEPS} steps.")
    if any(not 1 <= step["days"] <= 90 for step in steps):
        return Text("每个阶段为 1 至 90 天。", "A step lasts 1 to 90 days.")
    if any(not 1 <= step["capacity"] <= 100 for step in steps):
        return Text("接待上限为 1 到 100。", "The capacity is between 1 and 100.")
    if any(after["capacity"] < before["capacity"] for before, after in pairwise(steps)):
        return Text("接待上限应逐步增加。", "The capacity grows from step to step.")
    return None


def with_descendants(roots: Iterable[UUID], parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    """The teams in `roots` and every team below them; `parents` maps each team to its parent."""
    children: dict[UUID | None, list[UUID]] = {}
    for team, parent in parents.items():
        children.setdefault(parent, []).append(team)
    found: set[UUID] = set()
    waiting = list(roots)
    while waiting:
        team = waiting.pop()
        if team not in found:
            found.add(team)
            waiting.extend(children.get(team, []))
    return found


def overlap(start: datetime, end: datetime, since: datetime, until: datetime) -> timedelta:
    """How much of [start, end) lies in [since, until)."""
    return max(timedelta(), min(end, until) - max(start, since))


def places_for_break(signed_in: int, most_percent: int | None) -> int | None:
    """How many of a team's signed-in people may be on one break at once: the share rounded down, at least one.

    None without a limit.
    """
    if most_percent is None:
        return None
    return max(1, signed_in * most_percent // 100)


def seconds_left(
    *, used: float, minutes_a_day: int | None, longest_minutes: int | None, in_break: float = 0.0
) -> float | None:
    """Seconds a break may still last: the smaller of what the day and the single break leave; None without limits.

    `used` is today's time in this reason including the running break, `in_break` that of the running one. Negative
    when it is over.
    """
    left = []
    if minutes_a_day is not None:
        left.append(minutes_a_day * 60 - used)
    if longest_minutes is not None:
        left.append(longest_minutes * 60 - in_break)
    return min(left, default=None)
