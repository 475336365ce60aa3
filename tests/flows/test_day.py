"""A small day of the simulation; the whole one is `kefu bench day`."""

import pytest

from kefu.config.bench import day, rush
from kefu.kernel import clock


@pytest.mark.django_db
def test_nobody_is_forgotten_and_the_books_agree() -> None:
    lived = day.simulate(talks=16, hours=0.3, seed=3)
    assert lived["faults"] == []
    assert lived["conversations"] == 16
    assert lived["alarms"]["60 s"] and lived["reassigned"] and lived["agents_gone"] and lived["ended_by"]["system"]


@pytest.mark.django_db
def test_a_small_crowd_loses_nobody_in_a_rush() -> None:
    crowd = rush.Crowd(times=1, has_rush=True, seed=5)
    crowd.run()
    with clock.frozen(crowd.now):
        assert (crowd.lost(), crowd.faults()) == ([], [])
        found = crowd.figures()
    kinds = ("answered_by_the_bot", "fell_silent_with_the_bot", "queued", "refused_into_a_message", "refused_and_gone")
    assert found["arrived"] == sum(found[kind] for kind in kinds) == 25
    assert found["answered_by_the_bot"] and found["served_by_a_person"]
