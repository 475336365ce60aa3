"""Who is called because of a grave incident, one after the other."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID


class Step(NamedTuple):
    role: str
    user_ids: frozenset[UUID]


def steps(leads: Sequence[UUID], above: Iterable[UUID], handlers: Iterable[UUID], top: Iterable[UUID]) -> list[Step]:
    """The leads on duty one by one, then all who lead them, all who handle incidents, and the owners; nobody twice.

    Owners come last, also where they could handle it themselves.
    """
    last, told, found = frozenset(top), set[UUID](), list[Step]()
    groups = [*(("lead", frozenset({lead})) for lead in leads)]
    groups += [("above", frozenset(above) - last), ("handler", frozenset(handlers) - last), ("top", last)]
    for role, people in groups:
        if left := people - told:
            found.append(Step(role, left))
            told |= left
    return found


def following(found: Iterable[Step], told: Iterable[UUID]) -> Step | None:
    """The first step with somebody who was not called yet, and those of it."""
    known = frozenset(told)
    return next((Step(step.role, step.user_ids - known) for step in found if step.user_ids - known), None)
