"""A small organization as `kefu org create` founds it, and JSON clients for both sides of the counter."""

import json
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from kefu.config import founding
from kefu.contact.bot import thought
from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Site
from kefu.contact.routing.models import Disposition, Queue
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Role, User
from kefu.foundation.calendars.models import Calendar
from kefu.foundation.knowledge import actions as knowledge
from kefu.kernel import clock, events, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.models import Organization

from .brain import FakeBrain

PASSWORD = "harvest-moon-42"
FAQ = """key,question,similar,answer,category
invoice,怎么开发票,如何开具发票|发票在哪里申请|能开电子发票吗,在订单详情页点击「申请开票」即可。,发票
refund,退款多久到账,退款什么时候到|钱多久能退回来|退款时间,退款会在 7 天内原路退回。,退款
ship,什么时候发货,多久发货|发货时间|几天能发货,付款后 24 小时内发货。,物流
"""


@dataclass
class Api:
    """JSON over Django's test client, as one caller."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def __call__(self, method: str, path: str, body: Any = None, *, expect: int = 200, **headers: str) -> Any:
        proof = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        answer = self.client.generic(
            method,
            f"/api/v1{path}",
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers={**proof, **{name.replace("_", "-"): value for name, value in headers.items()}},
        )
        assert answer.status_code == expect, f"{method} {path}: {answer.status_code} {answer.content[:800]!r}"
        return answer.json() if answer.content else None

    def upload(self, path: str, name: str, content: bytes, *, expect: int = 201, **fields: str) -> Any:
        """A file, as forms send it."""
        form = {"file": SimpleUploadedFile(name, content), **fields}
        answer = self.client.post(f"/api/v1{path}", form, headers={"Authorization": f"Bearer {self.token}"})
        assert answer.status_code == expect, f"{path}: {answer.status_code} {answer.content[:800]!r}"
        return answer.json()


@dataclass
class Shop:
    """An organization at work, and shortcuts to act in it."""

    organization: Organization
    owner: Api
    queue: Queue
    site: Site

    @property
    def system(self) -> Actor:
        return system(self.organization.id)

    def agent(self, number: str, *, role: str = "agent", status: str = "online", **settings: Any) -> Api:
        """Somebody on the staff, signed in through a token, online unless told otherwise."""
        user = accounts.create_user(
            self.system,
            name=f"员工{number}",
            nickname=settings.pop("nickname", f"小{number}"),
            employee_number=number,
            role_id=Role.objects.for_actor(self.system).get(code=role).id,
            password=PASSWORD,
            must_change_password=False,
            **settings,
        )
        api = Api(accounts.create_token(user.id, "test"))
        if status != "offline":
            api("PUT", "/agents/me/presence", {"status": status})
            events.drain()
        return api

    def visitor(self, text: str | None = "转人工", **body: Any) -> "Visitor":
        """A new visitor, with a first message that the bot and routing have dealt with."""
        opened = Api()("POST", f"/widget/{self.site.key}/conversations", {"text": text, **body}, expect=201)
        events.drain()
        return Visitor(UUID(opened["id"]), Api(opened["visitor_token"]))

    def leaf(self) -> str:
        rows = Disposition.objects.for_actor(self.system)
        return str(rows.exclude(id__in=rows.exclude(parent=None).values("parent_id")).order_by("position").first().id)  # type: ignore[union-attr]


@dataclass
class Visitor:
    id: UUID
    api: Api

    def see(self) -> Any:
        return self.api("GET", f"/widget/conversations/{self.id}")

    def say(self, text: str, *, expect: int = 201, **body: Any) -> Any:
        said = self.api("POST", f"/widget/conversations/{self.id}/messages", {"text": text, **body}, expect=expect)
        events.drain()
        return said


@pytest.fixture
def shop(db: None) -> Iterator[Shop]:
    ProcrastinateJob.objects.all()._raw_delete("default")  # what tests that commit have deferred
    yield make_shop("acme")


@pytest.fixture(autouse=True)
def _fresh_memory() -> None:
    account_queries.forget()
    limits.forget()


def make_shop(code: str) -> Shop:
    """Found an organization that is open around the clock and knows three answers."""
    organization = founding.create(code=code, name=f"{code} 商城", admin_email=f"owner@{code}.test", password=PASSWORD)
    everywhere = system(organization.id)
    week = {str(day): [["00:00", "24:00"]] for day in range(1, 8)}
    Calendar.objects.for_actor(everywhere).update(weekly=week, follows_statutory_holidays=False)
    owner = User.objects.for_actor(everywhere).get()
    site = Site.objects.for_actor(everywhere).get()
    knowledge.import_articles(everywhere, name="faq.csv", content=FAQ.encode(), brand_id=site.brand_id, locale="zh-CN")
    events.drain()
    api = Api(accounts.create_token(owner.id, "test"))
    return Shop(organization, api, Queue.objects.for_actor(everywhere).get(), site)


class Hours:
    """The time of the test: it stands still until it is moved, and what is due by then happens."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def pass_(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        self._hold.__exit__(None, None, None)
        self._enter()
        conversations.sweep()
        events.drain()

    def _enter(self) -> None:
        self._hold = clock.frozen(self.at)
        self._hold.__enter__()


def early_enough() -> datetime:
    """Now, or the next morning where the rest of the house's day is shorter than a test may be: what is counted by day would be lost."""
    now = clock.now()
    local = now.astimezone(ZoneInfo("Asia/Shanghai"))
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return now if local.hour < 20 else morning.astimezone(UTC)


@pytest.fixture
def hours() -> Iterator[Hours]:
    hours = Hours(early_enough())
    hours._enter()
    yield hours
    hours._hold.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _no_brain(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BRAIN_SOCKET = Path("/nonexistent/brain")
    monkeypatch.setattr(thought, "_away_until", 0.0)
    monkeypatch.setattr(thought, "_here", threading.local())
    monkeypatch.setattr(thought, "_patience_until", -thought.PATIENCE_PAUSE_SECONDS)


@pytest.fixture
def brain(shop: Shop, settings: Any) -> Iterator[FakeBrain]:
    with tempfile.TemporaryDirectory() as folder:
        settings.BRAIN_SOCKET = Path(folder) / "brain"
        with FakeBrain(str(settings.BRAIN_SOCKET), shop) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            yield server
            server.shutdown()
            thread.join()
