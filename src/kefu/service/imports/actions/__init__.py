"""Writes of imports: a file is taken, mapped, tried, run, and perhaps taken back."""

from .drafting import change, take_file
from .ending import forget, undo, write_rejects
from .running import cancel, carry_on, read_in, start, try_out

__all__ = [
    "cancel",
    "carry_on",
    "change",
    "forget",
    "read_in",
    "start",
    "take_file",
    "try_out",
    "undo",
    "write_rejects",
]
