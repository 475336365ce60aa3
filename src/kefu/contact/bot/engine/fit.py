"""Makes `coefficients.json`: python -m kefu.contact.bot.engine.fit BANKING_DIR CLINC_JSON FAQ_CSV...

Knowledge bases of many sizes are drawn from the train splits of BANKING77 (CC-BY-4.0) and CLINC150 (CC-BY-3.0) and from
FAQ files of our own (`key,question,similar,answer,category`, for Chinese). Each is
asked questions it does not hold: of its own entries, of entries left out of it (the hard kind of out of scope) and of CLINC150's out-of-scope set. The
test splits are never read. Takes about five minutes, most of it embedding.
"""

import argparse
import csv
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from kefu.contact.bot.engine.calibrator import Calibrator, fitted
from kefu.contact.bot.engine.embeddings import Embedder, MemoryCache, VectorCache, available, encode_cached
from kefu.contact.bot.engine.ranking import Entry, Index
from kefu.contact.bot.rules import Thresholds
from kefu.kernel import clock

SEED = 0
TEXTS_OF_A_LABEL = 40
QUERIES_OF_AN_ENTRY = 4
BASES_OF_A_CORPUS = 12
ENTRIES = (15, 30, 50)
QUESTIONS = {True: (3, 5, 10), False: (1, 2)}
"""Questions of an entry in bases that train a classifier, and in those that do not."""

WORDS_QUESTIONS = (1, 3, 10)

OUT_OF_SCOPE_ANSWERED = 0.015
RIGHT_WHEN_ANSWERED = 0.88
"""Of all answers in the drawn bases, which are asked far more strange and near-by questions than a real one."""

MARGIN = 0.03
"""Added to the threshold: on questions of other days it lets a little more through than on those it was chosen on."""

OFFER = 0.2
"""Below it fewer than one in three offers holds what was meant, and off-topic questions get offers too."""

MODELS = (("use", "e5"), ("use",), ("e5",), ())

Texts = Mapping[str, Sequence[str]]
Turns = list[tuple[Mapping[str, float], bool]]


@dataclass(frozen=True)
class Corpus:
    """Questions by label, and in the same language those that belong to no label."""

    texts: Texts
    elsewhere: Sequence[str] = ()


@dataclass(frozen=True)
class Base:
    """A knowledge base drawn from a corpus and the questions it is asked, each with its entry or None."""

    entries: list[Entry]
    asked: list[tuple[str, str | None]]
    strange: frozenset[str]


class _Cached:
    """An embedder that never computes a text twice: the same texts are asked in many bases."""

    def __init__(self, embedder: Embedder, cache: VectorCache) -> None:
        self._embedder, self._cache = embedder, cache
        self.name, self.version, self.dimension = embedder.name, embedder.version, embedder.dimension

    def encode(self, texts: Sequence[str]) -> "np.typing.NDArray[np.float32]":
        return encode_cached(self._embedder, texts, self._cache)


def coefficients(corpora: Sequence[Corpus], cache: VectorCache) -> dict[str, dict[str, object]]:
    """The calibrator of each profile as it is stored."""
    embedders = {embedder.name: _Cached(embedder, cache) for embedder in available()}
    profiles: dict[str, dict[str, object]] = {}
    for names in MODELS:
        for many in (True, False) if names else (True,):
            turns: Turns = []
            strangers: list[Mapping[str, float]] = []
            for base in _bases(corpora, QUESTIONS[many] if names else WORDS_QUESTIONS):
                index = Index.build(base.entries, [embedders[name] for name in names], cache)
                ranked = index.rank_many([query for query, _ in base.asked], 1)
                for (query, key), (first,) in zip(base.asked, ranked, strict=True):
                    turns.append((first.features, first.entry_id == key))
                    if query in base.strange:
                        strangers.append(first.features)
            calibrator = fitted(turns, Thresholds(answer=1.0, offer=OFFER))
            thresholds = Thresholds(answer=_answer_threshold(calibrator, turns, strangers), offer=OFFER)
            profiles[index.profile] = calibrator._replace(thresholds=thresholds).to_dict()
            print(f"{index.profile}: {len(turns)} turns, {thresholds}", flush=True)
    return profiles


def _bases(corpora: Sequence[Corpus], questions: Sequence[int]) -> Iterator[Base]:
    chance = random.Random(SEED)
    for corpus in corpora:
        for _ in range(BASES_OF_A_CORPUS):
            yield _draw(corpus, chance.choice(ENTRIES), chance.choice(questions), chance)


def _draw(corpus: Corpus, entries: int, questions: int, chance: random.Random) -> Base:
    labels = chance.sample(sorted(corpus.texts), min(len(corpus.texts), 2 * entries))
    held, left_out = labels[: len(labels) // 2], labels[len(labels) // 2 :]
    drawn: list[Entry] = []
    asked: list[tuple[str, str | None]] = []
    for label in held:
        texts = chance.sample(list(corpus.texts[label]), len(corpus.texts[label]))
        kept = min(questions, len(texts) - 1)
        drawn.append(Entry(label, texts[:kept]))
        asked += [(text, label) for text in texts[kept : kept + QUERIES_OF_AN_ENTRY]]
    near_by = [chance.choice(list(corpus.texts[label])) for label in left_out]
    strange = chance.sample(list(corpus.elsewhere), min(len(corpus.elsewhere), 2 * len(held)))
    return Base(drawn, asked + [(text, None) for text in near_by + strange], frozenset(strange))


def _answer_threshold(calibrator: Calibrator, turns: Turns, strange: Sequence[Mapping[str, float]]) -> float:
    """The lowest threshold that keeps both promises: few strangers answered, and answers right."""
    probabilities = np.array([calibrator.probability(features) for features, _ in turns])
    right = np.array([is_right for _, is_right in turns])
    strangers = np.array([calibrator.probability(features) for features in strange])
    for threshold in np.arange(0.5, 0.96, 0.01):
        answered = probabilities >= threshold
        if (strangers >= threshold).mean() <= OUT_OF_SCOPE_ANSWERED and right[answered].mean() >= RIGHT_WHEN_ANSWERED:
            return round(float(threshold) + MARGIN, 2)
    return 0.99


def _read_banking(directory: Path, chance: random.Random) -> Texts:
    texts: dict[str, list[str]] = defaultdict(list)
    with (directory / "train.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            texts[row["category"]].append(row["text"])
    return _sampled(texts, chance)


def _read_clinc(path: Path, chance: random.Random) -> tuple[Texts, list[str]]:
    stored = json.loads(path.read_text(encoding="utf-8"))
    texts: dict[str, list[str]] = defaultdict(list)
    for text, label in stored["train"]:
        texts[label].append(text)
    return _sampled(texts, chance), [text for text, _ in stored["oos_train"] + stored["oos_val"]]


def _read_faq(path: Path) -> Texts:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["key"]: [row["question"], *filter(None, row["similar"].split("|"))] for row in csv.DictReader(file)}


def _sampled(texts: Mapping[str, list[str]], chance: random.Random) -> Texts:
    return {label: chance.sample(found, min(len(found), TEXTS_OF_A_LABEL)) for label, found in sorted(texts.items())}


def main() -> None:
    parser = argparse.ArgumentParser(description="Fit the coefficients that ship with the bot.")
    parser.add_argument("banking", type=Path, help="directory of BANKING77 (train.csv)")
    parser.add_argument("clinc", type=Path, help="clinc_full.json of CLINC150")
    parser.add_argument("faq", type=Path, nargs="*", help="FAQ files of our own")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_name("coefficients.json"))
    arguments = parser.parse_args()

    chance = random.Random(SEED)
    banking = _read_banking(arguments.banking, chance)
    clinc, elsewhere = _read_clinc(arguments.clinc, chance)
    corpora = [Corpus(banking, elsewhere), Corpus(clinc, elsewhere)]
    corpora += [Corpus(_read_faq(path)) for path in arguments.faq]
    profiles = coefficients(corpora, MemoryCache())
    provenance = {
        "fitted": clock.now().date().isoformat(),
        "by": "python -m kefu.contact.bot.engine.fit",
        "sources": [
            "BANKING77 train split, CC-BY-4.0, PolyAI",
            "CLINC150 train, oos_train and oos_val splits, CC-BY-3.0, Larson et al. 2019",
            *[f"{path.name}, written for this project" for path in arguments.faq],
        ],
    }
    stored = json.dumps({"provenance": provenance, "profiles": profiles}, indent=2, ensure_ascii=False)
    arguments.output.write_text(stored + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
