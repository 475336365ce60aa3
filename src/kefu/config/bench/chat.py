"""`kefu bench chat`: a rush of visitors, how fast a message is seen on the other side, how many a second, and the memory."""

from __future__ import annotations

import asyncio
import gzip
import json
import random
import statistics
import time
from collections.abc import Sequence
from itertools import count
from typing import Any

import orjson
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from kefu.config.bench.client import Client, Refused
from kefu.config.bench.instance import Instance, machine, started
from kefu.config.bench.people import Agent, Dialogue, Visitor
from kefu.config.environment import SOURCE_TREE

DIALOGUES = SOURCE_TREE / "tests" / "data" / "crosswoz_200.jsonl.gz"
PASSWORD = "kefu-demo"
SITE, AGENTS = "demo-site", tuple(f"agent{number}@demo.test" for number in range(1, 7))
LATENCY_POSTS_A_SECOND = 100
POSTERS = 16


def run(*, visitors: int, sockets: int, seconds: int) -> dict[str, Any]:
    """All phases on one fresh instance; `visitors` 1..200, `sockets` open at once, `seconds` for each timed phase."""
    with started() as instance:
        idle = instance.memory()
        figures = asyncio.run(_phases(instance, visitors, sockets, seconds))
        return {
            "machine": machine(),
            "seconds_to_first_page_with_database_and_demo": instance.seconds_to_first_page,
            "memory_mb_idle": idle,
            **figures,
            "memory_mb_after": instance.memory(),
        }


async def _phases(instance: Instance, visitors: int, sockets: int, seconds: int) -> dict[str, Any]:
    told = await replay(instance.port, visitors)
    return {
        "replay": told,
        "post_to_visible": await _latency(instance.port, sockets, seconds),
        "throughput": await _throughput(instance.port, seconds),
    }


async def replay(
    port: int, visitors: int, *, site: str = SITE, agents: Sequence[str] = AGENTS, password: str = PASSWORD
) -> dict[str, Any]:
    """Recorded dialogues by as many visitors at once, answered by the agents with these logins; `faults` says what went wrong."""
    dialogues = _dialogues(visitors)
    serving, tasks = await _agents(port, {d.questions[0]: d for d in dialogues}, agents, password)
    began = time.monotonic()
    people = [Visitor(port, site, dialogue) for dialogue in dialogues]
    try:
        results = await asyncio.gather(*(person.run() for person in people), return_exceptions=True)
        took = time.monotonic() - began
        await asyncio.sleep(1.0)
        faults = [f"{r!r}" for r in results if r is not None]
        for person in people:
            if person.client and person.id:
                faults += await person.faults()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    messages = sum(len(d.questions) + len(d.answers) for d in dialogues)
    return {
        "conversations": visitors,
        "messages": messages,
        "seconds": round(took, 1),
        "messages_per_second": round(messages / took, 1),
        "served_by_agent": [len(agent.served) for agent in serving],
        "faults": faults[:20],
        "fault_count": len(faults),
    }


def _dialogues(wanted: int) -> list[Dialogue]:
    """Each customer turn with the agent's turn after it; a number makes the first line unmistakable."""
    dialogues = []
    with gzip.open(DIALOGUES, "rt", encoding="utf-8") as file:
        for number, line in zip(range(wanted), file, strict=False):
            turns = json.loads(line)["turns"]
            pairs = [(a["text"], b["text"]) for a, b in zip(turns[::2], turns[1::2], strict=False)]
            questions, answers = (list(side) for side in zip(*pairs, strict=True))
            questions[0] = f"{questions[0]} (第 {number} 位)"
            dialogues.append(Dialogue(questions, answers))
    return dialogues


async def _agents(
    port: int, dialogues: dict[str, Dialogue], logins: Sequence[str], password: str
) -> tuple[list[Agent], list[asyncio.Task[None]]]:
    agents = []
    for login in logins:
        client = Client(port)
        client.token = (await client.request("POST", "/auth/token", {"login": login, "password": password}))["token"]
        leaves = (await client.request("GET", "/dispositions"))["items"]
        agents.append(Agent(client, dialogues, next(d["id"] for d in leaves if d["is_leaf"])))
    return agents, [asyncio.create_task(agent.run()) for agent in agents]


async def _latency(port: int, sockets: int, seconds: int) -> dict[str, Any]:
    """From sending a post to its frame on the other side's socket: visitors write to agents, agents to visitors."""
    pairs, idle = await _open_conversations(port, sockets)
    sent: dict[str, float] = {}
    seen: list[float] = []
    listeners = [asyncio.create_task(_listen(s, sent, seen)) for pair in pairs for s in pair.sockets]
    listeners += [asyncio.create_task(_listen(s, {}, [])) for s in idle]
    posts = LATENCY_POSTS_A_SECOND * seconds
    tasks = []
    began = time.monotonic()
    for number in range(posts):
        await asyncio.sleep(max(0.0, began + number / LATENCY_POSTS_A_SECOND - time.monotonic()))
        pair = pairs[number % len(pairs)]
        tasks.append(asyncio.create_task(pair.post(number, sent)))
    errors = [r for r in await asyncio.gather(*tasks, return_exceptions=True) if r is not None]
    await asyncio.sleep(1.0)
    for listener in listeners:
        listener.cancel()
    await asyncio.gather(*listeners, return_exceptions=True)
    for socket in [*idle, *(s for pair in pairs for s in pair.sockets)]:
        await socket.close()
    milliseconds = sorted(second * 1000 for second in seen)
    return {
        "sockets": len(idle) + sum(len(pair.sockets) for pair in pairs),
        "posts": posts,
        "posts_per_second": LATENCY_POSTS_A_SECOND,
        "seen": len(seen),
        "errors": len(errors),
        "p50_ms": round(statistics.median(milliseconds), 1),
        "p95_ms": round(milliseconds[int(len(milliseconds) * 0.95)], 1),
        "p99_ms": round(milliseconds[int(len(milliseconds) * 0.99)], 1),
    }


class _Pair:
    """A visitor and an agent in one conversation, who write in turn."""

    def __init__(self, visitor: Client, agent: Client, conversation: str, sockets: list[ClientConnection]) -> None:
        self.visitor, self.agent, self.conversation, self.sockets = visitor, agent, conversation, sockets

    async def post(self, number: int, sent: dict[str, float]) -> None:
        is_visitors = bool(number // 60 % 2)
        text = f"{'v' if is_visitors else 'a'}{number}"
        path = f"/conversations/{self.conversation}/messages"
        sent[text] = time.monotonic()
        if is_visitors:
            await self.visitor.request("POST", f"/widget{path}", {"text": text})
        else:
            await self.agent.request("POST", path, {"text": text})


async def _open_conversations(port: int, sockets: int) -> tuple[list[_Pair], list[ClientConnection]]:
    """Thirty served conversations with both sides' sockets; the other sockets belong to visitors who just look."""
    pairs: list[_Pair] = []
    for login in AGENTS:
        agent = Client(port)
        agent.token = (await agent.request("POST", "/auth/token", {"login": login, "password": PASSWORD}))["token"]
        await agent.request("PUT", "/agents/me/presence", {"status": "online"})
        desk = [await agent.socket("desk")]
        for _ in range(4):
            visitor = Client(port)
            opened = await visitor.request("POST", f"/widget/{SITE}/conversations", {"text": "转人工"})
            visitor.token = opened["visitor_token"]
            if not await _is_served(visitor, opened["id"]):
                continue
            mine = Client(port, agent.token)
            pairs.append(_Pair(visitor, mine, opened["id"], [await visitor.socket("widget"), *desk]))
            desk = []
    await _match_agents(port, pairs)
    idle = []
    for _ in range(sockets - sum(len(pair.sockets) for pair in pairs)):
        looker = Client(port)
        opened = await looker.request("POST", f"/widget/{SITE}/conversations", {})
        looker.token = opened["visitor_token"]
        idle.append(await looker.socket("widget"))
        looker.close()
    return pairs, idle


async def _is_served(visitor: Client, conversation: str) -> bool:
    for _ in range(100):
        if (await visitor.request("GET", f"/widget/conversations/{conversation}"))["status"] == "active":
            return True
        await asyncio.sleep(0.05)
    return False


async def _match_agents(port: int, pairs: list[_Pair]) -> None:
    """Give each pair the client of the agent who holds its conversation."""
    holders: dict[str, Client] = {}
    for login in AGENTS:
        client = Client(port)
        client.token = (await client.request("POST", "/auth/token", {"login": login, "password": PASSWORD}))["token"]
        for row in (await client.request("GET", "/conversations?assignee=me&status=active&limit=200"))["items"]:
            holders[row["id"]] = client
    for pair in pairs:
        pair.agent = Client(port, holders[pair.conversation].token)


async def _listen(socket: ClientConnection, sent: dict[str, float], seen: list[float]) -> None:
    try:
        async for frame in socket:
            event = orjson.loads(frame)
            if event["type"] == "message":
                began = sent.get(event["message"]["text"])
                kind = event["message"]["sender"]["kind"][0]
                if began is not None and event["message"]["text"].startswith(kind):
                    seen.append(time.monotonic() - began)
                    # the writer's own socket sees it too: only the first sight by the other side counts
                    sent.pop(event["message"]["text"], None)
    except ConnectionClosed:
        pass


async def _throughput(port: int, seconds: int) -> dict[str, Any]:
    """As many visitor posts as a few busy writers get through, durable and with everything on."""
    writers = []
    for _ in range(POSTERS):
        client = Client(port)
        opened = await client.request("POST", f"/widget/{SITE}/conversations", {})
        client.token = opened["visitor_token"]
        await client.request("POST", f"/widget/conversations/{opened['id']}/handoff")
        writers.append((client, opened["id"]))
    deadline = time.monotonic() + seconds
    numbers = count()
    chance = random.Random(7)
    refused = 0

    async def write(client: Client, conversation: str) -> int:
        nonlocal refused
        done = 0
        while time.monotonic() < deadline:
            text = f"第 {next(numbers)} 条 {'好' * chance.randint(2, 40)}"
            try:
                await client.request("POST", f"/widget/conversations/{conversation}/messages", {"text": text})
                done += 1
            except Refused:
                refused += 1
        return done

    done = sum(await asyncio.gather(*(write(*writer) for writer in writers)))
    return {"writers": POSTERS, "posts": done, "refused": refused, "posts_per_second": round(done / seconds, 1)}
