"""One call from arrival to end as a state machine: a fact comes in, a state and effects go out.

Facts arrive twice, late and in any order: what does not belong to the present state changes nothing, except that a leg which
nobody waits for is hung up. Effects are for the engine (play, ring, join …) or for the house (enter a line, take the offer …);
`actions.following` carries them out in one transaction and sends the engine's after its commit.
"""

from .effects import Answer, Await, Effect, Enter, Finish, HangUp, Join, Music, Pass, Play, Refuse, Ring, Stop, Take
from .facts import Arrived, Asked, Fact, Key, LegGone, LegUp, Offered, Played, Quiet, Withdrawn, dump, load
from .in_flow import Look
from .state import CALLER, EndedBy, Phase, State
from .step import step

__all__ = [
    "CALLER",
    "Answer",
    "Arrived",
    "Asked",
    "Await",
    "Effect",
    "EndedBy",
    "Enter",
    "Fact",
    "Finish",
    "HangUp",
    "Join",
    "Key",
    "LegGone",
    "LegUp",
    "Look",
    "Music",
    "Offered",
    "Pass",
    "Phase",
    "Play",
    "Played",
    "Quiet",
    "Refuse",
    "Ring",
    "State",
    "Stop",
    "Take",
    "Withdrawn",
    "dump",
    "load",
    "step",
]
