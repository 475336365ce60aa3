"""The brain role: keeps the models and an index a brand in memory, and ranks questions asked over a unix socket.

One JSON line in, one out. `rank` {organization, brand, text} → {"candidates": [{article_id, question, probability}],
"thresholds": {answer, offer}, "profile"}, or {"loading": true} while the index is being made. `learn` {organization,
brand} makes the index anew and answers when that is done. `ping` tells what is loaded.
"""

import contextlib
import socketserver
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
import structlog
from django.db import DatabaseError, close_old_connections, connection

from kefu.foundation.knowledge import queries as knowledge

from . import queries
from .models import Vector

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from .engine.embeddings import Embedder
    from .engine.ranking import Index

log = structlog.get_logger(__name__)

LIMIT = 3
LONGEST_LINE = 1_000_000
UNFINISHED = -1


class StoredVectors:
    """The engine's vector cache, in the database."""

    def get_many(self, model: str, hashes: Sequence[str]) -> "Mapping[str, NDArray[np.float32]]":
        import numpy as np

        rows = Vector.objects.filter(model=model, text_hash__in=list(hashes)).values_list("text_hash", "vector")
        return {key: np.frombuffer(bytes(vector), dtype=np.float32) for key, vector in rows}

    def put_many(self, model: str, vectors: "Mapping[str, NDArray[np.float32]]") -> None:
        Vector.objects.bulk_create(
            [Vector(model=model, text_hash=key, vector=vector.tobytes()) for key, vector in vectors.items()],
            ignore_conflicts=True,
            batch_size=500,
        )


@dataclass(frozen=True)
class Lesson:
    """An index and the revision of the brand's knowledge that it was made from."""

    revision: int
    index: "Index"


class Brain:
    """Indexes by brand. A stale one serves until its successor is ready."""

    def __init__(self) -> None:
        self._lessons: dict[tuple[UUID, UUID], Lesson] = {}
        self._learning: dict[tuple[UUID, UUID], threading.Lock] = {}
        self._guard = threading.Lock()
        self._embedders: list[Embedder] | None = None

    def rank(self, organization_id: UUID, brand_id: UUID, text: str) -> dict[str, Any]:
        lesson = self._lessons.get((organization_id, brand_id))
        if lesson is None or lesson.revision != knowledge.revision(organization_id, brand_id):
            threading.Thread(target=self._learn_alone, args=(organization_id, brand_id), daemon=True).start()
        if lesson is None:
            return {"loading": True}
        if not len(lesson.index):
            return {"candidates": [], "thresholds": {"answer": 1.0, "offer": 1.0}, "profile": lesson.index.profile}
        calibrator = queries.calibrator(organization_id, brand_id, lesson.index.profile)
        candidates = [
            {
                "article_id": candidate.entry_id,
                "question": candidate.question,
                "probability": round(calibrator.probability(candidate.features), 4),
                "features": {name: round(value, 4) for name, value in candidate.features.items()},
            }
            for candidate in lesson.index.rank(text, LIMIT)
        ]
        thresholds = {"answer": calibrator.thresholds.answer, "offer": calibrator.thresholds.offer}
        return {"candidates": candidates, "thresholds": thresholds, "profile": lesson.index.profile}

    def learn(self, organization_id: UUID, brand_id: UUID) -> dict[str, Any]:
        """Make the brand's index from its published articles as they are now."""
        from .engine.ranking import Entry, Index

        key = (organization_id, brand_id)
        with self._lock_of(key):
            revision, articles = knowledge.entries_for_bot(organization_id, brand_id)
            lesson = self._lessons.get(key)
            if lesson is None or lesson.revision != revision:
                entries = [Entry(str(article.article_id), (article.question, *article.similar)) for article in articles]
                models = self._models()
                if lesson is None:  # the quick model first: the slow one may need a minute for a thousand new questions
                    self._lessons[key] = Lesson(UNFINISHED, Index.build(entries, models[:1], StoredVectors()))
                lesson = self._lessons[key] = Lesson(revision, Index.build(entries, models, StoredVectors()))
                log.info("brain.learned", brand=str(brand_id), entries=len(entries), revision=revision)
        return {"revision": lesson.revision, "entries": len(lesson.index)}

    def state(self) -> dict[str, Any]:
        return {"indexes": len(self._lessons), "models": [e.name for e in self._embedders or []]}

    def _learn_alone(self, organization_id: UUID, brand_id: UUID) -> None:
        if self._lock_of((organization_id, brand_id)).locked():
            return
        try:
            self.learn(organization_id, brand_id)
        except DatabaseError as error:
            log.warning("brain.cannot_learn", error=str(error))
        finally:
            connection.close()

    def _lock_of(self, key: tuple[UUID, UUID]) -> threading.Lock:
        with self._guard:
            return self._learning.setdefault(key, threading.Lock())

    def _models(self) -> "list[Embedder]":
        from .engine.embeddings import available

        with self._guard:
            if self._embedders is None:
                self._embedders = available()
            return self._embedders


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        super().__init__(str(path), Handler)
        path.chmod(0o600)
        self.brain = Brain()


class Handler(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            while line := self.rfile.readline(LONGEST_LINE):
                self.wfile.write(orjson.dumps(self._answer(line)) + b"\n")
        connection.close()

    def _answer(self, line: bytes) -> dict[str, Any]:
        try:
            asked = orjson.loads(line)
            close_old_connections()
            if asked["op"] == "ping":
                return self.server.brain.state()
            brand = UUID(asked["organization"]), UUID(asked["brand"])
            if asked["op"] == "learn":
                return self.server.brain.learn(*brand)
            return self.server.brain.rank(*brand, str(asked["text"]))
        except (orjson.JSONDecodeError, KeyError, ValueError, TypeError) as error:
            return {"error": f"not understood: {error}"}
        except DatabaseError as error:
            log.warning("brain.database_away", error=str(error))
            return {"error": "the database is away"}


def serve(path: Path) -> None:
    """Answer on the unix socket `path` until the process ends."""
    with Server(path) as server:
        server.serve_forever()
