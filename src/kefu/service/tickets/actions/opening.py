"""A ticket comes into being: by hand, out of a conversation or a call, as a child, or from another system."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import queries as conversations
from kefu.contact.telephony import queries as telephony
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import actions as customer_actions
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer
from kefu.kernel import forms, statements
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid, NotFound
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.ids import next_number
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import permissions, queries
from ..events import TicketOpened
from ..models import Ticket, TicketLink, TicketType
from ..rules import priority, tags
from . import checklists, moving, people, promising, record

SERIES = "T"
MOST_CHILDREN = 50


@dataclass(frozen=True, slots=True)
class Person:
    """A customer by name and what they are known by, where there is no id at hand."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket begins with; what is left out is taken from its type, its customer, and what it came from."""

    subject: str
    description: str = ""
    type_id: UUID | None = None
    type_code: str = ""
    brand_id: UUID | None = None
    customer_id: UUID | None = None
    customer: Person | None = None
    impact: str = "medium"
    urgency: str = "low"
    owner_id: UUID | None = None
    team_id: UUID | None = None
    parent_id: UUID | None = None
    conversation_id: UUID | None = None
    call_id: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    tags: Sequence[str] = ()
    watcher_ids: tuple[UUID, ...] = ()
    attachment_ids: tuple[UUID, ...] = ()
    source: str = Ticket.Source.API


@transaction.atomic
def create(actor: Actor, new: NewTicket) -> Ticket:
    """Open a ticket. Raises NotFound for what it names and the actor may not see, and Invalid, naming the fields."""
    actor.require(permissions.READ)
    actor.require(permissions.SERVE)
    kind = queries.type_for(actor, new.type_id, new.type_code)
    parent = _parent(actor, new.parent_id)
    links = _links(actor, new)
    customer = _customer(actor, new, links)
    brand_id = customer.brand_id if customer else _brand_id(actor, new, parent)
    ticket = Ticket(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        type=kind,
        subject=subject(new.subject),
        description=storable(new.description).strip(),
        attachments=record.attached(actor, new.attachment_ids),
        tags=tags.tidy(new.tags),
        stage=kind.definition["start"],
        category=Ticket.Category.OPEN,
        impact=new.impact,
        urgency=new.urgency,
        priority=priority.priority(new.impact, new.urgency, is_vip=is_vip(customer)),
        source=_source(new, links),
        customer=customer,
        owner=_owner(actor, new.owner_id, brand_id),
        team=people.team(actor, new.team_id) if new.team_id else kind.team,
        creator_id=actor.id if actor.kind == "user" else None,
        parent=parent,
    )
    moving.fill(actor, ticket, new.values)
    _require_form(kind, ticket.values)
    keep(actor, ticket, links, "opened")
    if new.watcher_ids:
        people.add_watchers(actor, ticket, new.watcher_ids)
    if parent:
        record.note(actor, parent, "child", data={"number": ticket.number, "subject": ticket.subject})
        record.save(parent)
    return ticket


def keep(
    actor: Actor, ticket: Ticket, links: list[TicketLink], kind: str, data: Mapping[str, Any] | None = None
) -> None:
    """Store a ticket that is thought out."""
    ticket.number = next_number(actor.organization_id, SERIES)
    with statements.together():
        promising.follow(actor, ticket, is_new=True)
        TicketLink.objects.bulk_create(links_for(ticket, links))
        checklists.grow(actor, ticket)
        statements.run(statements.insert(ticket))
        record.note(actor, ticket, kind, data={"source": ticket.source, **(data or {})})
        record.make_findable(ticket, is_new=True)
        record.tell_story(ticket)
        publish(
            TicketOpened(organization_id=ticket.organization_id, ticket_id=ticket.id, rule_id=record.rule_of(actor))
        )
        record.show(ticket)
    people.tell_owner(actor, ticket)


def links_for(ticket: Ticket, links: list[TicketLink]) -> list[TicketLink]:
    for link in links:
        link.ticket = ticket
    return links


def subject(written: str) -> str:
    """Raises Invalid when nothing is left of it."""
    text = " ".join(storable(written).split())[:200]
    if not text:
        raise Invalid(
            "wrong_subject",
            Text("请填写工单标题。", "Give the ticket a subject."),
            errors=[FieldError("subject", Text("必填", "Required"))],
        )
    return text


def is_vip(customer: Customer | None) -> bool:
    return customer is not None and customer.tier == Customer.Tier.VIP


def contact_link(actor: Actor, kind: str, object_id: UUID) -> tuple[TicketLink, Any]:
    """The link to a conversation or a call that the actor may see, and it. Raises NotFound."""
    found: Any
    if kind == TicketLink.Kind.CONVERSATION:
        found = conversations.conversation(actor, object_id)
        number = found.number
    else:
        found = telephony.call(actor, object_id)
        number = ""  # calls have none
    link = TicketLink(organization_id=actor.organization_id, kind=kind, object_id=object_id, number=number)
    return link, found


def _links(actor: Actor, new: NewTicket) -> list[TicketLink]:
    wanted = ((TicketLink.Kind.CONVERSATION, new.conversation_id), (TicketLink.Kind.CALL, new.call_id))
    return [contact_link(actor, kind, object_id)[0] for kind, object_id in wanted if object_id]


def _source(new: NewTicket, links: list[TicketLink]) -> str:
    kinds = {link.kind for link in links}
    if TicketLink.Kind.CONVERSATION in kinds:
        return Ticket.Source.CHAT
    return Ticket.Source.CALL if kinds else new.source


def _customer(actor: Actor, new: NewTicket, links: list[TicketLink]) -> Customer | None:
    if new.customer_id:
        return one(Customer.objects.for_actor(actor).filter(id=new.customer_id))
    if new.customer:
        return _person(actor, new, new.customer)
    for link in links:
        found = contact_link(actor, link.kind, link.object_id)[1]
        if found.customer_id:
            return one(Customer.objects.for_actor(actor).filter(id=found.customer_id))
    return None


def _person(actor: Actor, new: NewTicket, person: Person) -> Customer:
    """The customer whom a number or an address proves, else a new one."""
    brand_id = _brand_id(actor, new, None)
    phone, email = person.phone or None, person.email or None
    known = customers.find_by_identity(actor, brand_id=brand_id, phone=phone, email=email)
    return known or customer_actions.create(actor, name=person.name, phone=phone, email=email, brand_id=brand_id)


def _brand_id(actor: Actor, new: NewTicket, parent: Ticket | None) -> UUID:
    brands = accounts.brand_ids(actor)
    wanted = new.brand_id or (parent.brand_id if parent else None) or next(iter(brands), None)
    if wanted not in brands:
        raise NotFound()
    return wanted


def _owner(actor: Actor, owner_id: UUID | None, brand_id: UUID) -> User | None:
    return people.worker(actor, owner_id, brand_id) if owner_id else None


def _parent(actor: Actor, parent_id: UUID | None) -> Ticket | None:
    if parent_id is None:
        return None
    parent = queries.locked(actor, parent_id)
    moving.ensure_is_whole(parent)
    if parent.category in moving.OVER:
        raise Conflict("parent_over", Text("父工单已办结，请先重开。", "The parent is done; reopen it first."))
    if Ticket.objects.for_actor(actor).filter(parent=parent).count() >= MOST_CHILDREN:
        raise Conflict("too_many_children", Text("子工单最多 50 个。", "A ticket has at most 50 sub-tickets."))
    return parent


def form_faults(kind: TicketType, values: Mapping[str, Any]) -> list[FieldError]:
    """What is wrong with the own fields of a ticket that is yet to be made, or missing from them, each named once."""
    fields = kind.definition["fields"]
    kept, wrong = forms.filled(fields, values)
    named = {one["field"] for one in wrong}
    lacking = forms.missing(fields, forms.required(fields), kept)
    return wrong + [one for one in forms.incomplete(lacking).errors if one["field"] not in named]


def _require_form(kind: TicketType, values: Mapping[str, Any]) -> None:
    fields = kind.definition["fields"]
    if lacking := forms.missing(fields, forms.required(fields), values):
        raise forms.incomplete(lacking)
