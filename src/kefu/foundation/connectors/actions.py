"""Connecting a business system, and granting coupons through it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.customers import actions as customer_actions
from kefu.foundation.customers import queries as customers
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid, NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import permissions, queries, rules
from .models import Connection, CouponGrant
from .ports import CustomerKeys
from .providers import system_of

FIELDS = ("base_url", "secret", "timeout_seconds", "coupon_limit")


@transaction.atomic
def connect(actor: Actor, *, brand_id: UUID, provider: str = Connection.Provider.HTTP, **settings: Any) -> Connection:
    """Connect a brand with its system. Raises Invalid, and Conflict when the brand is connected already."""
    actor.require(permissions.MANAGE)
    brand = one(accounts.brands(actor).filter(pk=brand_id))
    row = Connection(organization_id=actor.organization_id, brand=brand, provider=provider)
    try:
        with transaction.atomic():
            return _saved(actor, row, settings, before=None)
    except IntegrityError as taken:
        text = Text(
            "该品牌已连接业务系统，请修改原有连接。", "This brand is connected already; change that connection."
        )
        raise Conflict("already_connected", text) from taken


@transaction.atomic
def change_connection(actor: Actor, connection_id: UUID, changes: Mapping[str, Any]) -> Connection:
    row = one(queries.connections(actor).filter(pk=connection_id).select_for_update())
    return _saved(actor, row, changes, before=_described(row))


@transaction.atomic
def disconnect(actor: Actor, connection_id: UUID) -> None:
    """Forget the connection; what was granted through it stays on record."""
    row = queries.connection(actor, connection_id)
    audit.record(
        actor,
        action="connection.deleted",
        target_type="connection",
        target_id=row.id,
        target_label=str(row),
        before=_described(row),
    )
    row.delete()


def check_connection(actor: Actor, connection_id: UUID) -> int:
    """Ask the system for its coupons and for a customer nobody is; returns the number of coupons. Raises SystemAway."""
    row = queries.connection(actor, connection_id)
    system = system_of(row)
    system.orders_of(CustomerKeys(external_ids=("kefu-connection-check",)))
    return len(system.coupons())


@transaction.atomic
def grant_coupon(actor: Actor, *, customer_id: UUID, code: str, key: str) -> CouponGrant:
    """Give a coupon to a customer, once for each `key`; repeated, it answers with the first grant.

    The system is asked with the same key, so that an answer that got lost on the way is repeated, not doubled.
    Raises Forbidden above_limit, NotFound for an unknown coupon, Invalid for a customer without identity, SystemAway.
    """
    actor.require(permissions.GRANT)
    customer = customers.get(actor, customer_id)
    known = CouponGrant.objects.for_actor(actor).filter(key=key).first()
    if known is not None:
        return _same(known, customer_id, code)
    system, connected = queries.system_and_limit(actor, customer.brand_id)
    coupon = next((coupon for coupon in system.coupons() if coupon.code == code), None)
    if coupon is None:
        raise NotFound(
            "no_such_coupon", Text("优惠券已下架，请刷新。", "This coupon is not on offer any more; reload.")
        )
    rules.ensure_within_limit(coupon.amount, connected.coupon_limit, may_exceed=actor.may(permissions.EXCEED))
    keys = queries.keys_of(customer)
    if keys == CustomerKeys():
        text = Text(
            "客户没有手机号、邮箱或会员号，无法发放。",
            "The customer has no number, address or member id to grant it to.",
        )
        raise Invalid("customer_unknown", text)
    grant = CouponGrant(
        organization_id=actor.organization_id,
        brand_id=customer.brand_id,
        customer=customer,
        key=key,
        code=coupon.code,
        name=storable(coupon.name),
        amount=coupon.amount,
        currency=coupon.currency,
        minimum=coupon.minimum,
        days=coupon.days,
        granted_by_id=actor.id,
        granted_by_name=actor.name[:120],
    )
    try:
        with transaction.atomic():
            grant.save(force_insert=True)  # a twin of this call waits here until this one has ended
    except IntegrityError:
        return _same(CouponGrant.objects.for_actor(actor).get(key=key), customer_id, code)
    grant.reference = storable(system.grant(key, coupon, keys))
    grant.save(update_fields=["reference"])
    audit.record(
        actor,
        action="coupon.granted",
        target_type="customer",
        target_id=customer.id,
        target_label=customer.name,
        after=_told(grant),
    )
    customer_actions.add_timeline(
        actor.organization_id,
        customer_id=customer.id,
        at=grant.created_at,
        kind="coupon",
        title=Text(f"获赠 {rules.money(grant.amount, grant.currency)} 优惠券", f"Got a coupon of {grant.amount:.2f}"),
        summary=grant.name,
        object_type="coupon_grant",
        object_id=grant.id,
        agent_name=actor.name,
    )
    return grant


@transaction.atomic
def revoke_grant(actor: Actor, grant_id: UUID) -> CouponGrant:
    """Take a coupon back within ten minutes, while it is unused; taking back twice changes nothing."""
    actor.require(permissions.GRANT)
    grant = one(CouponGrant.objects.for_actor(actor).filter(pk=grant_id).select_for_update())
    if grant.revoked_at is not None:
        return grant
    rules.ensure_revocable(grant.created_at, clock.now())
    system, _ = queries.system_and_limit(actor, grant.brand_id)
    if not system.revoke(grant.key):
        raise Conflict("coupon_used", Text("优惠券已被使用，不能撤销。", "The coupon has been used and stays."))
    grant.revoked_at = clock.now()
    grant.save(update_fields=["revoked_at"])
    audit.record(
        actor,
        action="coupon.revoked",
        target_type="customer",
        target_id=grant.customer_id,
        target_label=grant.name,
        before=_told(grant),
    )
    customer_actions.add_timeline(
        actor.organization_id,
        customer_id=grant.customer_id,
        at=grant.created_at,
        kind="coupon",
        title=Text("优惠券已撤销", "Coupon taken back"),
        summary=grant.name,
        object_type="coupon_grant",
        object_id=grant.id,
        agent_name=actor.name,
    )
    return grant


def _same(grant: CouponGrant, customer_id: UUID, code: str) -> CouponGrant:
    if (grant.customer_id, grant.code) != (customer_id, code):
        text = Text("同一个请求编号用于了不同内容。", "The same key was used for something else.")
        raise Conflict("key_reused", text)
    return grant


def _told(grant: CouponGrant) -> dict[str, str]:
    return {"code": grant.code, "amount": str(grant.amount), "reference": grant.reference}


def _saved(actor: Actor, row: Connection, changes: Mapping[str, Any], before: dict[str, Any] | None) -> Connection:
    for field in FIELDS:
        if field in changes:
            setattr(row, field, changes[field])
    row.timeout_seconds = rules.timeout(row.timeout_seconds)
    if row.provider == Connection.Provider.HTTP:
        row.base_url = rules.base_url(row.base_url)
        if len(row.secret) < 16:
            text = Text("签名密钥至少 16 个字符。", "The signing secret has at least 16 characters.")
            raise Invalid("weak_secret", text, errors=[FieldError("secret", text)])
    row.save()
    audit.record(
        actor,
        action="connection.updated" if before else "connection.created",
        target_type="connection",
        target_id=row.id,
        target_label=str(row),
        before=before,
        after=_described(row),
    )
    return row


def _described(row: Connection) -> dict[str, Any]:
    """Without the secret: the memory of changes is for reading."""
    return {
        "provider": str(row.provider),
        "base_url": row.base_url,
        "timeout_seconds": row.timeout_seconds,
        "coupon_limit": str(row.coupon_limit),
    }
