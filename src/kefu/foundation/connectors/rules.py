"""What may be connected, what may be granted, and how a request is signed; plain values only."""

import hashlib
import hmac
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit

from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text

REVOKE_WITHIN = timedelta(minutes=10)
TIMEOUT_RANGE = range(1, 16)


def base_url(address: str) -> str:
    """The address as it is stored. Raises Invalid for what is no http(s) address, or carries a password or a query."""
    cleaned = address.strip().rstrip("/")
    parts = urlsplit(cleaned)
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.query
        or parts.fragment
        or "@" in parts.netloc
    ):
        text = Text(
            "请填写以 https:// 开头的接口地址，不带账号和参数。",
            "Give an address that begins with https://, without user name or parameters.",
        )
        raise Invalid("wrong_address", text, errors=[FieldError("base_url", text)])
    return cleaned


def timeout(seconds: int) -> int:
    if seconds not in TIMEOUT_RANGE:
        text = Text("超时为 1 到 15 秒。", "The time-out is 1 to 15 seconds.")
        raise Invalid("wrong_timeout", text, errors=[FieldError("timeout_seconds", text)])
    return seconds


def ensure_within_limit(amount: Decimal, limit: Decimal, *, may_exceed: bool) -> None:
    """Raise Forbidden when an agent would give more than one grant may be worth."""
    if amount > limit and not may_exceed:
        text = Text(
            f"单次发放上限为 {limit:.2f} 元，请班组长发放。",
            f"One grant is limited to {limit:.2f}; ask your team leader to grant it.",
        )
        raise Forbidden("above_limit", text, extra={"limit": str(limit)})


def ensure_revocable(granted_at: datetime, now: datetime) -> None:
    if now - granted_at > REVOKE_WITHIN:
        text = Text("发放超过 10 分钟，不能撤销。", "It was granted more than 10 minutes ago and stays.")
        raise Conflict("too_late", text)


def signature(secret: str, *, timestamp: str, method: str, target: str, body: bytes) -> str:
    """Hex HMAC-SHA256 over timestamp, method, target (path with query) and body, joined by line feeds."""
    signed = b"\n".join([timestamp.encode(), method.encode(), target.encode(), body])
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


STATE_TEXTS = {
    "unpaid": Text("待付款", "Awaiting payment"),
    "paid": Text("待发货", "Preparing"),
    "shipped": Text("运输中", "On its way"),
    "delivered": Text("已签收", "Delivered"),
    "refunding": Text("退款中", "Refund in progress"),
    "refunded": Text("已退款", "Refunded"),
    "cancelled": Text("已取消", "Cancelled"),
}
CURRENCY_SIGNS = {"CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "HKD": "HK$"}


def money(amount: Decimal, currency: str) -> str:
    """As people write it: ¥1,234.00."""
    return f"{CURRENCY_SIGNS.get(currency, currency + ' ')}{amount:,.2f}"
