"""The installation as its owner sees it: backups that prove themselves, and what is off without https."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from .house import ELSEWHERE, PASSWORD, Desk, House

A_BACKUP_MS = 180_000  # dumped, read back and restored beside everything, while other tests run


def test_the_owner_makes_a_backup_and_sees_it_proved(browser: Browser, house: House) -> None:
    desk = Desk.of(browser, house, house.owner)
    page = desk.page
    page.goto(f"{house.url}/settings/system")
    expect(page.get_by_test_id("system-summary")).to_contain_text("检查于")
    expect(page.get_by_test_id("voice")).to_contain_text("电话未启用。需要时在服务器上运行 kefu setup --voice on")
    page.get_by_test_id("backup-now").click()
    expect(page.locator("tbody tr").first).to_contain_text("已试恢复", timeout=A_BACKUP_MS)
    expect(page.get_by_test_id("backup-state")).to_have_text("正常")
    expect(page.get_by_test_id("backup-now")).to_have_text("立即备份")
    agent = house.hire("8001")
    stranger = Desk.of(browser, house, agent).page
    stranger.goto(f"{house.url}/settings/system")
    expect(stranger.get_by_text("没有这个页面")).to_be_visible()


def test_without_https_the_desk_says_what_is_off(page: Page, house: House) -> None:
    page.goto(f"http://{ELSEWHERE}:{urlsplit(house.url).port}/login")
    page.get_by_test_id("login-name").fill(house.owner.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    bar = page.get_by_test_id("insecure-bar")
    expect(bar).to_have_text("此页面不是 https，桌面通知、麦克风、离线缓存不可用。怎样开启知道了")
    bar.get_by_role("link").click()
    expect(page.locator("main h1")).to_have_text("开启 https")
    expect(page.get_by_test_id("https-now").locator("li")).to_have_count(3)
    page.goto(f"http://{ELSEWHERE}:{urlsplit(house.url).port}/settings/sites")
    page.locator("main tbody tr").first.click()
    copy = page.get_by_test_id("copy").first
    copy.click()
    expect(copy).to_have_text("已复制")
    page.locator("#field-name").fill("")
    page.keyboard.press("Control+v")
    expect(page.locator("#field-name")).to_have_value(re.compile(rf"/c/{house.site['key']}$"))
    page.keyboard.press("Escape")
    page.get_by_role("button", name="放弃修改").click()
    page.goto(f"http://{ELSEWHERE}:{urlsplit(house.url).port}/guide/https")
    page.get_by_test_id("insecure-known").click()
    expect(bar).to_have_count(0)
    page.reload()
    expect(page.locator("main h1")).to_have_text("开启 https")
    expect(bar).to_have_count(0)

    page.goto(f"{house.url}/login")
    page.get_by_test_id("login-name").fill(house.owner.email)
    page.locator("input[type=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{house.url}/desk")
    expect(bar).to_have_count(0)  # this machine's own pages are secure
