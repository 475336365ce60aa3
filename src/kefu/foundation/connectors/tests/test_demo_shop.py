"""Orders and coupons of the demo's shop, and the rules that hold for every system."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from kefu.foundation.accounts.models import Brand
from kefu.foundation.connectors import actions, queries, rules
from kefu.foundation.connectors.models import CouponGrant
from kefu.foundation.customers import actions as customer_actions
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kefu.kernel.models import AuditEntry

pytestmark = pytest.mark.usefixtures("demo_shop")


def test_a_customer_has_their_own_orders_newest_first(agent: Actor, customer: Customer) -> None:
    found = queries.orders_of(agent, customer.id)
    assert [order.number for order in found.orders] == ["Q2", "Q1"]
    assert [step.text for step in found.orders[0].steps] == ["到达上海", "已揽收"]


def test_the_card_says_what_and_where_it_is(agent: Actor, brand: Brand) -> None:
    card = queries.order_card(queries.order(agent, brand_id=brand.id, number=" Q2 "))
    assert (card["title"], card["price"], card["state_text"]) == ("电热水壶 等 3 件", "¥358.00", "运输中")
    assert card["lines"] == ["订单号 Q2", "顺丰 SF1", "到达上海"]
    assert queries.order_card(queries.order(agent, brand_id=brand.id, number="Q2"), "en")["state_text"] == "On its way"


def test_a_wrong_number_is_told_in_words(agent: Actor, brand: Brand) -> None:
    with pytest.raises(NotFound) as refused:
        queries.order(agent, brand_id=brand.id, number="没有")
    assert refused.value.code == "no_such_order"


def test_the_same_key_is_one_coupon(agent: Actor, customer: Customer) -> None:
    first = actions.grant_coupon(agent, customer_id=customer.id, code="C20", key="click-0001")
    again = actions.grant_coupon(agent, customer_id=customer.id, code="C20", key="click-0001")
    assert (first.id, first.reference) == (again.id, again.reference)
    assert CouponGrant.objects.for_actor(agent).count() == 1
    assert AuditEntry.objects.for_actor(agent).filter(action="coupon.granted").count() == 1
    assert [entry.title_zh for entry in customers.timeline(agent, customer.id)] == ["获赠 ¥20.00 优惠券"]
    with pytest.raises(Conflict):
        actions.grant_coupon(agent, customer_id=customer.id, code="C100", key="click-0001")


def test_an_agent_stays_within_the_limit_and_a_leader_need_not(
    agent: Actor, make_staff: Callable[..., Actor], customer: Customer
) -> None:
    with pytest.raises(Forbidden) as refused:
        actions.grant_coupon(agent, customer_id=customer.id, code="C100", key="click-0002")
    assert refused.value.code == "above_limit" and not CouponGrant.objects.for_actor(agent).exists()
    leader = make_staff("coupons.exceed")
    assert actions.grant_coupon(leader, customer_id=customer.id, code="C100", key="click-0003").amount == Decimal(100)


def test_a_coupon_can_be_taken_back_for_ten_minutes(agent: Actor, customer: Customer) -> None:
    grant = actions.grant_coupon(agent, customer_id=customer.id, code="C20", key="click-0004")
    revoked = actions.revoke_grant(agent, grant.id)
    assert revoked.revoked_at and actions.revoke_grant(agent, grant.id).revoked_at == revoked.revoked_at
    late = actions.grant_coupon(agent, customer_id=customer.id, code="C20", key="click-0005")
    with clock.frozen(clock.now() + rules.REVOKE_WITHIN + timedelta(seconds=1)), pytest.raises(Conflict):
        actions.revoke_grant(agent, late.id)


def test_who_is_known_by_nothing_gets_nothing(agent: Actor, brand: Brand) -> None:
    stranger = customer_actions.create(agent, name="路人", brand_id=brand.id)
    with pytest.raises(Invalid):
        actions.grant_coupon(agent, customer_id=stranger.id, code="C20", key="click-0006")
    assert queries.orders_of(agent, stranger.id).orders == []


def test_without_a_system_there_is_nothing_to_see(
    agent: Actor, make_staff: Callable[..., Actor], customer: Customer
) -> None:
    admin = make_staff("connections.manage")
    actions.disconnect(admin, queries.connections(admin).get().id)
    assert not queries.orders_of(agent, customer.id).is_connected
    assert queries.coupons(agent, brand_id=customer.brand_id) == []
