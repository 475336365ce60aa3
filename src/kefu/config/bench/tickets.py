"""`kefu bench tickets`: lists, counts, details, search and writing through the API, as the archive grows."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Sequence
from itertools import count, cycle, islice
from typing import Any
from urllib.parse import quote

from kefu.config.bench.client import Client
from kefu.config.bench.instance import Instance, machine, started

PASSWORD = "kefu-demo"
LEADER, AGENT = "supervisor@demo.test", "agent1@demo.test"
VIEWS = ("mine", "team", "unassigned", "due", "overdue", "watching", "waiting", "all")
BY_DUE = ("due", "overdue")
WORDS = ("空调", "退款", "漏水", "上海", "海口", "喀什", "雨桐", "令狐", "召回", "监控")
SMALLEST = 10_000
WRITERS = 8
ASKED = 100


def run(*, tickets: int, seconds: int) -> dict[str, Any]:
    """Figures at 10,000, 100,000 … up to `tickets` (at least 1), each written `seconds` long, on one fresh instance."""
    sizes = [size for power in range(12) if (size := SMALLEST * 10**power) < tickets] + [tickets]
    course = []
    with started() as instance:
        instance.command("demo")  # whole before it is copied from
        for size in sizes:
            seeded = json.loads(instance.command("bench", "seed", "--tickets", str(size), "--json"))
            figures = asyncio.run(_measure(instance, seeded, seconds))
            course.append({"tickets": size, "comments": seeded["entries"], "seeded_in_s": seeded["seconds"], **figures})
        size_mb = instance.memory()
    return {"machine": machine(), "course": course, "growth": growth(course), "memory_mb_after": size_mb}


async def _measure(instance: Instance, seeded: dict[str, Any], seconds: int) -> dict[str, Any]:
    leader, agent = await _signed_in(instance.port, LEADER), await _signed_in(instance.port, AGENT)
    everywhere, unfinished = seeded["cursors"], seeded["unfinished_cursors"]
    mine, due = seeded["mine_cursors"], seeded["due_cursors"]
    lists: dict[str, list[float]] = {}
    for name, client in (("leader", leader), ("agent", agent)):
        for view in VIEWS:
            cursors = due if view in BY_DUE else mine if view == "mine" else unfinished
            lists[f"{name}: {view}"] = await _timed(client, _pages(f"view={view}", cursors), ASKED // 2)
        for state in ("any", "closed"):
            lists[f"{name}: {state}"] = await _timed(client, _pages(f"state={state}", everywhere), ASKED // 2)
    lists["leader: first pages"] = await _timed(leader, lambda at: f"/tickets?view={VIEWS[at % len(VIEWS)]}", ASKED)
    ids = seeded["ids"]
    searched = {
        f"{word} {state}": await _timed(agent, _search(word, state), 10) for word in WORDS for state in ("open", "any")
    }
    every_list = [took for found in lists.values() for took in found]
    every_search = [took for found in searched.values() for took in found]
    return {
        "list_p95_ms": _p95(every_list),
        "list_p50_ms": _p50(every_list),
        "lists_p95_ms": {name: _p95(found) for name, found in lists.items()},
        "counts_p95_ms": _p95([*await _timed(leader, lambda _: "/tickets/views", 30), *await _timed(agent, lambda _: "/tickets/views", 30)]),
        "detail_p95_ms": _p95(await _timed(leader, lambda at: f"/tickets/{ids[at % len(ids)]}", 2 * ASKED)),
        "history_p95_ms": _p95(await _timed(leader, lambda at: f"/tickets/{ids[at % len(ids)]}/entries", 2 * ASKED)),
        "search_p95_ms": _p95(every_search),
        "search_p50_ms": _p50(every_search),
        "searches_p95_ms": {name: _p95(found) for name, found in searched.items()},
        "create_per_s": await _written(instance.port, seconds, _creations()),
        "reply_per_s": await _written(instance.port, seconds, _replies(seeded["unfinished"])),
    }  # fmt: skip


async def _signed_in(port: int, login: str) -> Client:
    client = Client(port)
    client.token = (await client.request("POST", "/auth/token", {"login": login, "password": PASSWORD}))["token"]
    return client


def _pages(query: str, cursors: Sequence[str]) -> Callable[[int], str]:
    return lambda at: f"/tickets?{query}&after={cursors[at % len(cursors)]}"


def _search(word: str, state: str) -> Callable[[int], str]:
    return lambda _: f"/tickets?q={quote(word)}&state={state}"


async def _timed(client: Client, path: Callable[[int], str], times: int) -> list[float]:
    """Milliseconds of each request, one after the other; the first two only warm up."""
    found = []
    for at in range(times + 2):
        began = time.perf_counter()
        await client.request("GET", path(at))
        found.append((time.perf_counter() - began) * 1000)
    return found[2:]


Written = Callable[[int], tuple[str, dict[str, Any]]]


def _creations() -> Written:
    return lambda number: (
        "/tickets",
        {"subject": f"空调漏水（第 {number} 件）", "description": "客户来电表示收到商品当天就发现问题，希望尽快安排师傅上门检查。", "type": "request"},
    )  # fmt: skip


def _replies(ids: Sequence[str]) -> Written:
    wanted = list(islice(cycle(ids), max(1, len(ids))))
    return lambda number: (f"/tickets/{wanted[number % len(wanted)]}/comments", {"text": f"已与仓库核对，明天上午答复您（{number}）。"})  # fmt: skip


async def _written(port: int, seconds: int, written: Written) -> float:
    """How many a second, by as many writers at once as an office has at a busy moment."""
    token = (await _signed_in(port, LEADER)).token
    clients = [Client(port, token) for _ in range(WRITERS)]
    numbers, until = count(), time.monotonic() + seconds

    async def write(client: Client) -> int:
        done = 0
        while time.monotonic() < until:
            await client.request("POST", *written(next(numbers)))
            done += 1
        return done

    began = time.monotonic()
    done = sum(await asyncio.gather(*(write(client) for client in clients)))
    return round(done / (time.monotonic() - began), 1)


def growth(course: list[dict[str, Any]]) -> dict[str, float]:
    """How many times the figure of the smallest archive the largest one has."""
    first, last = course[0], course[-1]
    names = [name for name, value in first.items() if isinstance(value, float) and name != "seeded_in_s"]
    return {name: round(last[name] / first[name], 2) for name in names if first[name]}


def _p95(found: Sequence[float]) -> float:
    return round(sorted(found)[max(0, int(len(found) * 0.95) - 1)], 1)


def _p50(found: Sequence[float]) -> float:
    return round(sorted(found)[len(found) // 2], 1)
