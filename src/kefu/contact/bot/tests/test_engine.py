"""The engine without its models: a toy embedder stands in, so these run anywhere numpy is."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from kefu.contact.bot.engine import calibrator, embeddings, text
from kefu.contact.bot.engine.embeddings import MemoryCache, encode_cached
from kefu.contact.bot.engine.evaluate import evaluate
from kefu.contact.bot.engine.ranking import Entry, Index
from kefu.contact.bot.rules import Thresholds

REFUND = Entry("refund", ["退款多久到账", "钱什么时候退回来", "退款到哪里了"])
INVOICE = Entry("invoice", ["怎么开发票", "可以开专票吗", "发票抬头写错了"])
SHIPPING = Entry("shipping", ["什么时候发货", "快递到哪里了", "how long does shipping take"])
ENTRIES = [REFUND, INVOICE, SHIPPING]


class Letters:
    """Counts letters: near enough to meaning for a test."""

    name = "use"
    version = "1"
    dimension = 64

    def __init__(self) -> None:
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, letters in enumerate(texts):
            for letter in letters:
                vectors[row, ord(letter) % self.dimension] += 1
        unit: NDArray[np.float32] = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit


@pytest.mark.parametrize("embedders", [[], [Letters()]], ids=["words alone", "with a model"])
def test_the_nearest_entry_comes_first_with_its_nearest_question(embedders: list[Letters]) -> None:
    index = Index.build(ENTRIES, embedders)
    first, *others = index.rank("我的退款多久能到账")
    assert first.entry_id == "refund"
    assert first.question == "退款多久到账"
    assert len(others) == 2
    assert first.score > others[0].score
    assert index.rank("專票怎麼開")[0].entry_id == "invoice"
    assert index.rank("HOW LONG does Shipping take?!")[0].question == "how long does shipping take"


def test_the_profile_names_the_rankers_at_work() -> None:
    assert Index.build(ENTRIES, []).profile == "words"
    assert Index.build(ENTRIES, [Letters()]).profile == "use+classifier"
    single = [Entry(entry.id, entry.questions[:1]) for entry in ENTRIES]
    assert Index.build(single, [Letters()]).profile == "use"
    assert Index.build(ENTRIES[:1], [Letters()]).profile == "use"


@pytest.mark.parametrize("embedders", [[], [Letters()]], ids=["words alone", "with a model"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_small_indexes_rank_and_have_finite_features(embedders: list[Letters], count: int) -> None:
    candidates = Index.build(ENTRIES[:count], embedders).rank("退款", limit=5)
    assert len(candidates) == count
    for candidate in candidates:
        assert all(np.isfinite(value) for value in candidate.features.values())
    assert candidates[0].entry_id == "refund"


@pytest.mark.parametrize("embedders", [[], [Letters()]], ids=["words alone", "with a model"])
def test_an_empty_index_and_an_unreadable_query_have_no_candidates(embedders: list[Letters]) -> None:
    assert Index.build([], embedders).rank("退款") == []
    assert Index.build([Entry("bare", [])], embedders).rank("退款") == []
    index = Index.build(ENTRIES, embedders)
    assert index.rank("") == []
    assert index.rank("\u200b \n") == []
    ranked = index.rank_many(["退款", "", "发票"])
    assert [bool(candidates) for candidates in ranked] == [True, False, True]


@pytest.mark.parametrize(
    "query", ["👍👍", "a\ud800b\x00c", "\u202eمرحبا", "<script>alert(1)</script>", "退款" * 500_000]
)
def test_hostile_queries_are_ranked(query: str) -> None:
    index = Index.build(ENTRIES, [Letters()])
    assert len(index.rank(query)) == 3


def test_ranking_many_equals_ranking_each() -> None:
    index = Index.build(ENTRIES, [Letters()])
    queries = ["退款到账", "发票", "发货了吗"]
    assert index.rank_many(queries) == [index.rank(query) for query in queries]


def test_vectors_come_from_the_cache_when_it_has_them() -> None:
    cache, first, second = MemoryCache(), Letters(), Letters()
    Index.build(ENTRIES, [first], cache)
    assert len(first.encoded) == 9
    Index.build([*ENTRIES, Entry("new", ["怎么退货", "怎么退货"])], [second], cache)
    assert second.encoded == ["怎么退货"]


def test_the_cache_keeps_models_apart_and_the_order_of_texts() -> None:
    cache, old, new = MemoryCache(), Letters(), Letters()
    new.version = "2"
    encode_cached(old, ["a", "b"], cache)
    vectors = encode_cached(new, ["b", "a", "b"], cache)
    assert new.encoded == ["b", "a"]
    assert np.array_equal(vectors, new.encode(["b", "a", "b"]))
    assert encode_cached(new, [], cache).shape == (0, 64)


def test_many_entries_are_indexed_another_way() -> None:
    """2,000 entries of 4 questions: ridge regression instead of softmax, which would take minutes."""
    entries = [
        Entry(str(at), [f"问题 {at} 第 {way} 种问法 {at * 7919 % 1000}" for way in range(4)]) for at in range(2000)
    ]
    index = Index.build(entries, [Letters()])
    assert index.profile == "use+classifier"
    assert index.rank("问题 1234 第 2 种问法")[0].entry_id == "1234"


@pytest.mark.parametrize(
    ("spoken", "read"),
    [
        ("亲，这个咋整啊", "这个怎么办"),
        ("啥时候到货呀", "什么时候到货"),
        ("今儿能發不", "今天能发吗"),
        ("Where is my ORDER?", "where is my order?"),
        ("亲", "亲"),
        ("", ""),
    ],
)
def test_everyday_speech_is_read_as_standard_wording(spoken: str, read: str) -> None:
    assert text.question_text(spoken) == read


def test_models_that_are_not_installed_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings.UniversalSentenceEncoder, "_distribution", "no-such-distribution")
    assert "use" not in [embedder.name for embedder in embeddings.available()]
    assert embeddings.available([]) == []


PROFILES = ["use+e5+classifier", "use+e5", "use+classifier", "use", "e5+classifier", "e5", "words"]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_has_coefficients(profile: str) -> None:
    assert calibrator.shipped(profile).thresholds.answer >= 0.5
    with pytest.raises(KeyError):
        calibrator.shipped("tea leaves")


def test_a_probability_is_a_probability_for_any_features() -> None:
    shipped = calibrator.shipped("use+e5+classifier")
    for features in ({}, {"share": 1e9}, {"share": -1e9}, {"unknown": 5.0}):
        assert 0 <= shipped.probability(features) <= 1


def test_evaluation_counts_what_it_says() -> None:
    index = Index.build(ENTRIES, [])
    always = calibrator.Calibrator(50.0, {}, Thresholds(answer=0.5, offer=0.1))
    never = calibrator.Calibrator(-50.0, {}, Thresholds(answer=0.5, offer=0.1))
    asked = [("退款到账", "refund"), ("开发票", "invoice"), ("发票", "shipping"), ("天气", "")]
    assert evaluate(index, always, asked) == {
        "n": 4,
        "top1": 0.6667,
        "top3": 1.0,
        "in_scope_answered": 1.0,
        "answered_precision": 0.5,
        "out_of_scope_answered": 1.0,
    }
    assert evaluate(index, never, asked)["answered_precision"] is None
    assert evaluate(index, never, [])["top1"] is None
