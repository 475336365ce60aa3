"""What a new ticket's form need not ask again (输入—输出)."""

from typing import Any
from uuid import UUID

from kefu.foundation.customers import queries as customers
from kefu.kernel import forms, masking
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one

from .. import permissions
from ..models import Ticket, TicketLink
from ..rules import doubles
from . import access
from .types import type_for

JSON = dict[str, Any]
CUSTOMER = "customer"


def known_values(
    actor: Actor,
    type_id: UUID,
    *,
    customer_id: UUID | None = None,
    parent_id: UUID | None = None,
    conversation_id: UUID | None = None,
    call_id: UUID | None = None,
) -> list[JSON]:
    """The fields of the type whose answer is known: from the customer's record, the parent, or the newest ticket of the
    same conversation or call, in this order. What the actor may not see is left out."""
    actor.require(permissions.READ)
    fields = type_for(actor, type_id).definition["fields"]
    known: dict[str, JSON] = {}
    for ticket in _tickets(actor, parent_id, conversation_id, call_id):
        kept, wrong = forms.filled(
            fields, {code: value for code, value in ticket.values.items() if code in _codes(fields)}
        )
        bad = {error["field"] for error in wrong}
        known |= {
            code: {"code": code, "value": value, "source": ticket.number}
            for code, value in kept.items()
            if value is not None and f"values.{code}" not in bad
        }
    if customer_id:
        about = _record(actor, customer_id)
        for field in fields:
            if (what := doubles.known_as(field)) and about.get(what):
                known[field["code"]] = {"code": field["code"], "value": about[what], "source": CUSTOMER}
    return [known[field["code"]] for field in fields if field["code"] in known]


def _codes(fields: Any) -> set[str]:
    return {field["code"] for field in fields}


def _tickets(actor: Actor, parent_id: UUID | None, conversation_id: UUID | None, call_id: UUID | None) -> list[Ticket]:
    """From the least to the most telling."""
    found: list[Ticket] = []
    for kind, object_id in ((TicketLink.Kind.CALL, call_id), (TicketLink.Kind.CONVERSATION, conversation_id)):
        if object_id:
            found += access.of_contact(actor, kind, object_id).order_by("-id")[:1]
    if parent_id:
        found.append(one(access.tickets(actor).filter(id=parent_id)))
    return found


def _record(actor: Actor, customer_id: UUID) -> dict[str, str]:
    """What the customer's record has; numbers that are hidden from the actor stay out of forms, or their stars would be kept."""
    if not actor.may("customers.read"):
        return {}
    found = customers.visible(actor).filter(id=customer_id).first()
    if found is None:
        return {}
    by_kind: dict[str, str] = {}
    for identity in () if masking.hides_from(actor) else found.identities.all():
        by_kind.setdefault(identity.kind, identity.value)
    return {**by_kind, "name": found.name, "address": found.address}
