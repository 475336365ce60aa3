"""Reads of rush mode: what is laid over the settings now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Brand
from kefu.kernel import clock, statements
from kefu.kernel.actor import Actor, system
from kefu.kernel.tenancy import one

from .. import permissions, rules
from ..models import Queue, Rush, RushTrigger
from .lines import handle_seconds_of, item_of_queue, seat_of, slots_of, waiting_chats


def rushes(actor: Actor) -> QuerySet[Rush]:
    """Those that are active and concern the actor's brands; everybody on the floor may know."""
    return _active(actor).select_related("brand", "begun_by").order_by("id")


def rush_of(actor: Actor, brand_id: UUID) -> Rush | None:
    """The rush that a brand's visitors are in; there is one at most."""
    rows = statements.run(statements.find(Rush, actor.organization_id, ended_at=None))[0]
    on = (row for row in rows if rules.is_on(ends_at=row.ends_at, ended_at=None, now=clock.now()))
    return next((row for row in on if row.brand_id in (brand_id, None)), None)


def is_bot_first(actor: Actor, brand_id: UUID) -> bool:
    rush = rush_of(actor, brand_id)
    return rush is not None and rush.bot_first


def capacity_plus(organization_id: UUID, agents: Iterable[accounts.AgentProfile]) -> dict[UUID, int]:
    """How many more pieces of work each of these agents may hold while a rush lasts; who is not named gets none."""
    actor = system(organization_id)
    rows = list(_active(actor).filter(capacity_plus__gt=0))
    if not rows:
        return {}
    named = {queue_id for rush in rows for queue_id in rush.queue_ids}
    queues = {queue.id: item_of_queue(queue) for queue in Queue.objects.for_actor(actor).filter(id__in=named)}
    seats = [seat_of(agent, 0, None) for agent in agents]
    more: dict[UUID, int] = defaultdict(int)
    for rush in rows:
        chosen = [queues[id] for id in rush.queue_ids if id in queues]
        for seat in seats:
            plus = rules.more_capacity(
                seat, rush.capacity_plus, brand_id=rush.brand_id, queues=chosen, teams=rush.team_ids
            )
            more[seat.user_id] = max(more[seat.user_id], plus)
    return more


def rush_trigger(actor: Actor) -> RushTrigger:
    """When a rush is proposed in the actor's organization; what nobody has set is as it comes."""
    actor.require(permissions.RUSH_MANAGE)
    return RushTrigger.objects.for_actor(actor).first() or RushTrigger(organization_id=actor.organization_id)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A brand whose visitors wait in a crowd without a rush; the estimates are of whoever is last in its longest line.

    None where no honest figure exists, see `rules.estimate_wait`.
    """

    brand: Brand
    waiting: int
    longest_wait_seconds: int
    queue: Queue
    estimate_seconds: int | None
    estimate_with_seconds: int | None


def proposals(actor: Actor) -> list[Proposal]:
    """The brands for which rush mode is worth a click now: of the actor's, in a crowd, and without a rush."""
    trigger = rush_trigger(actor)
    if not trigger.is_on:
        return []
    brands = {brand.id: brand for brand in accounts.brands(actor)}
    lines: dict[UUID, list[tuple[UUID, int, datetime]]] = defaultdict(list)
    for brand_id, queue_id, count, oldest in waiting_chats(actor):
        lines[brand_id].append((queue_id, count, oldest))
    return [
        _proposal(actor, brands[brand_id], found, trigger)
        for brand_id, found in lines.items()
        if brand_id in brands
        and rules.is_crowd(
            sum(count for _, count, _ in found),
            (clock.now() - min(oldest for _, _, oldest in found)).total_seconds(),
            least_waiting=trigger.waiting,
            least_seconds=trigger.wait_seconds,
        )
        and rush_of(actor, brand_id) is None
    ]


def _proposal(actor: Actor, brand: Brand, found: list[tuple[UUID, int, datetime]], trigger: RushTrigger) -> Proposal:
    queue_id, last, _ = max(found, key=lambda line: line[1])
    handle_seconds, (slots, people) = handle_seconds_of(actor, queue_id), slots_of(actor, queue_id)
    return Proposal(
        brand=brand,
        waiting=sum(count for _, count, _ in found),
        longest_wait_seconds=int((clock.now() - min(oldest for _, _, oldest in found)).total_seconds()),
        queue=one(Queue.objects.for_actor(actor).filter(id=queue_id)),
        estimate_seconds=rules.estimate_wait(last, handle_seconds, slots),
        estimate_with_seconds=rules.estimate_wait(last, handle_seconds, slots + people * trigger.capacity_plus),
    )


def _active(actor: Actor) -> QuerySet[Rush]:
    """As `rules.is_on` says it, in the database."""
    return Rush.objects.for_actor(actor).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), ended_at=None)
