"""Which function of which module wants to hear of what."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from .base import Event

F = TypeVar("F", bound=Callable[[Any], None])


@dataclass(frozen=True, slots=True)
class Handler:
    react: Callable[[Any], None]
    concerns: Callable[[Any], bool]


SUBSCRIBERS: dict[str, dict[str, list[Handler]]] = defaultdict(lambda: defaultdict(list))


def reacts_to(event: type[Event], *, when: Callable[[Any], bool] = lambda event: True) -> Callable[[F], F]:
    """Mark a function of a module's `reactions` as handler of `event`. It must bear being called twice with the same one.

    The module is the subscriber: one cursor for all of its handlers, so a module sees events in order. `when` tells whether
    it concerns the handler, from the event or by a look into the database; what concerns nobody costs no transaction.
    """

    def register(handler: F) -> F:
        subscriber = handler.__module__.removesuffix(".reactions")
        SUBSCRIBERS[subscriber][event.name].append(Handler(handler, when))
        return handler

    return register
