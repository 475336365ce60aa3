"""The database goes away for a while: callers are told so, and what was acknowledged is there afterwards, once and in order."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kefu.config.postgres import Cluster
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

from .house import PASSWORD, House

START_SECONDS = 240


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Cluster]:
    """A database server that Kefu does not own."""
    theirs = Instance(tmp_path / "server", free_port())
    theirs.lend_migrated()
    cluster = theirs.cluster
    cluster.start()
    yield cluster
    cluster.discard()


@pytest.fixture
def instance(outside: Cluster, tmp_path: Path) -> Iterator[Instance]:
    instance = Instance(tmp_path / "data", free_port(), {"DATABASE_URL": outside.url()})
    process = instance.start("run", "--roles", "web,gateway,worker")
    wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=START_SECONDS)
    assert process.poll() is None, instance.log()
    yield instance
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def attempt(url: str, token: str, body: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
    """Status and answer of one request; (0, {}) when nobody answers."""
    request = urllib.request.Request(
        url,
        data=json.dumps(body).encode() if body else None,
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return 0, {}


def test_a_database_that_is_gone_for_a_while_loses_nothing(instance: Instance, outside: Cluster) -> None:
    code = "outage"
    founded = ("--code", code, "--name", "青山商城", "--admin", f"owner@{code}.test", "--password", PASSWORD)
    assert instance.command("org", "create", *founded).returncode == 0
    house = House.settle(instance.environment.address, code)
    visitor = house.visitor()
    address = f"{house.url}/api/v1/widget/conversations/{visitor.id}"
    refusals: list[tuple[int, dict[str, Any]]] = []

    def say(number: int) -> None:
        def is_taken() -> bool:
            status, answer = attempt(
                f"{address}/messages", visitor.api.token, {"text": f"{number}", "client_id": f"m{number}"}
            )
            if status != 201:
                refusals.append((status, answer))
            return status == 201

        wait_until(is_taken, seconds=60)

    for number in range(5):
        say(number)
    assert not refusals
    outside.stop()
    wait_until(lambda: attempt(address, visitor.api.token)[0] == 503)
    status, answer = attempt(f"{address}/messages", visitor.api.token, {"text": "5", "client_id": "m5"})
    assert (status, answer["code"]) == (503, "database_away")
    assert attempt(f"{house.url}/api/v1/health", "")[1]["status"] == "degraded"
    outside.start()
    for number in range(5, 10):
        say(number)

    said = [m["text"] for m in visitor.see()["messages"] if m["sender"]["kind"] == "visitor"]
    assert said[-10:] == [f"{number}" for number in range(10)]

    agent = house.hire("8001")
    wait_until(lambda: [row["id"] for row in agent.api("GET", "/conversations?assignee=me")["items"]] == [visitor.id])
