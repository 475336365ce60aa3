"""The living demo: visitors at the promised rate through the real command, the stage's switch, and out of it into one's own shop."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from tests.journeys.house import PASSWORD, Api

from kefu.config.demo import keeper
from kefu.config.state import read_state
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until
from kefu.kernel import tables

PLAY_MS = 60_000


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A demo of its own: visitors in crowds would be in the way of other tests, and in the end it goes."""
    instance = Instance(tmp_path_factory.mktemp("live") / "data", free_port(), {"KEFU_INTERNAL_HOSTS": "127.0.0.1"})
    process = instance.start("run")
    wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=240)
    assert process.poll() is None, instance.log()
    yield instance
    process.terminate()
    process.wait(60)
    instance.discard()


@pytest.fixture(scope="module")
def admin(demo: Instance) -> Api:
    url = demo.environment.address
    said = {"login": "admin@demo.test", "password": "kefu-demo", "organization": "demo"}
    return Api(url, Api(url)("POST", "/auth/token", said)["token"])


def begun(admin: Api, since: datetime) -> list[dict[str, Any]]:
    """Conversations that began since then, at most the newest 200; the two weeks of history come into the list beside them."""
    rows: list[dict[str, Any]] = admin("GET", "/conversations?limit=200")["items"]
    return [row for row in rows if datetime.fromisoformat(row["started_at"]) > since]


def has_history(demo: Instance) -> bool:
    return read_state(demo.environment.state_directory / keeper.MARKER).get("state") == "complete"


def test_the_command_brings_visitors_pauses_hurries_and_ends_cleanly(demo: Instance, admin: Api) -> None:
    since, hurry = datetime.now(UTC), keeper.Wish(is_running=True, speed=10)
    argv = [sys.executable, "-m", "kefu.config.cli", "demo", "--live"]
    running = subprocess.Popen(argv, env=demo.variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: begun(admin, since), seconds=240)
        assert demo.command("demo", "--live").returncode == 1, "one is enough"
        assert admin("PUT", "/demo/live", {"is_running": True, "speed": 10})["is_alive"]
        wait_until(lambda: has_history(demo), seconds=600)
        assert keeper.wish(demo.environment) == hurry, "what was asked for outlives the end of the preparations"
        hurried = datetime.now(UTC)
        wait_until(lambda: len(begun(admin, hurried)) >= 12, seconds=240)
        admin("PUT", "/demo/live", {"is_running": False, "speed": 10})
        looks: list[str] = []

        def stands_still() -> bool:
            """The newest is the same in forty looks, some seconds in which several would have come."""
            looks.append(max(row["started_at"] for row in begun(admin, hurried)))
            return looks[-40:].count(looks[-1]) == 40

        wait_until(stands_still, seconds=240)
    finally:
        running.send_signal(signal.SIGINT)
        told, _ = running.communicate(timeout=240)
    assert running.returncode == 0 and re.search(r"\d+ contacts begun", told)
    assert not keeper.wish(demo.environment).is_running and not keeper.is_alive(demo.environment)
    assert {row["status"] for row in begun(admin, since)} == {"closed"}, "nobody waits for people who are not there"


def test_the_stage_hurries_pauses_and_makes_way_for_ones_own_shop(demo: Instance, admin: Api, page: Page) -> None:
    url = demo.environment.address
    page.goto(f"{url}/demo")
    toggle, speed = page.get_by_test_id("live-toggle"), page.get_by_test_id("live-speed")
    since = datetime.now(UTC)
    expect(toggle).to_have_text("开始", timeout=PLAY_MS)
    toggle.click()
    speed.click()
    expect(speed).to_have_attribute("aria-pressed", "true")
    assert keeper.wish(demo.environment) == keeper.Wish(is_running=True, speed=10)
    wait_until(lambda: len(begun(admin, since)) >= 3, seconds=240)
    speed.click()
    expect(speed).to_have_attribute("aria-pressed", "false")
    toggle.click()
    expect(speed).to_have_count(0)
    assert keeper.wish(demo.environment) == keeper.Wish(is_running=False, speed=1)

    page.get_by_test_id("own-shop").click()
    page.get_by_role("button", name="清除演示数据，开始").click()
    expect(page.get_by_test_id("setup-name")).to_be_visible(timeout=PLAY_MS)
    page.get_by_test_id("setup-name").fill("馒头猫舍")
    page.get_by_test_id("setup-login").fill("13800138000")
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-again").fill(PASSWORD)
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_test_id("setup-done")).to_be_visible(timeout=PLAY_MS)
    refused = page.request.post(f"{url}/api/v1/auth/token", data={"login": "admin@demo.test", "password": "kefu-demo"})
    assert refused.status == 401, "the demo is gone"

    page.get_by_test_id("setup-enter").click()
    expect(page.get_by_test_id("rail-desk")).to_be_visible(timeout=PLAY_MS)
    page.goto(f"{url}/start")
    ten = "\n".join(f"第{n}种猫粮怎么喂？每天喂{n}次" for n in "一二三四五六七八九")
    page.get_by_test_id("own-questions").fill(f"{ten}\n店里的猫叫什么？它叫馒头")
    page.get_by_test_id("own-write").click()
    expect(page.get_by_text("新增 10 条")).to_be_visible(timeout=PLAY_MS)
    sand = [(f"第{n}种猫砂多久换一次", f"每{n}天换一次。") for n in "一二三四五六七八九"]
    book = tables.write_xlsx(["标准问", "答案"], [*sand, ("猫舍几点可以参观", "每天下午三点以后。")])
    with page.expect_response(lambda said: said.url.endswith("/knowledge/import"), timeout=PLAY_MS) as told:
        page.locator("input[type=file][accept='.xlsx,.csv']").set_input_files(
            {"name": "我的问题.xlsx", "mimeType": tables.XLSX, "buffer": book}
        )
    assert (told.value.json()["created"], told.value.json()["quarantined"]) == (10, 0)
    expect(page.get_by_text("新增 10 条，更新 0 条")).to_be_visible()
    page.get_by_test_id("look-color").fill("#c2410c")
    page.get_by_test_id("look-save").click()
    expect(page.get_by_test_id("look-save")).to_be_enabled()
    page.get_by_test_id("poster-link").click()
    expect(page.get_by_test_id("poster").locator("img")).to_be_visible()
    code = page.request.get(f"{url}{page.get_by_test_id('poster-png').get_attribute('href')}")
    assert code.ok and code.headers["content-type"] == "image/png"

    owner = Api(url, Api(url)("POST", "/auth/token", {"login": "13800138000", "password": PASSWORD})["token"])
    (site,) = owner("GET", "/sites")["items"]
    page.goto(f"{url}/c/{site['key']}")
    said = page.locator('[data-testid="chat-message"][data-sender="bot"]').last
    for question, answer in (("店里的猫叫什么", "馒头"), ("猫舍几点可以参观", "下午三点")):
        page.get_by_test_id("chat-input").fill(question)
        page.get_by_test_id("chat-send").click()
        expect(said).to_contain_text(answer, timeout=PLAY_MS)
