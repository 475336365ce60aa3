"""Reads of queues and the work in them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Min, Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Contact, Queue, WorkItem
from .contacts import start_of_today

SERVICE_LEVEL_SECONDS = 30
HANDLE_TIME_SAMPLE = 50
TEXTS = rules.TEXTS
QUEUES_READ = permissions.QUEUES_READ


def queues(actor: Actor) -> QuerySet[Queue]:
    actor.require(permissions.QUEUES_READ)
    return Queue.objects.for_actor(actor).order_by("name", "id")


def queue(actor: Actor, queue_id: UUID) -> Queue:
    return one(queues(actor).filter(id=queue_id))


def queue_ids_served_by(actor: Actor) -> list[UUID]:
    """Active queues whose members the actor is among, whatever their skill."""
    agent = next((a for a in accounts.agents(actor.organization_id) if a.user_id == actor.user_id), None)
    if agent is None:
        return []
    seat = seat_of(agent, 0, None)
    return [
        q.id for q in Queue.objects.for_actor(actor).filter(is_active=True) if rules.is_member(item_of_queue(q), seat)
    ]


def queues_by_agent(actor: Actor, agents: Iterable[accounts.AgentProfile] | None = None) -> dict[UUID, frozenset[UUID]]:
    """The queues whose members each agent is among, whatever their skill; `agents` where they are already loaded."""
    rows = [(q.id, item_of_queue(q)) for q in Queue.objects.for_actor(actor)]
    known = accounts.agents(actor.organization_id) if agents is None else agents
    seats = [seat_of(agent, 0, None) for agent in known]
    return {seat.user_id: frozenset(id for id, item in rows if rules.is_member(item, seat)) for seat in seats}


def load(organization_id: UUID) -> dict[UUID, int]:
    """How many chats and messages each agent holds or is offered; what they parked for later does not count."""
    return _counted(_held(organization_id).filter(_pool("chat")))


def calls(organization_id: UUID) -> dict[UUID, int]:
    """How many telephone calls each agent holds or is offered."""
    return _counted(_held(organization_id).filter(_pool(rules.PHONE)))


def _pool(channel: str) -> Q:
    """What waits for the same hands: callers for whoever is not on the phone, mails and chats each for a place of theirs."""
    alone = (rules.PHONE, rules.MAIL)
    return Q(channel=channel) if channel in alone else ~Q(channel__in=alone)


def _everybody(organization_id: UUID) -> Collection[UUID] | None:
    return None


_reached: Callable[[UUID], Collection[UUID] | None] = _everybody


def reached_by(finder: Callable[[UUID], Collection[UUID] | None]) -> None:
    """Let the module above that knows telephones say whose are signed in (None: everybody's)."""
    global _reached
    _reached = finder


def _held(organization_id: UUID) -> QuerySet[WorkItem]:
    states = [WorkItem.State.OFFERED, WorkItem.State.ASSIGNED]
    return WorkItem.objects.for_actor(system(organization_id)).filter(state__in=states, parked_at=None)


def _counted(held: QuerySet[WorkItem]) -> dict[UUID, int]:
    return dict(held.values_list("assignee_id").annotate(n=Count("id")).order_by())


def in_hand(actor: Actor) -> dict[UUID, datetime | None]:
    """What agents have now, wrap-up included: by subject, since when it is put off (None: it is not)."""
    rows = WorkItem.objects.for_actor(actor).filter(state=WorkItem.State.ASSIGNED)
    return dict(rows.values_list("subject_id", "parked_at"))


def seats(organization_id: UUID) -> list[rules.Seat]:
    """Every agent with what they hold now and when they last were given work (of today)."""
    work = WorkItem.objects.for_actor(system(organization_id))
    held, talking, reached = load(organization_id), calls(organization_id), _reached(organization_id)
    mails = _counted(_held(organization_id).filter(_pool(rules.MAIL)))
    last = dict(
        work.filter(assigned_at__gte=clock.now() - timedelta(days=1))
        .values_list("assignee_id")
        .annotate(at=Max("assigned_at"))
        .order_by()
    )
    return [
        replace(
            seat_of(agent, held.get(agent.user_id, 0), last.get(agent.user_id), talking.get(agent.user_id, 0)),
            is_reachable=reached is None or agent.user_id in reached,
            mails=mails.get(agent.user_id, 0),
        )
        for agent in accounts.agents(organization_id)
    ]


def seat_of(agent: accounts.AgentProfile, load: int, last_assigned_at: datetime | None, calls: int = 0) -> rules.Seat:
    return rules.Seat(
        user_id=agent.user_id,
        status=agent.status,
        capacity=agent.capacity,
        load=load,
        brand_ids=agent.brand_ids,
        team_ids=frozenset(agent.team_ids),
        skills=agent.skills,
        last_assigned_at=last_assigned_at,
        channels=agent.channels,
        calls=calls,
    )


def as_item(work: WorkItem) -> rules.Item:
    """The work as the rules see it; its queue is loaded with it."""
    return rules.Item(
        id=work.id,
        brand_id=work.brand_id,
        priority=work.priority,
        queued_at=work.queued_at,
        skills=_levels(work.queue),
        member_ids=frozenset(work.queue.member_ids),
        team_ids=frozenset(work.queue.team_ids),
        declined={UUID(user): datetime.fromisoformat(at) for user, at in work.declined.items()},
        owners=tuple(UUID(user) for user, _ in work.owners),
        owners_until=owners_until(work),
        preferred=work.preferred_id,
        channel=work.channel,
    )


def owners_until(work: WorkItem) -> datetime:
    """Until when work waits for an owner who is occupied; its queue is loaded with it."""
    return (work.held_until or work.created_at) + timedelta(seconds=work.queue.owner_wait_seconds)


def item_of_queue(queue: Queue) -> rules.Item:
    """A piece of work that waits in this queue."""
    return rules.Item(
        id=queue.id,
        brand_id=queue.brand_id,
        priority=queue.priority,
        queued_at=queue.created_at,
        skills=_levels(queue),
        member_ids=frozenset(queue.member_ids),
        team_ids=frozenset(queue.team_ids),
    )


def _levels(queue: Queue) -> dict[UUID, int]:
    return {UUID(skill): int(level) for skill, level in queue.skills.items()}


def not_held() -> Q:
    """Work that may be given to somebody now."""
    return Q(held_until=None) | Q(held_until__lte=clock.now())


def open_item(actor: Actor, subject_id: UUID) -> WorkItem | None:
    return statements.first(WorkItem, actor, subject_id=subject_id, state=[str(state) for state in WorkItem.OPEN])


@dataclass(frozen=True, slots=True)
class Place:
    """Where waiting work stands in its line: 1 is next; None where no honest figure exists."""

    position: int
    estimated_wait_seconds: int | None


def place(actor: Actor, work: WorkItem) -> Place | None:
    """The place of waiting or offered work; None when it does not wait."""
    if work.state not in (WorkItem.State.WAITING, WorkItem.State.OFFERED):
        return None
    ahead = (
        _waiting(actor, work.queue_id, work.channel)
        .filter(
            Q(priority__gt=work.priority)
            | Q(priority=work.priority, queued_at__lt=work.queued_at)
            | Q(priority=work.priority, queued_at=work.queued_at, id__lt=work.id)
        )
        .count()
    )
    samples, slots = handle_seconds_of(actor, work.queue_id, work.channel), _slots(actor, work.queue_id, work.channel)
    return Place(ahead + 1, rules.estimate_wait(ahead + 1, samples, slots))


def _waiting(actor: Actor, queue_id: UUID, channel: str) -> QuerySet[WorkItem]:
    """Those who wait for the same hands."""
    rows = WorkItem.objects.for_actor(actor).filter(not_held(), queue_id=queue_id, state=WorkItem.State.WAITING)
    return rows.filter(_pool(channel))


def line(actor: Actor, queue_id: UUID, limit: int) -> list[tuple[UUID, Place]]:
    """The first `limit` written subjects that wait in a queue, in order, each with its place."""
    waiting = (
        _waiting(actor, queue_id, "chat")
        .order_by("-priority", "queued_at", "id")
        .values_list("subject_id", flat=True)[:limit]
    )
    subjects = list(waiting)
    if not subjects:
        return []
    handle_seconds, slots = handle_seconds_of(actor, queue_id), _slots(actor, queue_id)
    return [
        (subject, Place(place, rules.estimate_wait(place, handle_seconds, slots)))
        for place, subject in enumerate(subjects, start=1)
    ]


def waiting_chats(actor: Actor) -> list[tuple[UUID, UUID, int, datetime]]:
    """Brand, queue, how many written subjects wait in it, and since when the oldest does; queues without any apart."""
    rows = WorkItem.objects.for_actor(actor).filter(not_held(), _pool("chat"), state=WorkItem.State.WAITING)
    counted = rows.values_list("brand_id", "queue_id").annotate(n=Count("id"), oldest=Min("queued_at"))
    return list(counted.order_by("brand_id", "queue_id"))


def handle_seconds_of(actor: Actor, queue_id: UUID, channel: str = "chat") -> list[float]:
    """How long each of the latest pieces of a queue's work took, of the last day."""
    recent = (
        WorkItem.objects.for_actor(actor)
        .filter(
            _pool(channel),
            queue_id=queue_id,
            state=WorkItem.State.DONE,
            ended_at__gte=clock.now() - timedelta(days=1),
            assigned_at__isnull=False,
            parked_times=0,
        )
        .order_by("-ended_at")
        .values_list("assigned_at", "ended_at")[:HANDLE_TIME_SAMPLE]
    )
    return [(ended - assigned).total_seconds() for assigned, ended in recent if assigned and ended]


def slots_of(actor: Actor, queue_id: UUID, channel: str = "chat") -> tuple[int, int]:
    """How many can be served at once, and by how many people: one call by each who takes calls, mails and chats by capacity."""
    item = replace(item_of_queue(one(Queue.objects.for_actor(actor).filter(id=queue_id))), channel=channel)
    able = [seat for seat in seats(actor.organization_id) if _could_serve(item, seat)]
    if channel == rules.PHONE:
        return len(able), len(able)
    return sum(seat.mail_capacity if channel == rules.MAIL else seat.capacity for seat in able), len(able)


def _slots(actor: Actor, queue_id: UUID, channel: str = "chat") -> int:
    return slots_of(actor, queue_id, channel)[0]


def _could_serve(item: rules.Item, seat: rules.Seat) -> bool:
    return not set(rules.judge(item, seat, clock.now()).refusals) - {"full", "on_the_phone"}


def anybody_online(actor: Actor, queue_id: UUID) -> bool:
    """Whether somebody who is signed in as online could serve this queue, busy hands included."""
    return _slots(actor, queue_id) > 0


def live(actor: Actor, rows: Iterable[Queue]) -> list[dict[str, Any]]:
    """Each queue at this moment: line, agents by state, today's service level (variant A: in time ÷ all that entered)."""
    rows = list(rows)
    now = clock.now()
    waiting: dict[UUID, dict[str, Any]] = {
        row["queue"]: dict(row)
        for row in WorkItem.objects.for_actor(actor)
        .filter(queue__in=rows, state__in=WorkItem.OPEN)
        .values("queue")
        .annotate(
            waiting=Count("id", filter=Q(state=WorkItem.State.WAITING) | Q(state=WorkItem.State.OFFERED)),
            oldest=Min("queued_at", filter=Q(state=WorkItem.State.WAITING) | Q(state=WorkItem.State.OFFERED)),
            active=Count("id", filter=Q(state=WorkItem.State.ASSIGNED)),
        )
        .order_by()
    }
    in_time = Q(answered_at__lte=F("queued_at") + timedelta(seconds=SERVICE_LEVEL_SECONDS))
    today: dict[UUID, dict[str, Any]] = {
        row["queue"]: dict(row)
        for row in Contact.objects.for_actor(actor)
        .filter(queue__in=rows, queued_at__gte=start_of_today())
        .exclude(channel="message")
        .values("queue")
        .annotate(offered=Count("id"), answered=Count("id", filter=in_time))
        .order_by()
    }
    everybody = seats(actor.organization_id)
    return [_live_row(queue, waiting.get(queue.id, {}), today.get(queue.id, {}), everybody, now) for queue in rows]


def _live_row(
    queue: Queue, line: dict[str, Any], today: dict[str, Any], everybody: list[rules.Seat], now: datetime
) -> dict[str, Any]:
    item = item_of_queue(queue)
    staff = [
        seat
        for seat in everybody
        if not set(rules.judge(item, seat, now).refusals) - {"full", "on_the_phone", "busy", "offline"}
    ]
    oldest, offered, answered = line.get("oldest"), today.get("offered", 0), today.get("answered", 0)
    return {
        "queue": {"id": queue.id, "name": queue.name},
        "waiting": line.get("waiting", 0),
        "longest_wait_seconds": int((now - oldest).total_seconds()) if oldest else 0,
        "active": line.get("active", 0),
        "agents": {
            **{status: sum(seat.status == status for seat in staff) for status in ("online", "busy", "offline")},
            "free_slots": sum(max(0, seat.capacity - seat.load) for seat in staff if seat.status == "online"),
        },
        "service_level": {
            "value": answered / offered if offered else None,
            "answered": answered,
            "offered": offered,
            "target_seconds": SERVICE_LEVEL_SECONDS,
        },
    }


def last_agent(actor: Actor, customer_id: UUID | None) -> UUID | None:
    """Who served the customer within the last day, by whatever channel (熟客优先)."""
    if customer_id is None:
        return None
    rows = Contact.objects.for_actor(actor).filter(customer_id=customer_id, agent__isnull=False)
    recent = rows.filter(ended_at__gte=clock.now() - timedelta(days=1)).order_by("-ended_at")
    return recent.values_list("agent_id", flat=True).first()


def overflow_queue(actor: Actor, queue_id: UUID) -> Queue | None:
    """The queue behind this one, if work that waits too long goes there."""
    queue = one(Queue.objects.for_actor(actor).filter(id=queue_id).select_related("overflow_queue"))
    behind = queue.overflow_queue if queue.overflow == Queue.Overflow.QUEUE else None
    return behind if behind and behind.is_active else None
