"""What makes texts the same complaint, and where many of them stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from kefu.kernel import text

MOST_CHARACTERS = 400
MOST_COMPARED = 300
SHARED_BY = 0.25  # of a crowd: what that many say is its mark
K = TypeVar("K", bound=Hashable)
Words = frozenset[str]

EVERYDAY = frozenset(
    [
        "你好",
        "您好",
        "好请",
        "请问",
        "问一",
        "一下",
        "下怎",
        "怎么",
        "么办",
        "什么",
        "为什",
        "么回",
        "回事",
        "可以",
        "不可",
        "能不",
        "不能",
        "是不",
        "不是",
        "这个",
        "那个",
        "我的",
        "的我",
        "你们",
        "们的",
        "我们",
        "谢谢",
        "麻烦",
        "帮我",
        "我看",
        "看看",
        "有没",
        "没有",
        "已经",
        "现在",
        "还是",
        "但是",
        "因为",
        "所以",
        "如果",
        "客服",
        "一直",
        "就是",
        "知道",
        "道怎",
        "问题",
        "急急",
        "尽快",
        "快处",
        "处理",
        "么时",
        "时候",
        "the",
        "a",
        "an",
        "and",
        "or",
        "is",
        "are",
        "was",
        "to",
        "of",
        "in",
        "on",
        "for",
        "it",
        "its",
        "my",
        "i",
        "me",
        "we",
        "you",
        "your",
        "with",
        "not",
        "no",
        "can",
        "could",
        "cant",
        "t",
        "s",
        "do",
        "does",
        "did",
        "have",
        "has",
        "be",
        "been",
        "this",
        "that",
        "please",
        "hello",
        "hi",
        "thanks",
        "thank",
        "there",
        "when",
        "what",
        "why",
        "how",
    ]
)
"""Said with everything, so it tells nothing."""


def words_of(said: str) -> Words:
    """The tokens of a text that tell what it is about: CJK in pairs, other words whole; no figures, nothing that everybody says."""
    found = text.tokens(said[:MOST_CHARACTERS])
    return frozenset(
        token
        for token in found
        if token not in EVERYDAY and not token.isdigit() and not (len(token) == 1 and text.is_cjk(token))
    )


def likeness(one: Words, other: Words) -> float:
    """From 0 to 100: twice what both share, of both together."""
    return 200 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def crowd(texts: Mapping[K, Words], *, least: int, percent: float) -> list[K]:
    """Those that are like the one that most are like, and those that say what these have in common; empty when all
    together they are fewer than `least`. Compares at most 300, the first ones.
    """
    known = {key: words for key, words in list(texts.items())[:MOST_COMPARED] if words}
    neighbours = {
        words: sum(likeness(words, other) >= percent for other in known.values()) for words in set(known.values())
    }
    middle = max(neighbours, key=lambda words: (neighbours[words], sorted(words)), default=frozenset[str]())
    if neighbours.get(middle, 0) * 2 < least:
        return []
    like = [words for words in known.values() if likeness(words, middle) >= percent]
    found = marks(like, percent=percent)
    together = [key for key, words in known.items() if is_marked(words, found, percent=percent)]
    return together if len(together) >= least else []


def same(keys: Mapping[K, str], *, least: int) -> list[K]:
    """Those that bear the key that most bear; empty when they are fewer than `least`."""
    counted = Counter(key for key in keys.values() if key)
    chosen, count = counted.most_common(1)[0] if counted else ("", 0)
    return [one for one, key in keys.items() if key == chosen] if count >= least else []


def together(moments: Mapping[K, datetime], *, within: timedelta) -> list[K]:
    """Those of the stretch of this length in which most of them came."""
    ordered, first, found = sorted(moments, key=moments.__getitem__), 0, list[K]()
    for last, key in enumerate(ordered):
        while moments[key] - moments[ordered[first]] > within:
            first += 1
        if last - first >= len(found):
            found = ordered[first : last + 1]
    return found


def marks(texts: Sequence[Words], *, percent: float) -> list[Words]:
    """By what later ones are recognized: what many of the crowd say, and what the one in its middle says."""
    counted = Counter(word for words in texts for word in words)
    common = frozenset(word for word, count in counted.items() if count >= SHARED_BY * len(texts))
    middle = max(
        texts, key=lambda words: sum(likeness(words, other) >= percent for other in texts), default=frozenset()
    )
    return [mark for mark in (common, middle) if mark]


def is_marked(words: Words, found: Iterable[Words], *, percent: float) -> bool:
    return any(likeness(words, mark) >= percent for mark in found)
