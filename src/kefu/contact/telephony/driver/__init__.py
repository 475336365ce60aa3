"""The engine's side of calls: ARI in, ARI out. Runs in the telephony role alone."""

from ..actions.telling import CHANNEL, SETTINGS_CHANNEL
from ..rules.registering import Account
from .ari import Ari, AriError
from .collecting import collect
from .driver import Driver
from .leaving import AwayPrompts
from .performing import Performer
from .registering import ask

__all__ = [
    "CHANNEL",
    "SETTINGS_CHANNEL",
    "Account",
    "Ari",
    "AriError",
    "AwayPrompts",
    "Driver",
    "Performer",
    "ask",
    "collect",
]
