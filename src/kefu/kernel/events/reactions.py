"""Which function of which module wants to hear of what."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from .base import Event

Handler = Callable[[Any], None]
H = TypeVar("H", bound=Handler)

SUBSCRIBERS: dict[str, dict[str, list[Handler]]] = defaultdict(lambda: defaultdict(list))


def reacts_to(event: type[Event]) -> Callable[[H], H]:
    """Mark a function of a module's `reactions` as handler of `event`. It must bear being called twice with the same one.

    The module is the subscriber: one cursor for all of its handlers, so a module sees events in order.
    """

    def register(handler: H) -> H:
        SUBSCRIBERS[handler.__module__.removesuffix(".reactions")][event.name].append(handler)
        return handler

    return register
