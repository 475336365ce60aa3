"""What the demo's history consists of: which conversation takes place when, with whom, and what it is rated.

Everything is fixed but the present moment, so that two demos of the same day tell the same story.
"""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kefu.config.demo.customers import PEOPLE, Person
from kefu.config.demo.organization import BANK, SHOP, TRAVEL
from kefu.config.demo.service import AFTER_SALES, BANKING, JOURNEYS, ONLINE
from kefu.config.founding import CONTENT

SEED = 20261122
DAYS = 14
TODAY = 5
LAST_BEGAN, APART = timedelta(minutes=25), timedelta(minutes=47)
BUSY_HOURS = (10, 11, 15, 16, 20, 21)

DIALOGUES = {SHOP: "colloquial_dialogues.json"}
AFTER_SALES_TOPICS = ("handle-aftersale-", "complaint-", "repair-", "query-refund")
SERVED_BY = {
    ONLINE: ("agent1", "agent2", "agent5"),
    AFTER_SALES: ("agent3", "agent4"),
    JOURNEYS: ("agent6", "agent5"),
    BANKING: ("agent1", "agent2"),
}

PERSONAL = {"handle-aftersale-price", "handle-aftersale-return", "complaint-promise", "query-refund"}
"""Topics that make sense once, for the customer they were written for."""
ROUTINE = 36
RATED = 5, (0, 2)  # of five routine contacts these are rated
DISCONTENT = "query-refund"
"""The topic of the most recent contact: the bad rating that a supervisor finds first."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation to be written; `score` is None where the customer gave none."""

    at: datetime
    person: Person
    brand: str
    queue: str
    agent: str
    topic: str
    score: int | None
    messages: Sequence[dict[str, Any]]


def scenes(now: datetime, midnight: datetime) -> list[Scene]:
    """The whole history before `now`, oldest first; `midnight` is the beginning of the present day."""
    parts = list(_parts())
    turns = {queue: 0 for queue in SERVED_BY}
    written = []
    for at, (brand, dialogue, person, score) in zip(_moments(len(parts), now, midnight), parts, strict=True):
        queue = _queue(brand, dialogue["topic"])
        agents = SERVED_BY[queue]
        agent = agents[turns[queue] % len(agents)]
        turns[queue] += 1
        messages = [
            {**message, "text": message["text"].replace(dialogue["customer"], person.title)}
            for message in dialogue["messages"]
        ]
        written.append(Scene(at, person, brand, queue, agent, dialogue["topic"], score, messages))
    return written


Part = tuple[str, dict[str, Any], Person, int | None]


def _parts() -> Iterator[Part]:
    """Brand, dialogue, customer and score of each conversation, oldest first; the discontented customer comes last."""
    by_topic = {dialogue["topic"]: dialogue for dialogue in _dialogues(SHOP)}
    by_title = {person.title: person for person in PEOPLE}
    routine = [dialogue for topic, dialogue in by_topic.items() if topic not in PERSONAL]
    shoppers = [person for person in PEOPLE if person.brand == SHOP]
    # the one who keeps coming back stands in the rotation twice; 13 places and 8 dialogues never pair twice here
    rotation = [*shoppers[:7], by_title["赵先生"], *shoppers[7:]]
    personal = iter([by_topic[topic] for topic in sorted(PERSONAL - {DISCONTENT})])
    every, rated = RATED
    for index in range(ROUTINE):
        dialogue = routine[index % len(routine)]
        score = dialogue["rating"] if index % every in rated else None
        yield SHOP, dialogue, rotation[index % len(rotation)], score
        if index % 10 == 5 and (own := next(personal, None)):
            yield SHOP, own, by_title[own["customer"]], None if own["topic"].startswith("complaint") else own["rating"]
    for brand in (TRAVEL, BANK):
        for dialogue in _dialogues(brand):
            yield brand, dialogue, by_title[dialogue["customer"]], dialogue["rating"]
    last = by_topic[DISCONTENT]
    yield SHOP, last, by_title[last["customer"]], last["rating"]


def _moments(count: int, now: datetime, midnight: datetime) -> list[datetime]:
    """When conversations begin: most on the days before, in busy hours, the last few up to now."""
    dice = random.Random(SEED)
    earlier = sorted(
        midnight
        - timedelta(days=1 + index % (DAYS - 1))
        + timedelta(hours=dice.choice(BUSY_HOURS), seconds=dice.randrange(3600))
        for index in range(count - TODAY)
    )
    return [*earlier, *(now - LAST_BEGAN - APART * left for left in range(TODAY - 1, -1, -1))]


def _queue(brand: str, topic: str) -> str:
    if brand == SHOP:
        return AFTER_SALES if topic.startswith(AFTER_SALES_TOPICS) else ONLINE
    return JOURNEYS if brand == TRAVEL else BANKING


def _dialogues(brand: str) -> list[dict[str, Any]]:
    if brand not in DIALOGUES:
        return []
    found: list[dict[str, Any]] = json.loads((CONTENT / DIALOGUES[brand]).read_text(encoding="utf-8"))
    return found
