"""The settings as an administrator works in them: nothing but the desk."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, Locator, Page, expect

from .house import PATIENCE_MS, Desk, House


@dataclass
class Office:
    page: Page
    url: str

    @classmethod
    def of(cls, browser: Browser, house: House, *, locale: str = "zh-CN") -> Office:
        return cls(Desk.of(browser, house, house.owner, locale=locale).page, house.url)

    def enter(self, section: str) -> None:
        self.page.goto(f"{self.url}/settings/{section}")
        expect(self.page.locator("main h1")).to_be_visible()

    def add(self) -> None:
        self.page.get_by_test_id("resource-add").first.click()
        expect(self.sheet).to_be_visible()

    def open(self, name: str) -> None:
        self.row(name).click()
        expect(self.sheet).to_be_visible()

    @property
    def sheet(self) -> Locator:
        return self.page.get_by_role("dialog").first

    def row(self, text: str) -> Locator:
        return self.page.locator("main tbody tr").filter(has_text=text)

    def field(self, key: str) -> Locator:
        return self.page.locator(f"#field-{key}")

    def fill(self, **values: str) -> None:
        for key, value in values.items():
            self.field(key).fill(value)

    def pick(self, key: str, option: str) -> None:
        """Choose in a select, and see that it is chosen; the list of one that takes several stays open until the next act."""
        select = self.page.locator(".el-select").filter(has=self.field(key))
        select.click()
        self.page.get_by_role("option", name=option, exact=True).click()
        expect(select).to_contain_text(option)

    def flip(self, key: str) -> None:
        self.page.locator(".el-switch").filter(has=self.field(key)).click()

    def save(self) -> None:
        self.page.get_by_test_id("sheet-save").click()
        expect(self.page.get_by_test_id("sheet-save")).to_be_hidden()

    def answer(self, yes: str) -> None:
        """Say yes to the question on the screen."""
        self.page.locator(".el-message-box").get_by_role("button", name=yes, exact=True).click()


def stranger(browser: Browser, locale: str = "zh-CN") -> Page:
    """Somebody at a computer of their own who is not signed in."""
    context = browser.new_context(locale=locale, viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def sign_in_by_form(page: Page, url: str, login: str, password: str) -> None:
    page.goto(f"{url}/login")
    page.get_by_test_id("login-name").fill(login)
    page.get_by_test_id("login-password").fill(password)
    page.get_by_test_id("login-submit").click()
