"""What is remembered of a call."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Phase = Literal[
    "flow",
    "calling",
    "dialling",
    "waiting",
    "ringing",
    "greeting",
    "talking",
    "lost",
    "message",
    "rating",
    "callback",
    "forwarded",
    "closing",
    "ended",
]
Stage = Literal["", "held", "transferring", "consulting", "conference"]
Mode = Literal["listen", "whisper", "barge", "take"]  # of a supervisor
EndedBy = Literal["agent", "visitor", "system"]
CALLER = "caller"  # the name of the customer's leg, whoever called; agents' legs are numbered


@dataclass(frozen=True, slots=True)
class State:
    """`serial` numbers what is started, so that late news of what was before is told from the present.

    `playback` is what plays now; `leg` the agent's leg that rings or talks, `user` whose; `by` who ended it. `queue` is whom
    the caller waits or leaves a message for, `turn` numbers the looks at the line, `overflowed` whether they were sent on to
    another line already; `take` is the message that is being recorded, of at most `seconds`.
    Of a call out, `line` is where the customer is dialled, by a trunk, and `shown` the number that they see.
    `endpoint` is where the agent is reached; `keeps` that their leg may be lost and come back, as a browser that is loaded anew;
    `patience` the serial of the time that is given for that. `greeted` is the agent of whom the caller was told.
    `asks` and `back` are a caller's who wants a callback (`callback`); `is_promised` a callback that waits for its agent (`promised`).
    `stage` is what goes on in a talk (`talking`), `other` the leg of whom the agent has asked, `other_user` empty where that is a
    number (as in a call that the flow puts through, `forwarding`), `watch` a supervisor's; `invite` and `watch_invite` are what the house wrote down of them. `tape` is the leg with which
    recording began, `paused` the serial of its pause.
    """

    phase: Phase = "flow"
    node: str = ""
    tries: int = 0
    keys: str = ""
    serial: int = 0
    playback: str = ""
    user: str = ""
    leg: str = ""
    endpoint: str = ""
    keeps: bool = False
    patience: int = 0
    by: EndedBy | Literal[""] = ""
    line: str = ""
    shown: str = ""
    queue: str = ""
    turn: int = 0
    overflowed: bool = False
    take: str = ""
    seconds: int = 0
    greeted: str = ""
    asks: str = ""
    back: str = ""
    is_promised: bool = False
    stage: Stage = ""
    other: str = ""
    other_user: str = ""
    other_is_up: bool = False
    invite: str = ""
    watch: str = ""
    watch_user: str = ""
    watch_mode: str = ""
    watch_is_up: bool = False
    watch_invite: str = ""
    tape: str = ""
    paused: int = 0

    def dump(self) -> dict[str, Any]:
        return asdict(self)
