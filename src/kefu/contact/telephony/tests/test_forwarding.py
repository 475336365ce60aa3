"""A caller whom the flow puts through to a number outside."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kefu.contact.telephony.rules import flow as flows
from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules.walk import Passed, walk

OUT = {"kind": "transfer", "number": "02155556666", "seconds": 20, "otherwise": "bye"}
BYE = {"kind": "end", "prompt": "sorry"}
FLOW = {"start": "out", "nodes": {"out": OUT, "bye": BYE}}
LINE = "PJSIP/02155556666@t1 4008"


def play(*facts: m.Fact, answer: str = LINE) -> tuple[m.State, list[m.Effect]]:
    """The state after `facts`, with the effects of the last one."""
    state, effects = m.State(), list[m.Effect]()
    for fact in facts:
        state, effects = m.step(state, fact, FLOW, lambda node: answer)
    return state, effects


def test_it_rings_outside_with_a_number_of_the_house_while_the_caller_hears_music() -> None:
    state, effects = play(m.Arrived())
    assert effects == [m.Answer(), m.Music(True), m.Ring("x1", "PJSIP/02155556666@t1", "4008"), m.Await(1, 20)]
    assert state.phase == "forwarded"


def test_whoever_answers_talks_with_them_until_one_of_them_goes() -> None:
    state, effects = play(m.Arrived(), m.LegUp("x1"))
    assert effects == [m.Music(False), m.Link("x1"), m.Pass("out", "reached")]
    assert play(m.Arrived(), m.LegUp("x1"), m.Quiet(1)) == (state, []), "the time to ring is over for good"
    _, effects = play(m.Arrived(), m.LegUp("x1"), m.LegGone(m.CALLER))
    assert effects == [m.HangUp("x1"), m.Finish("visitor", 16)]
    state, effects = play(m.Arrived(), m.LegUp("x1"), m.LegGone("x1"))
    assert state.phase == "closing" and effects == [m.HangUp(m.CALLER)]


def test_who_does_not_come_sends_the_caller_on() -> None:
    on = [m.Pass("out", "otherwise"), m.Play("p2", "sorry")]
    assert play(m.Arrived(), m.LegGone("x1", 17))[1] == [m.Music(False), *on]
    assert play(m.Arrived(), m.Quiet(1))[1] == [m.HangUp("x1"), m.Music(False), *on]
    assert play(m.Arrived(), m.Quiet(1), m.LegUp("x1"))[1] == [m.HangUp("x1")], "too late"
    assert play(m.Arrived(), answer="")[1] == [m.Answer(), m.Pass("out", "otherwise"), m.Play("p1", "sorry")]


def test_a_walk_ends_there_and_a_wrong_number_is_a_fault() -> None:
    assert walk(FLOW, [], {}).events == (Passed("out", "reached"),)
    assert flows.check(FLOW) == []
    for number in ("", "12", "abc", "0044123456789"):
        nodes = {"out": {**OUT, "number": number}, "bye": BYE}
        assert [fault.node for fault in flows.check({"start": "out", "nodes": nodes})] == ["out"], number


LEGS = st.sampled_from([m.CALLER, "x1", "x2"])
FACTS = st.one_of(
    st.builds(m.LegUp, LEGS),
    st.builds(m.LegGone, LEGS),
    st.builds(m.Quiet, st.integers(0, 3)),
    st.builds(m.Key, st.sampled_from("19#")),
    st.builds(m.Played, st.sampled_from(["p1", "p2"])),
    st.builds(m.Asked, st.sampled_from(["agent", "system"])),
)


@given(st.lists(FACTS, max_size=20))
def test_in_whatever_order_no_leg_is_left_behind(facts: list[m.Fact]) -> None:
    state, legs, ends = m.State(), {m.CALLER}, 0
    for fact in (m.Arrived(), *facts, m.LegGone(m.CALLER)):
        state, effects = m.step(state, fact, FLOW, lambda node: LINE)
        if isinstance(fact, m.LegGone):
            legs.discard(fact.leg)
        for effect in effects:
            match effect:
                case m.Ring():
                    legs.add(effect.leg)
                case m.HangUp():
                    legs.discard(effect.leg)
                case m.Link():
                    assert {effect.leg, m.CALLER} <= legs
                case m.Finish():
                    ends += 1
                case _:
                    pass
    assert state.phase == "ended" and not legs and ends == 1
