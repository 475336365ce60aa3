"""The deciding function, whatever waits and whoever is there."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kefu.contact.routing import rules
from kefu.contact.routing.rules import Item, Seat, decide, estimate_wait, judge, order

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
BRANDS = [UUID(int=n) for n in (1, 2)]
SKILLS = [UUID(int=n) for n in (11, 12)]
TEAMS = [UUID(int=n) for n in (21, 22)]
PEOPLE = [UUID(int=n) for n in range(31, 37)]

levels = st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 5), max_size=2)
moments = st.integers(0, 120).map(lambda seconds: NOW - timedelta(seconds=seconds))


@st.composite
def lines(draw: st.DrawFn) -> list[Item]:
    return [
        Item(
            id=UUID(int=1000 + n),
            brand_id=draw(st.sampled_from(BRANDS)),
            priority=draw(st.integers(4, 6)),
            queued_at=draw(moments),
            skills=draw(levels),
            member_ids=draw(st.frozensets(st.sampled_from(PEOPLE), max_size=2)),
            team_ids=draw(st.frozensets(st.sampled_from(TEAMS), max_size=1)),
            declined=draw(st.dictionaries(st.sampled_from(PEOPLE), moments, max_size=2)),
        )
        for n in range(draw(st.integers(0, 12)))
    ]


@st.composite
def floors(draw: st.DrawFn) -> list[Seat]:
    return [
        Seat(
            user_id=user_id,
            status=draw(st.sampled_from(["online", "online", "online", "busy", "offline"])),
            capacity=draw(st.integers(0, 4)),
            load=draw(st.integers(0, 5)),
            brand_ids=draw(st.none() | st.frozensets(st.sampled_from(BRANDS), min_size=1)),
            team_ids=draw(st.frozensets(st.sampled_from(TEAMS))),
            skills=draw(levels),
            last_assigned_at=draw(st.none() | moments),
        )
        for user_id in PEOPLE[: draw(st.integers(0, 6))]
    ]


def given_by_seat(items: list[Item], seats: list[Seat]) -> dict[UUID, list[UUID]]:
    given_to: dict[UUID, list[UUID]] = {seat.user_id: [] for seat in seats}
    for choice in decide(items, seats, NOW):
        if choice.user_id:
            given_to[choice.user_id].append(choice.item_id)
    return given_to


def fits(item: Item, seat: Seat) -> bool:
    """Said once more and plainly: whether this agent may have this work, full or not."""
    return (
        seat.status == "online"
        and (seat.brand_ids is None or item.brand_id in seat.brand_ids)
        and all(seat.skills.get(skill, 0) >= level for skill, level in item.skills.items())
        and (
            not (item.member_ids or item.team_ids)
            or seat.user_id in item.member_ids
            or bool(item.team_ids & seat.team_ids)
        )
        and (seat.user_id not in item.declined or NOW - item.declined[seat.user_id] >= timedelta(seconds=60))
    )


@given(lines(), floors())
def test_every_item_is_decided_once_and_never_for_two(items: list[Item], seats: list[Seat]) -> None:
    decided = [choice.item_id for choice in decide(items, seats, NOW)]
    assert decided == [item.id for item in sorted(items, key=order)]


@given(lines(), floors())
def test_nobody_gets_more_than_they_can_carry(items: list[Item], seats: list[Seat]) -> None:
    given_to = given_by_seat(items, seats)
    for seat in seats:
        assert len(given_to[seat.user_id]) <= max(0, seat.capacity - seat.load)


@given(lines(), floors())
def test_only_who_fits_gets_work(items: list[Item], seats: list[Seat]) -> None:
    by_user, by_id = {seat.user_id: seat for seat in seats}, {item.id: item for item in items}
    for choice in decide(items, seats, NOW):
        if choice.user_id:
            assert fits(by_id[choice.item_id], by_user[choice.user_id])


@given(lines(), floors())
def test_nobody_idles_while_work_that_fits_waits(items: list[Item], seats: list[Seat]) -> None:
    given_to, by_id = given_by_seat(items, seats), {item.id: item for item in items}
    waiting = [by_id[choice.item_id] for choice in decide(items, seats, NOW) if choice.user_id is None]
    for seat in seats:
        if seat.load + len(given_to[seat.user_id]) < seat.capacity:
            assert not [item.id for item in waiting if fits(item, seat)]


@given(lines(), floors())
def test_the_oldest_of_equals_goes_first(items: list[Item], seats: list[Seat]) -> None:
    """Who waits while a younger one of the same kind was served did not fit the agent who served."""
    by_user, by_id = {seat.user_id: seat for seat in seats}, {item.id: item for item in items}
    choices = decide(items, seats, NOW)
    for waiting in (by_id[c.item_id] for c in choices if c.user_id is None):
        for choice in choices:
            if choice.user_id and order(waiting) < order(by_id[choice.item_id]):
                assert not fits(waiting, by_user[choice.user_id])


@given(lines(), floors(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(items: list[Item], seats: list[Seat], dice: random.Random) -> None:
    shuffled_items, shuffled_seats = items[:], seats[:]
    dice.shuffle(shuffled_items)
    dice.shuffle(shuffled_seats)
    one = [(c.item_id, c.user_id) for c in decide(items, seats, NOW)]
    assert one == [(c.item_id, c.user_id) for c in decide(shuffled_items, shuffled_seats, NOW)]


@given(lines(), floors())
def test_every_candidate_is_explained(items: list[Item], seats: list[Seat]) -> None:
    for choice in decide(items, seats, NOW):
        assert {v.user_id for v in choice.verdicts} == {seat.user_id for seat in seats}
        eligible = {v.user_id for v in choice.verdicts if not v.refusals}
        assert (choice.user_id in eligible) if eligible else choice.user_id is None


def item(**fields: object) -> Item:
    return Item(**{"id": UUID(int=1), "brand_id": BRANDS[0], "priority": 5, "queued_at": NOW, **fields})  # type: ignore[arg-type]


def seat(number: int = 0, **fields: object) -> Seat:
    defaults: dict[str, object] = {"status": "online", "capacity": 5, "load": 0}
    return Seat(user_id=PEOPLE[number], **{**defaults, **fields})  # type: ignore[arg-type]


def chosen(*seats: Seat) -> UUID | None:
    return decide([item()], seats, NOW)[0].user_id


def test_the_least_saturated_is_chosen_then_the_longest_idle_then_the_smaller_id() -> None:
    assert chosen(seat(0, load=2, capacity=4), seat(1, load=4, capacity=10)) == PEOPLE[1]
    earlier, later = NOW - timedelta(minutes=9), NOW - timedelta(minutes=3)
    assert chosen(seat(0, last_assigned_at=later), seat(1, last_assigned_at=earlier)) == PEOPLE[1]
    assert chosen(seat(0, last_assigned_at=earlier), seat(1)) == PEOPLE[1]
    assert chosen(seat(1), seat(0)) == PEOPLE[0]


def test_only_an_owner_who_will_be_free_is_waited_for() -> None:
    work = item(owners=(PEOPLE[0],), owners_until=NOW + timedelta(seconds=1))
    occupied, takes_none, other = seat(0, capacity=2, load=2), seat(0, capacity=0), seat(1)

    def why(at: datetime, *seats: Seat) -> tuple[UUID | None, str]:
        (choice,) = decide([work], seats, at)
        return choice.user_id, choice.reason

    assert why(NOW, occupied, other) == (None, "owner_occupied")
    assert why(NOW, takes_none, other) == why(NOW, other) == (PEOPLE[1], "owner_not_free")
    assert why(NOW + timedelta(seconds=1), occupied, other) == (PEOPLE[1], "owner_not_free")


def test_each_reason_has_its_code() -> None:
    wanted = item(skills={SKILLS[0]: 3}, member_ids=frozenset({PEOPLE[5]}), declined={PEOPLE[0]: NOW})
    verdict = judge(
        wanted, seat(0, status="busy", load=5, brand_ids=frozenset({BRANDS[1]}), skills={SKILLS[0]: 2}), NOW
    )
    assert set(verdict.refusals) == {"busy", "other_brand", "not_a_member", "lacks_skill", "full", "declined"}


def test_who_declined_is_asked_again_after_a_minute() -> None:
    declined = item(declined={PEOPLE[0]: NOW - timedelta(seconds=59)})
    assert decide([declined], [seat(0)], NOW)[0].user_id is None
    assert decide([declined], [seat(0)], NOW + timedelta(seconds=1))[0].user_id == PEOPLE[0]


@given(st.integers(1, 100), st.lists(st.floats(1, 7200), max_size=60), st.integers(-1, 40))
def test_a_wait_is_told_only_from_enough_experience(position: int, handled: list[float], slots: int) -> None:
    seconds = estimate_wait(position, handled, slots)
    if len(handled) < rules.SMALLEST_SAMPLE or slots <= 0:
        assert seconds is None
    else:
        assert seconds is not None and seconds >= 1
        behind = estimate_wait(position + 1, handled, slots)
        assert behind is not None and behind >= seconds


def test_a_wait_in_figures() -> None:
    assert estimate_wait(3, [60.0] * 5, 2) == 90
    assert estimate_wait(1, [0.5] * 5, 50) == 1
