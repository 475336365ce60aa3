"""An organization of a test's own inside the live stack, and the people on both sides of its counter."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

PASSWORD = "harvest-moon-42"
ELSEWHERE = "shop.test"
PATIENCE_MS = 20_000
ALL_DAY = {str(day): [["00:00", "24:00"]] for day in range(1, 8)}
FAQ = {
    "zh-CN": """key,question,similar,answer,category
invoice,怎么开发票,如何开具发票|发票在哪里申请|能开电子发票吗,在订单详情页点击「申请开票」即可。,发票
refund,退款多久到账,退款什么时候到|钱多久能退回来|退款时间,退款会在 7 天内原路退回。,退款
ship,什么时候发货,多久发货|发货时间|几天能发货,付款后 24 小时内发货。,物流
""",
    "en": """key,question,similar,answer,category
invoice,How do I get an invoice?,Where is my invoice?|Can I have a receipt?,Open the order and press Invoice.,Invoices
refund,When do I get my refund?,How long does a refund take?|Where is my money?,Refunds take 7 days.,Refunds
ship,When will my order be shipped?,How fast do you ship?,We ship within 24 hours.,Delivery
""",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass
class Api:
    """JSON over HTTP as one caller."""

    url: str
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer; an answer of 400 and above fails the test."""
        content = None if body is None else json.dumps(body).encode()
        return self._send(method, path, content, "application/json")

    def upload(self, path: str, name: str, content: bytes, /, **fields: str) -> Any:
        """Send a file and text fields as a form."""
        boundary = uuid4().hex
        parts = [(f'name="{key}"', value.encode()) for key, value in fields.items()]
        parts.append((f'name="file"; filename="{name}"', content))
        lines = [
            f"--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + value for head, value in parts
        ]
        form = b"\r\n".join([*lines, f"--{boundary}--\r\n".encode()])
        return self._send("POST", path, form, f"multipart/form-data; boundary={boundary}")

    def _send(self, method: str, path: str, content: bytes | None, kind: str) -> Any:
        headers = {"Content-Type": kind, **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        request = urllib.request.Request(f"{self.url}/api/v1{path}", data=content, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read()
        except urllib.error.HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read()[:800]!r}") from None
        return json.loads(text) if text else None


@dataclass
class Person:
    """A member of staff."""

    id: str
    name: str
    email: str
    api: Api

    def is_now(self, status: str) -> None:
        self.api("PUT", "/agents/me/presence", {"status": status})


@dataclass
class Visitor:
    """A visitor who has no browser."""

    id: str
    api: Api

    def say(self, text: str, **body: Any) -> Any:
        return self.api("POST", f"/widget/conversations/{self.id}/messages", {"text": text, **body})

    def see(self) -> Any:
        return self.api("GET", f"/widget/conversations/{self.id}")


@dataclass
class House:
    """An organization that is open around the clock and knows three answers."""

    url: str
    code: str
    owner: Person
    site: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def settle(cls, url: str, code: str, *, locale: str = "zh-CN") -> House:
        """Arrange an organization that `kefu org create` has just founded."""
        email = f"owner@{code}.test"
        signed_in = Api(url)("POST", "/auth/token", {"login": email, "password": PASSWORD})
        api = Api(url, signed_in["token"])
        house = cls(url, code, Person(signed_in["user"]["id"], "店主", email, api))
        calendar = api("GET", "/calendars")["items"][0]
        always = {"weekly": ALL_DAY, "follows_statutory_holidays": False}
        api("PATCH", f"/calendars/{calendar['id']}", always)
        site = api("GET", "/sites")["items"][0]
        house.site = api("PATCH", f"/sites/{site['id']}", {"locale": locale})
        content = FAQ[locale].encode()
        api.upload("/knowledge/import", "faq.csv", content, brand_id=site["brand_id"], locale=locale)
        return house

    @property
    def queue(self) -> dict[str, Any]:
        """The one that the organization was founded with, whatever others a test has made."""
        found: dict[str, Any] = min(self.owner.api("GET", "/queues")["items"], key=lambda queue: str(queue["id"]))
        return found

    def hire(self, number: str, *, role: str = "agent", status: str = "online") -> Person:
        """Invite somebody, who accepts and goes to work."""
        roles = {found["code"]: found["id"] for found in self.owner.api("GET", "/roles")["items"]}
        invitation = self.owner.api("POST", "/invitations", {"role_id": roles[role]})
        token = invitation["url"].rsplit("/", 1)[1]
        email, name = f"{number}@{self.code}.test", f"小{number}"
        acceptance = {"name": name, "employee_number": number, "email": email, "password": PASSWORD}
        Api(self.url)("POST", f"/invitations/{token}/accept", acceptance)
        signed_in = Api(self.url)("POST", "/auth/token", {"login": email, "password": PASSWORD})
        person = Person(signed_in["user"]["id"], name, email, Api(self.url, signed_in["token"]))
        if status != "offline":
            person.is_now(status)
        return person

    def visitor(self, text: str | None = "转人工", **body: Any) -> Visitor:
        """Somebody who opens a conversation without a browser."""
        opened = Api(self.url)("POST", f"/widget/{self.site['key']}/conversations", {"text": text, **body})
        return Visitor(opened["id"], Api(self.url, opened["visitor_token"]))


@dataclass
class Desk:
    """The desk as one person sees it."""

    page: Page
    person: Person

    @classmethod
    def of(cls, browser: Browser, house: House, person: Person, *, locale: str = "zh-CN", **settings: Any) -> Desk:
        """Sign in, in a browser profile of this person's own, and open the desk."""
        look = {"viewport": {"width": 1366, "height": 768}, "reduced_motion": "reduce", **settings}
        context = browser.new_context(locale=locale, **look)
        context.set_default_timeout(PATIENCE_MS)
        sign_in(context, house.url, person)
        page = context.new_page()
        page.goto(f"{house.url}/desk")
        return cls(page, person)

    @property
    def rows(self) -> Locator:
        return self.page.get_by_test_id("work-row")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer")

    def messages(self, sender: str) -> Locator:
        return self.page.locator(f"[data-testid=message][data-sender={sender}]")

    def open_first(self) -> None:
        self.rows.first.click()
        expect(self.composer).to_be_visible()

    def write(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def press(self, test_id: str) -> None:
        self.page.get_by_test_id(test_id).click()

    def close_first(self) -> None:
        """End the conversation on screen with the first reason that is suggested."""
        self.press("close-button")
        expect(self.page.get_by_test_id("disposition-option").first).to_have_attribute("aria-selected", "true")
        self.page.keyboard.press("Enter")


@dataclass
class Chat:
    """The chat as a visitor sees it, in a frame or as a page."""

    view: Page | FrameLocator

    @property
    def input(self) -> Locator:
        return self.view.get_by_test_id("chat-input")

    def messages(self, sender: str) -> Locator:
        return self.view.locator(f"[data-testid=chat-message][data-sender={sender}]")

    def write(self, text: str) -> None:
        self.input.fill(text)
        self.input.press("Enter")

    def press(self, test_id: str) -> None:
        self.view.get_by_test_id(test_id).click()


def sign_in(context: BrowserContext, url: str, person: Person) -> None:
    """Give the browser the session of this person."""
    sign_in_as(context, url, person.email, PASSWORD)


def sign_in_as(context: BrowserContext, url: str, login: str, password: str) -> None:
    context.request.get(f"{url}/api/v1/auth/csrf")
    token = next(cookie["value"] for cookie in context.cookies() if "csrf" in cookie["name"])
    answer = context.request.post(
        f"{url}/api/v1/auth/login",
        data={"login": login, "password": password},
        headers={"X-CSRFToken": token, "Origin": url},
    )
    assert answer.ok, answer.text()
