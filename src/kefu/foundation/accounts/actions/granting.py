"""Nobody gives what they do not have, nor rules over whom they could not have appointed."""

from collections.abc import Collection
from uuid import UUID

from kefu.kernel.actor import Actor
from kefu.kernel.errors import Forbidden, Invalid
from kefu.kernel.i18n import Text

from .. import queries
from ..models import Role, User


def ensure_may_grant(actor: Actor, granted: Collection[str], scope: str) -> None:
    """Raise Forbidden when the bundle or its scope goes beyond the actor's own."""
    missing = sorted(code for code in granted if not actor.may(code))
    if missing:
        raise Forbidden(
            "escalation",
            Text("不能授予您自己没有的权限。", "You cannot grant permissions that you do not hold."),
            extra={"permissions": missing},
        )
    if scope == Role.Scope.ALL and actor.user_ids is not None:
        raise Forbidden(
            "escalation", Text("不能授予大于自身的数据范围。", "You cannot grant a wider scope than your own.")
        )


def ensure_may_appoint(actor: Actor, role: Role) -> None:
    ensure_may_grant(actor, queries.permissions_of(role), role.scope)


def ensure_may_change(actor: Actor, user: User) -> None:
    """Raise Forbidden unless the actor could have given the user the role they have, and reaches them."""
    ensure_may_appoint(actor, user.role)
    if actor.user_ids is not None and user.id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )


def ensure_may_brand(actor: Actor, brand_ids: Collection[UUID]) -> None:
    """Raise for brands that do not exist or that the actor does not have; none means all of them."""
    if actor.brand_ids is not None and (not brand_ids or not set(brand_ids) <= actor.brand_ids):
        raise Forbidden("escalation", Text("只能分配您自己的品牌。", "You can only assign brands of your own."))
    known = {brand.id for brand in queries.brands(actor)}
    if not set(brand_ids) <= known:
        raise Invalid("unknown_brand", Text("品牌不存在。", "A brand does not exist."))
