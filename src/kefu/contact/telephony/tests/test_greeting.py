"""What a caller hears between the agent's answer and the talk, in the machine and in words."""

from __future__ import annotations

from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules import saying
from kefu.contact.telephony.tests.test_waiting import play

RINGING = (m.Offered("anna", "PJSIP/8001"),)
GREETED = (*RINGING, m.LegUp("a1"))


def test_caller_and_agent_are_joined_only_when_it_was_said() -> None:
    state, effects = play(*GREETED, greeting="yes")
    assert effects == [m.Take("anna"), m.Music(False), m.Beep("a1"), m.Say("p2", "greeting"), m.Await(2, 20)]
    assert state.phase == "greeting"
    assert play(*GREETED, m.Played("p1"), greeting="yes")[1] == [], "something that played before"
    state, effects = play(*GREETED, m.Played("p2"), greeting="yes")
    assert (state.phase, effects) == ("talking", [m.Told("anna", is_heard=True), m.Join("a1")])
    assert play(*GREETED, m.Played("p2"), m.Quiet(2), greeting="yes")[1] == []


def test_what_is_never_played_keeps_nobody_apart_and_counts_as_left_out() -> None:
    for nothing in (m.Played("p2", is_heard=False), m.Quiet(2)):
        state, effects = play(*GREETED, nothing, greeting="yes")
        assert state.phase == "talking"
        assert effects[-2:] == [m.Told("anna", is_heard=False), m.Join("a1")]


def test_whoever_goes_meanwhile_leaves_nobody_behind() -> None:
    assert play(*GREETED, m.LegGone(m.CALLER), greeting="yes")[1] == [m.HangUp("a1"), m.Finish("visitor")]
    state, effects = play(*GREETED, m.LegGone("a1"), greeting="yes")
    assert (state.phase, state.user) == ("waiting", "")
    assert effects == [m.Stop("p2"), m.GiveBack("anna"), m.Music(True), m.Linger(2)], "the head of the line"


def test_a_browser_that_comes_back_before_it_was_said_says_it_again_and_afterwards_not() -> None:
    browser = (m.Offered("anna", "PJSIP/b1", keeps=True), m.LegUp("a1"))
    state, effects = play(*browser, m.LegGone("a1"), greeting="yes")
    assert (state.phase, effects[0]) == ("lost", m.Stop("p2"))
    state, effects = play(*browser, m.LegGone("a1"), m.Back("anna"), m.LegUp("a4"), greeting="yes")
    assert effects[:2] == [m.Music(False), m.Beep("a4")]
    talked = (*browser, m.Played("p2"), m.LegGone("a1"), m.Back("anna"))
    leg = play(*talked, greeting="yes")[0].leg
    assert play(*talked, m.LegUp(leg), greeting="yes")[1] == [m.Music(False), m.Join(leg)]


def test_it_is_said_in_the_language_of_the_line_and_only_what_is_wanted() -> None:
    zh = saying.greeting("zh-CN", {}, tells_recording=True, agent="6201")
    assert zh[:3] == ["zh-CN/recording_notice", "zh-CN/agent_before", "zh-CN/digit_6"] and zh[-1] == "zh-CN/agent_after"
    assert saying.greeting("en", {}, tells_recording=False, agent="62")[1:3] == ["en/number_6", "en/number_2"]
    assert saying.greeting("zh-CN", {}, tells_recording=True, agent="") == ["zh-CN/recording_notice"]
    assert saying.greeting("zh-CN", {"recording_notice": "own"}, tells_recording=True, agent="")[0] == "own"
    both = saying.greeting("both", {}, tells_recording=True, agent="1")
    assert both.index("en/recording_notice") == 1 and both[-1] == "en/agent_after"
    assert saying.greeting("zh-CN", {}, tells_recording=False, agent="") == []
