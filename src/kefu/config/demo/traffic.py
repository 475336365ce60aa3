"""Two weeks of everyday business around the written conversations: when contacts came, who took them, how they ended.

Pure arithmetic from a seed: the same moment gives the same two weeks. The day has three peaks, Sunday is quiet, and three
days ago the payment broke down for an hour and a half, which shows in arrivals, waits and ratings.
"""

import heapq
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kefu.config.demo.service import AFTER_SALES, BANKING, JOURNEYS, ONLINE

SEED = 20261126
DAYS = 14
A_DAY = 400
OUTAGE_DAYS_AGO, OUTAGE_FROM, OUTAGE_TO = 3, timedelta(hours=15, minutes=5), timedelta(hours=16, minutes=35)
OUTAGE_RUSH = 4.5  # times the usual arrivals
QUIET_BEFORE_NOW = timedelta(minutes=4)
BAD_RATING_AGE = timedelta(minutes=8)
NO_RATING_WITHIN = timedelta(minutes=10)  # of now: the newest rating is the bad one, for a leader to find

HOURS = (4, 2, 1, 1, 1, 2, 6, 12, 20, 28, 40, 38, 26, 22, 28, 40, 38, 27, 20, 24, 38, 36, 20, 10)
"""How a day's contacts spread over its hours: peaks at 10–12, 15–17 and 20–22 o'clock."""
WEEKDAYS = (1.04, 1.0, 0.98, 1.0, 1.05, 0.97, 0.76)  # Monday to Sunday
STAFFED = range(8, 23)
BOT_SHARE, LEAVING_SHARE = 0.38, 0.035
QUEUES = ((ONLINE, 54), (AFTER_SALES, 26), (JOURNEYS, 15), (BANKING, 5))
SHIFTS = {
    "agent1": (8, 17),
    "agent2": (13, 23),
    "agent3": (8, 18),
    "agent4": (12, 23),
    "agent5": (9, 23),
    "agent6": (8, 20),
}
SERVED_BY = {
    ONLINE: ("agent1", "agent2", "agent5"),
    AFTER_SALES: ("agent3", "agent4"),
    JOURNEYS: ("agent6", "agent5"),
    BANKING: ("agent1", "agent2"),
}
AT_ONCE, PATIENCE = 2, (80, 280)
SCORES = (5,) * 40 + (4,) * 7 + (3,) * 2 + (1,)  # 4.7; the outage takes its share
RATED_SHARE = 0.38


@dataclass(frozen=True, slots=True)
class Case:
    """A contact. Without `queued` the bot was enough; without `agent` the customer left the line at `ended`."""

    started: datetime
    queue: str
    ended: datetime
    queued: datetime | None = None
    assigned: datetime | None = None
    replied: datetime | None = None
    agent: str | None = None
    score: int | None = None
    is_outage: bool = False
    dice: int = 0


def cases(now: datetime, midnight: datetime) -> list[Case]:
    """All contacts before `now`, by their beginning; `midnight` is the beginning of the present day."""
    dice = random.Random(SEED)
    busy: dict[str, list[datetime]] = {agent: [] for agent in SHIFTS}
    served = 0
    found = []
    for started, is_outage in _arrivals(dice, now, midnight):
        case = _case(dice, started, is_outage, busy, midnight)
        if case.ended > now - QUIET_BEFORE_NOW:
            continue
        if case.agent:
            served += 1
            is_rated = int(served * RATED_SHARE) > int((served - 1) * RATED_SHARE)
            if is_rated and case.ended < now - NO_RATING_WITHIN:
                case = _rated(case, dice)
        found.append(case)
    return found


def numbered(written: Sequence[datetime], everyday: Sequence[Case], numbers: Sequence[str]) -> dict[datetime, str]:
    """The number of the contact that began at a moment; `numbers` go to all of them in the order of time."""
    moments = sorted([*written, *(case.started for case in everyday)])
    return dict(zip(moments, numbers, strict=True))


def _arrivals(dice: random.Random, now: datetime, midnight: datetime) -> Iterator[tuple[datetime, bool]]:
    for days_ago in range(DAYS - 1, -1, -1):
        day = midnight - timedelta(days=days_ago)
        # not its date: the day begins in the display time zone
        weekday = (day + timedelta(hours=12)).weekday()
        total = A_DAY * WEEKDAYS[weekday] * dice.uniform(0.95, 1.05)
        moments = []
        for hour, weight in enumerate(HOURS):
            count = total * weight / sum(HOURS)
            whole = int(count) + (dice.random() < count % 1)
            moments += [(day + timedelta(hours=hour, seconds=dice.uniform(0, 3600)), False) for _ in range(whole)]
        if days_ago == OUTAGE_DAYS_AGO:
            length = OUTAGE_TO - OUTAGE_FROM
            usual = total * HOURS[15] / sum(HOURS) * (length / timedelta(hours=1))
            moments += [
                (day + OUTAGE_FROM + length * dice.triangular(0, 1, 0.25), True)
                for _ in range(int(usual * (OUTAGE_RUSH - 1)))
            ]
        yield from sorted(moment for moment in moments if moment[0] < now)


def _case(
    dice: random.Random, started: datetime, is_outage: bool, busy: dict[str, list[datetime]], midnight: datetime
) -> Case:
    queue = ONLINE if is_outage else dice.choices([name for name, _ in QUEUES], [share for _, share in QUEUES])[0]
    hour = ((started - midnight) % timedelta(days=1)) / timedelta(hours=1)
    number = dice.randrange(1 << 30)
    by_bot = dice.random() < (0.12 if is_outage else BOT_SHARE)
    if int(hour) not in STAFFED or hour > STAFFED.stop - 0.3 or by_bot:
        ended = started + timedelta(seconds=dice.uniform(35, 260))
        return Case(started, queue, ended, is_outage=is_outage, dice=number)
    queued = started + timedelta(seconds=dice.uniform(8, 70))
    agent, free = _next_free(dice, queue, queued, hour, busy)
    patience = timedelta(seconds=dice.uniform(*PATIENCE))
    leaves = dice.random() < LEAVING_SHARE
    if leaves or agent is None or free - queued > patience:
        stayed = min(patience, timedelta(seconds=dice.uniform(3, 55))) if leaves else patience
        return Case(started, queue, queued + stayed, queued=queued, is_outage=is_outage, dice=number)
    assigned = max(free, queued) + timedelta(seconds=dice.uniform(0.6, 4))
    replied = assigned + timedelta(seconds=min(240.0, 5 + dice.lognormvariate(2.5, 0.7)))
    length = min(1500.0, max(70.0, dice.lognormvariate(5.7, 0.5)))
    ended = replied + timedelta(seconds=length)
    if free > queued:
        heapq.heappop(busy[agent])  # whose place it took
    heapq.heappush(busy[agent], ended)
    return Case(started, queue, ended, queued, assigned, replied, agent, is_outage=is_outage, dice=number)


def _next_free(
    dice: random.Random, queue: str, at: datetime, hour: float, busy: dict[str, list[datetime]]
) -> tuple[str | None, datetime]:
    """Who of those on shift has the least to do, and when they can take one more."""
    choice = []
    for agent in SERVED_BY[queue]:
        begins, ends = SHIFTS[agent]
        if not begins <= hour < ends:
            continue
        while busy[agent] and busy[agent][0] <= at:
            heapq.heappop(busy[agent])
        free = at if len(busy[agent]) < AT_ONCE else busy[agent][0]
        choice.append((free, len(busy[agent]), dice.random(), agent))
    if not choice:
        return None, at
    free, _, _, agent = min(choice)
    return agent, free


def _rated(case: Case, dice: random.Random) -> Case:
    score = dice.choice((1, 2, 2, 3, 4)) if case.is_outage else dice.choice(SCORES)
    return replace(case, score=score)
