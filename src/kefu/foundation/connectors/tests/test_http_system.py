"""A company's own service, as it behaves and as it misbehaves."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings

from kefu.foundation.accounts.models import Brand
from kefu.foundation.connectors import actions, queries, rules
from kefu.foundation.connectors.models import Connection, CouponGrant
from kefu.foundation.connectors.ports import SystemAway
from kefu.foundation.customers.models import Customer
from kefu.kernel import outbound
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid

if TYPE_CHECKING:
    from .conftest import FakeSystem

SECRET = "sixteen-letters-at-least"
ORDER = {
    "number": "A-1", "placed_at": "2026-11-20T10:00:00+08:00", "state": "paid", "total": "9.90",
    "items": [{"title": "水杯", "price": 9.9}], "something": "new",
}  # fmt: skip


@pytest.fixture
def connect(
    monkeypatch: pytest.MonkeyPatch, make_staff: Callable[..., Actor], brand: Brand, own_service: FakeSystem
) -> Connection:
    monkeypatch.setattr(settings, "INTERNAL_HOSTS", frozenset({"127.0.0.1"}))
    admin = make_staff("connections.manage")
    return actions.connect(admin, brand_id=brand.id, base_url=own_service.url, secret=SECRET, timeout_seconds=1)


def test_orders_are_asked_for_with_a_signature(
    connect: Connection, own_service: FakeSystem, agent: Actor, customer: Customer
) -> None:
    own_service.answers["/kefu/orders"] = (200, {"orders": [ORDER]})
    (order,) = queries.orders_of(agent, customer.id).orders
    assert (order.number, order.items[0].quantity, str(order.total)) == ("A-1", 1, "9.90")
    method, path, headers, body = own_service.asked[0]
    assert path == "/kefu/orders?phone=%2B8613800000001&external_id=QH1"
    expected = rules.signature(SECRET, timestamp=headers["x-kefu-timestamp"], method=method, target=path, body=body)
    assert headers["x-kefu-signature"] == f"v1={expected}"
    assert headers["host"] == own_service.url.split("/")[2]


def test_a_coupon_is_granted_under_its_key(
    connect: Connection, own_service: FakeSystem, agent: Actor, customer: Customer
) -> None:
    own_service.answers["/kefu/coupons"] = (200, {"coupons": [{"code": "C5", "name": "五元券", "amount": 5}]})
    own_service.answers["/kefu/coupons/grants"] = (201, {"reference": "R-77"})
    own_service.answers["/kefu/coupons/grants/click-0001/revoke"] = (200, {"revoked": False})
    grant = actions.grant_coupon(agent, customer_id=customer.id, code="C5", key="click-0001")
    assert grant.reference == "R-77"
    assert json.loads(own_service.asked[-1][3])["key"] == "click-0001"
    with pytest.raises(Conflict) as refused:
        actions.revoke_grant(agent, grant.id)
    assert refused.value.code == "coupon_used"


def test_an_answer_that_got_lost_leaves_nothing_granted_and_can_be_repeated(
    connect: Connection, own_service: FakeSystem, agent: Actor, customer: Customer
) -> None:
    own_service.answers["/kefu/coupons"] = (200, {"coupons": [{"code": "C5", "name": "五元券", "amount": 5}]})
    own_service.answers["/kefu/coupons/grants"] = (500, {})
    with pytest.raises(SystemAway):
        actions.grant_coupon(agent, customer_id=customer.id, code="C5", key="click-0001")
    assert not CouponGrant.objects.for_actor(agent).exists()
    own_service.answers["/kefu/coupons/grants"] = (200, {"reference": "R-1"})
    assert actions.grant_coupon(agent, customer_id=customer.id, code="C5", key="click-0001").reference == "R-1"


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}), (302, {}), (200, b"<html>"), (200, {"orders": [{**ORDER, "state": "lost"}]}),
        (200, {"orders": [{**ORDER, "url": "javascript:alert(1)"}]}), (200, b" " * (3 * 1024 * 1024)),
    ],
)  # fmt: skip
def test_a_strange_answer_is_told_as_such(
    connect: Connection, own_service: FakeSystem, agent: Actor, customer: Customer, answer: tuple[int, Any]
) -> None:
    own_service.answers["/kefu/orders"] = answer
    with pytest.raises(SystemAway) as away:
        queries.orders_of(agent, customer.id)
    assert away.value.status == 503
    assert "/elsewhere" not in [asked[1] for asked in own_service.asked]


def test_a_dead_system_is_an_error_and_no_hang(
    connect: Connection, own_service: FakeSystem, agent: Actor, customer: Customer
) -> None:
    own_service.answers["/kefu/orders"] = (200, "silence")
    with pytest.raises(SystemAway):
        queries.orders_of(agent, customer.id)
    own_service.server.server_close()


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://10.0.0.8/", "http://169.254.169.254/latest",
        "http://0.0.0.0/", "http://a.example:99999/", "http://[::ffff:127.0.0.1]/", "http://2130706433/", "http://nowhere.invalid/", "http://224.0.0.1/",
    ],
)  # fmt: skip
def test_the_inside_of_the_network_is_not_reached(url: str) -> None:
    with pytest.raises(outbound.NotReached) as refused:
        outbound.send("GET", url, headers={}, seconds=1)
    assert refused.value.is_refused


@pytest.mark.parametrize(
    "address", ["", "ftp://a.example", "https://", "https://me:pw@a.example", "https://a.example/?x=1"]
)
def test_an_address_that_is_none_is_refused(make_staff: Callable[..., Actor], brand: Brand, address: str) -> None:
    with pytest.raises(Invalid):
        actions.connect(make_staff("connections.manage"), brand_id=brand.id, base_url=address, secret=SECRET)


def test_a_brand_is_connected_once(connect: Connection, make_staff: Callable[..., Actor], brand: Brand) -> None:
    with pytest.raises(Conflict):
        actions.connect(
            make_staff("connections.manage"), brand_id=brand.id, base_url="https://a.example", secret=SECRET
        )
