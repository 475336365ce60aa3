"""What a ticket says of itself: subject, form, impact and urgency, customer, links."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.customers.models import Customer
from kefu.kernel import forms
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import queries
from ..models import Ticket, TicketLink
from ..rules import priority, tags
from . import checklists, moving, opening, promising, record

FIELDS = ("subject", "description", "impact", "urgency", "customer_id", "type_id", "tags")


@transaction.atomic
def update(actor: Actor, ticket_id: UUID, *, changes: Mapping[str, Any], version: int | None = None) -> Ticket:
    """Change subject, description, impact, urgency, customer_id, type_id, tags and `values`, as far as named.

    With the `version` that the writer saw: raises Conflict stale, with the difference, when somebody else changed the
    same fields since; what they changed elsewhere stays.
    """
    ticket = queries.locked(actor, ticket_id)
    moving.ensure_is_whole(ticket)
    changes = {
        **changes,
        **forms.unmasked(actor, changes, {"subject": ticket.subject, "description": ticket.description}),
    }
    if version is not None and version != ticket.version:
        _refuse_stale(actor, ticket, changes, version)
    before = _described(ticket)
    if changes.get("type_id") and changes["type_id"] != ticket.type_id:
        _become(actor, ticket, changes["type_id"])
    if "subject" in changes:
        ticket.subject = opening.subject(changes["subject"])
    if "description" in changes:
        ticket.description = storable(changes["description"]).strip()
    for level in ("impact", "urgency"):
        if level in changes:
            setattr(ticket, level, changes[level])
    if "tags" in changes:
        ticket.tags = tags.tidy(changes["tags"])
    if "customer_id" in changes:
        _belong_to(actor, ticket, changes["customer_id"])
    moving.fill(actor, ticket, changes.get("values") or {})
    reprioritize(actor, ticket)
    after = _described(ticket)
    changed = {
        name: [before.get(name), after.get(name)] for name in {*before, *after} if before.get(name) != after.get(name)
    }
    if not changed:
        return ticket
    promising.follow(actor, ticket)
    record.note(actor, ticket, "changed", data={"changes": changed})
    record.save(
        ticket,
        *(
            "subject",
            "description",
            "impact",
            "urgency",
            "priority",
            "values",
            "tags",
            "customer",
            "type",
            "stage",
            "category",
        ),
        *promising.DUE,
    )
    record.make_findable(ticket)
    record.tell_story(ticket)
    return ticket


@transaction.atomic
def tag(actor: Actor, ticket_id: UUID, *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Ticket:
    """Put tags on the ticket, or take them off; those that are there, or are not, change nothing."""
    ticket = queries.locked(actor, ticket_id)
    unwanted = {one.casefold() for one in remove}
    return update(
        actor, ticket_id, changes={"tags": [one for one in (*ticket.tags, *add) if one.casefold() not in unwanted]}
    )


def reprioritize(actor: Actor, ticket: Ticket) -> None:
    ticket.priority = priority.priority(ticket.impact, ticket.urgency, is_vip=opening.is_vip(ticket.customer))


def _belong_to(actor: Actor, ticket: Ticket, customer_id: UUID | None) -> None:
    customer = one(Customer.objects.for_actor(actor).filter(id=customer_id)) if customer_id else None
    if customer and customer.brand_id != ticket.brand_id:
        raise Invalid("other_brand", Text("该客户属于另一个品牌。", "This customer belongs to another brand."))
    ticket.customer = customer


def _become(actor: Actor, ticket: Ticket, type_id: UUID) -> None:
    """Another type: it begins there anew; fields of the same code keep what is filled in."""
    if ticket.category in moving.OVER:
        raise Conflict("ticket_over", Text("工单已办结，请先重开。", "The ticket is done; reopen it first."))
    ticket.type = queries.type_for(actor, type_id)
    ticket.stage, ticket.category = ticket.type.definition["start"], Ticket.Category.OPEN
    known = {field["code"] for field in ticket.type.definition["fields"]}
    ticket.values = {code: value for code, value in ticket.values.items() if code in known}
    checklists.begin_anew(actor, ticket)


def _described(ticket: Ticket) -> dict[str, Any]:
    """What the history tells of a change, in plain values."""
    return {
        "subject": ticket.subject,
        "description": ticket.description,
        "impact": ticket.impact,
        "urgency": ticket.urgency,
        "priority": ticket.priority,
        "tags": ticket.tags,
        "customer": ticket.customer.name if ticket.customer else None,
        "type": {"zh-CN": ticket.type.name_zh, "en": ticket.type.name_en},
        **{f"values.{code}": value for code, value in ticket.values.items()},
    }


def _refuse_stale(actor: Actor, ticket: Ticket, changes: Mapping[str, Any], version: int) -> None:
    """Raise Conflict when what the writer wants to change was changed by somebody after the version that they saw."""
    present = {**{name: getattr(ticket, name) for name in FIELDS}}
    wanted = {name: value for name, value in changes.items() if name in FIELDS}
    wanted |= {f"values.{code}": value for code, value in (changes.get("values") or {}).items()}
    present |= {f"values.{code}": value for code, value in ticket.values.items()}
    differences = {
        name: {"yours": _plain(value), "theirs": _plain(present.get(name))}
        for name, value in wanted.items()
        if present.get(name) != value
    }
    if differences:
        raise Conflict(
            "stale",
            Text(
                "工单已被他人修改，请核对后再保存。您填写的内容没有丢失。",
                "Somebody else changed the ticket; compare before you save. What you wrote is not lost.",
            ),
            extra={"differences": differences, "version": ticket.version, "your_version": version},
        )


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


@transaction.atomic
def link(actor: Actor, ticket_id: UUID, *, kind: str, object_id: UUID) -> Ticket:
    """The ticket is about this conversation or call too. Linking twice changes nothing."""
    ticket = queries.locked(actor, ticket_id)
    found, _ = opening.contact_link(actor, kind, object_id)
    rows = TicketLink.objects.for_actor(actor).filter(ticket=ticket, kind=kind, object_id=object_id)
    if not rows.exists():
        found.ticket = ticket
        found.save()
        record.note(actor, ticket, "linked", data={"kind": kind, "object_id": str(object_id), "number": found.number})
        record.save(ticket)
    return ticket
