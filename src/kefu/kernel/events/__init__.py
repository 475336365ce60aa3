"""Facts that modules announce: written to the outbox with the change itself, delivered at least once, in order."""

from .base import Event, announcement, publish
from .reactions import reacts_to
from .relay import hurry
from .subscribers import drain

__all__ = ["Event", "announcement", "drain", "hurry", "publish", "reacts_to"]
