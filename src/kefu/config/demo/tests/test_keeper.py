"""The supervisor's part in the demo: visitors come when they are asked for, whatever else is still being prepared."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from kefu.config.demo import keeper
from kefu.config.demo.keeper import Wish
from kefu.config.environment import Environment
from kefu.config.state import write_state
from kefu.config.tests.instances import wait_until


class Started:
    """In place of the generator's process."""

    def __init__(self) -> None:
        self.has_ended = threading.Event()

    def poll(self) -> int | None:
        return 0 if self.has_ended.is_set() else None

    def terminate(self) -> None:
        self.has_ended.set()


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    found = Environment.read({"KEFU_DATA": str(tmp_path)})
    write_state(found.state_directory / keeper.MARKER, {"state": "created"})
    return found


def test_who_asks_while_the_history_is_still_written_gets_visitors_and_keeps_them(
    environment: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_written, stopping, generators = threading.Event(), threading.Event(), list[Started]()
    monkeypatch.setattr(keeper, "TURN_SECONDS", 0.01)
    monkeypatch.setattr(keeper, "_complete", lambda *told: is_written.wait(60))

    def start(*told: object, **more: object) -> Started:
        generators.append(Started())
        return generators[-1]

    monkeypatch.setattr(subprocess, "Popen", start)
    keeping = threading.Thread(target=keeper.keep, args=(environment, {}, stopping))
    keeping.start()
    try:
        keeper.ask(environment, is_running=True, speed=10)
        wait_until(lambda: generators)
        is_written.set()
        wait_until(lambda: not any(thread.name == "history" for thread in threading.enumerate()))
        assert keeper.wish(environment) == Wish(is_running=True, speed=10)
    finally:
        is_written.set()
        stopping.set()
        keeping.join(30)
    assert len(generators) == 1 and generators[0].has_ended.is_set(), "one generator, which ends with the instance"


def test_what_ran_before_the_last_stop_does_not_begin_by_itself(environment: Environment) -> None:
    keeper.ask(environment, is_running=True, speed=10)
    keeper.forget(environment)
    assert keeper.wish(environment) == Wish()
    keeper.forget(environment)
