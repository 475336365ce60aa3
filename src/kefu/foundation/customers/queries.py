"""Reads of customers. Each sees the actor's organization, and the brands the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from kefu.kernel import forms, statements
from kefu.kernel import search as documents
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid
from kefu.kernel.tenancy import one
from kefu.kernel.text import fold

from . import permissions, rules
from .models import Customer, CustomerForm, Identity, TimelineEntry

SEARCH_KIND = "customer"


@dataclass(frozen=True, slots=True)
class CustomerSummary:
    """What a list of something else shows of its customer."""

    id: UUID
    name: str
    tier: str


def rows(actor: Actor) -> QuerySet[Customer]:
    """Customers with their identities at hand, no permission asked: for this module's own actions."""
    known = Identity.objects.for_actor(actor).order_by("id")
    return Customer.objects.for_actor(actor).prefetch_related(Prefetch("identities", queryset=known))


def visible(actor: Actor) -> QuerySet[Customer]:
    actor.require(permissions.READ)
    return rows(actor)


def get(actor: Actor, customer_id: UUID) -> Customer:
    """Raises NotFound for another brand's or organization's customer too."""
    return one(visible(actor).filter(pk=customer_id))


def search(actor: Actor, text: str) -> QuerySet[Customer]:
    """Customers by words of their name, its pinyin or initials from the start, a number or its last four digits, an address."""
    wanted = Q(pk__in=documents.find(actor, text, kinds=[SEARCH_KIND]).order_by().values("object_id"))
    if typed := fold(text).replace(" ", ""):
        wanted |= Q(pinyin__startswith=typed) | Q(pinyin__contains=f" {typed}")
    if number := rules.parsed_phone(text):
        wanted |= _known_by(actor, Identity.Kind.PHONE, number.value)
    return visible(actor).filter(wanted)


def matching(
    actor: Actor, *, text: str = "", phone: str = "", email: str = "", brand_id: UUID | None = None
) -> QuerySet[Customer]:
    """Customers who fit everything that is given. Raises Invalid for a number or an address that is none."""
    found = search(actor, text) if text.strip() else visible(actor)
    if phone:
        found = found.filter(_known_by(actor, Identity.Kind.PHONE, rules.phone(phone).value))
    if email:
        found = found.filter(_known_by(actor, Identity.Kind.EMAIL, rules.email(email)))
    return found.filter(brand_id=brand_id) if brand_id else found


def find_by_identity(
    actor: Actor, *, brand_id: UUID, phone: str | None = None, email: str | None = None, external_id: str | None = None
) -> Customer | None:
    """The customer whom a verified identity proves: the external id before the number before the address.

    For modules that have proved the identity themselves, so no permission is asked. What cannot be read finds nobody.
    """
    try:
        wanted = rules.identities(phone=phone, email=email, external_id=external_id)
    except Invalid:
        return None
    values = [value for _, value in wanted]
    rows = statements.run(
        statements.find(Identity, actor.organization_id, brand_id=brand_id, value=values, verified=True)
    )[0]
    known = {(row.kind, row.value): row.customer_id for row in statements.visible(actor, rows)}
    found = next((known[pair] for pair in wanted if pair in known), None)
    return statements.first(Customer, actor, id=found) if found else None


def read_phone(written: str) -> str | None:
    """A number in the one spelling in which it is compared and stored; None when it is none that the world can dial."""
    number = rules.parsed_phone(written)
    return number.value if number else None


def read_email(written: str) -> str | None:
    """An address in the spelling in which it is compared and stored; None when mail could not reach it."""
    try:
        return rules.email(written)
    except Invalid:
        return None


def with_phone(actor: Actor, value: str) -> list[Customer]:
    """Customers of the actor's brands whom a number opens, in the spelling of `read_phone`; each brand has its own."""
    return list(visible(actor).filter(_known_by(actor, Identity.Kind.PHONE, value))[:5])


def identities(actor: Actor, brand_id: UUID, wanted: Iterable[rules.IdentityKey]) -> QuerySet[Identity]:
    """The stored ones among `wanted` (kind, normalised value)."""
    either = Q(pk__in=[])
    for kind, value in wanted:
        either |= Q(kind=kind, value=value)
    return Identity.objects.for_actor(actor).filter(either, brand_id=brand_id)


def numbers_of(actor: Actor, customer_id: UUID) -> list[str]:
    """Every number, address and external id of a customer whom the caller may see."""
    return list(Identity.objects.for_actor(actor).filter(customer_id=customer_id).values_list("value", flat=True))


def phones_of(actor: Actor, customer_id: UUID) -> list[str]:
    """The telephone numbers of a customer, in the order in which the API names them; NotFound unless the actor may see them."""
    known = get(actor, customer_id).identities.all()
    return [identity.value for identity in known if identity.kind == Identity.Kind.PHONE]


def timeline(actor: Actor, customer_id: UUID) -> QuerySet[TimelineEntry]:
    """What happened with the customer; NotFound unless the actor may see the customer."""
    customer = get(actor, customer_id)
    return TimelineEntry.objects.for_actor(actor).filter(customer=customer)


def own_fields(actor: Actor, *, with_archived: bool = False) -> list[forms.Field]:
    """The fields that the organization gives its customers, in their order; no permission asked."""
    form = CustomerForm.objects.for_actor(actor).first()
    return [field for field in (form.fields if form else []) if with_archived or not field["is_archived"]]


def summaries(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, CustomerSummary]:
    """Name and tier of the customers among `ids` whom the actor may see, in one query."""
    rows = Customer.objects.for_actor(actor).filter(pk__in=set(ids)).values_list("id", "name", "tier")
    return {id: CustomerSummary(id, name, tier) for id, name, tier in rows}


def _known_by(actor: Actor, kind: str, value: str) -> Q:
    return Q(pk__in=Identity.objects.for_actor(actor).filter(kind=kind, value=value).values("customer_id"))
