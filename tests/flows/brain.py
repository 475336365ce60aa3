"""A brain that says what a test wants, and what the bot made of it."""

import json
import socketserver
import time
from typing import TYPE_CHECKING, Any

from kefu.contact.bot.models import Turn
from kefu.foundation.knowledge.models import Article

if TYPE_CHECKING:
    from .conftest import Shop, Visitor


class FakeBrain(socketserver.ThreadingUnixStreamServer):
    """Speaks the brain's protocol; `candidates` are (question, probability), `delay` seconds come before each answer."""

    daemon_threads = True

    def __init__(self, path: str, shop: "Shop") -> None:
        super().__init__(path, Speaker)
        self.articles = {a.question: str(a.id) for a in Article.objects.for_actor(shop.system)}
        self.candidates: list[tuple[str, float]] = []
        self.delay, self.loading, self.raw, self.asked = 0.0, 0, b"", list[str]()


class Speaker(socketserver.StreamRequestHandler):
    server: FakeBrain

    def handle(self) -> None:
        for line in self.rfile:
            asked = json.loads(line)
            self.server.asked.append(asked.get("text", ""))
            time.sleep(self.server.delay)
            self.wfile.write(self.server.raw or json.dumps(self._answer()).encode() + b"\n")

    def _answer(self) -> dict[str, Any]:
        if self.server.loading:
            self.server.loading -= 1
            return {"loading": True}
        candidates = [
            {"article_id": self.server.articles[q], "question": q, "probability": p, "features": {}}
            for q, p in self.server.candidates
        ]
        return {"candidates": candidates, "thresholds": {"answer": 0.8, "offer": 0.4}, "profile": "fake"}


def turns(shop: "Shop") -> list[tuple[str, str]]:
    rows = Turn.objects.for_actor(shop.system).order_by("id")
    return [(turn.outcome, turn.reason) for turn in rows]


def last(visitor: "Visitor") -> Any:
    return [m for m in visitor.see()["messages"] if m["sender"]["kind"] == "bot"][-1]
