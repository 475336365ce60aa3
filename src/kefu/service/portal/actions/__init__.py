"""Writes of the help centre, by theme."""

from .configuring import set_help_centre
from .following import ask_for_code, forget, post_code, try_code
from .submitting import NewPortalTicket, submit
from .talking import close, rate, reopen, say, urge

__all__ = [
    "NewPortalTicket",
    "ask_for_code",
    "close",
    "forget",
    "post_code",
    "rate",
    "reopen",
    "say",
    "set_help_centre",
    "submit",
    "try_code",
    "urge",
]
