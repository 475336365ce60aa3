"""Business systems over HTTP."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema, Status

from kefu.kernel import clock
from kefu.kernel.http import ActorRequest, Page, page

from . import actions, queries, rules
from .models import Connection, CouponGrant
from .ports import Coupon, Order, OrderState

router = Router(tags=["business systems"])


class OrderItemOut(Schema):
    title: str
    quantity: int
    price: Decimal
    picture: str


class StepOut(Schema):
    at: datetime
    text: str


class OrderOut(Schema):
    """`card` is the payload that shows the order to the customer in a message of kind `card`."""

    number: str
    placed_at: datetime
    state: OrderState
    state_text: str
    total: Decimal
    currency: str
    items: list[OrderItemOut]
    carrier: str
    tracking_number: str
    steps: list[StepOut]
    receiver: str
    url: str
    card: dict[str, Any]

    @classmethod
    def of(cls, order: Order) -> "OrderOut":
        return cls(
            number=order.number,
            placed_at=order.placed_at,
            state=order.state,
            state_text=rules.STATE_TEXTS[order.state].in_language(),
            total=order.total,
            currency=order.currency,
            items=[
                OrderItemOut(title=item.title, quantity=item.quantity, price=item.price, picture=item.picture)
                for item in order.items
            ],
            carrier=order.carrier,
            tracking_number=order.tracking_number,
            steps=[StepOut(at=step.at, text=step.text) for step in order.steps],
            receiver=order.receiver,
            url=order.url,
            card=queries.order_card(order),
        )


class OrdersOut(Schema):
    """`is_connected` is false where the customer's brand has no business system."""

    is_connected: bool
    items: list[OrderOut]


class CouponOut(Schema):
    """`is_above_limit` coupons are granted by team leaders."""

    code: str
    name: str
    amount: Decimal
    currency: str
    minimum: Decimal
    days: int
    is_above_limit: bool

    @classmethod
    def of(cls, coupon: Coupon, limit: Decimal) -> "CouponOut":
        return cls(
            code=coupon.code,
            name=coupon.name,
            amount=coupon.amount,
            currency=coupon.currency,
            minimum=coupon.minimum,
            days=coupon.days,
            is_above_limit=coupon.amount > limit,
        )


class GrantIn(Schema):
    """`key` is the client's: the same key again answers with the coupon that was granted under it."""

    customer_id: UUID
    code: str = Field(min_length=1, max_length=40)
    key: str = Field(min_length=8, max_length=64)


class GrantOut(Schema):
    """`card` is the payload of a message that shows the coupon to the customer."""

    id: UUID
    customer_id: UUID
    code: str
    name: str
    amount: Decimal
    currency: str
    reference: str
    granted_at: datetime
    granted_by: str
    revoked_at: datetime | None
    is_revocable: bool
    card: dict[str, Any]

    @classmethod
    def of(cls, grant: CouponGrant) -> "GrantOut":
        fresh = clock.now() - grant.created_at <= rules.REVOKE_WITHIN
        return cls(
            id=grant.id,
            customer_id=grant.customer_id,
            code=grant.code,
            name=grant.name,
            amount=grant.amount,
            currency=grant.currency,
            reference=grant.reference,
            granted_at=grant.created_at,
            granted_by=grant.granted_by_name,
            revoked_at=grant.revoked_at,
            is_revocable=fresh and grant.revoked_at is None,
            card=queries.coupon_card(grant),
        )


class ConnectionFields(Schema):
    base_url: str = Field("", max_length=300)
    secret: str = Field("", max_length=200)
    timeout_seconds: int = 5
    coupon_limit: Decimal = Field(Decimal(50), ge=0, max_digits=12, decimal_places=2)


class ConnectionIn(ConnectionFields):
    brand_id: UUID


class ConnectionOut(Schema):
    """The secret is written, never read."""

    id: UUID
    brand_id: UUID
    provider: str
    base_url: str
    has_secret: bool
    timeout_seconds: int
    coupon_limit: Decimal

    @classmethod
    def of(cls, row: Connection) -> "ConnectionOut":
        return cls(
            id=row.id,
            brand_id=row.brand_id,
            provider=row.provider,
            base_url=row.base_url,
            has_secret=bool(row.secret),
            timeout_seconds=row.timeout_seconds,
            coupon_limit=row.coupon_limit,
        )


class CheckOut(Schema):
    coupons: int


@router.get("/customers/{customer_id}/orders", response=OrdersOut)
def list_orders(request: ActorRequest, customer_id: UUID) -> OrdersOut:
    """The customer's orders from the brand's business system, newest first."""
    found = queries.orders_of(request.auth, customer_id)
    return OrdersOut(is_connected=found.is_connected, items=[OrderOut.of(order) for order in found.orders])


@router.get("/orders/{number}", response=OrderOut)
def get_order(request: ActorRequest, number: str, brand: UUID) -> OrderOut:
    """An order of the brand by its number."""
    return OrderOut.of(queries.order(request.auth, brand_id=brand, number=number))


@router.get("/coupons", response=list[CouponOut])
def list_coupons(request: ActorRequest, brand: UUID) -> list[CouponOut]:
    """What may be given away for the brand, the smallest first."""
    coupons = queries.coupons(request.auth, brand_id=brand)
    limit = queries.coupon_limit(request.auth, brand)
    return [CouponOut.of(coupon, limit) for coupon in coupons]


@router.get("/coupons/grants", response=Page[GrantOut])
def list_grants(request: ActorRequest, customer: UUID, after: str | None = None, limit: int = 50) -> Page[GrantOut]:
    """What the customer was given, newest first."""
    rows, following = page(queries.grants_of(request.auth, customer), after=after, limit=limit)
    return Page[GrantOut](items=[GrantOut.of(row) for row in rows], next=following)


@router.post("/coupons/grants", response={201: GrantOut})
def grant_coupon(request: ActorRequest, data: GrantIn) -> Status[GrantOut]:
    """Give a coupon to a customer."""
    grant = actions.grant_coupon(request.auth, customer_id=data.customer_id, code=data.code, key=data.key)
    return Status(201, GrantOut.of(grant))


@router.post("/coupons/grants/{grant_id}/revoke", response=GrantOut)
def revoke_grant(request: ActorRequest, grant_id: UUID) -> GrantOut:
    """Take the coupon back, within ten minutes and while it is unused."""
    return GrantOut.of(actions.revoke_grant(request.auth, grant_id))


@router.get("/connections", response=Page[ConnectionOut])
def list_connections(request: ActorRequest, after: str | None = None, limit: int = 50) -> Page[ConnectionOut]:
    rows, following = page(queries.connections(request.auth), after=after, limit=limit)
    return Page[ConnectionOut](items=[ConnectionOut.of(row) for row in rows], next=following)


@router.post("/connections", response={201: ConnectionOut})
def create_connection(request: ActorRequest, data: ConnectionIn) -> Status[ConnectionOut]:
    """Connect a brand with the company's own service."""
    return Status(201, ConnectionOut.of(actions.connect(request.auth, **data.dict())))


@router.get("/connections/{connection_id}", response=ConnectionOut)
def get_connection(request: ActorRequest, connection_id: UUID) -> ConnectionOut:
    return ConnectionOut.of(queries.connection(request.auth, connection_id))


@router.patch("/connections/{connection_id}", response=ConnectionOut)
def change_connection(request: ActorRequest, connection_id: UUID, data: ConnectionFields) -> ConnectionOut:
    """What is absent stays."""
    changes = data.dict(exclude_unset=True)
    return ConnectionOut.of(actions.change_connection(request.auth, connection_id, changes))


@router.delete("/connections/{connection_id}", response={204: None})
def delete_connection(request: ActorRequest, connection_id: UUID) -> Status[None]:
    actions.disconnect(request.auth, connection_id)
    return Status(204, None)


@router.post("/connections/{connection_id}/check", response=CheckOut)
def check_connection(request: ActorRequest, connection_id: UUID) -> CheckOut:
    """Ask the business system something harmless, and tell what came; 503 says what is wrong."""
    return CheckOut(coupons=actions.check_connection(request.auth, connection_id))
