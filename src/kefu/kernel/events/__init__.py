"""Facts that modules announce: written to the outbox with the change itself, delivered at least once, in order."""

from .base import Event, publish
from .reactions import reacts_to
from .subscribers import drain

__all__ = ["Event", "drain", "publish", "reacts_to"]
