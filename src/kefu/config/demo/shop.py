"""The demo's business system: what its customers ordered, told from the present moment, and the coupons agents may give."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils import timezone

from kefu.config.demo.customers import PEOPLE
from kefu.config.demo.organization import SHOP, TRAVEL
from kefu.config.founding import CONTENT
from kefu.foundation.accounts.models import Brand
from kefu.foundation.connectors import actions, queries
from kefu.foundation.connectors.models import Connection, DemoCoupon, DemoOrder
from kefu.kernel import clock
from kefu.kernel.actor import Actor

CARRIERS = {"SF": "顺丰速运", "YT": "圆通速递", "JD": "京东物流"}
COUPONS = (
    ("CARE10", "小小心意券", 10, 0, 15),
    ("CARE20", "服务补偿券", 20, 0, 30),
    ("SHIP12", "免运费券", 12, 0, 30),
    ("BACK30", "回购礼券", 30, 199, 60),
    ("VIP80", "金卡关怀券", 80, 0, 30),
)
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="12" fill="{0}"/>'
    '<g fill="none" stroke="{1}" stroke-width="3.5" stroke-linecap="round" stroke-linejoin="round">{2}</g></svg>'
)
TICKET_COLORS, GOODS_COLORS = ("#e8f1ff", "#1f5fc4"), ("#e9f5ef", "#1f7a52")


@dataclass(frozen=True, slots=True)
class Goods:
    title: str
    price: Decimal
    picture: str


def plant(actor: Actor, brands: dict[str, Brand]) -> None:
    """Connect both brands with the demo's shop, and fill it where it is empty."""
    for code in (SHOP, TRAVEL):
        brand = brands[code]
        if queries.connection_of(actor, brand.id) is None:
            actions.connect(actor, brand_id=brand.id, provider=Connection.Provider.DEMO)
        if not DemoOrder.objects.for_actor(actor).filter(brand=brand).exists():
            DemoOrder.objects.bulk_create(_orders(brand, code, clock.now()))
    shop = brands[SHOP]
    if not DemoCoupon.objects.for_actor(actor).filter(brand=shop).exists():
        DemoCoupon.objects.bulk_create(
            DemoCoupon(
                organization_id=actor.organization_id,
                brand=shop,
                code=code,
                name=name,
                amount=amount,
                minimum=minimum,
                days=days,
            )
            for code, name, amount, minimum, days in COUPONS
        )


def _orders(brand: Brand, code: str, now: datetime) -> list[DemoOrder]:
    content: dict[str, Any] = json.loads((CONTENT / "orders.json").read_text(encoding="utf-8"))
    people = {person.member: person for person in PEOPLE}
    colors = TICKET_COLORS if code == TRAVEL else GOODS_COLORS
    goods = {
        key: Goods(title, Decimal(price), _picture(colors, content["pictures"][picture]))
        for key, (title, price, picture) in content["goods"].items()
    }
    found = []
    for nth, row in enumerate(content["orders"], start=1):
        person = people[row["member"]]
        if person.brand != code:
            continue
        placed = now - timedelta(hours=row["hours"])
        items = [(goods[key], quantity) for key, quantity in row["items"].items()]
        carrier = row.get("carrier", "")
        found.append(
            DemoOrder(
                organization_id=brand.organization_id,
                brand=brand,
                number=f"{'T' if code == TRAVEL else 'Q'}{timezone.localtime(placed):%m%d}{7300 + nth * 37}",
                external_id=person.member,
                phone=f"+86{person.phone}",
                placed_at=placed,
                state=row["state"],
                content={
                    "total": str(sum((kind.price * quantity for kind, quantity in items), Decimal())),
                    "items": [
                        {"title": kind.title, "price": str(kind.price), "quantity": quantity, "picture": kind.picture}
                        for kind, quantity in items
                    ],
                    "carrier": CARRIERS.get(carrier, ""),
                    "tracking_number": f"{carrier}{nth * 48271 + 1040000000}" if carrier else "",
                    "receiver": f"{person.title} {person.phone[:3]}****{person.phone[-4:]}",
                    "steps": [
                        {"at": (now - timedelta(hours=hours)).isoformat(), "text": text} for hours, text in row["steps"]
                    ],
                },
            )
        )
    return found


def _picture(colors: tuple[str, str], drawing: str) -> str:
    return "data:image/svg+xml," + quote(PICTURE.format(*colors, drawing), safe="/:=;, ()-.")
