"""The machine while nobody is free, and after the talk: the plain ways by example; `test_machine` searches every other order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kefu.contact.telephony.rules import machine as m

LINE: dict[str, Any] = {"start": "line", "nodes": {"line": {"kind": "queue", "queue_id": "q1"}}}
OWN_WAYS: dict[str, Any] = {
    "start": "line",
    "nodes": {
        "line": {"kind": "queue", "queue_id": "q1", "full": "sorry", "long_wait": "note"},
        "sorry": {"kind": "end", "prompt": "busy"},
        "note": {"kind": "voicemail", "queue_id": "q2", "prompt": "own", "max_seconds": 30},
    },
}


def play(*facts: m.Fact, flow: Mapping[str, Any] = LINE, **answers: str) -> tuple[m.State, list[m.Effect]]:
    """The state after the caller has arrived and `facts`, with the last effects; `answers` are the house's, by kind of node."""
    state, effects = m.State(), list[m.Effect]()
    for fact in (m.Arrived(), *facts):
        state, effects = m.step(state, fact, flow, lambda node: answers.get(node["kind"], ""))
    return state, effects


TALKING = (m.Offered("anna", "PJSIP/8001"), m.LegUp("a1"))


def test_the_place_is_told_between_music_and_the_line_is_looked_at_again() -> None:
    state, effects = play(m.Lingered(1, speaks=True))
    assert effects == [m.Music(False), m.Say("p1", "place")]
    state, effects = play(m.Lingered(1, speaks=True), m.Played("p1"))
    assert (state.phase, effects) == ("waiting", [m.Music(True), m.Linger(2)])
    assert play(m.Lingered(1))[1] == [m.Linger(2)], "nothing to say"
    assert play(m.Lingered(0, speaks=True))[1] == [], "an old look"


def test_a_telephone_that_rings_is_not_talked_over_and_an_answer_cuts_in() -> None:
    ringing = (m.Lingered(1, speaks=True), m.Offered("anna", "PJSIP/8001"))
    state, _ = play(*ringing)
    assert play(*ringing, m.LegUp(state.leg))[1] == [m.Stop("p1"), m.Take("anna"), m.Music(False), m.Join(state.leg)]
    assert play(*ringing, m.Played("p1"), m.Lingered(2, is_too_long=True))[1] == [m.Linger(3)]


def test_a_full_or_closed_line_leads_on_by_its_own_way_to_the_line_behind_or_to_a_message() -> None:
    assert play(queue="full", flow=OWN_WAYS)[1] == [m.Answer(), m.Pass("line", "full"), m.Play("p1", "busy")]
    message = [m.Answer(), m.Pass("line", "full"), m.Say("p1", "leave_message")]
    assert play(queue="full")[1] == message
    state, effects = play(queue="full", overflow="q2")
    assert effects[2:] == [m.Pass("line", "overflow"), m.Music(True), m.Enter("q2"), m.Linger(2)]
    assert (state.queue, state.phase) == ("q2", "waiting")
    state, effects = play(m.Lingered(2, is_too_long=True), queue="full", overflow="q2")
    assert state.phase == "message", "sent on once, not for ever"


def test_who_has_waited_too_long_leaves_the_line() -> None:
    state, effects = play(m.Lingered(1, is_too_long=True), flow=OWN_WAYS)
    onward = [m.Pass("line", "long_wait"), m.Pass("note", "message"), m.Say("p1", "leave_message", ("own",))]
    assert effects == [m.Leave(), m.Music(False), *onward]
    assert (state.queue, state.seconds) == ("q2", 30)
    assert play(m.Lingered(1, is_too_long=True), m.Offered("anna", "PJSIP/8001"))[1] == [], "too late"


def test_a_key_in_the_line_leads_to_a_message() -> None:
    effects = play(m.Key("1"), key="message")[1]
    assert effects == [m.Leave(), m.Music(False), m.Pass("line", "message"), m.Say("p1", "leave_message")]
    assert play(m.Key("1"))[0].phase == "waiting", "not offered"


def test_a_message_is_asked_for_recorded_and_thanked_for() -> None:
    asked = (m.Lingered(1, is_too_long=True),)
    effects = play(*asked, m.Played("p1"))[1]
    assert effects == [m.Record("m2", 120)]
    assert play(*asked, m.Key("#"))[1] == [m.Stop("p1"), m.Say("p2", "beep")], "no need to hear it all"
    assert play(*asked, m.Key("#"), m.Played("p2"))[1] == [m.Record("m3", 120)]
    assert play(*asked, m.Played("p1"), m.Recorded("m2"))[1] == [m.Say("p3", "message_kept")]
    thanked = (*asked, m.Played("p1"), m.Recorded("m2"), m.Played("p3"))
    assert play(*thanked)[1] == [m.HangUp(m.CALLER)]
    assert play(*asked, m.Played("p1"), m.LegGone(m.CALLER))[1] == [m.Finish("visitor")]


def test_after_the_agent_has_hung_up_the_caller_rates() -> None:
    over = (*TALKING, m.LegGone("a1"))
    assert play(*over)[1] == [m.HangUp(m.CALLER)], "the queue asks for none"
    effects = play(*over, rating="yes")[1]
    assert effects == [m.Alone(), m.Say("p2", "rating")]
    assert play(*TALKING, m.Asked("agent"), rating="yes")[1] == [m.HangUp("a1"), m.Alone(), m.Say("p2", "rating")]
    assert play(*over, m.Key("4"), rating="yes")[1] == [m.Stop("p2"), m.Say("p3", "solved")]
    rated = (*over, m.Key("4"), m.Played("p3"), m.Key("1"))
    assert play(*rated, rating="yes")[1] == [m.Rate(4, "yes"), m.Say("p4", "rated")]
    assert play(*rated, m.Played("p4"), rating="yes")[1] == [m.HangUp(m.CALLER)]
    assert play(*rated, m.Played("p4"), m.LegGone(m.CALLER), rating="yes")[1] == [m.Finish("agent")]


def test_a_caller_who_hangs_up_is_asked_nothing_and_one_who_goes_half_way_has_rated() -> None:
    assert play(*TALKING, m.LegGone(m.CALLER), rating="yes")[1] == [m.HangUp("a1"), m.Finish("visitor")]
    half = (*TALKING, m.LegGone("a1"), m.Key("2"))
    assert play(*half, m.LegGone(m.CALLER), rating="yes")[1] == [m.Rate(2, ""), m.Finish("agent")]
    silent = (*half, m.Played("p3"), m.Quiet(3), m.Played("p4"), m.Quiet(4))
    assert play(*silent, rating="yes")[1] == [m.Rate(2, ""), m.HangUp(m.CALLER)]


def test_wrong_keys_are_asked_again_once() -> None:
    over = (*TALKING, m.LegGone("a1"))
    assert play(*over, m.Key("9"), rating="yes")[1] == [m.Stop("p2"), m.Say("p3", "rating")]
    assert play(*over, m.Key("9"), m.Key("0"), rating="yes")[1] == [m.Stop("p3"), m.HangUp(m.CALLER)]


def test_an_emergency_is_told_before_the_flow_or_instead_of_it() -> None:
    state, effects = m.step(m.State(), m.Arrived("storm"), LINE, lambda node: "")
    assert effects == [m.Answer(), m.Play("p1", "storm")]
    state, effects = m.step(state, m.Played("p1"), LINE, lambda node: "")
    assert (state.phase, effects[:2]) == ("waiting", [m.Pass("@notice", "next"), m.Pass("line", "queue")])
    state, _ = m.step(m.State(), m.Arrived("storm", is_last=True), LINE, lambda node: "")
    state, effects = m.step(state, m.Played("p1"), LINE, lambda node: "")
    assert (state.phase, effects) == ("closing", [m.Pass("@last_notice", "end"), m.HangUp(m.CALLER)])
