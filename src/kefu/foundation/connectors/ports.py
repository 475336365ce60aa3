"""What Kefu asks of a company's business system. Each provider in `providers/` speaks to one kind of system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, Protocol, get_args

from kefu.kernel.errors import Unavailable
from kefu.kernel.i18n import Text

OrderState = Literal["unpaid", "paid", "shipped", "delivered", "refunding", "refunded", "cancelled"]
STATES: tuple[OrderState, ...] = get_args(OrderState)
OPEN: tuple[OrderState, ...] = ("unpaid", "paid", "shipped", "refunding")  # the customer waits for something


class SystemAway(Unavailable):
    """The business system did not answer as agreed; nothing of Kefu's own was lost."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            "business_system_away",
            Text(
                f"业务系统没有正常响应，可稍后重试；会话不受影响。（{reason}）",
                f"The business system did not answer properly; try again in a moment. Conversations go on. ({reason})",
            ),
            headers={"Retry-After": "5"},
        )


@dataclass(frozen=True, slots=True)
class CustomerKeys:
    """What a customer is known by; a system finds whom it knows by any of them."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    external_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OrderItem:
    title: str
    quantity: int
    price: Decimal
    picture: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a parcel."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Order:
    """An order as its system tells it. Amounts are in `currency` (ISO 4217); `steps` come newest first."""

    number: str
    placed_at: datetime
    state: OrderState
    total: Decimal
    currency: str
    items: tuple[OrderItem, ...]
    carrier: str = ""
    tracking_number: str = ""
    steps: tuple[Step, ...] = ()
    receiver: str = ""
    url: str = ""
    customer_ids: tuple[str, ...] = ()
    branch: str = ""  # the outlet that it is with: a code or a name of the company's own


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon that may be given away; `minimum` is what the customer must spend to use it."""

    code: str
    name: str
    amount: Decimal
    currency: str
    minimum: Decimal = Decimal(0)
    days: int = 30


class BusinessSystem(Protocol):
    """Every method raises `SystemAway` when the system does not answer in time, or not as agreed."""

    def orders_of(self, customer: CustomerKeys) -> Sequence[Order]:
        """Newest first, 50 at most."""

    def order(self, number: str) -> Order | None: ...

    def coupons(self) -> Sequence[Coupon]: ...

    def grant(self, key: str, coupon: Coupon, customer: CustomerKeys) -> str:
        """Give the coupon away once however often it is asked with the same `key`; returns the system's own reference."""

    def revoke(self, key: str) -> bool:
        """Take back what was granted under `key`; False when it has been used already."""
