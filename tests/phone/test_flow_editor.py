"""A call flow made in the browser by somebody who has nothing else, and then a real call that follows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.journeys.house import House
from tests.journeys.office import Office
from tests.phone.engines import Carrier
from tests.phone.voice import newest, tone

from kefu.config.tests.instances import wait_until

HOTLINE = "4000008510"


def lead(page: Page, way: str, option: str) -> None:
    """Choose where a way of the chosen node leads."""
    page.get_by_test_id("node-form").get_by_test_id(f"way-{way}").click()
    pick(page, option)


def choose(page: Page, label: str, option: str) -> None:
    page.get_by_test_id("node-form").locator(".el-select").filter(has=page.get_by_label(label, exact=True)).click()
    pick(page, option)


def pick(page: Page, option: str) -> None:
    """From the list that is open now: the one before may still be fading away."""
    opened = page.locator("[role=combobox][aria-expanded=true]")
    expect(opened).to_have_count(1)
    options = page.locator(f"[id='{opened.get_attribute('aria-controls')}']")
    options.get_by_role("option", name=option, exact=True).click()


def node(page: Page, name: str) -> None:
    """Open a node in the tree: its first row is the node itself."""
    page.get_by_test_id("flow-tree").get_by_role("button", name=name).first.click()


@pytest.fixture(scope="module")
def queue(house: House) -> dict[str, Any]:
    made: dict[str, Any] = house.owner.api("POST", "/queues", {"brand_id": house.queue["brand_id"], "name": "退换货"})
    return made


def test_a_two_level_menu_is_built_published_and_called(
    browser: Browser, house: House, network: Carrier, trunk: dict[str, Any], queue: dict[str, Any], tmp_path: Path
) -> None:
    office = Office.of(browser, house)
    page = office.page
    sound = tmp_path / "菜单.wav"
    sound.write_bytes(tone(500, 1))
    office.enter("prompts")
    office.add()
    office.fill(name="主菜单", words="查订单请按一，售后请按二")
    office.pick("brand_id", house.owner.api("GET", "/brands")["items"][0]["name"])
    page.locator("input[type=file]").set_input_files(sound)
    office.save()
    expect(office.row("主菜单")).to_contain_text("售后请按二")

    office.enter("call_flows")
    office.add()
    office.fill(name="全国热线")
    office.pick("brand_id", house.owner.api("GET", "/brands")["items"][0]["name"])
    page.get_by_test_id("sheet-save").click()
    page.get_by_test_id("begin-menu").click()
    choose(page, "语音", "主菜单")
    page.get_by_test_id("add-key-2").click()
    lead(page, "2", "＋ 新节点：按键菜单")
    expect(page.get_by_test_id("node-form")).to_contain_text("请选择语音")
    choose(page, "语音", "主菜单")
    lead(page, "1", "＋ 新节点：排队")
    choose(page, "技能组", "退换货")
    page.get_by_test_id("flow-tree").get_by_role("button", name="按键菜单").nth(1).click()
    lead(page, "otherwise", "排队 · 退换货")
    node(page, "按键菜单")
    expect(page.get_by_test_id("flow-tree")).to_contain_text("没有指向任何节点")
    expect(page.get_by_test_id("flow-publish")).to_be_disabled()
    lead(page, "1", "排队 · 退换货")
    lead(page, "otherwise", "＋ 新节点：挂断")
    expect(page.get_by_test_id("flow-tree")).not_to_contain_text("没有指向任何节点")

    page.get_by_role("tab", name="走一遍").click()
    page.get_by_test_id("walk-2").click()
    page.get_by_test_id("walk-1").click()
    expect(page.get_by_test_id("walk-end")).to_contain_text("退换货")
    page.get_by_test_id("walk-quiet").is_disabled()
    page.get_by_role("tab", name="图", exact=True).click()
    expect(page.locator("svg .box")).to_have_count(4)

    with page.expect_response(lambda answer: answer.url.endswith("/publish")) as published:
        page.get_by_test_id("flow-publish").click()
    flow = published.value.json()
    assert (flow["published_version"], flow["wrong"], flow["is_changed"]) == (1, [], False)
    expect(page.get_by_text("已发布 v1").first).to_be_visible()

    office.enter("phone_numbers")
    office.add()
    office.fill(digits=HOTLINE, name="全国热线")
    office.pick("brand_id", house.owner.api("GET", "/brands")["items"][0]["name"])
    office.pick("flow_id", "全国热线")
    office.save()
    expect(office.row(HOTLINE)).to_contain_text("可接听")

    caller = network.call(HOTLINE, caller="13918008510").wait_answered()
    caller.hear(0.5)
    caller.send_dtmf("2")
    caller.hear(1.5)
    caller.send_dtmf("1")
    api = house.owner.api
    wait_until(lambda: newest(api)["phase"] == "waiting", seconds=60)
    call = api("GET", f"/calls/{newest(api)['id']}")
    assert call["queue"]["name"] == "退换货"
    path = [(moment["name"], moment["way"]) for moment in call["moments"] if moment["kind"] == "node"]
    assert [way for _, way in path] == ["2", "1", "queue"] and path[0][0] == flow["draft"]["start"]
    caller.hang_up()
    wait_until(lambda: newest(api)["phase"] == "ended", seconds=60)

    page.goto(f"{house.url}/settings/call_flows?flow={flow['id']}")
    page.locator(".el-select").filter(has=page.get_by_test_id("flow-period")).or_(
        page.get_by_test_id("flow-period")
    ).first.click()
    page.get_by_role("option", name="近 1 天通话数").click()
    expect(page.get_by_test_id("flow-tree")).to_contain_text("按 2 → 1 通")
