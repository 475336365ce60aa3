"""How grave it is: 1 (重大), 2 (较大), 3 (一般) or 4 (轻微)."""

from collections.abc import Sequence
from itertools import pairwise

LEAST_GRAVE = 4


def grade(count: int, important: int, *, counts: Sequence[int], important_percent: int) -> int:
    """By how many report it, `counts` being from how many on it is of grade 1, 2 and 3; one graver where at least
    `important_percent` of them are important customers, 0 being never."""
    found = next((grade for grade, least in enumerate(counts, start=1) if count >= least), LEAST_GRAVE)
    if important_percent and count and important * 100 >= important_percent * count:
        return max(1, found - 1)
    return found


def are_in_order(counts: Sequence[int]) -> bool:
    """The graver, the more it takes."""
    return all(more > less for more, less in pairwise(counts)) and counts[-1] > 0
