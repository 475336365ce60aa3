"""What a business system answers, as Pydantic reads it: too much is ignored, too little or wrong raises ValidationError."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter

from ..ports import Coupon, Order, OrderItem, OrderState, Step

Line = Annotated[str, Field(max_length=300)]
Amount = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class ItemIn(BaseModel):
    title: Line
    quantity: int = Field(1, ge=1)
    price: Amount
    picture: Annotated[str, Field(max_length=2_000)] = ""


class StepIn(BaseModel):
    at: AwareDatetime
    text: Line


class OrderIn(BaseModel):
    number: Annotated[str, Field(min_length=1, max_length=64)]
    placed_at: AwareDatetime
    state: OrderState
    total: Amount
    currency: Currency = "CNY"
    items: list[ItemIn] = Field(max_length=100)
    carrier: Line = ""
    tracking_number: Line = ""
    steps: list[StepIn] = Field([], max_length=100)
    receiver: Line = ""
    url: Annotated[str, Field(max_length=2_000, pattern=r"^(https?://.*)?$")] = ""
    customer_ids: list[Line] = Field([], max_length=20)
    branch: Line = ""

    def order(self) -> Order:
        return Order(
            number=self.number,
            placed_at=self.placed_at,
            state=self.state,
            total=self.total,
            currency=self.currency,
            items=_items(self.items),
            carrier=self.carrier,
            tracking_number=self.tracking_number,
            steps=_steps(self.steps),
            receiver=self.receiver,
            url=self.url,
            customer_ids=tuple(self.customer_ids),
            branch=self.branch,
        )


class CouponIn(BaseModel):
    code: Annotated[str, Field(min_length=1, max_length=40)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    amount: Amount
    currency: Currency = "CNY"
    minimum: Amount = Decimal(0)
    days: int = Field(30, ge=1, le=3650)

    def coupon(self) -> Coupon:
        return Coupon(self.code, self.name, self.amount, self.currency, self.minimum, self.days)


class OrdersIn(BaseModel):
    orders: list[OrderIn] = Field(max_length=50)


class CouponsIn(BaseModel):
    coupons: list[CouponIn] = Field(max_length=100)


class GrantIn(BaseModel):
    reference: Annotated[str, Field(min_length=1, max_length=120)]


class RevokeIn(BaseModel):
    revoked: bool


def order_items(rows: list[dict[str, Any]]) -> tuple[OrderItem, ...]:
    return _items(TypeAdapter(list[ItemIn]).validate_python(rows))


def order_steps(rows: list[dict[str, Any]]) -> tuple[Step, ...]:
    return _steps(TypeAdapter(list[StepIn]).validate_python(rows))


def _items(rows: list[ItemIn]) -> tuple[OrderItem, ...]:
    return tuple(OrderItem(row.title, row.quantity, row.price, row.picture) for row in rows)


def _steps(rows: list[StepIn]) -> tuple[Step, ...]:
    return tuple(sorted((Step(row.at, row.text) for row in rows), key=_when, reverse=True))


def _when(step: Step) -> datetime:
    return step.at
