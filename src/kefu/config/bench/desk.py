"""`kefu bench desk`: an agent's eight hours in a real browser: memory, key to screen, switching, as conversations go by."""

from __future__ import annotations

import asyncio
import shutil
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from kefu.config.bench.client import Client
from kefu.config.bench.instance import Instance, machine, started
from kefu.config.environment import SOURCE_TREE

PASSWORD = "kefu-demo"
SITE, AGENT = "demo-site", "agent1@demo.test"
KEYS = 40
SWITCHES = 20
FORGETTING_MS = 310_000  # the desk drops answers that nobody has looked at for five minutes
STEP = 100
"""After so many conversations the desk is measured again."""

MEASURING = """
window.measured = { keys: [], switches: [] };
const painted = (then) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = then;
  channel.port2.postMessage(0);
});
addEventListener("keydown", (event) => painted(() => measured.keys.push(performance.now() - event.timeStamp)), true);
window.switchTo = (row) => new Promise((done) => {
  const began = performance.now(), before = document.querySelector("[role=log]");
  row.click();
  const look = () => {
    const stream = document.querySelector("[role=log]");
    if (!stream?.textContent || stream === before) return requestAnimationFrame(look);
    painted(() => { measured.switches.push(performance.now() - began); done(); });
  };
  look();
});
"""

OPEN_ONE_OF_THE_NEWEST = """() => {
  const rows = [...document.querySelectorAll("[data-testid=work-row]")].slice(0, 8);
  rows[Math.floor(Math.random() * rows.length)]?.click();
}"""


def run(*, conversations: int, held: int, messages: int) -> dict[str, Any]:
    """`held` open conversations of `messages` each, while `conversations` come, are answered and end beside them.

    Needs Playwright and a Chromium, which `make setup-test` brings. Raises RuntimeError where they are missing.
    """
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise RuntimeError("This benchmark drives a browser: run `make setup-test` first.") from None
    told = SOURCE_TREE / ".tools" / "chromium"
    chromium = told.read_text().strip() if told.exists() else shutil.which("chromium")
    if not chromium or not Path(chromium).exists():
        raise RuntimeError("There is no Chromium: run `make setup-test` first.")
    with started(KEFU_AI="off") as instance:
        names = asyncio.run(_fill(instance.port, held, messages))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            course = _soak(browser, instance, names, conversations, messages)
            browser.close()
    return {"machine": machine(), "held": held, "messages_each": messages, "course": course}


async def _signed_in(port: int, login: str) -> Client:
    client = Client(port)
    client.token = (await client.request("POST", "/auth/token", {"login": login, "password": PASSWORD}))["token"]
    return client


async def _fill(port: int, held: int, messages: int) -> list[str]:
    """One agent with room for `held` conversations, who holds them; the last words of each."""
    admin, agent = await _signed_in(port, "admin@demo.test"), await _signed_in(port, AGENT)
    me = (await agent.request("GET", "/auth/me"))["user"]["id"]
    await admin.request("PATCH", f"/users/{me}", {"chat_capacity": min(100, held + 20)})
    for queue in (await admin.request("GET", "/queues"))["items"]:  # whoever is held says nothing for long
        await admin.request("PATCH", f"/queues/{queue['id']}", {"silence_prompt_seconds": None})
    await agent.request("PUT", "/agents/me/presence", {"status": "online"})
    return list(await asyncio.gather(*(_talk(port, agent.token, number, messages) for number in range(held))))


async def _talk(port: int, token: str, number: int, messages: int) -> str:
    """A conversation of `messages`, whose last word is the agent's, so that nothing is overdue."""
    visitor, agent = Client(port), Client(port, token)
    conversation = await _asked(visitor, f"第 {number} 位客户,转人工")
    for turn in range(messages // 2 - 2):
        text = f"第 {turn} 句,{'这件商品什么时候发货' * (1 + turn % 4)}"
        await visitor.request("POST", f"/widget/conversations/{conversation}/messages", {"text": text})
        answer = {"text": f"第 {turn} 句的回答,{'我帮您看一下' * (1 + turn % 3)}"}
        await agent.request("POST", f"/conversations/{conversation}/messages", answer)
    last = f"【{number} 号的最后一句】"
    await agent.request("POST", f"/conversations/{conversation}/messages", {"text": last})
    return last


async def _asked(visitor: Client, text: str) -> str:
    opened = await visitor.request("POST", f"/widget/{SITE}/conversations", {"text": text})
    visitor.token = opened["visitor_token"]
    for _ in range(600):
        if (await visitor.request("GET", f"/widget/conversations/{opened['id']}"))["status"] == "active":
            return str(opened["id"])
        await asyncio.sleep(0.05)
    raise RuntimeError("nobody took the conversation within 30 s")


async def _pass_by(port: int, count: int) -> None:
    """`count` conversations that come, are answered six times and end, eight at once."""
    agent = await _signed_in(port, AGENT)
    leaves = (await agent.request("GET", "/dispositions"))["items"]
    reason = next(leaf["id"] for leaf in leaves if leaf["is_leaf"])
    turn = asyncio.Semaphore(8)

    async def one() -> None:
        async with turn:
            visitor, mine = Client(port), Client(port, agent.token)
            conversation = await _asked(visitor, "转人工")
            for number in range(6):
                path = f"/conversations/{conversation}/messages"
                await visitor.request("POST", f"/widget{path}", {"text": f"{number}:我的订单什么时候能送到呢"})
                await mine.request("POST", path, {"text": f"{number}:您好,今天发货,明天送到"})
            await mine.request("POST", f"/conversations/{conversation}/close", {"disposition_id": reason})
            visitor.close()
            mine.close()

    await asyncio.gather(*(one() for _ in range(count)))


def _soak(
    browser: Any, instance: Instance, names: list[str], conversations: int, messages: int
) -> list[dict[str, Any]]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768})
    url = f"http://127.0.0.1:{instance.port}"
    _sign_in(context, url)
    page = context.new_page()
    page.add_init_script(MEASURING)
    page.goto(f"{url}/desk")
    page.get_by_test_id("work-row").nth(len(names) - 1).wait_for(timeout=60_000)
    for row in page.get_by_test_id("work-row").all():
        row.click()
        _read_all(page, messages)
    session = context.new_cdp_session(page)
    course = [_measured(page, session, 0)]
    others = ThreadPoolExecutor(1)  # Playwright keeps a loop of its own in this thread
    for done in range(0, conversations, STEP):
        count = min(STEP, conversations - done)
        passing = others.submit(asyncio.run, _pass_by(instance.port, count))
        while not passing.done():  # the agent looks at whatever has just come
            page.evaluate(OPEN_ONE_OF_THE_NEWEST)
            page.wait_for_timeout(300)
        passing.result()
        course.append(_measured(page, session, done + count))
    page.wait_for_timeout(FORGETTING_MS)
    return [*course, {**_measured(page, session, conversations), "after_quiet_seconds": FORGETTING_MS // 1000}]


def _sign_in(context: Any, url: str) -> None:
    context.request.get(f"{url}/api/v1/auth/csrf")
    token = next(cookie["value"] for cookie in context.cookies() if "csrf" in cookie["name"])
    body = {"login": AGENT, "password": PASSWORD}
    context.request.post(f"{url}/api/v1/auth/login", data=body, headers={"X-CSRFToken": token, "Origin": url})


def _read_all(page: Any, messages: int) -> None:
    """Load what was said earlier, as somebody does who scrolls up to the beginning."""
    page.get_by_test_id("composer").wait_for()
    earlier = page.locator(".earlier button")
    for _ in range(messages // 50 + 1):
        if not earlier.count():
            return
        drawn = page.get_by_test_id("message").count()
        earlier.click()
        page.wait_for_function("n => document.querySelectorAll('[data-testid=message]').length > n", arg=drawn)
        page.locator(".earlier button.is-loading").wait_for(state="detached")


def _measured(page: Any, session: Any, after: int) -> dict[str, Any]:
    rows = page.get_by_test_id("work-row")
    page.evaluate("() => { measured.keys = []; measured.switches = []; }")
    for number in range(SWITCHES):
        row = rows.nth(number % rows.count())
        page.evaluate("row => switchTo(row)", row.element_handle())
    composer = page.get_by_test_id("composer")
    composer.click()
    for _ in range(KEYS):
        page.keyboard.press("a")
        time.sleep(0.03)
    composer.fill("")
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    figures = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    measured = page.evaluate("() => measured")
    return {
        "conversations": after,
        "heap_mb": round(figures["JSHeapUsedSize"] / 2**20, 1),
        "dom_nodes": int(figures["Nodes"]),
        "key_to_screen_ms": _spread(measured["keys"]),
        "switch_ms": _spread(measured["switches"]),
    }


def _spread(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {"p50": round(statistics.median(ordered), 1), "p95": round(ordered[int(len(ordered) * 0.95)], 1)}
