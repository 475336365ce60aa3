"""Puts questions that ask the same into one group, by their words and by what the bot took them for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from kefu.kernel.text import tokens

ALIKE = 0.4
"""Share of common tokens (Jaccard, 0..1) from which two questions are one."""

ALIKE_NEAR = 0.2
"""The same for questions that the bot took for the same article."""


@dataclass(frozen=True)
class Asked:
    """A question of a visitor; `near` is the article the bot held most likely, if any."""

    id: UUID
    question: str
    near: UUID | None


@dataclass
class Group:
    """Questions that ask the same, the newest first; `near` is the article most of them were taken for."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def near(self) -> UUID | None:
        found = [one.near for one in self.asked if one.near]
        return max(found, key=found.count) if found else None


def grouped(asked: Iterable[Asked]) -> list[Group]:
    """Groups in the order of their size, the newest first among equals. Each question joins the likeliest group there is."""
    groups: list[tuple[set[str], Group]] = []
    for one in asked:
        words = set(tokens(one.question))
        best, likeness = None, 0.0
        for known, group in groups:
            alike = len(words & known) / (len(words | known) or 1)
            needed = ALIKE_NEAR if one.near and one.near == group.asked[0].near else ALIKE
            if alike >= needed and alike > likeness:
                best, likeness = group, alike
        if best is None:
            best = Group()
            groups.append((words, best))
        best.asked.append(one)
    return sorted((group for _, group in groups), key=lambda group: -len(group.asked))
