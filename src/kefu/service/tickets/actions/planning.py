"""Answers for later (定时回复). Whoever hears from the customer first answers that instead: a plan calls itself off."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import PlannedAnswer, Ticket
from . import later, moving, people, record, snoozing, talking

MOST_PLANNED = 5


@transaction.atomic
def plan(
    actor: Actor, ticket_id: UUID, *, text: str, send_at: datetime, attachment_ids: Sequence[UUID] = ()
) -> PlannedAnswer:
    """The actor will write this to the customer at `send_at`, unless the customer writes before.

    Raises Invalid for a time that is past or more than 30 days away, Conflict above five in one ticket.
    """
    ticket = queries.locked(actor, ticket_id)
    people.ensure_is_worked_on(ticket)
    attachments = record.attached(actor, attachment_ids)
    written = talking.words(text, attachments)
    snoozing.ensure_ahead(send_at, "send_at")
    if queries.planned(actor, ticket).count() >= MOST_PLANNED:
        raise Conflict("too_many_planned", Text("一张工单最多 5 条定时回复。", "At most five in one ticket."))
    planned = PlannedAnswer.objects.create(
        organization_id=actor.organization_id,
        created_at=clock.now(),
        ticket=ticket,
        user_id=actor.user_id,
        text=written,
        attachments=attachments,
        send_at=send_at,
    )
    record.note(actor, ticket, "planned", text=written, data={"until": send_at.isoformat()})
    record.save(ticket)
    return planned


@transaction.atomic
def replan(actor: Actor, ticket_id: UUID, planned_id: UUID, changes: Mapping[str, Any]) -> PlannedAnswer:
    """Other words or another time. What was sent or called off already is NotFound."""
    ticket, planned = _mine(actor, ticket_id, planned_id)
    if "text" in changes:
        planned.text = talking.words(changes["text"], planned.attachments)
    if "send_at" in changes:
        snoozing.ensure_ahead(changes["send_at"], "send_at")
        planned.send_at = changes["send_at"]
    planned.save(update_fields=["text", "send_at"])
    record.note(actor, ticket, "planned", text=planned.text, data={"until": planned.send_at.isoformat()})
    record.save(ticket)
    return planned


@transaction.atomic
def unplan(actor: Actor, ticket_id: UUID, planned_id: UUID) -> None:
    """Call it off; what was sent or called off already is NotFound."""
    ticket, planned = _mine(actor, ticket_id, planned_id)
    planned.state = PlannedAnswer.State.CALLED_OFF
    planned.save(update_fields=["state"])
    record.note(actor, ticket, "unplanned", text=planned.text)
    record.save(ticket)


@transaction.atomic
def send_planned(organization_id: UUID, planned_id: UUID) -> None:
    """Its time has come: said by whoever planned it. Told twice, or after it was called off, nothing happens."""
    actor = system(organization_id, "tickets")
    found = one(PlannedAnswer.objects.for_actor(actor).filter(id=planned_id))
    rows = queries.typed(Ticket.objects.for_actor(actor)).select_for_update(of=("self",))
    ticket = one(rows.filter(id=found.ticket_id))
    planned = queries.planned(actor, ticket).filter(id=planned_id).first()
    if planned is None or planned.send_at > clock.now():
        return
    author = accounts.actor_for_user(planned.user_id, ip=None)
    if ticket.merged_into_id or ticket.category in moving.OVER:
        later.call_off(actor, ticket, "ticket_over", [planned])
        record.save(ticket)
    elif author is None or not _may_write(author, ticket):
        later.call_off(actor, ticket, "not_served", [planned])
        record.save(ticket)
    else:
        planned.state = PlannedAnswer.State.SENT
        planned.save(update_fields=["state"])
        talking.say(author, ticket, planned.text, is_public=True, attachments=planned.attachments)


def _may_write(author: Actor, ticket: Ticket) -> bool:
    may = author.may(permissions.READ) and author.may(permissions.SERVE)
    return may and queries.tickets(author).filter(id=ticket.id).exists()


def _mine(actor: Actor, ticket_id: UUID, planned_id: UUID) -> tuple[Ticket, PlannedAnswer]:
    """The ticket with its lock, and an answer that the actor planned; who decides about tickets changes those of all."""
    ticket = queries.locked(actor, ticket_id)
    rows = queries.planned(actor, ticket).filter(id=planned_id)
    return ticket, one(rows if actor.may(permissions.MANAGE) else rows.filter(user_id=actor.user_id))
