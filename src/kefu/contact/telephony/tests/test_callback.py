"""A callback in the machine: the caller's side, and the call that is made in their turn. Every other order is searched."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules import saying
from kefu.contact.telephony.rules.flow import Node
from kefu.contact.telephony.tests.test_machine import FACTS
from kefu.contact.telephony.tests.test_waiting import play

NODE: dict[str, Any] = {
    "start": "back",
    "nodes": {
        "back": {"kind": "callback", "queue_id": "q1", "otherwise": "line"},
        "line": {"kind": "queue", "queue_id": "q1"},
    },
}
HOUSE: dict[str, Any] = {"key": "callback", "callback_number": "13800138000"}
ASKED = (m.Key("1"),)  # in the line
CONFIRMED = (*ASKED, m.Key("1"))
PROMISED = m.promised("138", line="PJSIP/138@t", shown="4000", queue="q1")


def test_who_waits_confirms_the_number_and_goes_while_the_place_stays() -> None:
    state, effects = play(*ASKED, **HOUSE)
    assert (state.phase, state.back) == ("callback", "13800138000")
    assert effects == [m.Music(False), m.Say("p1", "callback_confirm")], "still in the line"
    state, effects = play(*CONFIRMED, **HOUSE)
    done = [m.CallBack("13800138000"), m.Pass("line", "callback"), m.Say("p3", "callback_done")]
    assert effects == [m.Stop("p1"), *done]
    assert play(*CONFIRMED, m.Key("1"), **HOUSE)[1] == [], "confirmed twice it is one"
    assert play(*CONFIRMED, m.Offered("anna", "PJSIP/1"), **HOUSE)[1] == [], "somebody else has the place now"
    state, effects = play(*CONFIRMED, m.Played("p3"), **HOUSE)
    assert (state.phase, effects) == ("closing", [m.HangUp(m.CALLER)])
    assert play(*CONFIRMED, m.LegGone(m.CALLER), **HOUSE)[1] == [m.Finish("visitor")]


def test_another_number_is_keyed_read_out_and_confirmed() -> None:
    keyed = (*ASKED, m.Key("2"), *map(m.Key, "139"), m.Key("#"))
    state, effects = play(*keyed, dialable="139", **HOUSE)
    assert (state.back, state.asks, effects[-1]) == ("139", "confirm", m.Say(state.playback, "callback_confirm"))
    state, effects = play(*keyed, m.Key("1"), dialable="139", **HOUSE)
    assert m.CallBack("139") in effects
    state, effects = play(*keyed, dialable="", **HOUSE)
    assert (state.asks, effects[-1]) == ("number", m.Say(state.playback, "callback_number")), "it cannot be dialled"
    hidden = play(*ASKED, **{**HOUSE, "callback_number": ""})
    assert hidden[1][-1] == m.Say("p1", "callback_number"), "who hides theirs is asked for one"


def test_without_an_answer_they_wait_on_and_a_free_agent_comes_first() -> None:
    silent = list[m.Fact](ASKED)
    for _ in range(3):
        playback, serial = (state := play(*silent, **HOUSE)[0]).playback, state.serial
        silent += [m.Played(playback), m.Quiet(serial)]
    state, effects = play(*silent, **HOUSE)
    assert (state.phase, effects) == ("waiting", [m.Music(True), m.Linger(state.turn)])
    state, effects = play(*ASKED, m.Offered("anna", "PJSIP/1"), **HOUSE)
    assert state.phase == "ringing"
    assert effects[:2] == [m.Stop("p1"), m.Music(True)] and m.Ring(state.leg, "PJSIP/1") in effects


def test_a_flow_offers_it_and_goes_on_where_nobody_wants_it() -> None:
    state, effects = play(flow=NODE, **HOUSE)
    assert effects == [m.Answer(), m.Say("p1", "callback_offer")]
    assert m.CallBack("13800138000") in play(m.Key("1"), m.Key("1"), flow=NODE, **HOUSE)[1]
    for no in ((m.Key("2"),), (m.Played("p1"), m.Quiet(1))):
        state, effects = play(*no, flow=NODE, **HOUSE)
        assert (state.phase, state.node) == ("waiting", "line")
        assert m.Pass("back", "otherwise") in effects and m.Enter("q1") in effects


def test_in_their_turn_the_agent_rings_first_and_then_the_customer() -> None:
    def promise(*facts: m.Fact) -> tuple[m.State, list[m.Effect]]:
        state, effects = PROMISED, list[m.Effect]()
        for fact in facts:
            state, effects = m.step(state, fact, {}, lambda node: "")
        return state, effects

    offered = (m.Promised(), m.Offered("anna", "PJSIP/1"))
    assert promise(*offered)[1] == [m.Ring("a1", "PJSIP/1", "138")], "it does not answer by itself: they are asked"
    state, effects = promise(*offered, m.LegGone("a1", 19))
    assert (state.phase, effects) == ("waiting", [m.Refuse("anna")])
    up = (*offered, m.LegUp("a1"))
    assert promise(*up)[1] == [m.Accept("anna"), m.Dial("a1", "PJSIP/138@t", "4000")]
    assert promise(*up, m.LegUp(m.CALLER))[1] == [m.Reach(), m.Join("a1")]
    assert promise(*up, m.LegGone(m.CALLER, 17))[1] == [m.HangUp("a1"), m.Finish("visitor", 17)]
    assert promise(*offered, m.Asked("system"))[1] == [m.HangUp("a1"), m.Finish("system")]


@settings(max_examples=400, deadline=None)
@given(st.lists(FACTS, max_size=20))
def test_in_whatever_order_facts_come_a_promise_ends_once_and_leaves_no_leg(facts: list[m.Fact]) -> None:
    def look(node: Node) -> str:
        return ""

    state, everything, legs = PROMISED, list[m.Effect](), set[str]()
    for fact in (*facts, m.Asked("system"), m.LegGone(m.CALLER), m.LegGone(m.CALLER)):
        state, effects = m.step(state, fact, {}, look)
        for effect in effects:
            if isinstance(effect, m.Ring):
                legs.add(effect.leg)
            elif isinstance(effect, m.Dial):
                assert effect.leg in legs, "the agent is there before the customer is disturbed"
            elif isinstance(effect, m.HangUp):
                legs.discard(effect.leg)
        if isinstance(fact, m.LegGone):
            legs.discard(fact.leg)
        everything += effects
    assert state.phase == "ended"
    assert not legs, "a leg was left behind"
    assert sum(isinstance(effect, m.Finish) for effect in everything) == 1
    assert sum(isinstance(effect, m.Dial) for effect in everything) <= 1


def test_the_number_is_read_out_in_the_language_of_the_line() -> None:
    own = saying.confirmation("zh-CN", "138", is_own=True)
    assert own == ["zh-CN/callback_own", "zh-CN/digit_1", "zh-CN/digit_3", "zh-CN/digit_8", "zh-CN/callback_right"]
    assert saying.confirmation("en", "1", is_own=False) == ["en/number_1", "en/callback_right"]
