"""Contacts are sorted and corrected; routes and rules are set; the classifier learns."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.routing.models import Disposition, Queue
from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from . import classifier, permissions, queries, rules
from .models import Sorting, SortingModel, SortingRoute, SortingRule

Setting = TypeVar("Setting", SortingRoute, SortingRule)


def sort(
    actor: Actor,
    *,
    subject_id: UUID,
    brand_id: UUID,
    default: Queue,
    entry: Mapping[str, Any],
    said: str,
    choice: UUID | None = None,
) -> Queue:
    """The queue that a contact is for, with the evidence kept; the caller holds the contact's lock.

    A brand without routes has only its default queue, and nothing is kept.
    """
    if not SortingRoute.objects.for_actor(actor).filter(brand_id=brand_id).exists():
        return default
    intent = queries.intent(actor, subject_id)
    clues = rules.Clues(
        entry=entry,
        choice=choice,
        categories=intent.categories if intent else (),
        question=intent.question if intent else "",
        text=said,
    )
    found = queries.look(actor, brand_id, clues)
    queue = one(Queue.objects.for_actor(actor).filter(id=found.queue_id)) if found else default
    Sorting.objects.for_actor(actor).update_or_create(
        subject_id=subject_id,
        defaults={
            "organization_id": actor.organization_id,
            "brand_id": brand_id,
            "source": found.source if found else Sorting.Source.DEFAULT,
            "evidence": dict(found.evidence) if found else {},
            "text": said[:500],
            "disposition_id": found.disposition_id if found else None,
            "queue": queue,
        },
    )
    return queue


@transaction.atomic
def correct(
    actor: Actor, *, subject_id: UUID, brand_id: UUID, disposition_id: UUID, said: str, current: Queue
) -> Queue:
    """An agent says what the contact is really about; returns the queue for that, `current` where none is named.

    The correction is what the classifier learns from. Raises NotFound for a reason that is not the organization's.
    """
    disposition = Disposition.objects.get_for(actor, disposition_id)
    found, _ = Sorting.objects.for_actor(actor).get_or_create(
        subject_id=subject_id,
        defaults={
            "organization_id": actor.organization_id,
            "brand_id": brand_id,
            "source": Sorting.Source.DEFAULT,
            "text": said[:500],
            "queue": current,
        },
    )
    before = found.corrected_to_id or found.disposition_id
    choice = queries.look(actor, brand_id, rules.Clues(choice=disposition_id))
    queue = one(Queue.objects.for_actor(actor).filter(id=choice.queue_id)) if choice else current
    found.corrected_to, found.corrected_by_id, found.corrected_at = disposition, actor.user_id, clock.now()
    found.queue = queue
    found.save(update_fields=["corrected_to", "corrected_by", "corrected_at", "queue"])
    audit.record(
        actor,
        action="sorting.corrected",
        target_type="conversation",
        target_id=subject_id,
        target_label=disposition.name_zh,
        before={"disposition_id": str(before) if before else None},
        after={"disposition_id": str(disposition_id), "queue_id": str(queue.id)},
    )
    return queue


@transaction.atomic
def learn(organization_id: UUID) -> int:
    """Train the organization's classifier on what was shipped and on every correction; returns how many those are.

    A correction weighs as much as ten shipped examples: it is of this organization's own customers.
    """
    actor = system(organization_id, "sorting")
    corrected = (
        Sorting.objects.for_actor(actor)
        .filter(corrected_at__isnull=False, corrected_to__isnull=False)
        .exclude(text="")
        .values_list("text", "corrected_to__code")
    )
    own = [(text, code) for text, code in corrected if code]
    SortingModel.objects.for_actor(actor).update_or_create(
        organization_id=organization_id,
        defaults={
            "coefficients": classifier.learn([*classifier.seed(), *own * OWN_WEIGHT]),
            "corrections": len(own),
            "trained_at": clock.now(),
        },
    )
    queries.forget()
    return len(own)


OWN_WEIGHT = 10


def create_route(actor: Actor, values: Mapping[str, Any]) -> SortingRoute:
    """Send contacts of a reason to a queue of the same brand. Raises Conflict where the reason has a route already."""
    return _save(actor, SortingRoute(organization_id=actor.organization_id), values)


def update_route(actor: Actor, route_id: UUID, changes: Mapping[str, Any]) -> SortingRoute:
    return _save(actor, SortingRoute.objects.get_for(actor, route_id), changes)


def create_rule(actor: Actor, values: Mapping[str, Any]) -> SortingRule:
    return _save(actor, SortingRule(organization_id=actor.organization_id), values)


def update_rule(actor: Actor, rule_id: UUID, changes: Mapping[str, Any]) -> SortingRule:
    return _save(actor, SortingRule.objects.get_for(actor, rule_id), changes)


@transaction.atomic
def delete(actor: Actor, model: type[SortingRoute] | type[SortingRule], id: UUID) -> None:
    """Take a route or a rule away; contacts that it sorted keep their evidence."""
    actor.require(permissions.MANAGE)
    row = model.objects.get_for(actor, id)
    _record(actor, row, "deleted")
    row.delete()


@transaction.atomic
def _save(actor: Actor, row: Setting, values: Mapping[str, Any]) -> Setting:
    actor.require(permissions.MANAGE)
    change = "created" if row._state.adding else "updated"
    for field, value in values.items():
        setattr(row, field, storable(value).strip() if isinstance(value, str) else value)
    Disposition.objects.get_for(actor, row.disposition_id)
    one(accounts.brands(actor).filter(id=row.brand_id))
    if isinstance(row, SortingRoute) and Queue.objects.get_for(actor, row.queue_id).brand_id != row.brand_id:
        raise Invalid(
            "queue_of_another_brand",
            Text(
                "技能组属于其他品牌，请选择本品牌的技能组。", "That queue is another brand's; choose one of this brand."
            ),
        )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Conflict(
            "already_sorted",
            Text("已有相同条件的规则，请修改原有的一条。", "There is a rule for this already; change that one."),
        ) from error
    _record(actor, row, change)
    return row


def _record(actor: Actor, row: SortingRoute | SortingRule, change: str) -> None:
    kind = "sorting_route" if isinstance(row, SortingRoute) else "sorting_rule"
    audit.record(actor, action=f"{kind}.{change}", target_type=kind, target_id=row.id, target_label=str(row))
