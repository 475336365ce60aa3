"""Real browsers: Debian's Chromium, driven by Playwright, one for each worker and a fresh profile for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from tests.conftest import LiveStack
from tests.journeys.house import ELSEWHERE, PASSWORD, PATIENCE_MS, House

from kefu.config.environment import SOURCE_TREE
from kefu.config.tests.instances import Instance

expect.set_options(timeout=PATIENCE_MS)  # busy machines draw late


def chromium() -> str:
    """The path that the set-up found; the one on PATH when tests run without it."""
    told = SOURCE_TREE / ".tools" / "chromium"
    path = told.read_text().strip() if told.exists() else shutil.which("chromium")
    assert path and Path(path).exists(), "There is no Chromium: run scripts/chromium.sh"
    return path


@pytest.fixture(scope="session")
def chromium_browser(playwright: Playwright) -> Iterator[Browser]:
    options = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    # a name of the network that is not this machine's own: pages under it are insecure without https
    options += ["--disable-dev-shm-usage", f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"]
    launched = playwright.chromium.launch(executable_path=chromium(), args=options)
    yield launched
    launched.close()


@pytest.fixture
def browser(chromium_browser: Browser) -> Iterator[Browser]:
    """Whoever used it in a test has left it afterwards."""
    yield chromium_browser
    for context in chromium_browser.contexts:
        context.close()


@pytest.fixture
def context(browser: Browser) -> BrowserContext:
    """A person at a computer; a test that needs a second person makes another from `browser`."""
    return browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture(scope="session")
def founder(live_stack: LiveStack) -> Iterator[Callable[..., None]]:
    """Founds organizations in the live stack, from a process that stays: `kefu org create` loads Django for each."""
    instance = Instance(live_stack.data, int(live_stack.url.rsplit(":", 1)[1]))
    command = [sys.executable, "-m", "tests.journeys.founder"]
    with subprocess.Popen(
        command, env=instance.variables, cwd=SOURCE_TREE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout

        def found(**words: str) -> None:
            assert process.stdin and process.stdout
            print(json.dumps(words), file=process.stdin, flush=True)
            assert process.stdout.readline() == f"{words['code']}\n"

        yield found
        process.stdin.close()


@pytest.fixture
def found_house(live_stack: LiveStack, founder: Callable[..., None]) -> Callable[..., House]:
    """Founds an organization, so that tests side by side do not meet."""

    def found(*, locale: str = "zh-CN", name: str = "青山商城") -> House:
        code = f"j{uuid4().hex[:10]}"
        founder(code=code, name=name, admin_email=f"owner@{code}.test", password=PASSWORD, locale=locale)
        return House.settle(live_stack.url, code, locale=locale)

    return found


@pytest.fixture
def house(found_house: Callable[..., House]) -> House:
    return found_house()


@pytest.fixture
def host_page(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serves a blank page that includes a snippet, from an origin of its own; tells its address."""
    handler = partial(SilentHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve(snippet: str, title: str = "商城") -> str:
        head = f'<meta charset="utf-8"><title>{title}</title><link rel="icon" href="data:,">'
        text = f'<!doctype html><html lang="zh">{head}<body>{snippet}</body></html>'
        (tmp_path / "index.html").write_text(text, encoding="utf-8")
        return f"http://localhost:{server.server_port}/"

    yield serve
    server.shutdown()


class SilentHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass
