"""Customers: known by their number in the other system, else by what identifies them, else by everything the row says."""

from uuid import UUID

from kefu.foundation.customers import actions, queries
from kefu.foundation.customers.actions import CustomerChanges
from kefu.foundation.customers.models import Customer
from kefu.kernel import forms
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one as the_one

from ..rules.fields import CUSTOMERS
from ..rules.mapping import Refused
from . import base
from .base import Given, Outcome

SEPARATORS = str.maketrans(dict.fromkeys(",，;；|｜\n", "、"))
STAFF = ("agent", "admin", "owner", "客服", "管理员")
"""Roles in exports that mean somebody who answers."""
TIER = next(field.name for field in CUSTOMERS if field.code == "tier")
IDENTITIES = (("phone", "phones"), ("email", "emails"), ("external_id", "external_ids"))


class People(base.OneByOne):
    """Rows of customers."""

    def __init__(self, context: base.Context) -> None:
        super().__init__(context)
        self.own_fields = queries.own_fields(context.actor)

    def _take(self, row: Given) -> Outcome:
        if row["role"].casefold() in STAFF:
            raise Refused(Text("这是客服账号，请用员工模板导入", "This is an agent; use the template for staff"))
        actor, brand = self.context.actor, self.context.brand(row["brand"])
        key = base.key_of(row)
        if not key and not any(row[code] for code, _ in IDENTITIES):
            key = f"#{base.fingerprint(dict(row.fields))[:40]}"
        known = base.remembered(self.context, "customers", [key]).get(key) if key else None
        customer = self._there(known.object_id) if known else None
        customer = customer or queries.find_by_identity(
            actor, brand_id=brand.id, phone=row["phone"], email=row["email"], external_id=row["external_id"]
        )
        said = base.fingerprint(dict(row.fields))
        if customer is None:
            customer = self._made(row, brand.id)
            self._remember(key or f"@{customer.id}", customer.id, said)
            return base.CREATED
        if key and (known is None or known.fingerprint != said):
            self._remember(key, customer.id, said)
        changes = self._changes(customer, row)
        if not changes:
            return base.UNCHANGED
        actions.update(actor, customer_id=customer.id, changes=changes)
        return base.UPDATED

    def _there(self, customer_id: UUID) -> Customer | None:
        return Customer.objects.for_actor(self.context.actor).filter(id=customer_id).first()

    def _remember(self, key: str, customer_id: UUID, said: str) -> None:
        base.remember(self.context, "customers", {key: (customer_id, said)})

    def _made(self, row: Given, brand_id: UUID) -> Customer:
        own = self._own(row)
        for field in forms.missing(self.own_fields, forms.required(self.own_fields), own):
            name = forms.name_of(field)
            raise Refused(Text(f"请填写{name.zh}", f"{name.en} is missing"))
        return actions.create(
            self.context.actor,
            name=row["name"],
            phone=row["phone"],
            email=row["email"],
            external_id=row["external_id"],
            brand_id=brand_id,
            tier=self.context.choice("tier", row["tier"], TIER, "normal"),
            tags=tags_of(row["tags"]),
            note=row["note"],
            address=row["address"],
            values=own,
        )

    def _own(self, row: Given) -> forms.Values:
        """What the filled cells say of the organization's own fields. Raises Refused for what cannot be read."""
        said = {field["code"]: (field, row[f"values.{field['code']}"]) for field in self.own_fields}
        given = {code: forms.from_words(field, text) for code, (field, text) in said.items() if text}
        values, wrong = forms.filled(self.own_fields, given)
        for fault in wrong:
            field, text = said[fault["field"].removeprefix("values.")]
            name = forms.name_of(field)
            told = fault["message"].rstrip("。.")
            raise Refused(Text(f"{name.zh}“{text[:40]}”不正确：{told}", f"{name.en} “{text[:40]}” is wrong: {told}"))
        return values

    def _changes(self, known: Customer, row: Given) -> CustomerChanges:
        """What the filled cells say that is not so; tags and identities are added, never taken away."""
        customer = the_one(queries.rows(self.context.actor).filter(pk=known.pk))
        changes: CustomerChanges = {}
        for code in ("name", "note", "address"):
            written = row[code] if code == "note" else " ".join(row[code].split())
            if written and written != getattr(customer, code):
                changes[code] = written
        if row["tier"] and (tier := self.context.choice("tier", row["tier"], TIER, "normal")) != customer.tier:
            changes["tier"] = tier
        if own := {code: value for code, value in self._own(row).items() if customer.values.get(code) != value}:
            changes["values"] = own
        if added := [tag for tag in tags_of(row["tags"]) if tag not in customer.tags]:
            changes["tags"] = [*customer.tags, *added]
        for code, plural in IDENTITIES:
            kind = code.removesuffix("_id")
            there = [identity.value for identity in customer.identities.all() if identity.kind == kind]
            value = read_identity(code, row[code])
            if value and value not in there:
                changes[plural] = [*there, value]  # type: ignore[literal-required]
        return changes


def tags_of(written: str) -> list[str]:
    return [tag.strip() for tag in written.translate(SEPARATORS).split("、") if tag.strip()]


def read_identity(code: str, written: str) -> str:
    """In the spelling in which it is kept; what cannot be read comes back as it is, to be refused by its owner."""
    if code == "phone":
        return queries.read_phone(written) or written
    if code == "email":
        return queries.read_email(written) or written
    return written
