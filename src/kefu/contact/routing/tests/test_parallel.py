"""Many at once, in real transactions: never two agents on one item, never anybody above capacity, no deadlock."""

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import pytest
from django.db import connection

from kefu.contact.routing import actions
from kefu.contact.routing.models import Decision, Rush, WorkItem
from kefu.foundation.accounts import actions as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict
from kefu.kernel.tests.events import in_threads

from .floor import Floor, State, found

pytestmark = pytest.mark.django_db(transaction=True)
HELD = """
SELECT count(*) FROM routing_workitem WHERE state IN ('offered', 'assigned') AND assignee_id = %s
"""


def attempt(action: Callable[[], object]) -> None:
    """Others may be quicker: then it is a Conflict, and nothing else."""
    with suppress(Conflict):
        action()


def assert_sane(floor: Floor, agents: list[Actor], capacity: int) -> None:
    for agent in agents:
        assert floor.held(agent) <= capacity
    for work in floor.work():
        assert (work.assignee_id is not None) == (work.state in (State.OFFERED, State.ASSIGNED)) or work.state in (
            State.DONE,
            State.CANCELLED,
        )


def test_parallel_distribution_gives_each_item_once() -> None:
    floor = found()
    agents = [floor.agent(f"800{n}", capacity=3) for n in range(3)]
    for _ in range(12):
        floor.enqueue()
    in_threads(*[floor.distribute] * 6)
    assert [floor.held(agent) for agent in agents] == [3, 3, 3]
    given = Counter(
        Decision.objects.for_actor(floor.system).filter(outcome="assigned").values_list("work_item", flat=True)
    )
    assert len(given) == 9 and set(given.values()) == {1}
    assert floor.work().filter(state=State.WAITING).count() == 3


def test_the_oldest_are_served_first_under_parallel_arrivals() -> None:
    floor = found()
    in_threads(*[lambda: [floor.enqueue() for _ in range(5)] for _ in range(4)])
    floor.agent("8001", capacity=7)
    in_threads(*[floor.distribute] * 4)
    states = [work.state for work in floor.work().order_by("queued_at", "id")]
    assert states == [State.ASSIGNED] * 7 + [State.WAITING] * 13


@pytest.mark.parametrize("assignment", ["automatic", "offer"])
def test_everything_at_once_keeps_the_promises(assignment: str) -> None:
    capacity = 2
    floor = found(assignment=assignment)
    other = floor.second_queue(assignment=assignment, priority=6)
    agents = [floor.agent(f"800{n}", capacity=capacity) for n in range(3)]
    worst: Counter[str] = Counter()

    def watch() -> None:
        for _ in range(150):
            with connection.cursor() as cursor:
                for agent in agents:
                    cursor.execute(HELD, [agent.id])
                    worst[str(agent.id)] = max(worst[str(agent.id)], cursor.fetchone()[0])

    def arrive() -> None:
        for _ in range(10):
            floor.enqueue()

    def deeds(agent: Actor, target: Actor, work: WorkItem) -> list[Callable[[], object]]:
        return [
            floor.distribute,
            lambda: actions.accept(agent, work.id),
            lambda: actions.decline(agent, work.id),
            lambda: actions.transfer_to_agent(agent, work.id, target.user_id),
            lambda: actions.transfer_to_queue(agent, work.id, other),
            lambda: actions.end(floor.system, work.id),
            lambda: actions.expire_offer(floor.organization.id, work.id),
        ]

    def act(seed: int) -> Callable[[], None]:
        dice = random.Random(seed)

        def run() -> None:
            for _ in range(25):
                agent, target = dice.choice(agents), dice.choice(agents)
                mine = list(floor.work().filter(assignee_id=agent.id).exclude(ended_at__isnull=False))
                work = dice.choice(mine or [floor.enqueue()])
                attempt(dice.choice(deeds(agent, target, work)))

        return run

    in_threads(watch, arrive, arrive, *[act(seed) for seed in range(5)])
    assert max(worst.values(), default=0) <= capacity
    assert_sane(floor, agents, capacity)


def test_an_offer_is_accepted_or_expired_never_both() -> None:
    from datetime import timedelta

    from kefu.kernel import clock

    floor = found(assignment="offer", offer_timeout_seconds=5)
    agent = floor.agent("8001", capacity=20)
    works = [floor.enqueue() for _ in range(10)]
    floor.distribute()
    accepted: list[object] = []

    def accept() -> None:
        for work in works:
            attempt(lambda work=work: accepted.append(actions.accept(agent, work.id).id))  # type: ignore[misc]

    def expire() -> None:
        with clock.frozen(clock.now() + timedelta(seconds=6)):
            for work in reversed(works):
                actions.expire_offer(floor.organization.id, work.id)

    in_threads(accept, expire)
    assert set(floor.work().filter(state=State.ASSIGNED).values_list("id", flat=True)) == set(accepted)
    assert floor.work().filter(state=State.WAITING).count() == 10 - len(accepted)


def test_a_line_never_takes_more_than_it_holds() -> None:
    floor = found()
    queue = floor.second_queue(max_waiting=5)

    def arrive() -> None:
        for _ in range(4):
            attempt(lambda: floor.enqueue(queue))

    in_threads(*[arrive] * 5)
    assert floor.work().filter(queue=queue).count() == 5


def test_two_supervisors_at_once_begin_one_rush() -> None:
    floor = found()
    second = accounts.create_brand(floor.system, code="second", name="second")
    for_all, for_one = (
        partial(actions.begin_rush, floor.system),
        partial(actions.begin_rush, floor.system, brand_id=second.id),
    )
    in_threads(
        *[lambda: attempt(partial(for_all, bot_first=True)), lambda: attempt(partial(for_one, capacity_plus=2))] * 3
    )
    assert Rush.objects.for_actor(floor.system).filter(ended_at=None).count() == 1
