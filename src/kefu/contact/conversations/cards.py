"""What a card may hold (商品卡片、订单卡片、知识卡片): plain values only, nothing that a browser would execute."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

MAX_TITLE, MAX_SHORT, MAX_ADDRESS = 200, 120, 2000
SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}
_PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml)[;,]|https?://|/(?!/)")


def checked(payload: dict[str, Any]) -> dict[str, Any]:
    """The card as it is stored; other keys than the known ones are the sender's own. Raises Invalid naming the field.

    `price` as a number becomes money of `currency` (¥1,234.00); as a text it stays.
    """
    card = dict(payload)
    title = str(card.get("title") or "").strip()
    if not title or len(title) > MAX_TITLE:
        raise _wrong(
            "title", Text(f"请填写卡片标题，最多 {MAX_TITLE} 字。", f"A card needs a title of at most {MAX_TITLE}.")
        )
    card["title"] = title
    for field in ("type", "external_id", "currency"):
        if card.get(field) is not None:
            card[field] = str(card[field])[:MAX_SHORT]
    if card.get("price") not in (None, ""):
        card["price"] = _money(card["price"], card.get("currency") or "CNY")
    if card.get("url"):
        url = str(card["url"])
        if not re.match(r"https?://", url) or len(url) > MAX_ADDRESS:
            raise _wrong(
                "url", Text("链接须以 http:// 或 https:// 开头。", "The link begins with http:// or https://.")
            )
        card["url"] = url
    if card.get("picture") and not _PICTURE.match(str(card["picture"])):
        raise _wrong("picture", Text("图片地址不正确。", "The address of the picture is not right."))
    return card


def _money(price: Any, currency: str) -> str:
    """ "1234.5" → "¥1,234.00" in fen or cents; what is no number is said as it is."""
    try:
        amount = Decimal(str(price))
    except InvalidOperation:
        return str(price)[:MAX_SHORT]
    if not amount.is_finite() or abs(amount) >= Decimal(10**12):
        return str(price)[:MAX_SHORT]
    return f"{SIGNS.get(currency, f'{currency} ')}{amount:,.2f}"


def page_address(address: str) -> str:
    """A page without what may be private in it: no query, no fragment, no user; "" for what is no page."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not host:
        return ""
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{host}{port}{parts.path}"[:500]


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid("wrong_card", text, errors=[FieldError(f"payload.{field}", text)])
