"""Items of a ticket's checklist: put there by hand, ticked, taken off again."""

from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts.models import User
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import storable

from .. import queries
from ..models import ChecklistItem, Ticket
from ..rules import checklists
from . import people, record

LONGEST = 100


@transaction.atomic
def add_item(actor: Actor, ticket_id: UUID, *, text: str, is_required: bool = False) -> ChecklistItem:
    """Raises Invalid without words, Conflict above 50 items and for a ticket that is over."""
    ticket = queries.locked(actor, ticket_id)
    people.ensure_is_worked_on(ticket)
    written = " ".join(storable(text).split())[:LONGEST]
    if not written:
        fault = Text("请填写检查项。", "Write what is to be done.")
        raise Invalid("nothing_said", fault, errors=[FieldError("text", fault)])
    most = checklists.MOST_ITEMS
    if queries.checklist(actor, ticket).count() >= most:
        raise Conflict("too_many_items", Text(f"检查项最多 {most} 条。", f"A checklist has at most {most} items."))
    item = ChecklistItem.objects.create(
        organization_id=actor.organization_id,
        created_at=clock.now(),
        ticket=ticket,
        name={"zh-CN": written, "en": written},
        is_required=is_required,
    )
    _note(actor, ticket, "item_added", item)
    return item


@transaction.atomic
def tick_item(actor: Actor, ticket_id: UUID, item_id: UUID, *, is_done: bool) -> ChecklistItem:
    """Tick it, under the actor's name, or take the tick away. What is so already stays as it is."""
    ticket, item = _locked(actor, ticket_id, item_id)
    people.ensure_is_worked_on(ticket)
    if is_done != (item.done_at is not None):
        item.done_at = clock.now() if is_done else None
        item.done_by = one(User.objects.for_actor(actor).filter(id=actor.user_id)) if is_done else None
        item.save(update_fields=["done_at", "done_by"])
        _note(actor, ticket, "item_ticked" if is_done else "item_unticked", item)
    return item


@transaction.atomic
def remove_item(actor: Actor, ticket_id: UUID, item_id: UUID) -> None:
    """Take off an item that was put there by hand. Raises Conflict for one of the type's."""
    ticket, item = _locked(actor, ticket_id, item_id)
    people.ensure_is_worked_on(ticket)
    if item.code:
        raise Conflict("of_the_type", Text("类型自带的检查项不能删除。", "Items of the type are not removed."))
    _note(actor, ticket, "item_removed", item)
    item.delete()


def _locked(actor: Actor, ticket_id: UUID, item_id: UUID) -> tuple[Ticket, ChecklistItem]:
    ticket = queries.locked(actor, ticket_id)
    return ticket, one(queries.checklist(actor, ticket).filter(id=item_id))


def _note(actor: Actor, ticket: Ticket, kind: str, item: ChecklistItem) -> None:
    record.note(actor, ticket, kind, data={"name": dict(item.name)})
    record.save(ticket)
