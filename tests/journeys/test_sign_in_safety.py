"""Sign-in safety through browsers and a running instance."""

from __future__ import annotations

import re
from http.client import HTTPConnection
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect
from tests.conftest import LiveStack

from kefu.config.tests.instances import Instance

from .house import PASSWORD, Desk, House, Person
from .office import Office


def status_from(address: str, house: House, person: Person) -> int:
    """What the instance answers to the person's token when it is shown from `address`."""
    at = urlsplit(house.url)
    connection = HTTPConnection(str(at.hostname), at.port, timeout=30, source_address=(address, 0))
    try:
        connection.request("GET", "/api/v1/auth/me", headers={"Authorization": f"Bearer {person.api.token}"})
        return connection.getresponse().status
    finally:
        connection.close()


def is_shown_out(page: Page) -> None:
    expect(page).to_have_url(re.compile("/login"))
    expect(page.get_by_role("status")).to_contain_text("您的账号已在别处登录")


def test_an_administrator_limits_networks_and_sessions(house: House, browser: Browser, live_stack: LiveStack) -> None:
    office = Office.of(browser, house)
    office.enter("sign_in_safety")
    office.open("不限")
    refusal = office.sheet.get_by_role("alert").last
    for written, said in (
        ("127.0.0.1\n公司\n10.0.0.0/33", "公司、10.0.0.0/33"),
        ("10.0.0.0/8", "127.0.0.1 不在列表中"),
    ):
        office.fill(staff_networks=written)
        office.page.get_by_test_id("sheet-save").click()
        expect(refusal).to_contain_text(said)
    office.fill(staff_networks="10.0.0.0/8\n127.0.0.1")
    office.flip("one_session")
    office.save()
    expect(office.row("10.0.0.0/8、127.0.0.1")).to_contain_text("是")

    agent = house.hire("8001")
    first = Desk.of(browser, house, agent)
    expect(first.page.get_by_test_id("rail-desk")).to_be_visible()
    second = Desk.of(browser, house, agent)
    is_shown_out(first.page)
    first.page.get_by_test_id("login-name").fill(agent.email)
    first.page.get_by_test_id("login-password").fill(PASSWORD)
    first.page.get_by_test_id("login-submit").click()
    expect(first.page.get_by_test_id("rail-desk")).to_be_visible()
    is_shown_out(second.page)
    assert agent.api("GET", "/auth/me")["user"]["id"] == agent.id  # tokens are no sessions

    assert (status_from("127.0.0.1", house, agent), status_from("127.0.0.2", house, agent)) == (200, 403)
    instance = Instance(live_stack.data, int(house.url.rsplit(":", 1)[1]))
    done = instance.command("org", "unlock", "--code", house.code)
    assert done.returncode == 0, done.stderr
    assert house.owner.api("GET", "/organization/sign-in-safety")["staff_networks"] == []
    unknown = instance.command("org", "unlock", "--code", "nobody")
    assert unknown.returncode == 1 and "There is no organization with this code" in unknown.stderr
