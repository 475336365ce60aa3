"""Which function of which module wants to hear of what."""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from .base import Event

E = TypeVar("E", bound=Event)
Handler = Callable[[Event], None]

SUBSCRIBERS: dict[str, dict[str, list[Handler]]] = defaultdict(lambda: defaultdict(list))


def reacts_to(event: type[E]) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Mark a function of a module's `reactions` as handler of `event`. It must bear being called twice with the same one.

    The module is the subscriber: one cursor for all of its handlers, so a module sees events in order.
    """

    def register(handler: Callable[[E], None]) -> Callable[[E], None]:
        SUBSCRIBERS[handler.__module__.removesuffix(".reactions")][event.name].append(handler)  # type: ignore[arg-type]
        return handler

    return register
