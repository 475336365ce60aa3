"""A help centre as a customer without an account uses it: pages and forms over HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.foundation.accounts.models import Membership, Team
from kefu.kernel import events
from kefu.service.portal import actions as portal
from kefu.service.portal.jobs import tell
from kefu.service.portal.models import PortalCode

from .conftest import Api, Shop
from .work import id_of

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PHONE, MAIL = "13800138047", "wang.fang@example.com"
WRITTEN = {"name": "王芳", "contact": PHONE, "subject": "屏幕碎了", "text": "收到时屏幕已经碎了。"}


@dataclass
class Guest:
    """Somebody with a browser of their own."""

    shop: Shop
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    address: str = "203.0.113.7"
    language: str = "zh-CN"
    html: str = ""
    url: str = ""

    @property
    def root(self) -> str:
        return f"/help/{self.shop.site.key}"

    def get(self, path: str = "", *, expect: int = 200) -> str:
        return self._read(self.client.get(self._whole(path), follow=True, **self._manners()), expect)

    def post(self, path: str, values: dict[str, Any], *, expect: int = 200) -> str:
        """Send a form of the page that is shown, with the mark that it carries."""
        if mark := self.hidden("csrfmiddlewaretoken"):
            values = {"csrfmiddlewaretoken": mark, **values}
        answer = self.client.post(self._whole(path), values, follow=True, **self._manners())
        events.drain()
        return self._read(answer, expect)

    def hidden(self, name: str) -> str:
        found = re.search(rf'name="{name}" value="([^"]*)"', self.html)
        return unescape(found[1]) if found else ""

    def fill(
        self, path: str = "/new", *, files: list[tuple[str, bytes]] | None = None, expect: int = 200, **changed: str
    ) -> str:
        """Open the form, fill it in and send it."""
        self.get(path)
        values: dict[str, Any] = {**WRITTEN, **changed, "form": self.hidden("form"), "words": self.hidden("words")}
        if files:
            values["files"] = [SimpleUploadedFile(name, content) for name, content in files]
        return self.post("/new", values, expect=expect)

    def number(self) -> str:
        found = re.search(r'data-testid="ticket-number"[^>]*>([^<]+)<', self.html)
        assert found is not None, self.html
        return found[1]

    def state(self) -> str:
        found = re.search(r'data-testid="ticket-state"[^>]*>([^<]+)<', self.html)
        assert found is not None, self.html
        return found[1]

    def asks(self, number: str, contact: str = PHONE, *, expect: int = 200) -> str:
        self.get("/ticket")
        return self.post("/ticket", {"number": number, "contact": contact}, expect=expect)

    def types(self, code: str, *, expect: int = 200) -> str:
        return self.post("/ticket/code", {"c": self.hidden("c"), "code": code}, expect=expect)

    def _whole(self, path: str) -> str:
        return path if path.startswith("/help/") else self.root + path

    def _manners(self) -> dict[str, Any]:
        return {"REMOTE_ADDR": self.address, "headers": {"accept-language": self.language}}

    def _read(self, answer: Any, expect: int) -> str:
        assert answer.status_code == expect, f"{answer.status_code} {answer.content.decode()}"
        self.url = (
            answer.redirect_chain[-1][0] if getattr(answer, "redirect_chain", None) else answer.request["PATH_INFO"]
        )
        self.html = answer.content.decode()
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        return self.html


def opened(shop: Shop, **changes: Any) -> Guest:
    """The shop's help centre is on; somebody stands before it."""
    shop.owner("PATCH", f"/help-centres/{shop.site.id}", {"is_on": True, **changes})
    return Guest(shop)


def with_sms(shop: Shop) -> str:
    """The shop's line for short messages, which sends nothing anywhere."""
    line = shop.owner("POST", "/sms-lines", {"brand_id": str(shop.site.brand_id), "sign": "青禾优选"}, expect=201)
    return str(line["id"])


def texts(shop: Shop, line_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = shop.owner("GET", f"/sms-lines/{line_id}/messages")["items"]
    return rows


def code_in(text: str) -> str:
    found = re.search(r"(?:是|is) (\d{6})\b", text)
    assert found is not None, text
    return found[1]


def posts(shop: Shop) -> None:
    """The worker sends the codes that were asked for."""
    for code in PortalCode.objects.for_actor(shop.system).exclude(sealed=""):
        portal.post_code(shop.organization.id, code.id)


def tickets(shop: Shop) -> list[Any]:
    rows: list[Any] = shop.owner("GET", "/tickets")["items"]
    return rows


def team_of(shop: Shop, *agents: Api) -> Team:
    team = Team.objects.create(organization_id=shop.organization.id, name="售后组")
    for agent in agents:
        Membership.objects.create(organization_id=shop.organization.id, team=team, user_id=id_of(agent))
    return team


def tells(shop: Shop) -> int:
    """The worker tells customers of answers; how many times something was to be told."""
    rows = list(
        ProcrastinateJob.objects.filter(task_name="kefu.service.portal.jobs.tell", status="todo").order_by("id")
    )
    for job in rows:
        ProcrastinateJob.objects.filter(id=job.id)._raw_delete("default")
        tell.func(**job.args)
    return len(rows)
