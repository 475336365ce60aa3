"""The chain by which a contact finds its group; plain values only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Rule:
    kind: str
    value: str
    disposition_id: UUID


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a contact before anybody reads it. `categories` are names, of the bot's article upwards."""

    entry: Mapping[str, Any] = field(default_factory=dict)
    choice: UUID | None = None
    categories: Sequence[str] = ()
    question: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A reason that leads somewhere: which, by which step of the chain, and why."""

    source: str
    disposition_id: UUID
    queue_id: UUID
    evidence: Mapping[str, Any]


Leads = Callable[[UUID | None], UUID | None]
"""From a reason to the queue that its route, or the nearest one above it, names."""

Read = Callable[[str], tuple[UUID | None, Mapping[str, Any]]]
"""From a text to its reason, with the evidence."""


def sort(clues: Clues, rules: Sequence[Rule], leads: Leads, read: Read) -> Found | None:
    """The first step that leads to a queue: entry, the customer's choice, the bot's article, the words; else None.

    `read` is asked last, and only when there is text.
    """
    for source, disposition_id, evidence in _steps(clues, rules, read):
        queue_id = leads(disposition_id)
        if disposition_id and queue_id:
            return Found(source, disposition_id, queue_id, evidence)
    return None


def _steps(clues: Clues, rules: Sequence[Rule], read: Read) -> Iterator[tuple[str, UUID | None, Mapping[str, Any]]]:
    for rule in rules:
        if rule.kind != "knowledge" and _fits(rule, clues.entry):
            yield "entry", rule.disposition_id, {"kind": rule.kind, "value": rule.value}
    if clues.choice:
        yield "choice", clues.choice, {}
    for rule in rules:
        if rule.kind == "knowledge" and rule.value in clues.categories:
            yield "intent", rule.disposition_id, {"question": clues.question, "category": rule.value}
    if clues.text:
        disposition_id, evidence = read(clues.text)
        yield "text", disposition_id, evidence


def _fits(rule: Rule, entry: Mapping[str, Any]) -> bool:
    if rule.kind == "page":
        return rule.value.casefold() in str(entry.get("page") or "").casefold()
    key = {"product": "product_id", "category": "category"}[rule.kind]
    return rule.value.casefold() == str(entry.get(key) or "").strip().casefold()


def nearest(
    disposition_id: UUID | None, parents: Mapping[UUID, UUID | None], routes: Mapping[UUID, UUID]
) -> UUID | None:
    """The queue of the reason's own route, or of the nearest one above it."""
    while disposition_id is not None:
        if disposition_id in routes:
            return routes[disposition_id]
        disposition_id = parents.get(disposition_id)
    return None
