"""Asking the brain: how it is reached, and what is known without it."""

import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
import structlog
from django.conf import settings

from kefu.foundation.knowledge import queries as knowledge
from kefu.kernel.actor import Actor, system
from kefu.kernel.text import fold

from .rules import Thresholds

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 1.0  # a late ranking is better than none: nobody waits in a request
LOADING_SECONDS = 8.0  # waited for an index in the making, once in PATIENCE_PAUSE_SECONDS
PATIENCE_PAUSE_SECONDS = 30.0
LEARNING_SECONDS = 600.0
AWAY_SECONDS = 2.0
LEXICAL = "lexical"
ENDS = "?？。.!！ "
_here = threading.local()
_away_until = 0.0
_patience_until = -PATIENCE_PAUSE_SECONDS


@dataclass(frozen=True, slots=True)
class Guess:
    """An article that may answer; `probability` 0..1 that it does."""

    article_id: UUID
    question: str
    probability: float
    features: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thought:
    """The best guesses, who made them, and the thresholds that belong to their probabilities."""

    guesses: list[Guess]
    ranked_by: str
    thresholds: Thresholds


def think(actor: Actor, brand_id: UUID, text: str, *, is_patient: bool = True) -> Thought:
    """Rank with the models, or by words alone while these are absent or late. Who is not patient waits for no index."""
    global _patience_until
    if is_patient and time.monotonic() > _patience_until + PATIENCE_PAUSE_SECONDS:
        _patience_until = time.monotonic() + LOADING_SECONDS
    while True:
        said = _ask({"op": "rank", "organization": str(actor.organization_id), "brand": str(brand_id), "text": text})
        if said is None or "error" in said:
            return by_words(actor, brand_id, text)
        if not said.get("loading"):
            guesses = [
                Guess(UUID(c["article_id"]), c["question"], c["probability"], c["features"]) for c in said["candidates"]
            ]
            return Thought(guesses, said["profile"], Thresholds(**said["thresholds"]))
        if not is_patient or time.monotonic() > _patience_until:
            return by_words(actor, brand_id, text)
        time.sleep(0.1)


def by_words(actor: Actor, brand_id: UUID, text: str) -> Thought:
    """Without models only a question worded as in the article is answered; what shares words is offered."""
    hits = knowledge.search(system(actor.organization_id, "bot"), text, brand_id=brand_id, limit=3)
    asked = fold(text)
    guesses = []
    for hit in hits:
        known = [hit.article.question, *knowledge.similar_of(hit.article)]
        same = any(fold(question).strip(ENDS) == asked.strip(ENDS) for question in known)
        guesses.append(Guess(hit.article.id, hit.article.question, 1.0 if same else 0.5))
    guesses.sort(key=lambda guess: -guess.probability)
    return Thought(guesses, LEXICAL, Thresholds(answer=0.9, offer=0.4))


def learn(organization_id: UUID, brand_id: UUID) -> bool:
    """Have the brain learn the brand's articles now; False when there is no brain."""
    said = _ask({"op": "learn", "organization": str(organization_id), "brand": str(brand_id)}, timeout=LEARNING_SECONDS)
    return said is not None and "error" not in said


def state() -> str:
    """`ready` with models, `lexical` without."""
    return "ready" if _ask({"op": "ping"}) else LEXICAL


def _ask(question: dict[str, Any], *, timeout: float = TIMEOUT_SECONDS) -> dict[str, Any] | None:
    """One question over this thread's connection; None when the brain is away or late."""
    global _away_until
    if time.monotonic() < _away_until:
        return None
    try:
        connection = getattr(_here, "connection", None)
        if connection is None:
            connection = _here.connection = _Connection()
        answer: dict[str, Any] = connection.ask(question, timeout)
        return answer
    except (OSError, orjson.JSONDecodeError) as error:
        _here.connection = None
        _away_until = time.monotonic() + (0 if isinstance(error, TimeoutError) else AWAY_SECONDS)
        log.info("brain.away", error=str(error))
        return None


class _Connection:
    def __init__(self) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(TIMEOUT_SECONDS)
        self.socket.connect(str(settings.BRAIN_SOCKET))
        self.reader = self.socket.makefile("rb")

    def ask(self, question: dict[str, Any], timeout: float) -> dict[str, Any]:
        self.socket.settimeout(timeout)
        self.socket.sendall(orjson.dumps(question) + b"\n")
        line = self.reader.readline()
        if not line:
            raise ConnectionResetError("the brain closed the connection")
        answer: dict[str, Any] = orjson.loads(line)
        return answer
