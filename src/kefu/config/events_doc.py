"""Renders docs/events.md from the event classes and the reactions to them; `make docs` writes it."""

import inspect
import re
from collections.abc import Iterator

from django.apps import apps
from django.utils.module_loading import autodiscover_modules

from kefu.kernel.events import Event
from kefu.kernel.events.reactions import SUBSCRIBERS

HEAD = """# Events

Every fact that a module announces, and who reacts to it. `make docs` writes this page; a test holds it to the code.

Fields that all events have: `organization_id`, and `audience`, the topics whose sockets may see it. What has a type on the wire
reaches those sockets as `{"type": …, "cursor": …, fields}`; the rest is for modules only. How events travel:
[architecture](architecture.md#events).
"""


def document() -> str:
    """The page as it should be. Django must be set up."""
    autodiscover_modules("events", "reactions")
    return HEAD + "".join(f"\n{part}" for part in _parts())


def _parts() -> Iterator[str]:
    for module in sorted(config.name for config in apps.get_app_configs() if config.name.startswith("kefu.")):
        announced = [event for event in Event.REGISTER.values() if event.__module__ == f"{module}.events"]
        if announced:
            yield f"## {module.rpartition('.')[2]}\n"
        for event in sorted(announced, key=lambda event: event.name):
            yield _entry(event)


def _entry(event: type[Event]) -> str:
    wire = f", on the wire `{event.wire}`" if event.wire else ""
    lines = [f"### {event.__name__}\n", f"`{event.name}`{wire}\n"]
    if event.__doc__:
        lines.append(f"{inspect.cleandoc(event.__doc__)}\n")
    fields = {name: field for name, field in event.model_fields.items() if name not in Event.model_fields}
    lines += [f"- `{name}`: {_type(field.annotation)}" for name, field in fields.items()]
    listeners = ", ".join(_listeners(event))
    lines.append(f"\n{f'Reacted to by {listeners}.' if listeners else 'No module reacts.'}\n")
    return "\n".join(lines)


def _type(annotation: object) -> str:
    return re.sub(r"\b[a-z]+\.", "", inspect.formatannotation(annotation))


def _listeners(event: type[Event]) -> list[str]:
    """`module.reaction` of everybody who listens, the modules of the product only."""
    modules = {config.name for config in apps.get_app_configs()}
    return [
        f"`{subscriber.rpartition('.')[2]}.{handler.react.__name__}`"
        for subscriber, handlers in sorted(SUBSCRIBERS.items())
        if subscriber in modules
        for handler in handlers.get(event.name, [])
    ]
