"""Customers over HTTP."""

from datetime import datetime
from typing import Any, Literal, cast
from uuid import UUID

from ninja import Router, Schema, Status

from kefu.kernel.http import ActorRequest, Page, page

from . import actions, form, permissions, queries
from .models import Customer, Identity, TimelineEntry

router = Router(tags=["customers"])
Tier = Literal["normal", "vip"]


class CustomerOut(Schema):
    id: UUID
    brand_id: UUID
    name: str
    tier: Tier
    phones: list[str]
    emails: list[str]
    external_ids: list[str]
    tags: list[str]
    note: str
    address: str
    values: dict[str, Any]
    created_at: datetime

    @classmethod
    def of(cls, customer: Customer) -> "CustomerOut":
        known = list(customer.identities.all())
        return cls(
            id=customer.id,
            brand_id=customer.brand_id,
            name=customer.name,
            tier=cast(Tier, customer.tier),
            phones=[identity.value for identity in known if identity.kind == Identity.Kind.PHONE],
            emails=[identity.value for identity in known if identity.kind == Identity.Kind.EMAIL],
            external_ids=[identity.value for identity in known if identity.kind == Identity.Kind.EXTERNAL],
            tags=customer.tags,
            note=customer.note,
            address=customer.address,
            values=customer.values,
            created_at=customer.created_at,
        )


class CustomerIn(Schema):
    name: str
    phone: str | None = None
    email: str | None = None
    external_id: str | None = None
    brand_id: UUID | None = None
    tier: Tier = "normal"
    tags: list[str] = []
    note: str = ""
    address: str = ""
    values: dict[str, Any] = {}


class CustomerPatch(Schema):
    """What is absent stays; the lists replace what was there. Of `values` those that are named change, null empties one."""

    name: str = ""
    tier: Tier = "normal"
    tags: list[str] = []
    note: str = ""
    address: str = ""
    values: dict[str, Any] = {}
    phones: list[str] = []
    emails: list[str] = []
    external_ids: list[str] = []


class CustomerFieldOptionOut(Schema):
    code: str
    name: dict[str, str]


class CustomerFieldOut(Schema):
    """One of the organization's own fields; an archived one is asked for no more, and what it holds stays."""

    code: str
    name: dict[str, str]
    kind: Literal["text", "long", "number", "money", "date", "choice", "yes_no"]
    options: list[CustomerFieldOptionOut] = []
    is_required: bool
    is_archived: bool


class CustomerFieldsOut(Schema):
    fields: list[CustomerFieldOut]


class CustomerFieldsIn(Schema):
    """All fields in their order: {code, name: {zh-CN, en}, kind, options?: [{code, name}], is_required?, is_archived?}."""

    fields: list[dict[str, Any]]


class TimelineObjectOut(Schema):
    type: str
    id: UUID


class TimelineOut(Schema):
    id: UUID
    at: datetime
    kind: str
    title: str
    summary: str
    object: TimelineObjectOut
    agent: str | None
    data: dict[str, Any]

    @classmethod
    def of(cls, entry: TimelineEntry) -> "TimelineOut":
        return cls(
            id=entry.id,
            at=entry.at,
            kind=entry.kind,
            title=entry.title,
            summary=entry.summary,
            object=TimelineObjectOut(type=entry.object_type, id=entry.object_id),
            agent=entry.agent_name or None,
            data=entry.data,
        )


@router.get("/customer-fields", response=CustomerFieldsOut)
def list_customer_fields(request: ActorRequest) -> Any:
    """The organization's own fields of customers, those that are archived too."""
    request.auth.require(permissions.READ)
    return {"fields": queries.own_fields(request.auth, with_archived=True)}


@router.put("/customer-fields", response=CustomerFieldsOut)
def save_customer_fields(request: ActorRequest, data: CustomerFieldsIn) -> Any:
    """Replace them all. 422 names what is wrong at each; 409 field_in_use where customers' values would be lost."""
    return {"fields": form.save(request.auth, data.fields)}


@router.get("/customers", response=Page[CustomerOut])
def list_customers(
    request: ActorRequest,
    q: str = "",
    phone: str = "",
    email: str = "",
    brand: UUID | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Page[CustomerOut]:
    """Newest first. `q` looks for name, pinyin, number or its last four digits, and address; `phone` and `email` are exact."""
    rows = queries.matching(request.auth, text=q, phone=phone, email=email, brand_id=brand)
    customers, following = page(rows, after=after, limit=limit)
    return Page[CustomerOut](items=[CustomerOut.of(customer) for customer in customers], next=following)


@router.post("/customers", response={201: CustomerOut})
def create_customer(request: ActorRequest, data: CustomerIn) -> Status[CustomerOut]:
    return Status(201, CustomerOut.of(actions.create(request.auth, **data.dict())))


@router.get("/customers/{customer_id}", response=CustomerOut)
def get_customer(request: ActorRequest, customer_id: UUID) -> CustomerOut:
    return CustomerOut.of(queries.get(request.auth, customer_id))


@router.patch("/customers/{customer_id}", response=CustomerOut)
def update_customer(request: ActorRequest, customer_id: UUID, data: CustomerPatch) -> CustomerOut:
    changes = cast(actions.CustomerChanges, data.dict(exclude_unset=True))
    return CustomerOut.of(actions.update(request.auth, customer_id=customer_id, changes=changes))


class CustomerNumberOut(Schema):
    hidden: str
    number_shown: str


class CustomerNumbersOut(Schema):
    numbers: list[CustomerNumberOut]


@router.post("/customers/{customer_id}/numbers", response=CustomerNumbersOut)
def reveal_numbers(request: ActorRequest, customer_id: UUID) -> Any:
    """The customer's whole numbers and addresses by their hidden form; the audit log notes who looked."""
    found = actions.reveal(request.auth, customer_id)
    return {"numbers": [{"hidden": hidden, "number_shown": number} for hidden, number in found.items()]}


@router.get("/customers/{customer_id}/timeline", response=Page[TimelineOut])
def list_timeline(
    request: ActorRequest, customer_id: UUID, after: str | None = None, limit: int = 50
) -> Page[TimelineOut]:
    """What happened with the customer, newest first."""
    rows = queries.timeline(request.auth, customer_id)
    entries, following = page(rows, after=after, limit=limit, order=("-at", "-id"))
    return Page[TimelineOut](items=[TimelineOut.of(entry) for entry in entries], next=following)
