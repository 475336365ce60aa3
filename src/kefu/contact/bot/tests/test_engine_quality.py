"""How well the real models answer questions that nothing was fitted on. Takes about a minute on two cores."""

import csv
import random
from collections import defaultdict
from pathlib import Path

import pytest

from kefu.contact.bot.engine.calibrator import shipped
from kefu.contact.bot.engine.embeddings import Embedder, MemoryCache, available
from kefu.contact.bot.engine.evaluate import Evaluation, evaluate
from kefu.contact.bot.engine.ranking import Entry, Index

ROOT = Path(__file__).parents[5]
DATA = ROOT / "tests/data"
CHINESE_FAQ = ROOT / "src/kefu/config/demo/content/faq.zh-CN.csv"


@pytest.fixture(scope="module")
def embedders() -> list[Embedder]:
    return available()


def read_faq(path: Path) -> list[Entry]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [Entry(row["key"], [row["question"], *row["similar"].split("|")]) for row in csv.DictReader(file)]


def read_queries(path: Path, *, of_each: int = 1000, out_of_scope: int = 1000) -> list[tuple[str, str]]:
    """A fixed sample: so many queries of each entry, and so many that belong to none."""
    by_key: dict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            by_key[row["key"]].append(row["query"])
    chance = random.Random(20)
    return [
        (query, key)
        for key, queries in sorted(by_key.items())
        for query in chance.sample(queries, min(len(queries), of_each if key else out_of_scope))
    ]


def measured(index: Index, queries: list[tuple[str, str]]) -> Evaluation:
    return evaluate(index, shipped(index.profile), queries)


def test_banking77_of_ten_examples_a_class(embedders: list[Embedder]) -> None:
    index = Index.build(read_faq(DATA / "banking77_faq.csv"), embedders)
    found = measured(index, read_queries(DATA / "banking77_test.csv", of_each=8))
    assert found["top1"] is not None and found["top1"] >= 0.82, found
    assert found["top3"] is not None and found["top3"] >= 0.93, found


def test_clinc150_out_of_scope_is_seldom_answered(embedders: list[Embedder]) -> None:
    index = Index.build(read_faq(DATA / "clinc_faq.csv"), embedders)
    found = measured(index, read_queries(DATA / "clinc_test.csv", of_each=5))
    assert found["out_of_scope_answered"] is not None and found["out_of_scope_answered"] <= 0.03, found
    assert found["in_scope_answered"] is not None and found["in_scope_answered"] >= 0.85, found


def test_colloquial_chinese(embedders: list[Embedder]) -> None:
    """Questions worded as far from the entries as people do. In a small knowledge base the entry is nearly always among
    the three offered."""
    faq, queries, cache = read_faq(CHINESE_FAQ), read_queries(DATA / "zh_colloquial.csv"), MemoryCache()
    whole = measured(Index.build(faq, embedders, cache), queries)
    assert whole["top1"] is not None and whole["top1"] >= 0.75, whole
    assert whole["top3"] is not None and whole["top3"] >= 0.92, whole
    assert whole["out_of_scope_answered"] is not None and whole["out_of_scope_answered"] <= 0.05, whole

    chance = random.Random(20)
    small: list[Evaluation] = []
    for _ in range(3):
        entries = chance.sample(faq, 24)
        kept = {entry.id for entry in entries}
        small.append(measured(Index.build(entries, embedders, cache), [pair for pair in queries if pair[1] in kept]))
    assert sum(found["top1"] or 0 for found in small) / len(small) >= 0.75, small
    assert sum(found["top3"] or 0 for found in small) / len(small) >= 0.92, small
