"""Writes of customers. Whatever touches an identity first locks its value, so two calls never make two customers of one."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict, cast
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock, masking, search
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, Invalid, NotFound
from kefu.kernel.i18n import Text
from kefu.kernel.permissions import NUMBERS_REVEAL
from kefu.kernel.tenancy import one
from kefu.kernel.text import pinyin_key, storable

from . import form, permissions, queries, rules
from .models import Customer, Identity, TimelineEntry

IDENTITY_LOCK = 7_302_001
MAX_SUMMARY = 2_000


class CustomerChanges(TypedDict, total=False):
    """Fields to change; those that are absent stay. The lists replace what was there."""

    name: str
    tier: str
    tags: list[str]
    note: str
    address: str
    values: dict[str, Any]
    phones: list[str]
    emails: list[str]
    external_ids: list[str]


@transaction.atomic
def create(
    actor: Actor,
    *,
    name: str,
    phone: str | None = None,
    email: str | None = None,
    external_id: str | None = None,
    brand_id: UUID | None = None,
    tier: str = Customer.Tier.NORMAL,
    tags: Iterable[str] = (),
    note: str = "",
    address: str = "",
    values: Mapping[str, Any] | None = None,
) -> Customer:
    """A new customer whose identities a member of staff vouches for; without `brand_id` of the actor's first brand.

    `values` fill the organization's own fields; None where nobody was asked for them, and then none is required. Raises
    Invalid for what cannot be read or is missing, and Conflict identity_taken, naming the owner, when an identity belongs to
    another customer.
    """
    actor.require(permissions.MANAGE)
    brand_id = _brand_id(actor, brand_id)
    wanted = rules.identities(phone=phone, email=email, external_id=external_id)
    _lock(brand_id, wanted)
    _refuse_taken(actor, brand_id, wanted)
    return _made(
        actor,
        brand_id,
        rules.name(name),
        wanted,
        tier=tier,
        tags=rules.tags([*tags]),
        note=rules.note(note),
        address=rules.address(address),
        values=form.filled_new(actor, values),
    )


@transaction.atomic
def update(actor: Actor, *, customer_id: UUID, changes: CustomerChanges) -> Customer:
    """Change a customer. Raises NotFound, Invalid, and Conflict identity_taken as `create` does."""
    actor.require(permissions.MANAGE)
    known = queries.get(actor, customer_id)
    brand_id = known.brand_id
    if masking.hides_from(actor):
        changes = _with_hidden(known, changes)
    wanted = {
        kind: rules.identities_of(kind, changes[field])  # type: ignore[literal-required]
        for field, kind in (("phones", "phone"), ("emails", "email"), ("external_ids", "external"))
        if field in changes
    }
    _lock(brand_id, [pair for pairs in wanted.values() for pair in pairs])
    customer = queries.visible(actor).select_for_update().get(pk=customer_id)
    before = _described(customer)
    for kind, pairs in wanted.items():
        _refuse_taken(actor, brand_id, pairs, but=customer)
        kept = [value for _, value in pairs]
        Identity.objects.for_actor(actor).filter(customer=customer, kind=kind).exclude(value__in=kept).delete()
        _attach(actor, customer, pairs)
    if "name" in changes:
        customer.name = rules.name(changes["name"])
        customer.pinyin = pinyin_key(customer.name, person=True)
    if "tier" in changes:
        customer.tier = changes["tier"]
    if "tags" in changes:
        customer.tags = rules.tags(changes["tags"])
    if "note" in changes:
        customer.note = rules.note(changes["note"])
    if "address" in changes:
        customer.address = rules.address(changes["address"])
    if "values" in changes:
        customer.values = form.filled_again(actor, changes["values"], customer.values)
    customer.updated_at = clock.now()
    customer.save()
    return _announced(actor, customer_id, action="customer.updated", before=before)


def _with_hidden(customer: Customer, changes: CustomerChanges) -> CustomerChanges:
    """What the actor saw hidden and sent back so stands for what is there."""
    described = _described(customer)
    whole = cast(CustomerChanges, dict(changes))
    for field in ("phones", "emails", "external_ids"):
        if field in changes:
            whole[field] = masking.unhidden(changes[field], described[field])
    if "note" in changes:
        whole["note"] = masking.restored(changes["note"], customer.note)
    return whole


@transaction.atomic
def reveal(actor: Actor, customer_id: UUID) -> dict[str, str]:
    """The whole numbers and addresses of a customer by their hidden form, for whoever sees them hidden; it is recorded."""
    actor.require(NUMBERS_REVEAL)
    customer = queries.get(actor, customer_id)
    found: dict[str, str] = {}
    own = (value for value in customer.values.values() if isinstance(value, str))
    for text in (customer.name, customer.note, *own, *queries.numbers_of(actor, customer_id)):
        found |= masking.numbers_in(text)
    audit.record(
        actor,
        action="customer.revealed",
        target_type="customer",
        target_id=customer.id,
        target_label=customer.name,
        after={"numbers": len(found)},
    )
    return found


@transaction.atomic
def tag(actor: Actor, customer_id: UUID, tags: Iterable[str]) -> Customer:
    """Add tags to a customer whom the actor serves; those they have already change nothing."""
    customer = one(queries.rows(actor).filter(pk=customer_id).select_for_update(of=("self",)))
    before = _described(customer)
    wanted = rules.tags([*customer.tags, *tags][: rules.MAX_TAGS])
    if wanted == customer.tags:
        return customer
    customer.tags, customer.updated_at = wanted, clock.now()
    customer.save(update_fields=["tags", "updated_at"])
    return _announced(actor, customer_id, action="customer.tagged", before=before)


@transaction.atomic
def identify(
    actor: Actor,
    *,
    brand_id: UUID,
    phone: str | None = None,
    email: str | None = None,
    external_id: str | None = None,
    name: str = "",
) -> Customer:
    """The customer behind identities that the caller has proved, made when there is none.

    The external id decides before the number, the number before the address. Identities that belong to nobody yet are
    added to the customer; one that was only claimed goes to whom it is proved for. Asks no permission: the caller is a
    channel, not a person. Raises Invalid when none is given or one cannot be read.
    """
    wanted = rules.identities(phone=phone, email=email, external_id=external_id)
    if not wanted:
        raise Invalid(
            "identity_missing", Text("需要电话、邮箱或外部编号。", "A number, an address or an external id is needed.")
        )
    brand_id = _brand_id(actor, brand_id)
    if (found := _proved(actor, brand_id, wanted)) is not None:
        return found
    _lock(brand_id, wanted)
    owners = _owners(actor, brand_id, wanted)
    customer = next((owners[pair] for pair in wanted if pair in owners), None)
    free = [pair for pair in wanted if pair not in owners]
    if customer is None:
        return _made(actor, brand_id, rules.name(name or wanted[0][1]), free)
    before = _described(one(queries.rows(actor).filter(pk=customer.pk)))
    _attach(actor, customer, free)
    return _announced(actor, customer.id, action="customer.identified", before=before)


def add_timeline(
    organization_id: UUID,
    *,
    customer_id: UUID,
    at: datetime,
    kind: str,
    title: Text,
    summary: str,
    object_type: str,
    object_id: UUID,
    agent_name: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Write an entry into a customer's timeline; the same object and kind again replaces it, whoever it belonged to.

    Raises NotFound when the organization has no such customer.
    """
    customer = Customer.objects.get_for(system(organization_id), customer_id)
    entry = TimelineEntry(
        organization_id=organization_id,
        customer=customer,
        at=at,
        kind=kind,
        title_zh=storable(title.zh)[:200],
        title_en=storable(title.en)[:200],
        summary=storable(summary)[:MAX_SUMMARY],
        object_type=object_type,
        object_id=object_id,
        agent_name=storable(agent_name)[:120],
        data=dict(data or {}),
    )
    TimelineEntry.objects.bulk_create(
        [entry],
        update_conflicts=True,
        unique_fields=["object_type", "object_id", "kind"],
        update_fields=["customer", "at", "title_zh", "title_en", "summary", "agent_name", "data"],
    )


def remove_timeline(actor: Actor, *, object_type: str, object_ids: Iterable[UUID]) -> None:
    """Take entries out of the timelines again: their objects never were. Asks no permission: the object's module has."""
    TimelineEntry.objects.for_actor(actor).filter(object_type=object_type, object_id__in=list(object_ids)).delete()


def _brand_id(actor: Actor, brand_id: UUID | None) -> UUID:
    """The brand asked for, or the first of the actor's. Raises NotFound for one that the actor may not see."""
    for brand in accounts.brands(actor):
        if brand_id in (None, brand.id):
            return brand.id
    raise NotFound()


def _lock(brand_id: UUID, wanted: Iterable[rules.IdentityKey]) -> None:
    """Until the transaction ends nobody else decides about these values. In order, so that two callers cannot cross."""
    for kind, value in sorted(wanted):
        lock_for_transaction(IDENTITY_LOCK, f"{brand_id} {kind} {value}")


def _proved(actor: Actor, brand_id: UUID, wanted: list[rules.IdentityKey]) -> Customer | None:
    """The customer to whom all of `wanted` belong already: the usual case, which needs no lock."""
    owners = _owners(actor, brand_id, wanted)
    if len(owners) < len(wanted):
        return None
    return owners[wanted[0]]


def _owners(actor: Actor, brand_id: UUID, wanted: list[rules.IdentityKey]) -> dict[rules.IdentityKey, Customer]:
    rows = queries.identities(actor, brand_id, wanted).filter(verified=True).select_related("customer")
    return {(row.kind, row.value): row.customer for row in rows}


def _refuse_taken(actor: Actor, brand_id: UUID, wanted: list[rules.IdentityKey], but: Customer | None = None) -> None:
    rows = queries.identities(actor, brand_id, wanted).select_related("customer")
    taken = (rows.exclude(customer=but) if but else rows).first()
    if taken is not None:
        raise Conflict(
            "identity_taken",
            Text(
                f"{taken.value} 已属于客户“{taken.customer.name}”。",
                f"{taken.value} belongs to the customer “{taken.customer.name}” already.",
            ),
            extra={"customer": {"id": str(taken.customer_id), "name": taken.customer.name}, "value": taken.value},
        )


def _made(
    actor: Actor,
    brand_id: UUID,
    name: str,
    wanted: list[rules.IdentityKey],
    *,
    tier: str = Customer.Tier.NORMAL,
    tags: Iterable[str] = (),
    note: str = "",
    address: str = "",
    values: Mapping[str, Any] | None = None,
) -> Customer:
    customer = Customer.objects.create(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        name=name,
        pinyin=pinyin_key(name, person=True),
        tier=tier,
        tags=list(tags),
        note=note,
        address=address,
        values=dict(values or {}),
    )
    _attach(actor, customer, wanted)
    return _announced(actor, customer.id, action="customer.created")


def _attach(actor: Actor, customer: Customer, wanted: list[rules.IdentityKey]) -> None:
    """Give the customer these proved identities; one that somebody merely claimed changes hands."""
    Identity.objects.bulk_create(
        [
            Identity(
                organization_id=actor.organization_id,
                brand_id=customer.brand_id,
                customer=customer,
                kind=kind,
                value=value,
                verified=True,
            )
            for kind, value in wanted
        ],
        update_conflicts=True,
        unique_fields=["brand", "kind", "value"],
        update_fields=["customer", "verified"],
    )


def _announced(actor: Actor, customer_id: UUID, *, action: str, before: Mapping[str, Any] | None = None) -> Customer:
    """Remember who did it, and make the customer findable as it is now."""
    customer = one(queries.rows(actor).filter(pk=customer_id))
    after = _described(customer)
    audit.record(
        actor,
        action=action,
        target_type="customer",
        target_id=customer.id,
        target_label=customer.name,
        before=before,
        after=after,
    )
    search.write(
        customer.organization_id,
        kind=queries.SEARCH_KIND,
        object_id=customer.id,
        title=customer.name,
        body=rules.found_by(after["phones"], after["emails"], after["external_ids"]),
        brand_id=customer.brand_id,
    )
    return customer


def _described(customer: Customer) -> dict[str, Any]:
    known = [(identity.kind, identity.value) for identity in customer.identities.all()]
    return {
        "name": customer.name,
        "tier": str(customer.tier),
        "tags": customer.tags,
        "note": customer.note,
        "address": customer.address,
        "values": customer.values,
        "phones": [value for kind, value in known if kind == Identity.Kind.PHONE],
        "emails": [value for kind, value in known if kind == Identity.Kind.EMAIL],
        "external_ids": [value for kind, value in known if kind == Identity.Kind.EXTERNAL],
    }
