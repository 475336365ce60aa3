"""A small day of the simulation; the whole one is `kefu bench day`."""

import pytest

from kefu.config.bench import day


@pytest.mark.django_db
def test_nobody_is_forgotten_and_the_books_agree() -> None:
    lived = day.simulate(talks=16, hours=0.3, seed=3)
    assert lived["faults"] == []
    assert lived["conversations"] == 16
    assert lived["alarms"]["60 s"] and lived["reassigned"] and lived["agents_gone"] and lived["ended_by"]["system"]
