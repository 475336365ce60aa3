"""The organization's own fields of customers (自定义字段): which there are, and what is filled into them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from kefu.kernel import audit, forms, masking
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold, storable

from . import permissions, queries
from .models import Customer, CustomerForm

FORM_LOCK = 7_302_002
MOST_FIELDS = 100


@transaction.atomic
def save(actor: Actor, fields: Sequence[Mapping[str, Any]]) -> Sequence[forms.Field]:
    """Replace the fields by these, in their order.

    Raises Invalid with every fault, and Conflict field_in_use for a field that would take customers' values with it.
    """
    actor.require(permissions.CONFIGURE)
    if wrong := [*_faults(fields)]:
        text = Text("字段有误，请按提示修改。", "The fields have faults; mend them as told.")
        raise Invalid("wrong_fields", text, errors=[FieldError(one.place or "fields", one.text) for one in wrong])
    lock_for_transaction(FORM_LOCK, str(actor.organization_id))
    form, _ = CustomerForm.objects.for_actor(actor).get_or_create(organization_id=actor.organization_id)
    kept = [_kept(field) for field in fields]
    before, form.fields = form.fields, kept
    _ensure_nothing_is_lost(actor, before, kept)
    form.save()
    audit.record(
        actor,
        action="customer_fields.updated",
        target_type="customer_form",
        target_id=form.id,
        target_label="客户字段",
        before={"fields": before},
        after={"fields": kept},
    )
    return kept


def filled_new(actor: Actor, given: Mapping[str, Any] | None) -> forms.Values:
    """What a new customer holds; None is required of whoever was not asked. Raises Invalid at each that is wrong or missing."""
    if given is None:
        return {}
    fields = queries.own_fields(actor)
    values, wrong = forms.filled(fields, given)
    named = {one["field"] for one in wrong}
    lacking = forms.missing(fields, forms.required(fields), values)
    return _whole(values, wrong, [field for field in lacking if f"values.{field['code']}" not in named])


def filled_again(actor: Actor, given: Mapping[str, Any], before: Mapping[str, Any]) -> forms.Values:
    """What a customer holds after a change. What is as it was needs no other look; a required field cannot be emptied."""
    given = {
        code: value
        for code, value in forms.unmasked(actor, given, before).items()
        if code not in before or value != before[code]
    }
    fields = queries.own_fields(actor, with_archived=True)
    values, wrong = forms.filled(fields, given)
    asked = forms.required([field for field in fields if not field["is_archived"]])
    emptied = [code for code in asked if code in before and code in values]
    return _whole({**before, **values}, wrong, forms.missing(fields, emptied, values))


def _whole(values: forms.Values, wrong: Sequence[FieldError], lacking: list[forms.Field]) -> forms.Values:
    if wrong:
        text = Text("请检查标出的字段。", "Check the fields named below.")
        raise Invalid("invalid_fields", text, errors=[*wrong, *forms.incomplete(lacking).errors])
    if lacking:
        raise forms.incomplete(lacking)
    return {code: value for code, value in values.items() if value is not None}


def _faults(fields: Sequence[Mapping[str, Any]]) -> Iterator[forms.Wrong]:
    yield from forms.wrong_shape({"fields": fields}, "fields", MOST_FIELDS)
    yield from forms.faults(fields)
    seen: set[str] = set()
    for field in fields:
        place, code = f"fields.{field.get('code')}", str(field.get("code"))
        if masking.is_kept(code):
            text = Text(
                f"“{code}”这样的代码留给引用，其中的号码不会被隐藏，请换一个。",
                f"A code like “{code}” is for references, in which no number is hidden; choose another.",
            )
            yield forms.Wrong(place, text)
        names = {fold(name) for name in forms.name_of({"name": _names(field)}) if name}
        if names & seen:
            yield forms.Wrong(place, Text("名称重复。", "This name is there twice."))
        seen |= names


def _names(thing: Mapping[str, Any]) -> dict[str, str]:
    names = thing.get("name")
    return (
        {language: storable(str(name or "")).strip() for language, name in names.items()}
        if isinstance(names, Mapping)
        else {}
    )


def _kept(field: Mapping[str, Any]) -> forms.Values:
    """A field without faults, as it is kept."""
    kept = {"code": field["code"], "name": _names(field), "kind": field["kind"]}
    if field["kind"] == "choice":
        kept["options"] = [{"code": one["code"], "name": _names(one)} for one in field["options"]]
    return {**kept, "is_required": bool(field.get("is_required")), "is_archived": bool(field.get("is_archived"))}


def _ensure_nothing_is_lost(actor: Actor, before: Sequence[forms.Field], after: Sequence[forms.Field]) -> None:
    known = {field["code"]: field for field in after}
    for field in before:
        code, now = field["code"], known.get(field["code"])
        options = {one["code"] for one in now.get("options", [])} if now else set()
        gone = {one["code"] for one in field.get("options", [])} - options
        if now and now["kind"] == field["kind"] and not gone:
            continue
        holders = Customer.objects.for_actor(system(actor.organization_id)).filter(values__has_key=code)
        if now and now["kind"] == field["kind"]:
            holders = holders.filter(**{f"values__{code}__in": sorted(gone)})
        if holders.exists():
            name = forms.name_of(field)
            text = Text(
                f"已有客户填写了“{name.zh}”：字段或选项不能删除，类型不能改变；可将字段归档。",
                f"Customers have “{name.en}” filled in: it cannot go, lose that option or change its kind; archive it instead.",
            )
            raise Conflict("field_in_use", text, errors=[FieldError(f"fields.{code}", text)])
