"""One call from arrival to end as a state machine: a fact comes in, a state and effects go out.

Facts arrive twice, late and in any order: what does not belong to the present state changes nothing, except that a leg which
nobody waits for is hung up. Effects are for the engine (play, ring, join …) or for the house (enter a line, take the offer …);
`actions.following` carries them out in one transaction and sends the engine's after its commit.
"""

from .calling_out import placed
from .effects import (
    Answer,
    Await,
    Dial,
    Effect,
    Enter,
    Finish,
    GiveBack,
    HangUp,
    Hear,
    Join,
    Music,
    Part,
    Pass,
    Play,
    Reach,
    Refuse,
    Ring,
    Stop,
    Take,
)
from .facts import (
    Arrived,
    Asked,
    Audible,
    Back,
    Fact,
    Key,
    LegGone,
    LegUp,
    Offered,
    Placed,
    Played,
    Quiet,
    Withdrawn,
    dump,
    load,
)
from .in_flow import Look
from .lost import LOST_SECONDS
from .state import CALLER, EndedBy, Phase, State
from .step import step

__all__ = [
    "CALLER",
    "LOST_SECONDS",
    "Answer",
    "Arrived",
    "Asked",
    "Audible",
    "Await",
    "Back",
    "Dial",
    "Effect",
    "EndedBy",
    "Enter",
    "Fact",
    "Finish",
    "GiveBack",
    "HangUp",
    "Hear",
    "Join",
    "Key",
    "LegGone",
    "LegUp",
    "Look",
    "Music",
    "Offered",
    "Part",
    "Pass",
    "Phase",
    "Placed",
    "Play",
    "Played",
    "Quiet",
    "Reach",
    "Refuse",
    "Ring",
    "State",
    "Stop",
    "Take",
    "Withdrawn",
    "dump",
    "load",
    "placed",
    "step",
]
