"""Imports stand inside the fixtures: pytest reads this file before the root conftest has set Django up."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from kefu.foundation.accounts.models import Brand
    from kefu.foundation.customers.models import Customer
    from kefu.kernel.actor import Actor


@pytest.fixture
def brand(db: None) -> Brand:
    from kefu.foundation.accounts.models import Brand
    from kefu.kernel.ids import new_id
    from kefu.kernel.models import Organization

    organization = Organization.objects.create(code=new_id().hex, name="青禾")
    return Brand.objects.create(organization=organization, code=new_id().hex, name="青禾优选")


@pytest.fixture
def make_staff(brand: Brand) -> Callable[..., Actor]:
    """Somebody of the brand's organization who may see orders, grant coupons, and what else is named."""
    from kefu.kernel.actor import Actor
    from kefu.kernel.ids import new_id

    def make(*more: str) -> Actor:
        granted = frozenset({"customers.read", "customers.manage", "orders.read", "coupons.grant", *more})
        return Actor(kind="user", id=new_id(), name="小禾", organization_id=brand.organization_id, permissions=granted)

    return make


@pytest.fixture
def agent(make_staff: Callable[..., Actor]) -> Actor:
    return make_staff()


@pytest.fixture
def customer(agent: Actor, brand: Brand) -> Customer:
    from kefu.foundation.customers import actions

    return actions.create(agent, name="陈女士", phone="13800000001", external_id="QH1", brand_id=brand.id)


@pytest.fixture
def demo_shop(brand: Brand) -> None:
    """The brand is connected with a demo shop: three orders of two people, coupons of 20 and 100."""
    from kefu.foundation.connectors import actions
    from kefu.foundation.connectors.models import Connection, DemoCoupon, DemoOrder
    from kefu.kernel import clock
    from kefu.kernel.actor import system

    place: Any = {"organization_id": brand.organization_id, "brand": brand}
    actions.connect(system(brand.organization_id), brand_id=brand.id, provider=Connection.Provider.DEMO)
    for number, member, days in (("Q1", "QH1", 9), ("Q2", "QH1", 2), ("Q3", "QH2", 1)):
        content = {
            "total": "358.00",
            "items": [{"title": "电热水壶", "price": "179.00", "quantity": 2}, {"title": "杯刷", "price": "0"}],
            "carrier": "顺丰",
            "tracking_number": "SF1",
            "steps": [
                {"at": "2026-11-20T10:00:00+08:00", "text": "已揽收"},
                {"at": "2026-11-21T10:00:00+08:00", "text": "到达上海"},
            ],
        }
        at = clock.now() - timedelta(days=days)
        DemoOrder.objects.create(
            **place, number=number, external_id=member, placed_at=at, state="shipped", content=content
        )
    DemoCoupon.objects.create(**place, code="C20", name="安抚券", amount=20, minimum=100)
    DemoCoupon.objects.create(**place, code="C100", name="大额券", amount=100)


class FakeSystem:
    """A company's own service: answers what `answers` says, and remembers what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, Any]] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.release = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                fake.asked.append((self.command, self.path, headers, body))
                status, answer = fake.answers.get(self.path.split("?")[0], (404, {}))
                if answer == "silence":
                    fake.release.wait(10)
                    return
                content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_POST = do_GET

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/kefu"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def own_service() -> Iterator[FakeSystem]:
    fake = FakeSystem()
    yield fake
    fake.release.set()
    fake.server.shutdown()
    fake.server.server_close()
