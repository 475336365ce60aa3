"""The live stack, one whole `kefu run` with demo data for the test run, shared by all workers; and each worker's Playwright."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Browser, Error, Playwright, sync_playwright

from kefu.config.environment import SOURCE_TREE
from kefu.config.state import FileLock, read_state, write_state
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

START_SECONDS = 240
SHOWN = 4000  # characters of a page
# the tests play the world outside, on this machine
LIVE = {
    "KEFU_AI": os.environ.get("KEFU_AI", "off"),
    "KEFU_VOICE": os.environ.get("KEFU_VOICE", "off"),
    "KEFU_INTERNAL_HOSTS": "127.0.0.1",
}
STATE, LOCK = "live.json", "live.lock"


@dataclass(frozen=True)
class LiveStack:
    """Where the running instance is."""

    url: str
    data: Path


@pytest.fixture(scope="session")
def live_stack(run_directory: Path) -> LiveStack:
    """Started by the first test that needs it; stopped when the whole run ends."""
    state = run_directory / STATE
    with FileLock(run_directory / LOCK):
        told = read_state(state)
        if not told:
            instance = Instance(run_directory / "live", free_port(), LIVE)
            process = instance.start("run")
            told = {"pid": process.pid, "url": instance.environment.address, "data": str(instance.data)}
            write_state(state, told)
            wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=START_SECONDS)
            assert process.poll() is None, instance.log()
    return LiveStack(url=told["url"], data=Path(told["data"]))


def pytest_unconfigure(config: pytest.Config) -> None:
    """In the process that leads the run: it outlives the workers, of which any may have started the stack."""
    run = os.environ.get("KEFU_TEST_RUN")
    if run is None or hasattr(config, "workerinput"):
        return
    process_id = read_state(Path(run) / STATE).get("pid")
    if process_id is not None and psutil.pid_exists(process_id):
        supervisor = psutil.Process(process_id)
        supervisor.send_signal(signal.SIGTERM)
        supervisor.wait(timeout=60)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """One for all browsers of a worker: a second one in the same thread refuses to start."""
    node = SOURCE_TREE / ".tools" / "node" / "bin" / "node"
    if node.exists():  # Playwright's own Node wants a library (libatomic) that a bare machine lacks
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as started:
        yield started


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What stood on the screens stands beside a failure."""
    report = yield
    if report.failed and report.when == "call":
        browsers = [one for one in getattr(item, "funcargs", {}).values() if isinstance(one, Browser)]
        for page in (page for browser in browsers for context in browser.contexts for page in context.pages):
            with suppress(Error):
                shown = page.locator("body").aria_snapshot(timeout=2000)
                report.sections.append((f"the page {page.url}", shown[-SHOWN:]))
    return report
