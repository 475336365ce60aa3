"""While people talk: hold, transfer, consultation, conference; a supervisor who listens, whispers, joins or takes over; recording that pauses.

The customer and the agent (`leg`) are in one bridge. `stage` says what else is going on:

- `held`: the customer hears music, the agent nothing
- `transferring`: the same, and the new one (`other`) rings; the agent may leave, and is back with the customer if nobody comes
- `consulting`: the customer hears music, agent and expert (`other`) talk once the expert has answered
- `conference`: all three are in the bridge; of agent and expert either may leave
"""

from __future__ import annotations

from dataclasses import replace

from . import rating
from .effects import (
    Apart,
    Await,
    Clear,
    Effect,
    HandOver,
    HangUp,
    Hush,
    Linger,
    Music,
    Note,
    Requeue,
    Ring,
    Settle,
    Spy,
    Unite,
    Unspy,
)
from .facts import (
    Back,
    Complete,
    Conference,
    Fact,
    Hold,
    Invited,
    LegGone,
    LegUp,
    Pause,
    Quiet,
    Resume,
    ToLine,
    Unpause,
    Unwatched,
    Watched,
)
from .lost import lose, ring_again
from .offering import is_outside
from .state import CALLER, State
from .waiting import Ask

PAUSE_SECONDS = 120  # then recording goes on by itself
AWAY: list[Effect] = [Apart(CALLER), Music(True)]
RETURN: list[Effect] = [Music(False), Unite(CALLER)]

Step = tuple[State, list[Effect]]


def talking(state: State, fact: Fact, ask: Ask) -> Step:
    """The customer's leg being gone is heeded in `step`, and so is a leg that nobody waits for."""
    match fact:
        case Watched() | Unwatched():
            return _watch(state, fact)
        case LegUp() | LegGone() if fact.leg == state.watch:
            return _watcher(state, fact)
        case Pause() | Unpause() | Quiet():
            return _pause(state, fact)
        case LegUp():
            return _other_up(state)
        case LegGone() if fact.leg == state.leg:
            return _agent_gone(state, ask)
        case Back() if fact.user == state.user and state.keeps and state.stage in ("", "held"):
            after, effects = _lose(state)
            again, rings = ring_again(after)
            return again, [*effects, HangUp(state.leg), *rings]
        case LegGone() if fact.leg == state.other:
            return _other_gone(state, fact.cause)
        case Hold() | Resume() | Invited() | Complete() | Conference() | ToLine():
            return _asked(state, fact)
        case _:
            return state, []


def is_awaited(state: State, leg: str) -> bool:
    """Whether this leg rings beside those who talk."""
    return bool(leg) and (
        (leg == state.other and not state.other_is_up) or (leg == state.watch and not state.watch_is_up)
    )


def is_up(state: State, leg: str) -> bool:
    return leg in (state.leg, state.other, state.watch)


def legs(state: State) -> list[str]:
    """Every leg but the customer's."""
    return [leg for leg in (state.leg, state.other, state.watch) if leg]


# ---- what the agent asks for


def _asked(state: State, fact: Hold | Resume | Invited | Complete | Conference | ToLine) -> Step:
    match fact:
        case Hold() if state.stage == "":
            return replace(state, stage="held"), [*AWAY, Note("hold", user=fact.user)]
        case Resume() if state.stage == "held":
            return replace(state, stage=""), [*RETURN, Note("resume", user=fact.user)]
        case Resume() if state.stage in ("transferring", "consulting") and state.leg:
            gone: list[Effect] = [HangUp(state.other), Settle(state.invite, "withdrawn")]
            return _alone(replace(state, stage="")), [*gone, *RETURN, Note("resume", user=fact.user)]
        case Invited() if state.stage in ("", "held") and state.leg:
            serial = state.serial + 1
            after = replace(
                state,
                stage="transferring" if fact.way == "transfer" else "consulting",
                serial=serial,
                other=f"x{serial}",
                other_user=fact.user,
                invite=fact.invite,
            )
            away: list[Effect] = [] if state.stage == "held" else AWAY
            asks = bool(fact.user) and is_outside(fact.endpoint)
            return after, [*away, Ring(after.other, fact.endpoint, fact.shows, asks=asks), Note(fact.way, user=fact.by)]
        case Complete() if state.stage == "consulting" and state.other_is_up:
            return _hand_over(state, [HangUp(state.leg)], RETURN)
        case Complete() if state.stage == "consulting":
            return replace(state, stage="transferring"), [Note("transfer", user=fact.user)]
        case Conference() if state.stage == "consulting" and state.other_is_up:
            return replace(state, stage="conference"), [*RETURN, Note("conference", user=fact.user)]
        case ToLine() if state.stage in ("", "held") and state.leg:
            state, unhushed = _unpaused(state)
            return _to_line(
                state, [*unhushed, HangUp(state.leg), Note("to_line", user=fact.user)], fact.queue_id, fact.user
            )
        case _:
            return state, []


def _to_line(state: State, before: list[Effect], queue_id: str, user: str) -> Step:
    """Unite to a line; without a `queue_id` to the one that it came from."""
    away = AWAY if state.stage == "" else []
    watch: list[Effect] = [HangUp(state.watch), Unspy(state.watch)] if state.watch else []
    turn = state.turn + 1
    linger: list[Effect] = (
        [] if state.line else [Linger(turn)]
    )  # a call out has no flow that says what is told in the line
    after = replace(
        _alone(_unwatched(state)),
        phase="waiting",
        stage="",
        leg="",
        user="",
        tape="",
        endpoint="",
        keeps=False,
        queue=queue_id or state.queue,
        turn=turn,
    )
    return after, [*before, *watch, *away, Clear(state.tape), Requeue(queue_id, user), *linger]


# ---- legs that come and go


def _other_up(state: State) -> Step:
    state, unhushed = _unpaused(state)
    if state.stage == "consulting":
        return replace(state, other_is_up=True), [
            *unhushed,
            Unite(state.other),
            Note("consulted", user=state.other_user),
        ]
    leave: list[Effect] = [HangUp(state.leg)] if state.leg else []
    after, effects = _hand_over(state, [*unhushed, *leave], [*RETURN, Unite(state.other)])
    return after, effects


def _hand_over(state: State, before: list[Effect], then: list[Effect]) -> Step:
    """The other one has the call from now on, and whoever listens listens there."""
    after = _alone(replace(state, stage="", leg=state.other, user=state.other_user, endpoint="", keeps=False))
    return after, [*before, HandOver(state.other_user, state.invite), *then, *_spy(after)]


def _agent_gone(state: State, ask: Ask) -> Step:
    if state.stage in ("consulting", "conference") and state.other_is_up:
        return _hand_over(state, [], RETURN if state.stage == "consulting" else [])
    if state.stage in ("transferring", "consulting") and state.other:
        return replace(state, leg="", stage="transferring"), [Note("left", user=state.user)]
    if state.keeps:
        return _lose(state)
    return finish(replace(state, leg=""), ask)


def finish(state: State, ask: Ask) -> Step:
    """The agent ends the talk: nobody else stays, and the customer may rate."""
    state, left = _leave_alone(state)
    after, effects = rating.after_talk(state, ask)
    return after, [*left, *effects]


def _lose(state: State) -> Step:
    """The agent's browser has gone, or is to go: whoever listens goes too."""
    state, left = _leave_alone(state, keeps_music=True)
    after, effects = lose(state)
    return after, [*left, *effects]


def _leave_alone(state: State, *, keeps_music: bool = False) -> Step:
    """Only customer and agent are left, and nothing of what went on between them."""
    state, effects = _unpaused(state)
    for leg, invite in ((state.other, state.invite), (state.watch, state.watch_invite)):
        if leg:
            effects = [*effects, HangUp(leg), Settle(invite, "over")]
    if state.watch:
        effects = [*effects, Unspy(state.watch)]
    if state.stage in ("held", "transferring", "consulting") and not keeps_music:
        effects = [*effects, Music(False)]
    return replace(_alone(_unwatched(state)), stage=""), effects


def _other_gone(state: State, cause: int) -> Step:
    was_up = state.other_is_up
    settled = Settle(state.invite, "left" if was_up else "", 0 if was_up else cause)
    match state.stage:
        case "conference":
            return _alone(replace(state, stage="")), [settled]
        case "consulting":
            return _alone(replace(state, stage="held")), [settled]
        case _ if state.leg:
            return _alone(replace(state, stage="")), [settled, *RETURN]
        case _:
            return _to_line(state, [settled], "", state.user)


def _alone(state: State) -> State:
    return replace(state, other="", other_user="", other_is_up=False, invite="")


# ---- a supervisor


def _watch(state: State, fact: Watched | Unwatched) -> Step:
    if isinstance(fact, Unwatched):
        if not state.watch or state.watch_user != fact.user:
            return state, []
        gone: list[Effect] = [Settle(state.watch_invite, "left"), Unspy(state.watch), HangUp(state.watch)]
        return _unwatched(state), [*gone, Note("unwatched", user=fact.user)]
    note = Note(fact.mode, user=fact.user)
    if not state.watch:
        serial = state.serial + 1
        after = replace(
            state,
            serial=serial,
            watch=f"w{serial}",
            watch_user=fact.user,
            watch_mode=fact.mode,
            watch_invite=fact.invite,
        )
        return after, [Ring(after.watch, fact.endpoint, fact.shows, asks=is_outside(fact.endpoint)), note]
    if state.watch_user != fact.user or state.watch_mode == fact.mode:
        return state, []
    old, after = state.watch_mode, replace(state, watch_mode=fact.mode)
    if not state.watch_is_up:
        return after, [note]
    apart: list[Effect] = [Apart(state.watch)] if old == "barge" else []
    entered, effects = _enter(after)
    return entered, [note, *apart, Unspy(state.watch), *effects]


def _watcher(state: State, fact: LegUp | LegGone) -> Step:
    if isinstance(fact, LegGone):
        settled = Settle(state.watch_invite, "left" if state.watch_is_up else "", fact.cause)
        return _unwatched(state), [settled, Unspy(state.watch)]
    return _enter(replace(state, watch_is_up=True))


def _enter(state: State) -> Step:
    """The supervisor is there: they listen, whisper, join, or take over."""
    if state.watch_mode == "take":
        return _take_over(state)
    if state.watch_mode == "barge":
        return state, [Unite(state.watch)]
    return state, _spy(state)


def _take_over(state: State) -> Step:
    state, unhushed = _unpaused(state)
    others: list[Effect] = [HangUp(leg) for leg in (state.leg, state.other) if leg]
    settled: list[Effect] = [Settle(state.invite, "withdrawn")] if state.invite else []
    back: list[Effect] = RETURN if state.stage in ("held", "transferring", "consulting") else []
    after = replace(
        _alone(_unwatched(state)), stage="", leg=state.watch, user=state.watch_user, endpoint="", keeps=False
    )
    hand = HandOver(state.watch_user, state.watch_invite)
    return after, [*unhushed, *others, *settled, hand, *back, Unite(state.watch)]


def _spy(state: State) -> list[Effect]:
    if state.watch_is_up and state.leg and state.watch_mode in ("listen", "whisper"):
        return [Spy(state.watch, state.leg, state.watch_mode)]
    return []


def _unwatched(state: State) -> State:
    return replace(state, watch="", watch_user="", watch_mode="", watch_is_up=False, watch_invite="")


# ---- recording


def _pause(state: State, fact: Pause | Unpause | Quiet) -> Step:
    if isinstance(fact, Pause) and not state.paused and state.leg:
        serial = state.serial + 1
        after = replace(state, serial=serial, paused=serial)
        return after, [Hush(_tracks(state), on=True), Await(serial, PAUSE_SECONDS), Note("pause", user=fact.user)]
    if isinstance(fact, Unpause) or (isinstance(fact, Quiet) and fact.serial == state.paused):
        return _unpaused(state, fact.user if isinstance(fact, Unpause) else "")
    return state, []


def _unpaused(state: State, user: str = "") -> Step:
    if not state.paused:
        return state, []
    return replace(state, paused=0), [Hush(_tracks(state), on=False), Note("unpause", user=user)]


def _tracks(state: State) -> str:
    """The recordings that run, by the engine's names of them, with spaces between."""
    agents = [leg for leg in (state.leg, state.other if state.other_is_up else "") if leg]
    return " ".join([f"caller-{state.tape}", f"mix-{state.tape}", *(f"agent-{leg}" for leg in agents)])
