"""From an empty instance to one's own desk, in the browser; and out of the demo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.conftest import LiveStack
from tests.journeys.house import PASSWORD, Api, Desk, House

from kefu.config.tests.instances import Instance, free_port, wait_until

LINK = re.compile(r"Set it up: (\S+)")
SHOP = ["desk", "live", "customers", "knowledge", "settings"]


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Instance]:
    """A running instance whose operator answers in the browser."""
    instance = Instance(tmp_path / "data", free_port())
    instance.lend_migrated()
    assert instance.command("setup", "--browser").returncode == 0
    process = instance.start("run")
    try:
        wait_until(lambda: process.poll() is not None or LINK.search(instance.log()), seconds=120)
        assert process.poll() is None, instance.log()
        yield instance
    finally:
        process.terminate()
        process.wait(30)
        instance.discard()


def rail(page: Page) -> list[str]:
    places = page.locator("[data-testid^=rail-]")
    return [str(place.get_attribute("data-testid"))[5:] for place in places.all()]


def test_the_owner_of_a_shop_sets_it_up_in_the_browser(empty: Instance, page: Page) -> None:
    url = empty.environment.address
    page.goto(url)
    expect(page).to_have_url(re.compile(r"/setup$"))
    expect(page.get_by_test_id("setup-token")).to_be_visible()

    found = LINK.search(empty.log())
    assert found is not None
    page.goto(found[1])
    page.get_by_test_id("setup-name").fill("青山小店")
    page.get_by_test_id("setup-login").fill("138 0013 8000")
    page.get_by_test_id("setup-password").fill(PASSWORD)
    page.get_by_test_id("setup-again").fill("another")
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_role("alert")).to_contain_text("不一致")
    page.get_by_test_id("setup-again").fill(PASSWORD)
    page.get_by_test_id("address-proxy").check()
    page.get_by_test_id("setup-domain").fill("localhost")
    page.get_by_test_id("setup-submit").click()
    expect(page.get_by_role("alert")).to_contain_text("域名")
    page.get_by_test_id("setup-domain").fill("kefu.example.com")
    page.get_by_test_id("setup-submit").click()
    done = page.get_by_test_id("setup-done")
    expect(done).to_contain_text("https://kefu.example.com", timeout=30_000)
    expect(done).to_contain_text("proxy_set_header Upgrade $http_upgrade;")
    page.get_by_test_id("setup-enter").click()

    expect(page.get_by_test_id("rail-desk")).to_be_visible()
    assert rail(page) == SHOP
    assert Api(url, Api(url)("POST", "/auth/token", {"login": "13800138000", "password": PASSWORD})["token"])(
        "GET", "/customers"
    ) == {"items": [], "next": None}


def test_size_and_role_decide_what_is_shown(browser: Browser, found_house: Callable[..., House]) -> None:
    house = found_house()

    desk = Desk.of(browser, house, house.owner)
    page = desk.page
    page.goto(f"{house.url}/settings/organization")
    expect(page.get_by_role("link", name="品牌", exact=True)).to_be_visible()
    page.get_by_role("row", name="青山商城").click()
    page.get_by_role("combobox", name="规模").click()
    page.get_by_role("option", name="小店").click()
    page.get_by_test_id("sheet-save").click()
    for hidden in ("品牌", "班组", "技能", "角色"):
        expect(page.get_by_role("link", name=hidden, exact=True)).to_have_count(0)
    assert rail(page) == SHOP
    agent = Desk.of(browser, house, house.hire("8001"))
    expect(agent.page.get_by_test_id("rail-desk")).to_be_visible()
    assert set(rail(agent.page)) < set(SHOP)


@pytest.mark.parametrize(
    "claim", [{"X-Forwarded-For": "8.8.8.8"}, {"X-Real-IP": "8.8.8.8"}, {"Host": "kefu.example.com"}]
)
def test_the_demo_is_entered_from_nearby_only(live_stack: LiveStack, page: Page, claim: dict[str, str]) -> None:
    """Behind a proxy, believed or not, and through a tunnel; as the world would come, and as the operator does."""
    login = {"login": "agent1@demo.test", "password": "kefu-demo"}
    address = f"{live_stack.url}/api/v1/auth/token"
    refused = page.request.post(address, data=login, headers=claim)
    assert (refused.status, refused.json()["code"]) == (403, "demo_login_refused")
    assert page.request.post(address, data=login).ok
    inside = page.request.post(address, data=login, headers={"X-Forwarded-For": "192.168.1.20"})
    assert inside.ok
