"""The phone in the desk: a real browser with a microphone that beeps, a real engine, and a caller from the carrier."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect
from tests.journeys.conftest import chromium
from tests.journeys.house import Desk, House, Person
from tests.phone.engines import CALLER, RATE, Carrier, CarrierCall, Samples, loudness, share
from tests.phone.voice import QUIET, is_signed_in, samples, sign_in, tone

from kefu.config.cli import relays
from kefu.config.cli.findings import Status
from kefu.config.environment import SOURCE_TREE
from kefu.config.tests.instances import Instance, wait_until

HOTLINE = "4000008100"
MOBILE, CALLED = "13900007201", "13800007202"
PROMPT_HERTZ, CALLER_HERTZ = 500, 700
BEEP_HERTZ = 400  # what the browser's false microphone says, for a moment twice a second
EXPERT_HERTZ = 1300
DEEDS = ["consult", "consulted", "conference", "listen", "whisper", "unwatched", "handed_over"]
SLOW_MS = 60_000
MICROPHONE = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
    "--autoplay-policy=no-user-gesture-required",
)
COTURN = SOURCE_TREE / ".tools" / "coturn" / "usr"
# as where a company's wall lets no UDP pass: the browser may speak through a relay alone
ONLY_RELAYED = """const Connection = RTCPeerConnection;
window.RTCPeerConnection = class extends Connection {
  constructor(told) { super({ ...told, iceTransportPolicy: "relay" }); }
};"""


def beeps(heard: Samples) -> int:
    """How many moments of 20 ms say the tone of the browser's microphone."""
    length = RATE // 50
    moments = [heard[at : at + length] for at in range(0, len(heard) - length + 1, length)]
    return sum(loudness(one) > 0.01 and share(one, BEEP_HERTZ, width=120) > 0.6 for one in moments)


@pytest.fixture(scope="module")
def talking_browser(playwright: Playwright) -> Iterator[Browser]:
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    launched = playwright.chromium.launch(
        executable_path=chromium(), args=[*options, *MICROPHONE, "--disable-dev-shm-usage"]
    )
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def agent(house: House) -> Iterator[Person]:
    person = house.hire("8101", status="offline")
    house.owner.api("POST", "/extensions", {"user_id": person.id, "kind": "browser", "mobile": MOBILE})
    yield person
    person.is_now("offline")


@pytest.fixture(scope="module")
def queue(house: House, trunk: dict[str, Any], agent: Person) -> dict[str, Any]:
    """A hotline whose 1 leads to the agent."""
    api = house.owner.api
    brand = house.queue["brand_id"]
    made: dict[str, Any] = api("POST", "/queues", {"brand_id": brand, "name": "售后电话", "member_ids": [agent.id]})
    api("PATCH", f"/queue-manners/{made['id']}", QUIET)
    prompt = api.upload("/prompts", "tone.wav", tone(PROMPT_HERTZ, 2), brand_id=brand, name="欢迎致电")
    nodes = {
        "menu": {"kind": "menu", "prompt": prompt["id"], "keys": {"1": "line"}, "otherwise": "line"},
        "line": {"kind": "queue", "queue_id": made["id"]},
    }
    flow = api("POST", "/call-flows", {"brand_id": brand, "name": "软电话", "draft": {"start": "menu", "nodes": nodes}})
    api("POST", f"/call-flows/{flow['id']}/publish")
    api("POST", "/phone-numbers", {"brand_id": brand, "digits": HOTLINE, "name": "售后", "flow_id": flow["id"]})
    customer = {"name": "陈女士", "brand_id": brand, "phone": CALLER, "tier": "vip"}
    known = api("POST", "/customers", customer)
    api("POST", "/tickets", {"subject": "耳机三天没收到", "customer_id": known["id"]})
    api("POST", "/warnings", {"number": CALLER, "reason": "已投诉两次", "grade": "serious"})
    return made


@pytest.fixture
def desk(talking_browser: Browser, house: House, agent: Person, queue: dict[str, Any]) -> Iterator[Desk]:
    opened = Desk.of(talking_browser, house, agent)
    opened.page.set_default_timeout(SLOW_MS)
    yield opened
    opened.page.context.close()
    agent.is_now("offline")


def own_calls(person: Person) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.api("GET", "/calls/mine")["items"]
    return found


def at_the_agents(network: Carrier) -> CarrierCall:
    """A caller who has chosen the agent's line."""
    caller = network.call(HOTLINE, tone=CALLER_HERTZ).wait_answered()
    caller.hear(0.5)
    caller.send_dtmf("1")
    return caller


def calls_from_the_palette(network: Carrier, desk: Desk, agent: Person) -> None:
    """The agent goes over to the mobile and comes back, and calls the number they type into the palette."""
    page, bar = desk.page, desk.page.get_by_test_id("phone-bar")
    desk.press("sounds")
    desk.press("uses-mobile")
    expect(bar).to_have_attribute("data-line", "mobile", timeout=SLOW_MS)
    assert agent.api("GET", "/extensions/mine")["uses_mobile"]
    desk.press("uses-mobile")
    expect(bar).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("uses-mobile")).to_be_hidden()
    wait_until(lambda: agent.api("GET", "/extensions/mine")["is_signed_in"], seconds=40)

    page.keyboard.press("Control+K")
    page.get_by_test_id("palette-input").fill(CALLED)
    page.get_by_role("option", name=f"呼叫 {CALLED}").click()
    talks_with(network, desk, CALLED)


def talks_with(network: Carrier, desk: Desk, number: str) -> None:
    """Whoever has the number is called, answers, and the call is hung up and wrapped up."""
    bar, card = desk.page.get_by_test_id("phone-bar"), desk.page.get_by_test_id("call-card")
    assert network.next_call(60).number == number
    expect(bar).to_have_attribute("data-phase", "talking", timeout=SLOW_MS)
    desk.press("call-hang-up")
    expect(card).to_have_attribute("data-phase", "ended", timeout=SLOW_MS)
    desk.press("wrap-up-save")
    expect(card).to_be_hidden()


def test_a_caller_is_shown_answered_heard_kept_through_a_reload_and_wrapped_up(
    house: House, network: Carrier, desk: Desk, agent: Person, queue: dict[str, Any]
) -> None:
    page = desk.page
    bar, card = page.get_by_test_id("phone-bar"), page.get_by_test_id("call-card")
    desk.press("presence-menu")
    desk.press("presence-online")
    desk.press("presence-menu")
    desk.press("channel-phone")
    expect(bar).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    wait_until(lambda: agent.api("GET", "/extensions/mine")["is_signed_in"], seconds=40)

    caller = at_the_agents(network)
    expect(card).to_have_attribute("data-phase", "ringing", timeout=SLOW_MS)
    expect(card).to_contain_text("陈女士")
    expect(card).to_contain_text("VIP")
    expect(page.get_by_test_id("call-warnings")).to_contain_text("已投诉两次")
    expect(card).to_contain_text("售后电话")
    expect(page.get_by_test_id("call-path")).to_contain_text("欢迎致电：按 1")
    expect(page.get_by_test_id("customer-tickets")).to_contain_text("耳机三天没收到")
    desk.press("call-answer")
    expect(bar).to_have_attribute("data-phase", "talking", timeout=SLOW_MS)
    expect(page.get_by_test_id("call-quality")).to_be_visible(timeout=SLOW_MS)
    answered = caller.heard
    caller.hear(answered / RATE + 3)

    desk.press("call-mute")
    expect(page.get_by_test_id("call-mute")).to_have_attribute("aria-pressed", "true")
    muted = caller.heard
    caller.hear(muted / RATE + 3)
    unmuted = caller.heard
    desk.press("call-mute")

    desk.press("call-hold")
    strip = page.get_by_test_id("talk-strip")
    expect(strip).to_have_attribute("data-stage", "held", timeout=SLOW_MS)
    expect(strip).to_contain_text("客户在听音乐，听不到您")
    page.keyboard.press("Alt+O")
    expect(page.get_by_test_id("call-hold")).to_be_visible(timeout=SLOW_MS)
    desk.press("call-pause")
    expect(page.get_by_test_id("recording-paused")).to_be_visible(timeout=SLOW_MS)
    expect(page.get_by_test_id("call-transfer")).to_have_count(0)
    desk.press("call-unpause")
    expect(strip).to_be_hidden(timeout=SLOW_MS)

    page.reload()
    expect(page.get_by_test_id("call-mute")).to_be_visible(timeout=SLOW_MS)
    expect(bar).to_have_attribute("data-phase", "talking")
    back = caller.heard
    caller.hear(back / RATE + 3)
    call = own_calls(agent)[0]
    desk.press("ticket-urge")
    expect(page.get_by_test_id("ticket-urges")).to_have_text("催单×1")
    desk.press("to-ticket")
    form = page.get_by_role("dialog")
    form.get_by_label("标题").fill("换一副耳机")
    page.keyboard.press("Alt+Q")
    expect(card).to_have_attribute("data-phase", "ended", timeout=SLOW_MS)
    desk.press("ticket-make")
    expect(page.get_by_test_id("made-ticket")).to_be_visible()
    desk.press("wrap-up-more")
    wait_until(lambda: own_calls(agent)[0]["wrap_up_more"] == 1)
    expect(page.get_by_test_id("disposition-option").first).to_be_visible()
    desk.press("wrap-up-save")
    expect(card).to_be_hidden()
    assert own_calls(agent) == []
    calls_from_the_palette(network, desk, agent)
    assert house.owner.api("GET", f"/queues/{queue['id']}/live")["active"] == 0

    heard = caller.recording()
    assert beeps(heard[answered:muted]) >= 2, "the agent is heard"
    assert beeps(heard[muted + RATE : unmuted]) == 0, "muted"
    assert beeps(heard[back:]) >= 2, "the agent is heard again after the reload"
    story = house.owner.api("GET", f"/calls/{call['id']}")
    phases = [one["name"] for one in story["moments"] if one["kind"] == "phase"]
    assert phases == ["waiting", "ringing", "talking", "lost", "talking", "closing", "ended"]
    assert story["ended_by"] == "agent"
    assert [one["name"] for one in story["moments"] if one["kind"] == "talk"] == ["hold", "resume", "pause", "unpause"]
    recordings = f"/calls/{call['id']}/recording"
    wait_until(lambda: len(house.owner.api("GET", recordings)["items"]) == 6, seconds=60)
    kept = house.owner.api("GET", recordings)["items"]
    for one in kept:
        said = samples(house, one["url"])
        if one["side"] == "caller":
            assert share(said, CALLER_HERTZ) > 0.8
        elif one["side"] == "agent":
            assert beeps(said) >= 2


def test_an_agent_whose_browser_is_gone_costs_the_caller_a_wait_and_not_the_call(
    house: House, network: Carrier, desk: Desk, agent: Person, queue: dict[str, Any]
) -> None:
    page = desk.page
    agent.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["chat", "phone"]})
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    caller = at_the_agents(network)
    page.get_by_test_id("call-answer").click()
    expect(page.get_by_test_id("call-mute")).to_be_visible(timeout=SLOW_MS)
    call = own_calls(agent)[0]
    page.goto("about:blank")
    wait_until(lambda: not agent.api("GET", "/extensions/mine")["is_signed_in"], seconds=60)
    look = f"/calls/{call['id']}"
    wait_until(lambda: house.owner.api("GET", look)["phase"] == "waiting", seconds=60)
    live = house.owner.api("GET", f"/queues/{queue['id']}/live")
    assert (live["waiting"], live["active"]) == (1, 0), "not offered to a browser that is away"
    assert caller.cause is None, "the caller is still there"
    caller.hang_up()
    wait_until(lambda: house.owner.api("GET", look)["phase"] == "ended", seconds=60)


@pytest.fixture(scope="module")
def expert(house: House, network: Carrier, instance: Instance, trunk: dict[str, Any]) -> Iterator[Person]:
    """8102, whose telephone stands on the table and answers by itself."""
    person = house.hire("8102", status="offline")
    given = house.owner.api("POST", "/extensions", {"user_id": person.id, "kind": "telephone"})
    network.tones[given["account"]] = EXPERT_HERTZ
    sign_in(network, given["account"], given["secret"])
    wait_until(lambda: is_signed_in(instance, given["account"]), seconds=40)
    person.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    yield person
    person.is_now("offline")


def test_a_question_to_an_expert_becomes_a_talk_of_three_into_which_a_supervisor_whispers(
    house: House, network: Carrier, desk: Desk, agent: Person, expert: Person, talking_browser: Browser
) -> None:
    page = desk.page
    bar, strip = page.get_by_test_id("phone-bar"), page.get_by_test_id("talk-strip")
    agent.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    expect(bar).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    caller = at_the_agents(network)
    expect(page.get_by_test_id("call-answer")).to_be_visible(timeout=SLOW_MS)
    page.keyboard.press("Alt+A")
    expect(bar).to_have_attribute("data-phase", "talking", timeout=SLOW_MS)
    call = own_calls(agent)[0]

    page.keyboard.press("Alt+U")
    page.get_by_test_id("give-search").fill("8102")
    page.get_by_test_id("give-target").first.check()
    page.get_by_test_id("give-note").fill("发票抬头写错，能否重开？")
    desk.press("give-consult")
    telephone = network.next_call(40)
    expect(strip).to_have_attribute("data-stage", "consulting", timeout=SLOW_MS)
    expect(strip).to_contain_text("只有你们两人互相听到", timeout=SLOW_MS)
    assert expert.api("GET", f"/calls/{call['id']}")["invitation"]["note"] == "发票抬头写错，能否重开？"
    desk.press("call-conference")
    expect(strip).to_have_attribute("data-stage", "conference", timeout=SLOW_MS)
    caller.wait_hears(EXPERT_HERTZ)
    telephone.wait_hears(CALLER_HERTZ)

    boss = Desk.of(talking_browser, house, house.owner)
    boss.page.set_default_timeout(SLOW_MS)
    house.owner.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    expect(boss.page.get_by_test_id("phone-bar")).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    boss.page.goto(f"{house.url}/live")
    expect(boss.page.get_by_test_id("phone-bar")).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    board = boss.page.get_by_test_id("call-board")
    expect(board).to_contain_text("陈女士")
    expect(board).to_contain_text("三方通话")
    boss.press("board-listen")
    heard = boss.page.get_by_test_id("talk-strip")
    expect(heard).to_contain_text("没有人听到您", timeout=SLOW_MS)
    boss.press("monitor-whisper")
    expect(heard).to_contain_text("只有工号 8101听到您", timeout=SLOW_MS)
    boss.press("monitor-leave")
    expect(heard).to_be_hidden(timeout=SLOW_MS)
    boss.page.context.close()
    house.owner.is_now("offline")

    desk.press("call-leave")
    wait_until(lambda: house.owner.api("GET", f"/calls/{call['id']}")["assignee_id"] == expert.id, seconds=30)
    expect(bar).not_to_have_attribute("data-phase", "talking")
    caller.hang_up()
    story = f"/calls/{call['id']}"
    wait_until(lambda: house.owner.api("GET", story)["phase"] == "ended", seconds=60)
    done = [one["name"] for one in house.owner.api("GET", story)["moments"] if one["kind"] == "talk"]
    assert [name for name in done if name in DEEDS] == DEEDS
    tree = house.owner.api("GET", "/dispositions")["items"]
    leaf = next(one["id"] for one in tree if one["id"] not in {other["parent_id"] for other in tree})
    expert.api("POST", f"{story}/wrap-up", {"disposition_id": leaf})


@pytest.fixture
def relay(instance: Instance, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """coturn, where the instance was told that it is: over TCP alone."""
    place = instance.environment
    port = place.turn[0].rsplit(":", 1)[1].partition("?")[0]
    libraries = next((COTURN / "lib").glob("*-linux-gnu"))
    options = ["--listening-ip=127.0.0.1", f"--listening-port={port}", "--relay-ip=127.0.0.1", "--allow-loopback-peers"]
    options += ["--use-auth-secret", f"--static-auth-secret={place.turn_secret}", "--realm=kefu.test", "--no-udp"]
    options += ["--no-tls", "--no-dtls", "--no-cli", f"--pidfile={tmp_path}/pid", f"--userdb={tmp_path}/users"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [COTURN / "bin" / "turnserver", "-n", *options, "--log-file=stdout"],
            env={**os.environ, "LD_LIBRARY_PATH": str(libraries)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        wait_until(lambda: process.poll() is not None or _state(instance) == Status.OK, seconds=30)
        assert process.poll() is None, (tmp_path / "log").read_text()
        yield process
        process.kill()
        process.wait()


def _state(instance: Instance) -> Status:
    (found,) = relays.look(instance.environment)
    return found.status


def test_a_browser_that_may_send_no_udp_speaks_through_the_relay(
    network: Carrier,
    desk: Desk,
    agent: Person,
    queue: dict[str, Any],
    instance: Instance,
    relay: subprocess.Popen[bytes],
) -> None:
    page = desk.page
    page.add_init_script(ONLY_RELAYED)
    page.reload()
    agent.api("PUT", "/agents/me/presence", {"status": "online", "channels": ["phone"]})
    expect(page.get_by_test_id("phone-bar")).to_have_attribute("data-line", "ready", timeout=SLOW_MS)
    caller = at_the_agents(network)
    page.get_by_test_id("call-answer").click()
    expect(page.get_by_test_id("call-quality")).to_be_visible(timeout=SLOW_MS)
    answered = caller.heard
    caller.hear(answered / RATE + 3)
    desk.press("call-hang-up")
    desk.press("wrap-up-save")
    assert beeps(caller.recording()[answered:]) >= 2, "the agent is heard"

    relay.kill()
    relay.wait()
    assert _state(instance) == Status.BROKEN, "`kefu check` says that it is away"
