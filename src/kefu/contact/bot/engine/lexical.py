"""BM25 over the shared tokens: what finds a question by its words, alone when no model is there."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kefu.kernel.text import tokens

# Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework"; b is low because questions are all short.
SATURATION = 1.2
LENGTH_WEIGHT = 0.5


class Lexicon:
    """The words of a list of questions, weighted so that rare ones count more."""

    def __init__(self, questions: Sequence[str]) -> None:
        counts = [Counter(tokens(question)) for question in questions]
        lengths = [sum(count.values()) for count in counts]
        mean = sum(lengths) / len(lengths) if lengths else 1.0
        found = Counter(token for count in counts for token in count)
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for at, (count, length) in enumerate(zip(counts, lengths, strict=True)):
            damping = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * length / (mean or 1.0))
            for token, times in count.items():
                rarity = math.log(1 + (len(counts) - found[token] + 0.5) / (found[token] + 0.5))
                postings[token].append((at, rarity * times * (SATURATION + 1) / (times + damping)))
        self._size = len(counts)
        self._postings = {
            token: (np.array([at for at, _ in pairs]), np.array([weight for _, weight in pairs], dtype=np.float32))
            for token, pairs in postings.items()
        }

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of each question for the query, 0 where no word is shared."""
        scores = np.zeros(self._size, dtype=np.float32)
        for token in set(tokens(query)):
            if token in self._postings:
                where, weights = self._postings[token]
                scores[where] += weights
        return scores
