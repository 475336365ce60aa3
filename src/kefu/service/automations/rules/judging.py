"""Whether a rule concerns a ticket, and why; plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kefu.kernel.text import fold

MOST_CHAINED = 5
"""How often in an hour rules may set each other off on one ticket."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions ask of a ticket, each as the values it has; `text` is its subject and the customer's last word."""

    values: Mapping[str, frozenset[str]] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    holds: bool
    held: list[dict[str, Any]]
    """The conditions that held, each with what was `found`."""


def judge(definition: Mapping[str, Any], facts: Facts) -> Judgement:
    """All of the conditions, or any of them; without conditions a rule concerns every ticket."""
    conditions = definition["conditions"]
    held = [{**one, "found": found} for one in conditions if (found := _found(one, facts)) is not None]
    is_enough = len(held) == len(conditions) if definition["match"] == "all" else bool(held) or not conditions
    return Judgement(is_enough, held)


def _found(condition: Mapping[str, Any], facts: Facts) -> list[str] | None:
    """What made it hold; None when it does not."""
    if condition["field"] == "text":
        text = fold(facts.text)
        found = [word for word in condition["values"] if fold(word) in text]
        has = found
    else:
        has = sorted(facts.values.get(condition["field"], frozenset()))
        wanted = {fold(one) for one in condition["values"]} if condition["field"] == "tag" else condition["values"]
        found = [one for one in has if (fold(one) if condition["field"] == "tag" else one) in wanted]
    if condition["operator"] == "is":
        return found or None
    return None if found else has
