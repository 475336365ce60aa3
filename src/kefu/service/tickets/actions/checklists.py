"""What a type's checklist brings to a ticket, and that required items are ticked before it is done."""

from kefu.kernel import clock, forms
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

from .. import queries
from ..models import ChecklistItem, Ticket
from ..rules import checklists


def grow(actor: Actor, ticket: Ticket) -> None:
    """The items of the stage in which the ticket is now, each once."""
    wanted = checklists.brought_by(ticket.type.definition, ticket.stage)
    if not wanted:
        return
    known = set(queries.checklist(actor, ticket).values_list("code", flat=True))
    ChecklistItem.objects.bulk_create(
        ChecklistItem(
            organization_id=ticket.organization_id,
            created_at=clock.now(),
            ticket=ticket,
            code=item["code"],
            name=item["name"],
            is_required=bool(item.get("is_required")),
        )
        for item in wanted
        if item["code"] not in known
    )


def begin_anew(actor: Actor, ticket: Ticket) -> None:
    """The ticket is of another type now: what the old one brought and nobody ticked goes, the new one's comes."""
    queries.checklist(actor, ticket).filter(done_at=None).exclude(code="").delete()
    grow(actor, ticket)


def ensure_ticked(actor: Actor, ticket: Ticket) -> None:
    """Raise Invalid, naming the required items that are not ticked."""
    left = list(queries.checklist(actor, ticket).filter(is_required=True, done_at=None))
    if left:
        names = [forms.name_of({"name": item.name}) for item in left]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        raise Invalid(
            "checklist_open",
            Text(f"请先完成检查项：{zh}。", f"Tick first: {en}."),
            errors=[FieldError(f"checklist.{item.id}", Text("未完成", "Not ticked")) for item in left],
        )
