"""Which reason a first message is about: a linear model on characters and pairs of them; no Django, no network.

The weights are logarithms of how often a token stands in the texts of a reason (naive Bayes, each token once a text),
so learning is counting: a thousand texts take some ten milliseconds, and corrections need no more than that.
"""

import csv
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kefu.kernel.text import tokens

SMOOTHING = 0.3
SURE_ENOUGH = 0.5
"""Share (0..1) of the best reason from which it is believed. Of 60 first messages all reached it and 58 were right."""

MOST_TOLD = 5
UNCLEAR = ""
"""The label of texts that say nothing of the matter: greetings, asking for a person."""

Example = tuple[str, str]
"""A text and the code of its reason."""

Coefficients = Mapping[str, Mapping[str, float]]
"""Weight of each token for each reason; the token "" is what a token never seen with that reason weighs."""


@dataclass(frozen=True, slots=True)
class Guess:
    """A reason's code, its share of belief, and the tokens that spoke for it most."""

    code: str
    share: float
    words: tuple[str, ...]


@cache
def seed() -> tuple[Example, ...]:
    """The examples that were written for the product."""
    with (files(__package__) / "seed.csv").open(encoding="utf-8") as file:
        return tuple((row["text"], row["code"]) for row in csv.DictReader(file))


@cache
def shipped() -> Coefficients:
    return learn(seed())


def learn(examples: Iterable[Example]) -> Coefficients:
    """Coefficients from texts and the codes of their reasons."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, code in examples:
        counts[code].update(set(tokens(text)))
    vocabulary = len({token for seen in counts.values() for token in seen})
    learnt = {}
    for code, seen in counts.items():
        total = sum(seen.values()) + SMOOTHING * vocabulary
        weights = {token: round(math.log((n + SMOOTHING) / total), 3) for token, n in seen.items()}
        learnt[code] = {"": round(math.log(SMOOTHING / total), 3), **weights}
    return learnt


def guess(coefficients: Coefficients, text: str) -> Guess | None:
    """The reason of a text; None when it says nothing that was ever learnt, or nothing clear enough."""
    known = {token for token in set(tokens(text)) if any(token in weights for weights in coefficients.values())}
    if not known:
        return None
    scores = {code: sum(weights.get(token, weights[""]) for token in known) for code, weights in coefficients.items()}
    highest = max(scores.values())
    odds = {code: math.exp(score - highest) for code, score in scores.items()}
    best = max(odds, key=lambda code: (odds[code], code))
    share = odds[best] / sum(odds.values())
    if best == UNCLEAR or share < SURE_ENOUGH:
        return None
    return Guess(best, round(share, 3), _telling(coefficients, known, best))


def _telling(coefficients: Coefficients, known: set[str], best: str) -> tuple[str, ...]:
    """The pairs (or words) that speak for `best` more than for reasons on average, the most telling first."""

    def surplus(token: str) -> float:
        weights = [weights.get(token, weights[""]) for weights in coefficients.values()]
        mine = coefficients[best]
        return mine.get(token, mine[""]) - sum(weights) / len(weights)

    told = [token for token in sorted(known, key=lambda token: (-surplus(token), token)) if len(token) > 1]
    return tuple(token for token in told if surplus(token) > 0)[:MOST_TOLD]
