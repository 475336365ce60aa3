"""The types of tickets and the promises of an organization."""

from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.statements import Statement
from kefu.kernel.tenancy import found

from .. import permissions
from ..models import SlaPolicy, TicketType


def types(actor: Actor, *, is_active: bool | None = None) -> QuerySet[TicketType]:
    actor.require(permissions.READ)
    rows = TicketType.objects.for_actor(actor).select_related("policy", "team").order_by("position", "id")
    return rows if is_active is None else rows.filter(is_active=is_active)


def type_for(actor: Actor, type_id: UUID | None, code: str = "") -> TicketType:
    """The type asked for, or the first one. Raises NotFound, and Invalid when the organization has none."""
    actor.require(permissions.READ)
    named: dict[str, Any] = {"id": type_id} if type_id else {"code": code} if code else {}
    known = with_policies(actor, statements.find(TicketType, actor.organization_id, is_active=True, **named))
    if named or known:
        return found(min(known, key=attrgetter("position", "id"), default=None))
    text = Text("还没有工单类型，请先在设置中添加。", "There is no type of ticket yet; add one in the settings.")
    raise Invalid("no_ticket_type", text)


def with_policies(actor: Actor, wanted: Statement) -> list[TicketType]:
    """The types that a statement finds, and what each promises."""
    kinds, policies = statements.run(wanted, statements.find(SlaPolicy, actor.organization_id))
    by_id = {policy.id: policy for policy in policies}
    for kind in kinds:
        kind.policy = by_id.get(kind.policy_id)
    return kinds


def policies(actor: Actor) -> QuerySet[SlaPolicy]:
    actor.require(permissions.READ)
    return SlaPolicy.objects.for_actor(actor).order_by("id")


def workers(actor: Actor, brand_id: UUID) -> QuerySet[User]:
    """Who may be given a ticket of the brand: active staff who work on tickets."""
    able = accounts.holders(actor, permissions.SERVE)
    rows = User.objects.for_actor(actor).filter(id__in=able, is_active=True).order_by("pinyin", "id")
    return rows.filter(brand_ids=[]) | rows.filter(brand_ids__contains=[brand_id])
