"""Real browsers: Debian's Chromium, driven by Playwright, one for each worker and a fresh profile for each test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from kefu.config.environment import SOURCE_TREE


def chromium() -> str:
    """The path that the set-up found; the one on PATH when tests run without it."""
    told = SOURCE_TREE / ".tools" / "chromium"
    path = told.read_text().strip() if told.exists() else shutil.which("chromium")
    assert path and Path(path).exists(), "There is no Chromium: run scripts/chromium.sh"
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    options = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium(), args=[*options, "--disable-dev-shm-usage"])
        yield launched
        launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A person at a computer; a test that needs a second person makes another from `browser`."""
    made = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
