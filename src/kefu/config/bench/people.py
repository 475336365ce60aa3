"""Simulated visitors and agents, who check that every word arrives, once and in order."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import orjson
from websockets.exceptions import ConnectionClosed

from kefu.config.bench.client import Client

PATIENCE_SECONDS = 300


@dataclass
class Dialogue:
    """What the customer says, and what the agent answers to each."""

    questions: Sequence[str]
    answers: Sequence[str]


@dataclass
class Visitor:
    """Asks for a person, then says each line when the one before has been answered."""

    port: int
    site: str
    dialogue: Dialogue
    id: str = ""
    client: Client | None = None

    async def run(self) -> None:
        client = Client(self.port)
        opened = await client.request(
            "POST", f"/widget/{self.site}/conversations", {"text": self.dialogue.questions[0]}
        )
        self.id, client.token, self.client = opened["id"], opened["visitor_token"], client
        socket = await client.socket("widget")
        await client.request("POST", f"/widget/conversations/{self.id}/handoff")
        async with asyncio.timeout(PATIENCE_SECONDS):
            answered = 0
            async for frame in socket:
                event = orjson.loads(frame)
                if event["type"] != "message" or event["message"]["sender"]["kind"] != "agent":
                    continue
                answered += 1
                if answered < len(self.dialogue.questions):
                    await client.request("POST", f"/widget/conversations/{self.id}/messages", self._line(answered))
                elif answered >= len(self.dialogue.answers):
                    break
        await socket.close()

    def _line(self, number: int) -> dict[str, str]:
        return {"text": self.dialogue.questions[number], "client_id": str(uuid4())}

    async def faults(self) -> list[str]:
        """What went wrong with this conversation: lost, doubled or disordered lines, or nobody served it."""
        assert self.client is not None
        seen = await self.client.request("GET", f"/widget/conversations/{self.id}")
        said = [m["text"] for m in seen["messages"] if m["sender"]["kind"] == "visitor"]
        heard = [m["text"] for m in seen["messages"] if m["sender"]["kind"] == "agent"]
        order = [m["seq"] for m in seen["messages"]]
        checks = {
            "not closed by its agent": seen["status"] != "closed",
            "visitor's lines differ": said != list(self.dialogue.questions),
            "agent's lines differ": heard != list(self.dialogue.answers),
            "out of order": order != sorted(set(order)),
        }
        return [fault for fault, holds in checks.items() if holds]


@dataclass
class Agent:
    """Answers every visitor's line with the line of the dialogue, and closes at its end."""

    client: Client
    dialogues: dict[str, Dialogue]
    disposition: str
    served: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _lines: dict[str, asyncio.Queue[None]] = field(default_factory=lambda: defaultdict(asyncio.Queue))

    async def run(self) -> None:
        """Serve until cancelled."""
        me = (await self.client.request("GET", "/auth/me"))["user"]["id"]
        socket = await self.client.socket("desk")
        await self.client.request("PUT", "/agents/me/presence", {"status": "online"})
        async with asyncio.TaskGroup() as tasks:
            with contextlib.suppress(ConnectionClosed):
                async for frame in socket:
                    event = orjson.loads(frame)
                    if event["type"] == "conversation":
                        row = event["conversation"]
                        is_mine = row["status"] == "active" and row["assignee"]["id"] == me
                        if is_mine and row["id"] not in self.served:
                            self.served[row["id"]] = 0
                            tasks.create_task(self._serve(row["id"]))
                    elif event["type"] == "message" and event["message"]["sender"]["kind"] == "visitor":
                        self._lines[event["conversation_id"]].put_nowait(None)

    async def _serve(self, conversation_id: str) -> None:
        detail = await self.client.request("GET", f"/conversations/{conversation_id}")
        first = next(m["text"] for m in detail["messages"] if m["sender"]["kind"] == "visitor")
        dialogue = self.dialogues[first]
        for number, line in enumerate(dialogue.answers):
            if number:
                await self._lines[conversation_id].get()
            await self.client.request("POST", f"/conversations/{conversation_id}/messages", self._line(line))
            self.served[conversation_id] += 1
        await self.client.request(
            "POST", f"/conversations/{conversation_id}/close", {"disposition_id": self.disposition}
        )

    def _line(self, text: str) -> dict[str, Any]:
        return {"text": text, "client_id": str(uuid4())}
