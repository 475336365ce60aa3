"""Work leaves an agent who does not answer or is gone."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.kernel import clock, timers
from kefu.kernel.actor import Actor
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..events import WorkParked
from ..models import Miss, WorkItem
from .work import DISTRIBUTE, State, announce_waiting, ensure_open, explain, give, lock, locked, stop_parking


@transaction.atomic
def give_back(actor: Actor, work_item_id: UUID) -> WorkItem:
    """Put assigned work at the front of its line again, before all that waits there; it rests from its agent a minute."""
    work = locked(actor, work_item_id)
    if work.state == State.ASSIGNED:
        work.declined = {str(work.assignee_id): clock.now().isoformat()}
        work.state, work.assignee, work.priority = State.WAITING, None, rules.HEAD_OF_LINE
        stop_parking(work)
        work.save(update_fields=["declined", "state", "assignee", "priority", "parked_at"])
        announce_waiting(work)
    return work


@transaction.atomic
def reassign(actor: Actor, work_item_id: UUID) -> UUID | None:
    """Give work that its agent lets wait to another one who is free now; None when there is nobody, and it stays.

    The agent has missed it (漏回); after two misses since they last changed their state they are sent on a break (小休),
    past its limits; where that reason is retired they are busy without one.
    """
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    missed_by = work.assignee_id
    if work.state != State.ASSIGNED or missed_by is None:
        return None
    others = [seat for seat in queries.seats(actor.organization_id) if seat.user_id != missed_by]
    (choice,) = rules.decide([queries.as_item(work)], others, clock.now())
    if choice.user_id is None:
        return None
    Miss.objects.create(organization_id=actor.organization_id, user_id=missed_by, work_item=work)
    give(work, choice.user_id, offer=False)
    explain(work, "assigned", "unanswered", choice)
    presence = account_queries.presence_of(actor, missed_by)
    missed = Miss.objects.for_actor(actor).filter(user_id=missed_by, created_at__gte=presence.since).count()
    if presence.status == "online" and missed >= rules.MISSES_TO_BREAK:
        note = Text("多次超时未首次回复，系统自动小休。", "On a break since first replies were late repeatedly.")
        accounts.force_presence(
            actor, user_id=missed_by, status="busy", reason_code=rules.BREAK, note=note.in_language()
        )
    return choice.user_id


@transaction.atomic
def overflow(actor: Actor, work_item_id: UUID) -> WorkItem | None:
    """Move work that has waited too long to the queue behind its own, keeping its age; None when that is switched off."""
    work = locked(actor, work_item_id)
    behind = queries.overflow_queue(actor, work.queue_id)
    if work.state != State.WAITING or behind is None:
        return None
    work.queue = behind
    work.save(update_fields=["queue"])
    announce_waiting(work)
    return work


@transaction.atomic
def hold(actor: Actor, work_item_id: UUID, until: datetime) -> None:
    """Give waiting work to nobody before `until`, when it is first."""
    work = locked(actor, work_item_id)
    if work.state == State.WAITING:
        work.held_until, work.priority = until, rules.HEAD_OF_LINE
        work.save(update_fields=["held_until", "priority"])
        timers.defer(DISTRIBUTE, at=until, organization_id=work.organization_id)


@transaction.atomic
def park(actor: Actor, work_item_id: UUID) -> None:
    """Its agent keeps assigned work for later: it takes no slot meanwhile, and somebody else may get that."""
    work = locked(actor, work_item_id)
    ensure_open(work)
    if work.state == State.ASSIGNED and work.parked_at is None:
        work.parked_at, work.parked_times = clock.now(), work.parked_times + 1
        work.save(update_fields=["parked_at", "parked_times"])
        publish(
            WorkParked(
                organization_id=work.organization_id,
                work_item_id=work.id,
                subject_id=work.subject_id,
                queue_id=work.queue_id,
                channel=work.channel,
            )
        )


@transaction.atomic
def unpark(actor: Actor, work_item_id: UUID) -> None:
    """Parked work is in its agent's hands again, beyond their capacity if need be."""
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    if work.parked_at is not None:
        stop_parking(work)
        work.save(update_fields=["parked_at"])
