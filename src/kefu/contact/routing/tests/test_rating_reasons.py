"""What a rating blames, whose figures it enters, and who has something to improve."""

import pytest

from kefu.contact.routing import actions, queries, rules
from kefu.contact.routing.models import Rating, RatingItem, RatingReason
from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries as account_queries
from kefu.foundation.accounts.models import Role
from kefu.kernel import clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from kefu.kernel.ids import new_id
from kefu.kernel.models import AuditEntry

from .floor import Floor, found

pytestmark = pytest.mark.django_db


@pytest.fixture
def floor() -> Floor:
    return found()


@pytest.fixture
def agent(floor: Floor) -> Actor:
    return floor.agent("8001")


@pytest.fixture
def owner(floor: Floor) -> Actor:
    return floor.agent("8002")


@pytest.fixture
def delivery(floor: Floor, owner: Actor) -> RatingReason:
    return actions.create_rating_reason(
        floor.system, family="business", name_zh="物流", name_en="Delivery", owner_id=owner.id
    )


@pytest.fixture
def attitude(floor: Floor) -> RatingReason:
    return actions.create_rating_reason(floor.system, family="agent", name_zh="态度", name_en="Attitude")


def rated(floor: Floor, agent: Actor, *tags: str, score: int = 2) -> Rating:
    subject, now = new_id(), clock.now()
    actions.open_contact(floor.system, channel="chat", subject_id=subject, brand_id=floor.brand.id, started_at=now)
    actions.queue_contact(floor.system, subject, floor.queue, now)
    actions.answer_contact(floor.system, subject, agent.user_id, now)
    return actions.rate(floor.system, subject, score=score, tags=tags)


def items(floor: Floor) -> list[RatingItem]:
    return list(RatingItem.objects.for_actor(floor.system))


def leader_of(floor: Floor, agent: Actor) -> Actor:
    user = accounts.create_user(
        floor.system,
        name="林慧",
        employee_number="8100",
        role_id=Role.objects.for_actor(floor.system).get(code="supervisor").id,
        password="harvest-moon-42",
        must_change_password=False,
    )
    accounts.create_team(floor.system, name="一组", leader_ids=[user.id], member_ids=[agent.user_id])
    actor = account_queries.actor_for_user(user.id, ip=None)
    assert actor
    return actor


@pytest.mark.parametrize(
    ("families", "counts"),
    [((), True), (("agent",), True), (("business",), False), (("agent", "business"), True)],
)
def test_only_the_business_to_blame_is_not_the_agents(families: tuple[str, ...], counts: bool) -> None:
    assert rules.counts_for_agent(families) is counts


@pytest.mark.usefixtures("attitude")
def test_a_business_reason_opens_one_item_for_its_owner(
    floor: Floor, agent: Actor, owner: Actor, delivery: RatingReason
) -> None:
    rating = rated(floor, agent, "物流", "Delivery", "包装简陋")
    assert (rating.tags, rating.reason_ids) == (["物流", "Delivery", "包装简陋"], [delivery.id])
    (item,) = items(floor)
    assert (item.rating_id, item.reason_id, item.owner_id, item.state) == (rating.id, delivery.id, owner.id, "open")
    with pytest.raises(Conflict):
        actions.rate(floor.system, rating.contact.subject_id, score=1, tags=["物流"])
    assert len(items(floor)) == 1


def test_the_agents_figures_are_untouched(
    floor: Floor, agent: Actor, delivery: RatingReason, attitude: RatingReason
) -> None:
    rated(floor, agent, score=5)
    assert not rated(floor, agent, delivery.name_zh, score=1).counts_for_agent
    assert queries.today_of(agent) == {"handled": 0, "csat": 5.0, "rated": 1}
    assert rated(floor, agent, delivery.name_zh, attitude.name_en, score=3).counts_for_agent
    assert queries.today_of(agent) == {"handled": 0, "csat": 4.0, "rated": 2}


def test_words_that_are_no_reason_are_kept_and_count(floor: Floor, agent: Actor, delivery: RatingReason) -> None:
    actions.update_rating_reason(floor.system, delivery.id, {"is_active": False})
    rating = rated(floor, agent, "物流")
    assert (rating.tags, rating.reason_ids, rating.counts_for_agent) == (["物流"], [], True)
    assert queries.offered_reasons(floor.system) == []
    assert items(floor) == []


def test_an_item_is_settled_by_its_owner(floor: Floor, agent: Actor, owner: Actor, delivery: RatingReason) -> None:
    rated(floor, agent, delivery.name_zh)
    (item,) = queries.rating_items(owner, state="open", owner_id=owner.id)
    with pytest.raises(Forbidden):
        actions.update_rating_item(agent, item.id, {"state": "done"})
    done = actions.update_rating_item(owner, item.id, {"state": "done", "note": "已换快递"})
    assert (done.state, done.note, done.done_by_id) == ("done", "已换快递", owner.id)
    assert done.done_at
    assert not queries.rating_items(owner, state="open").exists()
    entry = AuditEntry.objects.for_actor(floor.system).get(action="rating_item.updated")
    assert entry.after == {"state": "done", "note": "已换快递"}


def test_a_supervisor_settles_and_reopens_what_is_anothers(floor: Floor, agent: Actor, delivery: RatingReason) -> None:
    rated(floor, agent, delivery.name_zh)
    (item,) = items(floor)
    leader = leader_of(floor, agent)
    assert actions.update_rating_item(leader, item.id, {"state": "done"}).done_by_id == leader.id
    reopened = actions.update_rating_item(leader, item.id, {"state": "open"})
    assert (reopened.done_at, reopened.done_by_id) == (None, None)


def test_who_has_no_part_in_an_item_does_not_find_it(floor: Floor, agent: Actor, delivery: RatingReason) -> None:
    rated(floor, agent, delivery.name_zh)
    (item,) = items(floor)
    with pytest.raises(NotFound):
        actions.update_rating_item(floor.agent("8003"), item.id, {"state": "done"})
    with pytest.raises(NotFound):
        actions.update_rating_item(found("elsewhere").agent("8001"), item.id, {"state": "done"})


def test_reasons_are_kept_in_order(floor: Floor, owner: Actor, delivery: RatingReason, attitude: RatingReason) -> None:
    with pytest.raises(Conflict):
        actions.create_rating_reason(floor.system, family="business", name_zh="物流", name_en="Parcels")
    with pytest.raises(Invalid):
        actions.update_rating_reason(floor.system, attitude.id, {"owner_id": owner.id})
    with pytest.raises(NotFound):
        actions.update_rating_reason(floor.system, delivery.id, {"owner_id": found("elsewhere").agent("8001").id})
    with pytest.raises(Forbidden):
        actions.update_rating_reason(owner, delivery.id, {"name_zh": "快递"})
    actions.update_rating_reason(floor.system, delivery.id, {"owner_id": None})
    entry = AuditEntry.objects.for_actor(floor.system).get(action="rating_reason.updated")
    assert (entry.before, entry.after) == ({"owner_id": str(owner.id)}, {"owner_id": None})
