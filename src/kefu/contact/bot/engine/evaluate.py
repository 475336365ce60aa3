"""Measures an index on questions it has never seen."""

from collections.abc import Sequence
from typing import TypedDict

from kefu.contact.bot.engine.calibrator import Calibrator
from kefu.contact.bot.engine.ranking import Index

BATCH = 256


class Evaluation(TypedDict):
    """`n` questions; fractions of 0..1, None where there is nothing to take a fraction of.

    top1, top3: in-scope questions whose entry comes first, or among the first three. in_scope_answered,
    out_of_scope_answered: those that are sure enough to be answered. answered_precision: right ones of all answered,
    in scope or out of it.
    """

    n: int
    top1: float | None
    top3: float | None
    in_scope_answered: float | None
    answered_precision: float | None
    out_of_scope_answered: float | None


def evaluate(index: Index, calibrator: Calibrator, labelled: Sequence[tuple[str, str]]) -> Evaluation:
    """Ask each query and compare with its key, the id of the right entry; an empty key is out of scope."""
    first = among_three = right = answered_in = answered_out = in_scope = 0
    for start in range(0, len(labelled), BATCH):
        batch = labelled[start : start + BATCH]
        for (_, key), candidates in zip(batch, index.rank_many([query for query, _ in batch]), strict=True):
            found = [candidate.entry_id for candidate in candidates]
            answered = bool(found) and calibrator.probability(candidates[0].features) >= calibrator.thresholds.answer
            if key:
                in_scope += 1
                first += found[:1] == [key]
                among_three += key in found
                answered_in += answered
                right += answered and found[0] == key
            else:
                answered_out += answered
    return Evaluation(
        n=len(labelled),
        top1=_fraction(first, in_scope),
        top3=_fraction(among_three, in_scope),
        in_scope_answered=_fraction(answered_in, in_scope),
        answered_precision=_fraction(right, answered_in + answered_out),
        out_of_scope_answered=_fraction(answered_out, len(labelled) - in_scope),
    )


def _fraction(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
