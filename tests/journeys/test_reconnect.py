"""Lines that drop and processes that die: nothing that was written is lost, nothing arrives twice, the order stays."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, Route, expect

from kefu.config.setup import choice
from kefu.config.supervisor import answers
from kefu.config.tests.instances import Instance, free_port, wait_until

from .house import PASSWORD, Chat, Desk, House

START_SECONDS = 240
RECOVERY_MS = 60_000


@pytest.fixture(scope="module")
def fragile(run_directory: Path, worker_id: str) -> Iterator[Instance]:
    """An instance of this file's own: its processes are killed."""
    instance = Instance(run_directory / f"fragile-{worker_id}", free_port())
    instance.lend_migrated()
    choice.choose(instance.environment, "page")  # nobody lives here: the demo would take its time
    process = instance.start("run")
    wait_until(lambda: process.poll() is not None or answers(instance.environment), seconds=START_SECONDS)
    assert process.poll() is None, instance.log()
    yield instance
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def said(messages: list[dict[str, Any]], sender: str) -> list[str]:
    return [message["text"] for message in messages if message["sender"]["kind"] == sender]


def test_a_visitor_writes_without_a_network(browser: Browser, house: House) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    chat.write("转人工")
    expect(chat.messages("visitor")).to_have_count(1)
    expect(page.locator("[data-unsent]")).to_have_count(0)

    chat.input.press_sequentially("第 1")
    context.set_offline(True)
    expect(page.get_by_test_id("chat-offline")).to_be_visible()
    chat.input.press_sequentially(" 条")
    chat.input.press("Enter")
    for number in range(2, 6):
        chat.write(f"第 {number} 条")
    chat.input.press_sequentially("写到一半")
    expect(page.locator("[data-unsent]")).to_have_count(5)
    with suppress(Error):  # the page itself cannot be loaded either
        page.reload()
    context.set_offline(False)
    page.goto(f"{house.url}/c/{house.site['key']}")

    expect(chat.messages("visitor")).to_have_count(6)
    expect(page.locator("[data-unsent]")).to_have_count(0, timeout=RECOVERY_MS)
    expect(chat.input).to_have_value("写到一半")
    expected = ["转人工", *(f"第 {number} 条" for number in range(1, 6))]
    for text, shown in zip(expected, chat.messages("visitor").all(), strict=True):
        expect(shown).to_contain_text(text)
    kept = house.owner.api("GET", "/conversations")["items"]
    assert len(kept) == 1
    detail = house.owner.api("GET", f"/conversations/{kept[0]['id']}")
    assert said(detail["messages"], "visitor") == expected


def test_an_agent_writes_without_a_network_and_reloads(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor()
    desk.open_first()
    desk.page.context.set_offline(True)
    expected = [f"回复 {number}" for number in range(1, 4)]
    for text in expected:
        desk.write(text)
    unsent = desk.page.get_by_test_id("pending-message")
    expect(unsent).to_have_count(3)
    expect(unsent.filter(has_text="未发送")).to_have_count(3)
    visitor.say("您还在吗")
    with suppress(Error):  # the page itself cannot be loaded either
        desk.page.reload()
    desk.page.context.set_offline(False)
    desk.page.goto(f"{house.url}/desk/{visitor.id}")
    expect(desk.messages("agent").last).to_contain_text(expected[-1], timeout=RECOVERY_MS)
    expect(unsent).to_have_count(0)
    desk.page.reload()
    expect(desk.messages("visitor").last).to_contain_text("您还在吗", timeout=RECOVERY_MS)
    assert said(visitor.see()["messages"], "agent") == expected


def test_an_answer_that_gets_lost_makes_no_second_message(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.hire("8001"))
    visitor = house.visitor()
    desk.open_first()

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route("**/messages", lose_answer, times=1)
    desk.write("只有一次")
    expect(desk.messages("agent")).to_have_count(1)
    retry = desk.page.get_by_role("button", name="重试")
    if retry.is_visible():
        retry.click()
    expect(desk.page.get_by_test_id("pending-message")).to_have_count(0)
    expect(desk.messages("agent")).to_have_count(1)
    assert said(visitor.see()["messages"], "agent") == ["只有一次"]


def test_processes_are_killed_while_messages_are_sent(browser: Browser, fragile: Instance) -> None:
    founded = fragile.command("org", "create", "--code", "frail", "--name", "店", "--admin", "owner@frail.test", "--password", PASSWORD)  # fmt: skip
    assert founded.returncode == 0, founded.stderr
    house = House.settle(fragile.environment.address, "frail")
    desk = Desk.of(browser, house, house.hire("8001"))
    page = browser.new_context(locale="zh-CN").new_page()
    page.goto(f"{house.url}/c/{house.site['key']}")
    chat = Chat(page)
    chat.write("转人工")
    desk.open_first()

    written = ["转人工"]
    for role in ("web", "gateway", "worker"):
        before = fragile.roles()[role]
        for number in range(6):
            written.append(f"{role} {number}")
            chat.write(written[-1])
            if number == 2:
                os.kill(before, signal.SIGKILL)
        expect(page.locator("[data-unsent]")).to_have_count(0, timeout=RECOVERY_MS)
        expect(desk.messages("visitor")).to_have_count(len(written), timeout=RECOVERY_MS)
        desk.write(f"{role} 收到")
        expect(chat.messages("agent").last).to_contain_text(f"{role} 收到", timeout=RECOVERY_MS)
        wait_until(lambda role=role, before=before: fragile.roles().get(role, before) != before)  # type: ignore[misc]

    for text, shown in zip(written, desk.messages("visitor").all(), strict=True):
        expect(shown).to_contain_text(text)
    kept = house.owner.api("GET", f"/conversations/{house.owner.api('GET', '/conversations')['items'][0]['id']}")
    assert said(kept["messages"], "visitor") == written
    assert said(kept["messages"], "agent") == [f"{role} 收到" for role in ("web", "gateway", "worker")]
