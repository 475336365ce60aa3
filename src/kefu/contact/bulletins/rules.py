"""Which bulletin answers a question; plain values only."""

from collections.abc import Iterable

from kefu.kernel.text import fold


def matches(keywords: Iterable[str], question: str) -> bool:
    """Whether the question holds one of the keywords, however both are typed."""
    folded = fold(question)
    return any(wanted in folded for wanted in map(fold, keywords) if wanted)
