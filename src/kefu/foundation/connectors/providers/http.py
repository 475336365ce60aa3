"""A company's own service that answers Kefu's signed JSON requests; what it has to speak stands in docs/business-system.md."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

import orjson
import structlog
from pydantic import BaseModel, ValidationError

from kefu.kernel import clock, outbound

from .. import rules
from ..ports import Coupon, CustomerKeys, Order, SystemAway
from .reading import CouponsIn, GrantIn, OrderIn, OrdersIn, RevokeIn

log = structlog.get_logger(__name__)
M = TypeVar("M", bound=BaseModel)


class HttpSystem:
    def __init__(self, base_url: str, secret: str, seconds: float) -> None:
        self.base_url, self.secret, self.seconds = base_url, secret, seconds

    def orders_of(self, customer: CustomerKeys) -> Sequence[Order]:
        known = [("phone", value) for value in customer.phones]
        known += [("email", value) for value in customer.emails]
        known += [("external_id", value) for value in customer.external_ids]
        if not known:
            return []
        answer = self._ask(OrdersIn, "GET", f"/orders?{urlencode(known)}")
        found = [row.order() for row in answer.orders] if answer else []
        return sorted(found, key=lambda order: order.placed_at, reverse=True)

    def order(self, number: str) -> Order | None:
        answer = self._ask(OrderIn, "GET", f"/orders/{quote(number, safe='')}")
        return answer.order() if answer else None

    def coupons(self) -> Sequence[Coupon]:
        answer = self._ask(CouponsIn, "GET", "/coupons")
        return [row.coupon() for row in answer.coupons] if answer else []

    def grant(self, key: str, coupon: Coupon, customer: CustomerKeys) -> str:
        answer = self._ask(
            GrantIn, "POST", "/coupons/grants", {"key": key, "code": coupon.code, "customer": asdict(customer)}
        )
        if answer is None:
            raise SystemAway("404")
        return answer.reference

    def revoke(self, key: str) -> bool:
        answer = self._ask(RevokeIn, "POST", f"/coupons/grants/{quote(key, safe='')}/revoke", {})
        return answer is not None and answer.revoked

    def _ask(self, shape: type[M], method: str, path: str, content: object = None) -> M | None:
        """The answer, or None where the system says 404."""
        url, body = self.base_url + path, b"" if content is None else orjson.dumps(content)
        parts = urlsplit(url)
        timestamp = str(int(clock.now().timestamp()))
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        signed = rules.signature(self.secret, timestamp=timestamp, method=method, target=target, body=body)
        headers = {
            "Accept": "application/json",
            "Content-Type": "application/json",
            "X-Kefu-Timestamp": timestamp,
            "X-Kefu-Signature": f"v1={signed}",
        }
        try:
            answer = outbound.send(method, url, body=body, headers=headers, seconds=self.seconds)
            if answer.status == 404:
                return None
            if answer.status not in (200, 201):
                raise SystemAway(f"HTTP {answer.status}")
            return shape.model_validate_json(answer.body)
        except outbound.NotReached as error:
            log.warning("business_system_away", host=parts.hostname, reason=str(error))
            raise SystemAway(str(error)) from error
        except ValidationError as error:
            wrong = error.errors()[0]
            field = ".".join(str(part) for part in wrong["loc"])
            log.warning("business_system_answer", host=parts.hostname, field=field, reason=wrong["msg"])
            raise SystemAway(f"{field}: {wrong['msg']}") from error
