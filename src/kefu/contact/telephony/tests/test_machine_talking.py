"""What people do within a call: the plain ways by example, every other order by search."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules.flow import Node

from .test_machine import FLOW, OUT, TO_CUSTOMER, TO_RINGING, USERS, call_out, play

IN_TALK = (*TO_RINGING, m.LegUp("a4"))
BLIND = m.Invited("i1", "transfer", "anna", "bo", "PJSIP/8002", "138")
ASK = m.Invited("i1", "consult", "anna", "bo", "PJSIP/8002", "138")


def test_a_customer_on_hold_hears_music_and_comes_back() -> None:
    state, effects = play(*IN_TALK, m.Hold("anna"))
    assert effects == [m.Apart(m.CALLER), m.Music(True), m.Note("hold", "anna")] and state.stage == "held"
    state, effects = play(*IN_TALK, m.Hold("anna"), m.Resume("anna"))
    assert effects == [m.Music(False), m.Unite(m.CALLER), m.Note("resume", "anna")] and state.stage == ""


def test_a_transfer_that_is_taken_moves_the_call_and_one_that_is_not_comes_back() -> None:
    state, effects = play(*IN_TALK, BLIND)
    assert m.Ring("x5", "PJSIP/8002", "138") in effects and state.stage == "transferring"
    state, effects = play(*IN_TALK, BLIND, m.LegUp("x5"))
    assert effects == [m.HangUp("a4"), m.HandOver("bo", "i1"), m.Music(False), m.Unite(m.CALLER), m.Unite("x5")]
    assert (state.leg, state.user, state.stage) == ("x5", "bo", "")
    state, effects = play(*IN_TALK, BLIND, m.LegGone("x5", 17))
    assert effects == [m.Settle("i1", "", 17), m.Music(False), m.Unite(m.CALLER)]
    assert (state.leg, state.user, state.stage) == ("a4", "anna", "")
    state, effects = play(*IN_TALK, BLIND, m.LegGone("a4"), m.LegGone("x5", 19))
    assert state.phase == "waiting" and m.Requeue("", "anna") in effects, "whoever left gives it back to the line"


def test_a_consultation_ends_in_a_transfer_a_conference_or_back_at_the_customer() -> None:
    state, effects = play(*IN_TALK, ASK, m.LegUp("x5"))
    assert effects == [m.Unite("x5"), m.Note("consulted", "bo")] and state.user == "anna"
    asked = (*IN_TALK, ASK, m.LegUp("x5"))
    state, effects = play(*asked, m.Complete("anna"))
    assert effects[:2] == [m.HangUp("a4"), m.HandOver("bo", "i1")] and state.user == "bo"
    state, effects = play(*asked, m.Resume("anna"))
    assert effects[:2] == [m.HangUp("x5"), m.Settle("i1", "withdrawn")] and state.user == "anna"
    state, effects = play(*asked, m.Conference("anna"), m.LegGone("a4"))
    assert effects == [m.HandOver("bo", "i1")] and (state.leg, state.stage) == ("x5", ""), "the other two go on"
    state, effects = play(*IN_TALK, ASK, m.LegGone("x5", 19))
    assert effects == [m.Settle("i1", "", 19)] and state.stage == "held"


def test_whoever_is_dialled_in_the_network_presses_1_unless_they_are_a_customer_s_choice() -> None:
    mobile = "PJSIP/13900006201@t1"
    offered = m.Offered("anna", mobile, shows="4008")
    effects = play(*TO_RINGING[:-1], offered)[1]
    assert [one for one in effects if isinstance(one, m.Ring)] == [m.Ring("a4", mobile, "4008", asks=True)]
    state, effects = call_out(m.Placed(mobile, "4008"))
    assert effects == [m.Ring("a1", mobile, "4008", asks=True)] and not state.keeps
    for user, asks in (("bo", True), ("", False)):
        asked = m.Invited("i1", "transfer", "anna", user, mobile, "4008")
        assert m.Ring("x5", mobile, "4008", asks=asks) in play(*IN_TALK, asked)[1]


def test_a_supervisor_listens_whispers_joins_and_takes_over() -> None:
    def watched(mode: str) -> m.Watched:
        return m.Watched("i3", "boss", "PJSIP/8009", "138", mode)

    listening = (*IN_TALK, watched("listen"), m.LegUp("w5"))
    assert play(*listening)[1] == [m.Spy("w5", "a4", "listen")]
    assert m.Spy("w5", "a4", "whisper") in play(*listening, watched("whisper"))[1]
    assert m.Unite("w5") in play(*listening, watched("barge"))[1]
    assert m.Apart("w5") in play(*listening, watched("barge"), watched("listen"))[1]
    state, effects = play(*listening, watched("take"))
    assert m.HangUp("a4") in effects and m.HandOver("boss", "i3") in effects
    assert (state.leg, state.user, state.watch) == ("w5", "boss", "")
    assert m.Spy("w5", "x6", "listen") in play(*listening, BLIND, m.LegUp("x6"))[1], "they go on where the call goes"
    assert m.HangUp("w5") in play(*listening, m.Unwatched("boss"))[1]


def test_recording_pauses_and_goes_on_by_itself() -> None:
    assert play(*IN_TALK, m.Pause("anna"))[1] == [
        m.Hush("caller-a4 mix-a4 agent-a4", on=True),
        m.Await(5, 120),
        m.Note("pause", "anna"),
    ]
    assert play(*IN_TALK, m.Pause("anna"), m.Quiet(4))[1] == [], "an older silence"
    over = [m.Hush("caller-a4 mix-a4 agent-a4", on=False), m.Note("unpause")]
    assert play(*IN_TALK, m.Pause("anna"), m.Quiet(5))[1] == over


TALK_LEGS = st.sampled_from([m.CALLER, *(f"{kind}{n}" for n in range(7) for kind in "aaxw")])
ASKED = st.one_of(
    st.builds(m.Hold, USERS),
    st.builds(m.Resume, USERS),
    st.builds(
        m.Invited,
        st.sampled_from(["i1", "i2"]),
        st.sampled_from(["transfer", "consult"]),
        USERS,
        st.sampled_from(["", "cleo"]),
        st.just("PJSIP/8003"),
        st.just("138"),
    ),
    st.builds(m.Complete, USERS),
    st.builds(m.Conference, USERS),
    st.builds(m.ToLine, st.just("q2"), USERS),
    st.builds(
        m.Watched,
        st.just("i3"),
        st.sampled_from(["boss", "chief"]),
        st.just("PJSIP/8009"),
        st.just("138"),
        st.sampled_from(["listen", "whisper", "barge", "take"]),
    ),
    st.builds(m.Unwatched, st.sampled_from(["boss", "chief"])),
    st.builds(m.Pause, USERS),
    st.builds(m.Unpause, USERS),
    st.builds(m.LegUp, TALK_LEGS),
    st.builds(m.LegGone, TALK_LEGS, st.sampled_from([16, 17, 19])),
)


class World:
    """The engine and the house as far as a call can be wrong about them."""

    def __init__(self, *legs: str) -> None:
        self.legs, self.talk, self.everything = set(legs), set[str](), list[m.Effect]()

    def step(self, state: m.State, fact: m.Fact, way: str = "open") -> m.State:
        def look(node: Node) -> str:
            return {"hours": way, "queue": "queue", "rating": "no"}.get(node["kind"], "")

        after, effects = m.step(state, fact, FLOW, look)
        if isinstance(fact, m.LegGone):
            self._lose(fact.leg)
        for effect in effects:
            self._do(effect)
        if isinstance(fact, m.Asked) and any(isinstance(effect, m.HangUp) for effect in effects):
            assert after.phase in ("closing", "ended")
        self.everything += effects
        return after

    def _lose(self, leg: str) -> None:
        self.legs.discard(leg)
        self.talk.discard(leg)

    def _do(self, effect: m.Effect) -> None:
        match effect:
            case m.Ring():
                assert not effect.leg.startswith("a") or not [leg for leg in self.legs if leg.startswith("a")]
                self.legs.add(effect.leg)
            case m.Dial():
                assert effect.leg in self.legs, "the agent is there before the customer is disturbed"
                self.legs.add(m.CALLER)
            case m.HangUp():
                self._lose(effect.leg)
            case m.Join():
                assert {effect.leg, m.CALLER} <= self.legs
                self.talk |= {effect.leg, m.CALLER}
            case m.Unite():
                assert effect.leg in self.legs, "one who has gone cannot talk"
                self.talk.add(effect.leg)
            case m.Apart():
                self.talk.discard(effect.leg)
            case m.Spy():
                assert {effect.leg, effect.on} <= self.legs

    def count(self, kind: type[m.Effect]) -> int:
        return sum(isinstance(effect, kind) for effect in self.everything)


@settings(max_examples=1500, deadline=None)
@given(st.lists(ASKED, max_size=30), st.booleans())
def test_whatever_people_do_in_a_call_the_right_ones_hear_each_other(facts: list[m.Fact], is_out: bool) -> None:
    """Whoever talks plainly is with the customer, nobody else but one who joined; whoever is left is somebody's."""
    if is_out:
        state, world = OUT, World()
        begun: tuple[m.Fact, ...] = (*TO_CUSTOMER, m.LegUp(m.CALLER))
    else:
        state, world = m.State(), World(m.CALLER)
        begun = (*TO_RINGING, m.LegUp(play(*TO_RINGING)[0].leg))
    for fact in (*begun, *facts):
        state = world.step(state, fact)
        if state.phase == "talking":
            assert world.legs == {m.CALLER, *filter(None, (state.leg, state.other, state.watch))}
            assert (m.CALLER in world.talk) is (state.stage in ("", "conference"))
            assert not state.leg or state.leg in world.talk
            assert (state.other in world.talk) is state.other_is_up
            assert (state.watch in world.talk) is (state.watch_is_up and state.watch_mode == "barge")
        elif state.phase == "waiting":
            assert world.legs == {m.CALLER} and not state.tape and not state.paused
    state = world.step(state, m.LegGone(m.CALLER))
    assert state.phase == "ended" and not world.legs
    assert world.count(m.Finish) == 1
    asked, settled = world.count(m.Requeue), world.count(m.Take) + world.count(m.Reach)
    assert asked + 1 >= settled
