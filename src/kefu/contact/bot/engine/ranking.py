"""Orders the entries of a knowledge base by how well they answer a question.

Three rankers look at every question of every entry (words, and two sentence models where installed); an entry is as
good as its best question. With enough questions an entry a classifier joins them. Their scores are made comparable by
standardising each over the entries. An `Index` never changes after `build`, so threads share it freely.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kefu.contact.bot.engine.classifier import QUESTIONS_NEEDED, Classifier
from kefu.contact.bot.engine.embeddings import Embedder, MemoryCache, VectorCache, encode_cached
from kefu.contact.bot.engine.lexical import Lexicon
from kefu.contact.bot.engine.text import question_text

WORDS = "words"
CLASSIFIER = "classifier"

# What each ranker counts. Words at half weight: at full weight they hurt as soon as the customer words it differently.
WEIGHTS: Mapping[str, float] = {WORDS: 0.5, "use": 1.0, "e5": 1.0, CLASSIFIER: 3.0}
OTHER_MODEL_WEIGHT = 1.0

# e5 places all texts in one narrow cone: centred and stretched, its part of the vector counts as much as that of USE.
E5_STRETCH = 3.0

SHARPNESS = 1.5
"""Turns summed scores into a probability over the entries where there is no classifier."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Entry:
    """What can be answered: any id, and the ways of asking for it, the main one first."""

    id: str
    questions: Sequence[str]


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer, with its question nearest to the query.

    `score` orders the candidates of one query and means nothing across queries; `features` is what the calibrator reads.
    """

    entry_id: str
    question: str
    score: float
    features: Mapping[str, float]


class Index:
    """The entries, ready to be asked. `profile` names the rankers at work, so the right calibration is used."""

    def __init__(
        self,
        entries: Sequence[Entry],
        embedders: Sequence[Embedder],
        vectors: Mapping[str, Matrix],
    ) -> None:
        self._ids = [entry.id for entry in entries]
        self._questions = [question for entry in entries for question in entry.questions]
        self._owner = np.repeat(np.arange(len(entries)), [len(entry.questions) for entry in entries])
        self._starts = np.searchsorted(self._owner, np.arange(len(entries)))
        self._embedders = list(embedders)
        self._vectors = vectors
        self._means = {name: matrix.mean(axis=0) for name, matrix in vectors.items()} if entries else {}
        self._lexicon = Lexicon([question_text(question) for question in self._questions])
        self._classifier = self._train()
        rankers = [embedder.name for embedder in embedders] or [WORDS]
        self.profile = "+".join([*rankers, *([CLASSIFIER] if self._classifier else [])])

    @classmethod
    def build(
        cls, entries: Sequence[Entry], embedders: Sequence[Embedder], cache: VectorCache | None = None
    ) -> "Index":
        """An index of the entries that have questions; vectors come from the cache where it has them."""
        asked = [entry for entry in entries if entry.questions]
        texts = [question_text(question) for entry in asked for question in entry.questions]
        kept = MemoryCache() if cache is None else cache
        vectors = {embedder.name: encode_cached(embedder, texts, kept) for embedder in embedders}
        return cls(asked, embedders, vectors)

    def __len__(self) -> int:
        return len(self._ids)

    def rank(self, query: str, limit: int = 3) -> list[Candidate]:
        """The best entries for a query, best first; none when the index is empty or nothing can be read in the query."""
        return self.rank_many([query], limit)[0]

    def rank_many(self, queries: Sequence[str], limit: int = 3) -> list[list[Candidate]]:
        """`rank` for many queries; embedding them together is several times faster."""
        texts = [question_text(query) for query in queries]
        readable = [at for at, text in enumerate(texts) if text]
        ranked: list[list[Candidate]] = [[] for _ in queries]
        if not self._ids or not readable:
            return ranked
        asked = [texts[at] for at in readable]
        embedded = {embedder.name: embedder.encode(asked) for embedder in self._embedders}
        for row, at in enumerate(readable):
            ranked[at] = self._rank(asked[row], {name: matrix[row] for name, matrix in embedded.items()}, limit)
        return ranked

    def _rank(self, text: str, vectors: Mapping[str, Matrix], limit: int) -> list[Candidate]:
        by_question = {WORDS: self._lexicon.scores(text)}
        by_question |= {name: self._vectors[name] @ vector for name, vector in vectors.items()}
        by_entry = {name: np.maximum.reduceat(scores, self._starts) for name, scores in by_question.items()}
        if self._classifier:
            by_entry[CLASSIFIER] = self._classifier.logits(self._joined(vectors)[None, :])[0]
        total = sum((_weight(name) * _standardised(scores) for name, scores in by_entry.items()), np.zeros(len(self)))
        nearness = sum(
            (_weight(name) * _standardised(scores) for name, scores in by_question.items()),
            np.zeros(len(self._questions)),
        )
        share = _shares(by_entry[CLASSIFIER] if self._classifier else SHARPNESS * total)
        order = np.argsort(-total, kind="stable")[:limit]
        return [
            Candidate(
                entry_id=self._ids[entry],
                question=self._nearest_question(int(entry), nearness),
                score=float(total[entry]),
                features=self._features(int(entry), text, vectors, by_entry, share),
            )
            for entry in order
        ]

    def _features(
        self, entry: int, text: str, vectors: Mapping[str, Matrix], by_entry: Mapping[str, Matrix], share: Matrix
    ) -> dict[str, float]:
        """What tells a right candidate from a wrong one: its scores, its lead over the others, who agrees on it."""
        features = {
            "share": _log_odds(float(share[entry])),
            "share_lead": float(share[entry]) - _best_other(share, entry),
            "length": math.log1p(len(text.encode())),
        }
        for name, scores in by_entry.items():
            if name == CLASSIFIER:
                continue
            value, other = float(scores[entry]), _best_other(scores, entry)
            if name == WORDS:
                value, other = math.log1p(value), math.log1p(max(other, 0.0))
            features[name] = value
            features[f"{name}_lead"] = value - other
            features[f"{name}_agrees"] = float(scores[entry] >= scores.max())
        features |= {
            f"{name}_familiar": float(vector @ self._means[name]) for name, vector in vectors.items() if name == "e5"
        }
        return features

    def _nearest_question(self, entry: int, nearness: NDArray[np.float64]) -> str:
        start = int(self._starts[entry])
        end = int(self._starts[entry + 1]) if entry + 1 < len(self) else len(self._questions)
        return self._questions[start + int(nearness[start:end].argmax())]

    def _train(self) -> Classifier | None:
        enough = len(self) >= 2 and len(self._questions) >= QUESTIONS_NEEDED * len(self)
        if not self._embedders or not enough:
            return None
        return Classifier(self._joined(self._vectors), self._owner, len(self))

    def _joined(self, vectors: Mapping[str, Matrix]) -> Matrix:
        """The vectors of all models side by side, as the classifier reads them."""
        return np.concatenate(
            [
                E5_STRETCH * (vectors[embedder.name] - self._means[embedder.name])
                if embedder.name == "e5"
                else vectors[embedder.name]
                for embedder in self._embedders
            ],
            axis=-1,
        )


def _weight(ranker: str) -> float:
    return WEIGHTS.get(ranker, OTHER_MODEL_WEIGHT)


def _standardised(scores: Matrix) -> NDArray[np.float64]:
    spread = float(scores.std())
    return (scores - scores.mean()) / spread if spread > 1e-6 else np.zeros(len(scores))


def _shares(logits: NDArray[np.floating]) -> Matrix:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), dtype=np.float32)


def _best_other(scores: Matrix, entry: int) -> float:
    """The best score apart from that of the entry, 0 for an only child."""
    if len(scores) == 1:
        return 0.0
    return float(max(scores[:entry].max(initial=-np.inf), scores[entry + 1 :].max(initial=-np.inf)))


def _log_odds(probability: float) -> float:
    bounded = min(max(probability, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))
