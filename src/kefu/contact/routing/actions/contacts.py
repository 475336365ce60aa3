"""The record of a contact, written by the channel that carries it, and its disposition."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.notices import actions as notices
from kefu.kernel import clock, statements, text
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import in_transaction
from kefu.kernel.errors import Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import found

from .. import permissions, queries, rules
from ..models import Contact, Disposition, Queue

QUEUED = """UPDATE routing_contact SET queue_id = %s, queued_at = coalesce(queued_at, %s)
WHERE organization_id = %s AND subject_id = %s"""
ANSWERED = """UPDATE routing_contact SET agent_id = %s, answered_at = coalesce(answered_at, %s)
WHERE organization_id = %s AND subject_id = %s"""


def open_contact(
    actor: Actor,
    *,
    channel: str,
    subject_id: UUID,
    brand_id: UUID,
    started_at: datetime,
    customer_id: UUID | None = None,
    queue: Queue | None = None,
    agent_id: UUID | None = None,
) -> Contact:
    """Begin the record, in the channel's own transaction; of what an agent began with its queue and agent."""
    contact = Contact(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        channel=channel,
        subject_id=subject_id,
        customer_id=customer_id,
        started_at=started_at,
        queue=queue,
        agent_id=agent_id,
    )
    statements.run(statements.insert(contact))
    return contact


def queue_contact(actor: Actor, subject_id: UUID, queue: Queue, at: datetime) -> None:
    """It entered a line; the first entry counts for the service level."""
    values = [queue.id, at, actor.organization_id, subject_id]
    statements.run(statements.Statement(QUEUED, values))


def answer_contact(actor: Actor, subject_id: UUID, agent_id: UUID, at: datetime) -> None:
    """An agent took it; the last one who did is its agent, the first moment its answer."""
    values = [agent_id, at, actor.organization_id, subject_id]
    statements.run(statements.Statement(ANSWERED, values))


def count_transfer(actor: Actor, subject_id: UUID) -> None:
    """Somebody passed it on."""
    Contact.objects.for_actor(actor).filter(subject_id=subject_id).update(transfers=F("transfers") + 1)


def leave_for_callback(actor: Actor, subject_id: UUID) -> None:
    """The customer left the line and is called back in their turn (排队回呼)."""
    Contact.objects.for_actor(actor).filter(subject_id=subject_id).update(wants_callback=True)


def note_first_reply(actor: Actor, subject_id: UUID, at: datetime) -> None:
    Contact.objects.for_actor(actor).filter(subject_id=subject_id, first_reply_at=None).update(first_reply_at=at)


def set_contact_customer(actor: Actor, subject_id: UUID, customer_id: UUID) -> None:
    Contact.objects.for_actor(actor).filter(subject_id=subject_id).update(customer_id=customer_id)


@in_transaction
def end_contact(
    actor: Actor,
    subject_id: UUID,
    *,
    at: datetime,
    ended_by: str,
    disposition_id: UUID | None = None,
    is_guess: bool = False,
    summary: str = "",
    unless_ended: bool = False,
) -> Contact:
    """Complete the record; one that is complete stays as it is if `unless_ended`. A guessed disposition is pending (待补) where an agent can settle it. Raises Invalid when the disposition is unknown, retired or not a leaf."""
    contact = found(statements.first(Contact, actor, subject_id=subject_id, lock=True))
    if unless_ended and contact.ended_at is not None:
        return contact
    contact.ended_at, contact.ended_by, contact.summary = at, ended_by, text.storable(summary)
    contact.disposition = leaf(actor, disposition_id) if disposition_id else None
    contact.disposition_is_guess = is_guess and contact.agent_id is not None
    written = ("ended_at", "ended_by", "summary", "disposition", "disposition_is_guess")
    statements.run(statements.update(contact, written))
    return contact


def leaf(actor: Actor, disposition_id: UUID) -> Disposition:
    rows = Disposition.objects.for_actor(actor).filter(is_active=True)
    disposition = rows.filter(id=disposition_id).first()
    if disposition is None or rows.filter(parent_id=disposition_id).exists():
        raise Invalid("not_a_leaf", Text("请选择最末一级的咨询分类。", "Choose a disposition of the last level."))
    return disposition


def watch_others(organization_id: UUID) -> None:
    """Tell those who manage the reasons when more than a tenth of the last day's contacts say 其他; once a day."""
    actor = system(organization_id, "routing")
    others, contacts = queries.share_of_others(actor)
    if contacts < rules.OTHERS_SAMPLE or others <= contacts * rules.OTHERS_AT_MOST:
        return
    share = round(100 * others / contacts)
    notices.notify(
        actor,
        user_ids=accounts.holders(actor, permissions.DISPOSITIONS_MANAGE),
        kind="others",
        text=Text(
            f"近 24 小时 {share}% 的小结是“其他”（{others}/{contacts}），咨询分类可能需要补充。",
            f"{share}% of the last 24 hours' contacts say Other ({others} of {contacts}); the reason tree may lack something.",
        ),
        link="/settings/dispositions",
        group="others",
        fact=f"others:{clock.now():%Y-%m-%d}",
    )
