"""What the demo's history consists of: which conversation takes place when, with whom, and what it is rated.

Everything is fixed but the present moment, so that two demos of the same day tell the same story.
"""

import json
import random
from collections import Counter
from collections.abc import Sequence
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

DIALOGUES = {SHOP: "colloquial_dialogues.json", TRAVEL: "dialogues.travel.json", BANK: "dialogues.en.json"}
AFTER_SALES_TOPICS = ("handle-aftersale-", "complaint-", "repair-", "query-refund")
SERVED_BY = {
    ONLINE: ("agent1", "agent2", "agent5"),
    AFTER_SALES: ("agent3", "agent4"),
    JOURNEYS: ("agent6", "agent5"),
    BANKING: ("agent1", "agent2"),
}

PERSONAL = {"handle-aftersale-price", "handle-aftersale-return", "complaint-promise", "query-refund"}
"""Topics of the shop that make sense once, for the customer they were written for."""
DISCONTENT = "query-refund"
"""The topic of the most recent contact: the bad rating that a supervisor finds first."""
ROUTINE = 36
JOURNEY_COUNT = 6
SCORES = (5, None, 5, None, 5, None, 4, None, 5, None, None, 5)
"""What routine contacts of the shop are rated, in turn."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One conversation to be written; `score` is None where the customer gave none."""

    at: datetime
    person: Person
    queue: str
    agent: str
    topic: str
    score: int | None
    messages: Sequence[dict[str, Any]]


def scenes(now: datetime, midnight: datetime) -> list[Scene]:
    """The whole history before `now`, oldest first; `midnight` is the beginning of the present day."""
    parts = _parts()
    turns = Counter[str]()
    written = []
    for at, part in zip(_moments(len(parts), now, midnight), parts, strict=True):
        topic, queue = part.dialogue["topic"], part.queue
        agent = SERVED_BY[queue][turns[queue] % len(SERVED_BY[queue])]
        turns[queue] += 1
        messages = [
            {**message, "text": message["text"].replace(part.dialogue["customer"], part.person.title)}
            for message in part.dialogue["messages"]
        ]
        written.append(Scene(at, part.person, queue, agent, topic, part.score, messages))
    return written


@dataclass(frozen=True, slots=True)
class _Part:
    """A dialogue as it is cast."""

    dialogue: dict[str, Any]
    person: Person
    score: int | None

    @property
    def queue(self) -> str:
        if self.person.brand == SHOP:
            return AFTER_SALES if self.dialogue["topic"].startswith(AFTER_SALES_TOPICS) else ONLINE
        return JOURNEYS if self.person.brand == TRAVEL else BANKING


def _parts() -> list[_Part]:
    """All conversations, oldest first: brands and kinds mixed evenly, the discontented customer last."""
    own = {dialogue["topic"]: dialogue for dialogue in _dialogues(SHOP) if dialogue["topic"] in PERSONAL}
    last = own.pop(DISCONTENT)
    streams = [_routine(), _journeys(), [_as_written(dialogue) for dialogue in [*own.values(), *_dialogues(BANK)]]]
    placed = [((place + 0.5) / len(stream), part) for stream in streams for place, part in enumerate(stream)]
    return [*(part for _, part in sorted(placed, key=lambda pair: pair[0])), _as_written(last)]


def _routine() -> list[_Part]:
    """Everyday business of the shop. The one who keeps coming back stands in the rotation twice."""
    dialogues = [dialogue for dialogue in _dialogues(SHOP) if dialogue["topic"] not in PERSONAL]
    shoppers = [person for person in PEOPLE if person.brand == SHOP]
    rotation = [*shoppers[:8], _titled("赵先生"), *shoppers[8:]]
    return [
        _Part(dialogues[turn % len(dialogues)], rotation[turn % len(rotation)], SCORES[turn % len(SCORES)])
        for turn in range(ROUTINE)
    ]


def _journeys() -> list[_Part]:
    dialogues, travellers = _dialogues(TRAVEL), [person for person in PEOPLE if person.brand == TRAVEL]
    cast = [(dialogues[turn % len(dialogues)], travellers[turn % len(travellers)]) for turn in range(JOURNEY_COUNT)]
    return [_Part(dialogue, traveller, dialogue["rating"]) for dialogue, traveller in cast]


def _as_written(dialogue: dict[str, Any]) -> _Part:
    return _Part(dialogue, _titled(dialogue["customer"]), dialogue["rating"])


def _titled(title: str) -> Person:
    return next(person for person in PEOPLE if person.title == title)


def _moments(count: int, now: datetime, midnight: datetime) -> list[datetime]:
    """When conversations begin, in order: most on the days before, in busy hours, the last few up to now."""
    dice = random.Random(SEED)
    earlier = [
        midnight
        - timedelta(days=1 + index % (DAYS - 1))
        + timedelta(hours=dice.choice(BUSY_HOURS), seconds=dice.randrange(3600))
        for index in range(count - TODAY)
    ]
    return sorted([*earlier, *(now - LAST_BEGAN - APART * nth for nth in range(TODAY))])


def _dialogues(brand: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CONTENT / DIALOGUES[brand]).read_text(encoding="utf-8"))
    return found
