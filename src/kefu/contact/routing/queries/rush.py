"""Reads of rush mode: what is laid over the settings now."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import clock
from kefu.kernel.actor import Actor, system

from .. import rules
from ..models import Queue, Rush
from .lines import item_of_queue, seat_of


def rushes(actor: Actor) -> QuerySet[Rush]:
    """Those that are active and concern the actor's brands; everybody on the floor may know."""
    return _active(actor).select_related("brand", "begun_by").order_by("id")


def rush_of(actor: Actor, brand_id: UUID) -> Rush | None:
    """The rush that a brand's visitors are in; there is one at most."""
    return _active(system(actor.organization_id)).filter(Q(brand_id=brand_id) | Q(brand=None)).first()


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


def _active(actor: Actor) -> QuerySet[Rush]:
    """As `rules.is_on` says it, in the database."""
    return Rush.objects.for_actor(actor).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()), ended_at=None)
