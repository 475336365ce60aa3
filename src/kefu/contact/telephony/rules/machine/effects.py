"""What a call asks for: of the engine (play, ring, join …) or of the house (enter a line, take the offer …)."""

from __future__ import annotations

from dataclasses import dataclass

from .state import EndedBy


@dataclass(frozen=True, slots=True)
class Answer:
    pass


@dataclass(frozen=True, slots=True)
class Play:
    playback: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Say:
    """A standard text, in the words or the own prompt of the caller's queue: the house gives the `sounds`, unless they are known."""

    playback: str
    text: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beep:
    """This leg alone hears a beep."""

    leg: str


@dataclass(frozen=True, slots=True)
class Told:
    """For the record: the caller was told what comes before a talk with this user, or (`is_heard` false) it was left out."""

    user: str
    is_heard: bool


@dataclass(frozen=True, slots=True)
class Stop:
    playback: str


@dataclass(frozen=True, slots=True)
class Await:
    """A key, for so many seconds; then `Quiet(serial)`."""

    serial: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Linger:
    """Look at the line again, `seconds` from now as the house says: `Lingered(turn)`."""

    turn: int
    seconds: float = 0


@dataclass(frozen=True, slots=True)
class Record:
    """After a beep what the caller says, for at most so many seconds, until `#` or silence; then `Recorded(take)`."""

    take: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Alone:
    """Nobody hears or records the caller any more: the talk is over, the call not yet."""


@dataclass(frozen=True, slots=True)
class Music:
    on: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """`shows` is the number that it shows, else the caller's; `is_own`: they wanted it just now, so it may answer by itself.
    `asks`: a colleague in the network has to press 1 before it counts as answered, since a mailbox answers, too."""

    leg: str
    endpoint: str
    shows: str = ""
    is_own: bool = False
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Dial:
    """The customer, at `line`, who sees the number `shown`; `leg` hears that it rings."""

    leg: str
    line: str
    shown: str


@dataclass(frozen=True, slots=True)
class Hear:
    """`leg` hears what the network says before the customer answers, instead of the ringing."""

    leg: str


@dataclass(frozen=True, slots=True)
class Reach:
    """The customer whom we called has answered."""


@dataclass(frozen=True, slots=True)
class Join:
    """Caller and this leg hear each other from now on, and are recorded."""

    leg: str


@dataclass(frozen=True, slots=True)
class Link:
    """`leg` and the caller hear each other; nothing is recorded."""

    leg: str


@dataclass(frozen=True, slots=True)
class Part:
    """Caller and this leg hear each other no more; what was said so far is kept."""

    leg: str


@dataclass(frozen=True, slots=True)
class Apart:
    """This leg hears the others no longer, nor they it."""

    leg: str


@dataclass(frozen=True, slots=True)
class Unite:
    """This leg is with the others; an agent's is recorded."""

    leg: str


@dataclass(frozen=True, slots=True)
class Clear:
    """Nobody is left but the customer: the recordings of `tape` are finished."""

    tape: str


@dataclass(frozen=True, slots=True)
class Hush:
    """These recordings keep silence, or with `on` false what is said again."""

    tracks: str
    on: bool


@dataclass(frozen=True, slots=True)
class Spy:
    """`leg` hears what the agent's leg `on` hears and says; with `whisper` that agent alone hears them."""

    leg: str
    on: str
    mode: str


@dataclass(frozen=True, slots=True)
class Unspy:
    leg: str


@dataclass(frozen=True, slots=True)
class HangUp:
    leg: str


@dataclass(frozen=True, slots=True)
class Pass:
    """For the record: the call left `node` by `way`."""

    node: str
    way: str


@dataclass(frozen=True, slots=True)
class Enter:
    queue_id: str


@dataclass(frozen=True, slots=True)
class Leave:
    """The caller waits in no line any more."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What the caller pressed: 1 to 5, and `yes`, `no` or nothing to whether it is solved."""

    score: int
    solved: str


@dataclass(frozen=True, slots=True)
class Take:
    """The agent took it; refused by routing, the fact `Withdrawn` follows at once."""

    user: str


@dataclass(frozen=True, slots=True)
class Accept:
    """The agent took a callback; the customer is yet to be reached."""

    user: str


@dataclass(frozen=True, slots=True)
class CallBack:
    """The caller goes; their place in the line, or a new one, is that of a call to `number`."""

    number: str


@dataclass(frozen=True, slots=True)
class HandOver:
    """The call is this user's from now on, or with "" somebody's outside; who was asked by `invite` has come."""

    user: str
    invite: str


@dataclass(frozen=True, slots=True)
class Settle:
    """Who was asked by `invite` does not come, by `outcome` or by `cause` (Q.850), or has left."""

    invite: str
    outcome: str
    cause: int = 0


@dataclass(frozen=True, slots=True)
class Requeue:
    """`user` gives it to a line, without `queue_id` to the one that it is in."""

    queue_id: str
    user: str


@dataclass(frozen=True, slots=True)
class Note:
    """For the record: `user` did this."""

    name: str
    user: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    user: str


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The agent is lost: the caller waits at the head of the line again."""

    user: str


@dataclass(frozen=True, slots=True)
class Consult:
    """A node's question that may take its time; the fact `Found(serial)` answers."""

    serial: int
    node: str


@dataclass(frozen=True, slots=True)
class Finish:
    """`cause` (Q.850) of the customer's leg, or of the agent's where the customer was never dialled."""

    by: EndedBy
    cause: int = 16


Effect = (
    Answer | Play | Say | Beep | Told | Stop | Await | Linger | Record | Alone | Music | Ring | Dial | Hear | Join | Link | Part | HangUp
    | Apart | Unite | Clear | Hush | Spy | Unspy
    | Pass | Enter | Leave | Rate | Take | Reach | Accept | CallBack | HandOver | Settle | Requeue | Note | Refuse | GiveBack | Consult | Finish
)  # fmt: skip
