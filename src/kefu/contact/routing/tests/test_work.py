"""Work through its life, one step after the other."""

from datetime import timedelta

import pytest

from kefu.contact.routing import actions, jobs, queries
from kefu.contact.routing.models import Decision, WorkItem
from kefu.foundation.accounts import actions as accounts
from kefu.kernel import clock
from kefu.kernel.errors import Conflict, NotFound
from kefu.kernel.ids import new_id

from .floor import Floor, State, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return found()


@pytest.fixture
def offering() -> Floor:
    return found("offering", assignment="offer", offer_timeout_seconds=30)


def decisions(floor: Floor, work: WorkItem) -> list[Decision]:
    return list(Decision.objects.for_actor(floor.system).filter(work_item=work).order_by("id"))


def test_the_same_subject_twice_is_one_item(floor: Floor) -> None:
    subject = new_id()
    assert floor.enqueue(subject_id=subject).id == floor.enqueue(subject_id=subject).id


def test_a_subject_that_ended_may_come_again(floor: Floor) -> None:
    subject = new_id()
    first = floor.enqueue(subject_id=subject)
    actions.end(floor.system, first.id)
    assert floor.enqueue(subject_id=subject).id != first.id


def test_a_full_line_takes_nobody(floor: Floor) -> None:
    queue = floor.second_queue(max_waiting=2)
    for _ in range(2):
        floor.enqueue(queue)
    with pytest.raises(Conflict) as full:
        floor.enqueue(queue)
    assert full.value.code == "queue_full"
    floor.agent("8001", capacity=1)
    floor.distribute()
    floor.enqueue(queue)


def test_nobody_there_is_explained_once(floor: Floor) -> None:
    work = floor.enqueue()
    away = floor.agent("8001", status="busy")
    assert [floor.distribute() for _ in range(3)] == [0, 0, 0]
    (decision,) = decisions(floor, work)
    assert (decision.outcome, decision.reason, decision.chosen_id) == ("waiting", "nobody_free", None)
    reasons = {c["user_id"]: c["reasons"] for c in decision.candidates}
    assert reasons[str(away.id)] == ["busy"]


def test_an_assignment_carries_its_reasons(floor: Floor) -> None:
    agent, other = floor.agent("8001"), floor.agent("8002", status="offline")
    work = floor.enqueue()
    assert floor.distribute() == 1
    (decision,) = decisions(floor, work)
    assert (decision.outcome, decision.reason, decision.chosen_id) == ("assigned", "least_saturated", agent.id)
    by_user = {c["user_id"]: c for c in decision.candidates}
    assert by_user[str(agent.id)] == {
        "user_id": str(agent.id),
        "name": "工号 8001",
        "eligible": True,
        "reasons": [],
        "terms": {"saturation": 0.0, "idle_since": None},
    }
    assert by_user[str(other.id)]["reasons"] == ["offline"]


def test_an_offer_is_accepted(offering: Floor) -> None:
    agent = offering.agent("8001")
    work = offering.enqueue()
    offering.distribute()
    assert offering.work(work.id).state == State.OFFERED
    assert actions.accept(agent, work.id).state == State.ASSIGNED
    assert actions.accept(agent, work.id).state == State.ASSIGNED, "twice is once"
    with pytest.raises(Conflict):
        actions.accept(offering.agent("8002"), work.id)


def test_a_declined_offer_goes_to_the_next_in_its_old_place(offering: Floor) -> None:
    first = offering.agent("8001")
    work = offering.enqueue()
    offering.distribute()
    actions.decline(first, work.id)
    waiting = offering.work(work.id)
    assert (waiting.state, waiting.queued_at, waiting.assignee_id) == (State.WAITING, work.queued_at, None)
    assert offering.distribute() == 0
    second = offering.agent("8002")
    offering.distribute()
    assert offering.work(work.id).assignee_id == second.id
    with pytest.raises(Conflict):
        actions.decline(first, work.id)


def test_an_offer_expires_when_its_time_is_up(offering: Floor) -> None:
    agent = offering.agent("8001")
    work = offering.enqueue()
    offering.distribute()
    jobs.expire_offer(str(offering.organization.id), str(work.id))
    assert offering.work(work.id).state == State.OFFERED, "it still stands"
    with clock.frozen(clock.now() + timedelta(seconds=31)):
        jobs.expire_offer(str(offering.organization.id), str(work.id))
        jobs.expire_offer(str(offering.organization.id), str(work.id))
        expired = offering.work(work.id)
        assert (expired.state, list(expired.declined)) == (State.WAITING, [str(agent.id)])
        with pytest.raises(Conflict):
            actions.accept(agent, work.id)
        assert offering.distribute() == 0
    with clock.frozen(clock.now() + timedelta(seconds=93)):
        jobs.distribute(str(offering.organization.id))
        assert offering.work(work.id).assignee_id == agent.id


def test_an_accepted_offer_does_not_expire(offering: Floor) -> None:
    agent = offering.agent("8001")
    work = offering.enqueue()
    offering.distribute()
    actions.accept(agent, work.id)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        jobs.expire_offer(str(offering.organization.id), str(work.id))
    assert offering.work(work.id).assignee_id == agent.id


def test_the_sweep_finds_what_timers_lost(offering: Floor) -> None:
    agent = offering.agent("8001", capacity=1)
    overdue = offering.enqueue()
    offering.distribute()
    elsewhere = found("elsewhere")
    other = elsewhere.agent("8001")
    forgotten = elsewhere.enqueue()
    with clock.frozen(clock.now() + timedelta(seconds=40)):
        jobs.sweep(0)
    assert offering.work(overdue.id).state == State.WAITING
    assert elsewhere.work(forgotten.id).assignee_id == other.id
    assert offering.held(agent) == 0


def test_a_transfer_to_a_line_keeps_the_time_of_queueing(floor: Floor) -> None:
    agent = floor.agent("8001")
    with clock.frozen(clock.now() - timedelta(minutes=10)):
        work = floor.enqueue()
        floor.distribute()
    specialists = floor.second_queue(priority=7)
    later = floor.enqueue(specialists)
    moved = actions.transfer_to_queue(agent, work.id, specialists)
    assert (moved.queued_at, moved.priority, moved.state) == (work.queued_at, 7, State.WAITING)
    assert [subject for subject, _ in queries.line(floor.system, specialists.id, 9)] == [
        work.subject_id,
        later.subject_id,
    ]


def test_the_giver_does_not_get_it_straight_back(floor: Floor) -> None:
    agent, supervisor = floor.agent("8001"), floor.agent("8002", status="busy")
    work = floor.enqueue()
    floor.distribute()
    actions.transfer_to_queue(supervisor, work.id, floor.second_queue())
    assert floor.distribute() == 0
    assert floor.held(agent) == 0


@pytest.mark.parametrize(("status", "capacity"), [("busy", 5), ("offline", 5), ("online", 0)])
def test_a_transfer_to_who_cannot_take_it_changes_nothing(floor: Floor, status: str, capacity: int) -> None:
    agent, target = floor.agent("8001"), floor.agent("8002", status="offline", capacity=capacity)
    work = floor.enqueue()
    floor.distribute()
    if status != "offline":
        accounts.set_presence(target, status=status)
    with pytest.raises(Conflict):
        actions.transfer_to_agent(agent, work.id, target.user_id)
    assert floor.work(work.id).assignee_id == agent.id


def test_ended_work_frees_the_slot_and_stays_ended(floor: Floor) -> None:
    agent = floor.agent("8001", capacity=1)
    first, second = floor.enqueue(), floor.enqueue()
    floor.distribute()
    assert floor.held(agent) == 1
    actions.end(floor.system, first.id)
    actions.end(floor.system, first.id, cancelled=True)
    assert floor.work(first.id).state == State.DONE
    floor.distribute()
    assert floor.work(second.id).assignee_id == agent.id
    with pytest.raises(Conflict):
        actions.transfer_to_agent(agent, first.id, agent.user_id)


def test_work_of_others_does_not_exist(floor: Floor) -> None:
    stranger = found("strangers").agent("8001")
    work = floor.enqueue()
    with pytest.raises(NotFound):
        actions.accept(stranger, work.id)


def test_a_line_nobody_serves_does_not_hold_up_the_others(floor: Floor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kefu.contact.routing.actions.work.BATCH", 3)
    abandoned = floor.second_queue(member_ids=[new_id()], priority=9)
    for _ in range(5):
        floor.enqueue(abandoned)
    work = floor.enqueue()
    agent = floor.agent("8001")
    floor.distribute()
    assert floor.work(work.id).assignee_id == agent.id
