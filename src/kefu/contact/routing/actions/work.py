"""Work enters, is given, is given back and ends. Whoever changes what agents hold, holds the organization's distribution lock."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock, statements, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.database import in_transaction, lock_for_transaction
from kefu.kernel.errors import Conflict
from kefu.kernel.events import publish
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import found

from .. import queries, rules
from ..events import WorkAssigned, WorkEnded, WorkOffered, WorkQueued
from ..models import Contact, Decision, Parking, Queue, WorkItem

DISTRIBUTION_LOCK = 7_301_002
LINE_LOCK = 7_301_004
BATCH = 200  # from the head of each line: one that nobody serves must not hide the others
EXPIRE_OFFER = "kefu.contact.routing.jobs.expire_offer"
DISTRIBUTE = "kefu.contact.routing.jobs.distribute"
State = WorkItem.State


@in_transaction
def enqueue(
    actor: Actor,
    *,
    queue: Queue,
    channel: str,
    subject_id: UUID,
    customer_id: UUID | None = None,
    priority: int | None = None,
    may_exceed: bool = False,
    held_until: datetime | None = None,
    preferred_id: UUID | None = None,
    queued_at: datetime | None = None,
) -> WorkItem:
    """Put work into the line; the same subject twice is one item, and the caller holds the subject's lock.

    Raises Conflict when the line is full, unless the work `may_exceed` that. Before `held_until` it is given to nobody;
    then it is first. Who owns an unfinished ticket of the customer gets it if they are free when its turn comes, else
    `preferred_id`. `queued_at` is when it first waited, where it comes from another line.
    """
    existing = queries.open_item(actor, subject_id)
    if existing:
        return existing
    if not may_exceed and not has_room(actor, queue):
        raise Conflict(
            "queue_full",
            Text(
                "当前排队人数已满，请留言，我们会尽快回复。",
                "The queue is full; leave a message and we will answer.",
            ),
        )
    work = WorkItem(
        organization_id=actor.organization_id,
        brand_id=queue.brand_id,
        queue=queue,
        channel=channel,
        subject_id=subject_id,
        customer_id=customer_id,
        priority=rules.HEAD_OF_LINE if held_until else queue.priority if priority is None else priority,
        queued_at=queued_at or clock.now(),
        held_until=held_until,
        preferred_id=preferred_id,
        owners=queries.owners(actor, customer_id, queue.brand_id),
    )
    statements.run(statements.insert(work))
    if held_until:
        timers.defer(DISTRIBUTE, at=held_until, organization_id=work.organization_id)
    publish(
        WorkQueued(
            organization_id=actor.organization_id,
            work_item_id=work.id,
            subject_id=subject_id,
            queue_id=queue.id,
            channel=channel,
        )
    )
    return work


@transaction.atomic
def hand_on(actor: Actor, work_item_id: UUID, subject_id: UUID) -> WorkItem:
    """The same place in the line, whatever its rank and time, belongs to another subject now; the caller holds the locks of both."""
    work = locked(actor, work_item_id)
    ensure_open(work)
    work.subject_id = subject_id
    work.save(update_fields=["subject_id"])
    return work


def has_room(actor: Actor, queue: Queue) -> bool:
    """Whether one more may wait; until the transaction ends, those who count wait for those who enter."""
    rush = queries.rush_of(actor, queue.brand_id)
    most = rules.limit(queue.max_waiting, rush.max_waiting if rush else None)
    if most is None:
        return True
    lock_for_transaction(LINE_LOCK, str(queue.id))
    return WorkItem.objects.for_actor(actor).filter(queries.not_held(), queue=queue, state=State.WAITING).count() < most


@transaction.atomic
def distribute(organization_id: UUID) -> int:
    """Give waiting work to free agents as the rules decide; returns how many pieces found somebody."""
    me = system(organization_id, "routing")
    waiting_now = WorkItem.objects.for_actor(me).filter(state=State.WAITING)
    if not waiting_now.exists():  # what comes next has an event of its own
        return 0
    lock(organization_id)
    waiting = list(
        WorkItem.objects.for_actor(me)
        .filter(id__in=_heads_of_lines(me).values("id"), state=State.WAITING)
        .select_related("queue")
        .select_for_update(of=("self",), skip_locked=True)
    )
    if not waiting:
        return 0
    choices = rules.decide(map(queries.as_item, waiting), queries.seats(organization_id), clock.now())
    by_id = {work.id: work for work in waiting}
    explained = set(
        Decision.objects.for_actor(me)
        .filter(work_item__in=waiting, outcome="waiting")
        .values_list("work_item_id", "reason")
    )
    given = 0
    for choice in choices:
        work = by_id[choice.item_id]
        if choice.user_id:
            automatic = work.queue.assignment == Queue.Assignment.AUTOMATIC and work.channel != rules.PHONE
            give(work, choice.user_id, offer=not automatic)
            explain(work, "assigned" if automatic else "offered", choice.reason, choice)
            given += 1
        elif (work.id, choice.reason) not in explained:
            explain(work, "waiting", choice.reason, choice)
            if choice.reason == "owner_occupied":
                timers.defer(DISTRIBUTE, at=queries.owners_until(work), organization_id=organization_id)
    return given


def _heads_of_lines(actor: Actor) -> QuerySet[WorkItem]:
    place = Window(RowNumber(), partition_by="queue", order_by=["-priority", "queued_at", "id"])
    waiting = WorkItem.objects.for_actor(actor).filter(queries.not_held(), state=State.WAITING, queue__is_active=True)
    return waiting.annotate(place=place).filter(place__lte=BATCH)


def lock(organization_id: UUID) -> None:
    """One distribution at a time in an organization, until the transaction ends: loads are read and written under it."""
    lock_for_transaction(DISTRIBUTION_LOCK, str(organization_id))


def give(work: WorkItem, user_id: UUID, *, offer: bool) -> None:
    """Hand locked work to an agent, for good or as an offer; the caller holds the distribution lock."""
    now = clock.now()
    stop_parking(work)
    work.assignee_id = user_id
    if offer:
        work.state, work.offer_expires_at = State.OFFERED, now + timedelta(seconds=work.queue.offer_timeout_seconds)
        timers.defer(EXPIRE_OFFER, at=work.offer_expires_at, organization_id=work.organization_id, work_item_id=work.id)
    else:
        work.state, work.offer_expires_at, work.assigned_at = State.ASSIGNED, None, now
    statements.run(statements.update(work, ("assignee", "state", "offer_expires_at", "assigned_at", "parked_at")))
    kind = WorkOffered if offer else WorkAssigned
    publish(
        kind(
            organization_id=work.organization_id,
            work_item_id=work.id,
            subject_id=work.subject_id,
            queue_id=work.queue_id,
            channel=work.channel,
            user_id=user_id,
        )
    )


@in_transaction
def accept(actor: Actor, work_item_id: UUID) -> WorkItem:
    """Take an offer made to the actor. Raises Conflict when it has passed or went to somebody else."""
    work = locked(actor, work_item_id)
    if work.state == State.ASSIGNED and work.assignee_id == actor.user_id:
        return work
    if work.state != State.OFFERED or work.assignee_id != actor.user_id:
        raise Conflict(
            "offer_gone", Text("该来访已由他人接待或提醒已超时。", "The offer has expired or a colleague has taken it.")
        )
    give(work, actor.user_id, offer=False)
    return work


@transaction.atomic
def decline(actor: Actor, work_item_id: UUID) -> WorkItem:
    """Refuse an offer; the work goes back to its old place in the line, and rests from this agent for a minute."""
    work = locked(actor, work_item_id)
    if work.state != State.OFFERED or work.assignee_id != actor.user_id:
        raise Conflict(
            "offer_gone", Text("该来访已由他人接待或提醒已超时。", "The offer has expired or a colleague has taken it.")
        )
    _give_back(work)
    return work


@transaction.atomic
def expire_offer(organization_id: UUID, work_item_id: UUID) -> None:
    """An offer that nobody answered counts as declined. Does nothing while it still stands or is settled."""
    work = locked(system(organization_id, "routing"), work_item_id)
    if work.state == State.OFFERED and work.offer_expires_at and work.offer_expires_at <= clock.now():
        _give_back(work)


def _give_back(work: WorkItem) -> None:
    work.declined[str(work.assignee_id)] = clock.now().isoformat()
    work.state, work.assignee, work.offer_expires_at = State.WAITING, None, None
    work.save(update_fields=["declined", "state", "assignee", "offer_expires_at"])
    timers.defer(
        DISTRIBUTE,
        at=clock.now() + rules.REST_AFTER_DECLINE + timedelta(seconds=1),
        organization_id=work.organization_id,
    )
    announce_waiting(work)


@transaction.atomic
def transfer_to_queue(actor: Actor, work_item_id: UUID, queue: Queue) -> WorkItem:
    """Move work to another line of its brand. It keeps the time it first queued, so it is not behind later ones."""
    work = locked(actor, work_item_id)
    ensure_open(work)
    if not queue.is_active or queue.brand_id != work.brand_id:
        raise Conflict(
            "queue_unavailable",
            Text(
                "该技能组已停用或属于其他品牌，请换一个。",
                "That queue is switched off or another brand's; choose another.",
            ),
        )
    givers = {actor.id if actor.kind == "user" else None, work.assignee_id} - {None}
    work.queue, work.priority = queue, max(work.priority, queue.priority)
    work.state, work.assignee, work.offer_expires_at = State.WAITING, None, None
    work.declined = {str(giver): clock.now().isoformat() for giver in givers}
    stop_parking(work)
    work.save(update_fields=["queue", "priority", "state", "assignee", "offer_expires_at", "declined", "parked_at"])
    announce_waiting(work)
    return work


@transaction.atomic
def transfer_to_agent(actor: Actor, work_item_id: UUID, user_id: UUID) -> WorkItem:
    """Hand work to one agent, who must be online with room for it; otherwise Conflict and nothing changes."""
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    ensure_open(work)
    seat = next((s for s in queries.seats(actor.organization_id) if s.user_id == user_id), None)
    if seat is None or seat.status != "online" or seat.is_full(work.channel):
        raise Conflict(
            "agent_unavailable",
            Text(
                "该同事不在线或接待已满，请换一位或转给技能组。",
                "That colleague is not online or full; choose another or a queue.",
            ),
        )
    if seat.brand_ids is not None and work.brand_id not in seat.brand_ids:
        raise Conflict("agent_other_brand", Text("该同事不负责此品牌。", "That colleague does not serve this brand."))
    give(work, user_id, offer=False)
    explain(work, "assigned", "transferred", None, chosen=user_id)
    return work


@transaction.atomic
def offer_to(actor: Actor, work_item_id: UUID, user_id: UUID) -> None:
    """Ask this very person for waiting work, at work or not: they have duty. What no longer waits stays as it is."""
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    if work.state == State.WAITING:
        give(work, user_id, offer=True)
        explain(work, "offered", "on_duty", None, chosen=user_id)


@transaction.atomic
def take_over(actor: Actor, work_item_id: UUID) -> WorkItem:
    """Hand work to the acting supervisor, online or not and beyond any capacity."""
    lock(actor.organization_id)
    work = locked(actor, work_item_id)
    ensure_open(work)
    give(work, actor.user_id, offer=False)
    explain(work, "assigned", "taken_over", None, chosen=actor.user_id)
    return work


@in_transaction
def end(actor: Actor, work_item_id: UUID, *, cancelled: bool = False) -> None:
    """The work is over, and the agent's slot free again."""
    work = locked(actor, work_item_id)
    if work.state in WorkItem.OPEN:
        stop_parking(work)
        work.state, work.ended_at = State.CANCELLED if cancelled else State.DONE, clock.now()
        statements.run(statements.update(work, ("state", "ended_at", "parked_at")))
        if work.channel == rules.PHONE and not cancelled:  # a call's record is complete before it is wrapped up
            rows = Contact.objects.for_actor(system(work.organization_id)).filter(subject_id=work.subject_id)
            rows.filter(ended_at__lt=work.ended_at).update(wrapped_at=work.ended_at)
        publish(
            WorkEnded(
                organization_id=work.organization_id,
                work_item_id=work.id,
                subject_id=work.subject_id,
                queue_id=work.queue_id,
                channel=work.channel,
            )
        )


def stop_parking(work: WorkItem) -> None:
    """Locked work is in hand again, or ends: how long it was kept for later is no time of handling. The caller saves."""
    if work.parked_at is not None:
        now, rows = clock.now(), Contact.objects.for_actor(system(work.organization_id))
        for contact in rows.filter(subject_id=work.subject_id).only("id"):
            Parking.objects.create(
                organization_id=work.organization_id, contact=contact, started_at=work.parked_at, ended_at=now
            )
            rows.filter(id=contact.id).update(parked_for=F("parked_for") + (now - work.parked_at))
        work.parked_at = None


def locked(actor: Actor, work_item_id: UUID) -> WorkItem:
    """The work with its row lock; without its queue, since a join finds nothing when the queue changes while we wait."""
    return found(statements.first(WorkItem, actor, id=work_item_id, lock=True))


def ensure_open(work: WorkItem) -> None:
    if work.state not in WorkItem.OPEN:
        raise Conflict("work_ended", Text("该服务已结束。", "This piece of work has ended."))


def announce_waiting(work: WorkItem) -> None:
    publish(
        WorkQueued(
            organization_id=work.organization_id,
            work_item_id=work.id,
            subject_id=work.subject_id,
            queue_id=work.queue_id,
            channel=work.channel,
        )
    )


def explain(
    work: WorkItem, outcome: str, reason: str, choice: rules.Choice | None, *, chosen: UUID | None = None
) -> None:
    candidates: list[dict[str, Any]] = []
    if choice:
        everybody = [verdict.user_id for verdict in choice.verdicts]
        names = accounts.staff_names(system(work.organization_id), everybody)
        tickets = dict(work.owners)
        candidates = [
            {
                "user_id": str(v.user_id),
                "name": names.get(v.user_id, ""),
                "eligible": not v.refusals,
                "reasons": list(v.refusals),
                "terms": {
                    "saturation": round(v.saturation, 3),
                    "idle_since": v.idle_since.isoformat() if v.idle_since else None,
                    **({"ticket": tickets[str(v.user_id)]} if str(v.user_id) in tickets else {}),
                },
            }
            for v in choice.verdicts
        ]
    decision = Decision(
        organization_id=work.organization_id,
        work_item=work,
        outcome=outcome,
        chosen_id=choice.user_id if choice else chosen,
        reason=reason,
        candidates=candidates,
    )
    statements.run(statements.insert(decision))
