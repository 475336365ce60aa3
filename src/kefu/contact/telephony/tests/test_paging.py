"""How ringing somebody of the house ends."""

import pytest

from ..rules import paging


@pytest.mark.parametrize(
    ("is_answered", "cause", "ends"),
    [
        (True, 16, paging.NOT_CONFIRMED),
        (True, 0, paging.NOT_CONFIRMED),
        (False, 0, paging.NO_ANSWER),
        (False, 19, paging.NO_ANSWER),
        (False, 17, "busy"),
        (False, 21, "refused"),
        (False, 1, paging.NOT_REACHED),
        (False, 42, paging.NOT_REACHED),
    ],
)
def test_a_leg_that_is_gone_without_a_key(is_answered: bool, cause: int, ends: str) -> None:
    assert paging.outcome(is_answered=is_answered, cause=cause) == ends
