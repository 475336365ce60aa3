"""The state machine of a call: the plain ways by example, every other order of facts by search."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kefu.contact.telephony.rules import machine as m
from kefu.contact.telephony.rules.flow import Node

FLOW = {
    "start": "hello",
    "nodes": {
        "hello": {"kind": "play", "prompt": "welcome", "next": "hours"},
        "hours": {"kind": "hours", "open": "menu", "closed": "bye"},
        "menu": {
            "kind": "menu", "prompt": "choose", "keys": {"1": "number", "2": "sales", "*": "late", "#": "back"}, "otherwise": "sales", "tries": 2,
        },
        "number": {"kind": "digits", "prompt": "type", "length": 4, "next": "sales", "otherwise": "sales"},
        "sales": {"kind": "queue", "queue_id": "q1", "closed": "later"},
        "later": {"kind": "voicemail", "queue_id": "q1"},
        "late": {"kind": "lookup", "found": "local", "none": "local", "unknown": "bye", "seconds": 3},
        "back": {"kind": "callback", "queue_id": "q1", "otherwise": "sales"},
        "local": {"kind": "branch", "otherwise": "bye"},
        "bye": {"kind": "end", "prompt": "closed"},
    },
}  # fmt: skip


def play(*facts: m.Fact, way: str = "open") -> tuple[m.State, list[m.Effect]]:
    """The state after `facts`, with the effects of the last one."""
    state, effects = m.State(), list[m.Effect]()
    for fact in facts:
        state, effects = m.step(state, fact, FLOW, lambda node: way)
    return state, effects


TO_MENU = (m.Arrived(), m.Played("p1"))
TO_LINE = (*TO_MENU, m.Key("2"))
TO_RINGING = (*TO_LINE, m.Offered("anna", "PJSIP/8001"))


def test_a_call_is_answered_and_greeted() -> None:
    state, effects = play(m.Arrived())
    assert effects == [m.Answer(), m.Play("p1", "welcome")]
    assert state.node == "hello"


def test_opening_hours_decide_the_way() -> None:
    assert play(*TO_MENU)[1] == [m.Pass("hello", "next"), m.Pass("hours", "open"), m.Play("p2", "choose")]
    state, effects = play(*TO_MENU, way="closed")
    assert effects[-1] == m.Play("p2", "closed")
    state, effects = play(*TO_MENU, m.Played("p2"), way="closed")
    assert (state.phase, effects) == ("closing", [m.HangUp(m.CALLER)])
    assert play(*TO_MENU, m.Played("p2"), m.LegGone(m.CALLER), way="closed")[1] == [m.Finish("system")]


def test_a_key_breaks_in_and_leads_on() -> None:
    state, effects = play(*TO_LINE)
    to_line = [m.Pass("sales", "queue"), m.Music(True), m.Enter("q1"), m.Linger(1)]
    assert effects == [m.Stop("p2"), m.Pass("menu", "2"), *to_line]
    assert state.phase == "waiting"


def test_silence_and_wrong_keys_are_asked_again_and_then_go_on() -> None:
    state, effects = play(*TO_MENU, m.Played("p2"))
    assert effects == [m.Await(state.serial, 5)]
    state, effects = play(*TO_MENU, m.Played("p2"), m.Quiet(state.serial))
    assert effects == [m.Play("p3", "choose")]
    state, effects = play(*TO_MENU, m.Played("p2"), m.Quiet(2), m.Key("9"))
    assert effects[:2] == [m.Stop("p3"), m.Pass("menu", "otherwise")]
    assert state.phase == "waiting"


def test_digits_are_collected_to_their_length_or_to_the_hash() -> None:
    typed = (*TO_MENU, m.Key("1"), m.Key("4"), m.Key("2"))
    assert m.Pass("number", "42") in play(*typed, m.Key("#"))[1]
    assert m.Pass("number", "4207") in play(*typed, m.Key("0"), m.Key("7"))[1]
    state, _ = play(*typed)
    assert m.Pass("number", "42") in play(*typed, m.Quiet(state.serial))[1]


def test_a_question_that_takes_its_time_is_answered_once_or_goes_on_without() -> None:
    asked, effects = play(*TO_MENU, m.Key("*"))
    assert effects[-2:] == [m.Consult(asked.serial, "late"), m.Await(asked.serial, 3)]
    assert play(*TO_MENU, m.Key("*"), m.Found(asked.serial - 1, "found"))[1] == [], "an answer to something else"
    assert play(*TO_MENU, m.Key("*"), m.Key("1"))[1] == [], "keys are no answer"
    for nothing in (m.Quiet(asked.serial), m.Found(asked.serial, "no such way")):
        assert play(*TO_MENU, m.Key("*"), nothing)[0].node == "bye"
    found = (*TO_MENU, m.Key("*"), m.Found(asked.serial, "found", because="found"))
    state, effects = play(*found)
    assert (effects[0], state.node) == (m.Pass("late", "found"), "local")
    assert play(*found, m.Found(asked.serial, "found"))[1] == [], "twice"
    state, effects = play(*found, m.Found(state.serial, "", queue_id="q7", because="order:北京"))
    assert state.phase == "waiting"
    assert effects[:3] == [m.Pass("local", "order:北京"), m.Music(True), m.Enter("q7")]


def test_an_agent_answers_and_both_are_joined() -> None:
    state, effects = play(*TO_RINGING)
    assert effects == [m.Ring(state.leg, "PJSIP/8001")]
    assert play(*TO_RINGING, m.LegUp(state.leg))[1] == [m.Take("anna"), m.Music(False), m.Join(state.leg)]


def test_an_agent_who_does_not_answer_gives_it_back_and_the_next_one_rings() -> None:
    leg = play(*TO_RINGING)[0].leg
    state, effects = play(*TO_RINGING, m.LegGone(leg, 19))
    assert (state.phase, effects) == ("waiting", [m.Refuse("anna")])
    state, effects = play(*TO_RINGING, m.Withdrawn("anna"), m.Offered("bo", "PJSIP/8002"))
    assert effects == [m.Ring(state.leg, "PJSIP/8002")]
    assert play(*TO_RINGING, m.Withdrawn("anna"), m.LegUp(leg))[1] == [m.HangUp(leg)], "too late"


def test_who_hangs_up_ends_it_for_the_other() -> None:
    leg = play(*TO_RINGING)[0].leg
    talking = (*TO_RINGING, m.LegUp(leg))
    assert play(*talking, m.LegGone(m.CALLER))[1] == [m.HangUp(leg), m.Finish("visitor")]
    assert play(*talking, m.LegGone(leg))[1] == [m.HangUp(m.CALLER)]
    assert play(*talking, m.LegGone(leg), m.LegGone(m.CALLER))[1] == [m.Finish("agent")]


OUT = m.placed("anna", line="PJSIP/138@trunk", shown="400")
TO_OWN = (m.Placed("PJSIP/8001", "138"),)
TO_CUSTOMER = (*TO_OWN, m.LegUp("a1"))


def call_out(*facts: m.Fact) -> tuple[m.State, list[m.Effect]]:
    """The state of a call out after `facts`, with the effects of the last one."""
    state, effects = OUT, list[m.Effect]()
    for fact in facts:
        state, effects = m.step(state, fact, {}, lambda node: "open")
    return state, effects


def test_a_call_out_rings_at_the_agent_then_at_the_customer_and_joins_them() -> None:
    assert call_out(*TO_OWN)[1] == [m.Ring("a1", "PJSIP/8001", "138", is_own=True)]
    state, effects = call_out(*TO_CUSTOMER)
    assert (state.phase, effects) == ("dialling", [m.Dial("a1", "PJSIP/138@trunk", "400")])
    assert call_out(*TO_CUSTOMER, m.Audible())[1] == [m.Hear("a1")]
    state, effects = call_out(*TO_CUSTOMER, m.LegUp(m.CALLER))
    assert (state.phase, effects) == ("talking", [m.Reach(), m.Join("a1")])
    assert call_out(*TO_CUSTOMER, m.LegUp(m.CALLER), m.LegGone("a1"))[1] == [m.HangUp(m.CALLER)]


def test_a_customer_who_is_not_reached_ends_it_with_the_cause() -> None:
    assert call_out(*TO_CUSTOMER, m.LegGone(m.CALLER, 17))[1] == [m.HangUp("a1"), m.Finish("visitor", 17)]
    assert call_out(*TO_CUSTOMER, m.LegGone(m.CALLER, 34))[1] == [m.HangUp("a1"), m.Finish("system", 34)]


def test_one_who_calls_out_may_give_up_at_every_step() -> None:
    assert call_out(m.Asked("agent"))[1] == [m.Finish("agent")], "before the own telephone rings"
    assert call_out(*TO_OWN, m.Asked("agent"))[1] == [m.HangUp("a1"), m.Finish("agent")]
    assert call_out(*TO_OWN, m.Asked("agent"), m.LegUp("a1"))[1] == [m.HangUp("a1")], "too late"
    assert call_out(*TO_OWN, m.LegGone("a1", 19))[1] == [m.Finish("agent", 19)], "the own telephone is not answered"
    given_up = (*TO_CUSTOMER, m.LegGone("a1"))
    assert call_out(*given_up)[1] == [m.HangUp(m.CALLER)]
    assert call_out(*given_up, m.LegGone(m.CALLER, 127))[1] == [m.Finish("agent", 127)]
    assert call_out(*TO_CUSTOMER, m.Asked("agent"), m.LegGone(m.CALLER))[1] == [m.HangUp("a1"), m.Finish("agent")]


BROWSER = (*TO_LINE, m.Offered("anna", "PJSIP/8001", keeps=True))


def test_a_browser_that_is_loaded_anew_comes_back_into_its_call() -> None:
    leg = play(*BROWSER)[0].leg
    talking = (*BROWSER, m.LegUp(leg))
    state, effects = play(*talking, m.LegGone(leg))
    assert (state.phase, state.user) == ("lost", "anna")
    assert effects == [m.Part(leg), m.Music(True), m.Await(state.patience, m.LOST_SECONDS)]
    again, effects = play(*talking, m.LegGone(leg), m.Back("anna"))
    assert effects == [m.Ring(again.leg, "PJSIP/8001")]
    back, effects = play(*talking, m.LegGone(leg), m.Back("anna"), m.LegUp(again.leg))
    assert (back.phase, effects) == ("talking", [m.Music(False), m.Join(again.leg)])
    assert play(*talking, m.LegGone(leg), m.Back("anna"), m.LegUp(again.leg), m.Quiet(state.patience))[1] == []


def test_a_browser_is_back_before_the_engine_has_missed_it() -> None:
    leg = play(*BROWSER)[0].leg
    state, effects = play(*BROWSER, m.LegUp(leg), m.Back("anna"))
    assert effects[0] == m.Part(leg) and effects[-2:] == [m.HangUp(leg), m.Ring(state.leg, "PJSIP/8001")]
    assert play(*BROWSER, m.LegUp(leg), m.Back("anna"), m.LegGone(leg))[0] == state, "the old leg's end is old news"


def test_an_agent_who_stays_lost_costs_the_caller_a_wait_and_not_the_call() -> None:
    leg = play(*BROWSER)[0].leg
    lost = (*BROWSER, m.LegUp(leg), m.LegGone(leg))
    patience = play(*lost)[0].patience
    state, effects = play(*lost, m.Quiet(patience))
    assert (state.phase, effects) == ("waiting", [m.GiveBack("anna"), m.Linger(state.turn)])
    ringing = play(*lost, m.Back("anna"))[0].leg
    given_up = [m.HangUp(ringing), m.GiveBack("anna"), m.Linger(state.turn)]
    assert play(*lost, m.Back("anna"), m.Quiet(patience))[1] == given_up
    state, effects = play(*lost, m.Quiet(patience), m.Offered("bo", "PJSIP/8002"))
    assert effects == [m.Ring(state.leg, "PJSIP/8002")]


def test_a_telephone_that_hangs_up_ends_the_call() -> None:
    leg = play(*TO_RINGING)[0].leg
    assert play(*TO_RINGING, m.LegUp(leg), m.LegGone(leg))[1] == [m.HangUp(m.CALLER)]
    assert play(*TO_RINGING, m.LegUp(leg), m.Back("anna"))[1] == []


LEGS = st.sampled_from([m.CALLER, *(f"a{n}" for n in range(9))])
USERS = st.sampled_from(["anna", "bo"])
FACTS = st.one_of(
    st.just(m.Arrived()),
    st.just(m.Placed("PJSIP/8001", "138")),
    st.just(m.Audible()),
    st.just(m.Promised()),
    st.builds(m.Key, st.sampled_from("0129#**")),
    st.builds(m.Played, st.sampled_from([f"p{n}" for n in range(9)]), st.booleans()),
    st.builds(m.Quiet, st.integers(0, 9)),
    st.builds(m.Offered, USERS, st.just("PJSIP/8001"), st.booleans()),
    st.builds(m.Back, USERS),
    st.builds(m.Withdrawn, USERS),
    st.builds(m.LegUp, LEGS),
    st.builds(m.LegGone, LEGS, st.sampled_from([16, 17, 19])),
    st.builds(m.Lingered, st.integers(0, 6), st.booleans(), st.booleans()),
    st.builds(m.Recorded, st.sampled_from([f"m{n}" for n in range(9)])),
    st.builds(m.Asked, st.sampled_from(["agent", "system"])),
    st.builds(m.Found, st.integers(0, 9), st.sampled_from(["found", "none", "?"]), st.sampled_from(["", "q7"])),
)
ANSWERS = st.fixed_dictionaries(  # of the house, to each kind of node that asks it
    {
        "hours": st.sampled_from(["open", "closed"]),
        "queue": st.sampled_from(["queue", "queue", "full", "closed"]),
        "overflow": st.sampled_from(["", "q2"]),
        "key": st.sampled_from(["", "message", "callback"]),
        "rating": st.sampled_from(["yes", "no"]),
        "greeting": st.sampled_from(["yes", ""]),
        "callback_number": st.sampled_from(["138", ""]),
        "dialable": st.sampled_from(["139", ""]),
    }
)
ARRIVALS = st.sampled_from([m.Arrived(), m.Arrived("storm"), m.Arrived("storm", is_last=True)])


@settings(max_examples=600, deadline=None)
@given(ARRIVALS, st.lists(FACTS, max_size=25), ANSWERS)
def test_in_whatever_order_facts_come_a_call_ends_once_and_leaves_no_leg(
    arrived: m.Arrived, facts: list[m.Fact], answers: dict[str, str]
) -> None:
    state, everything, ringing = m.State(), list[m.Effect](), set[str]()

    def look(node: Node) -> str:
        return answers[node["kind"]]

    for fact in (arrived, *facts, m.LegGone(m.CALLER), m.LegGone(m.CALLER)):
        before = state
        state, effects = m.step(state, fact, FLOW, look)
        for effect in effects:
            if isinstance(effect, m.Ring):
                assert not ringing, "two agents ring for one call"
                ringing.add(effect.leg)
            elif isinstance(effect, m.HangUp):
                ringing.discard(effect.leg)
            elif isinstance(effect, m.Join):
                assert before.phase in ("ringing", "greeting", "lost") and effect.leg in ringing
                assert (m.Take(before.user) in effects) == (before.phase == "ringing")
        if isinstance(fact, m.LegGone):
            ringing.discard(fact.leg)
        everything += effects
    assert state.phase == "ended"
    assert not ringing, "a leg was left behind"
    assert sum(isinstance(effect, m.Finish) for effect in everything) == 1
    taken = [index for index, effect in enumerate(everything) if isinstance(effect, m.Take)]
    entered = [index for index, effect in enumerate(everything) if isinstance(effect, m.Enter)]
    given_back = sum(isinstance(effect, m.GiveBack) for effect in everything)
    assert len(entered) <= 2, "a line, and once the line behind it"
    assert given_back <= len(taken) <= 1 + given_back
    assert not taken or (entered and entered[0] < taken[0])
    left = [index for index, effect in enumerate(everything) if isinstance(effect, m.Leave)]
    assert not (left and taken) or len(entered) == 2 or given_back, "who has left the line is taken by nobody"
    assert sum(isinstance(effect, m.Record) for effect in everything) <= 1
    assert sum(isinstance(effect, m.Rate) for effect in everything) <= 1
    back = [index for index, effect in enumerate(everything) if isinstance(effect, m.CallBack)]
    assert len(back) <= 1, "called back once"
    assert not back or not [index for index in taken if index > back[0]], "and served by that call, not by this one"


def house(node: Node) -> str:
    """Open, with room, no line behind; it asks for ratings."""
    return {"hours": "open", "queue": "queue", "rating": "yes"}.get(node["kind"], "")


@settings(max_examples=600, deadline=None)
@given(st.lists(FACTS, max_size=25))
def test_in_whatever_order_facts_come_a_call_out_ends_once_and_leaves_no_leg(facts: list[m.Fact]) -> None:
    state, everything, legs = OUT, list[m.Effect](), set[str]()
    for fact in (*facts, m.Asked("system"), m.LegGone(m.CALLER)):
        state, effects = m.step(state, fact, {}, lambda node: "open")
        for effect in effects:
            if isinstance(effect, m.Ring):
                legs.add(effect.leg)
            elif isinstance(effect, m.Dial):
                assert effect.leg in legs, "the agent is there before the customer is disturbed"
                legs.add(m.CALLER)
            elif isinstance(effect, m.HangUp):
                legs.discard(effect.leg)
            elif isinstance(effect, m.Join):
                assert {effect.leg, m.CALLER} <= legs
        if isinstance(fact, m.LegGone):
            legs.discard(fact.leg)
        everything += effects
    assert state.phase == "ended"
    assert not legs, "a leg was left behind"
    assert sum(isinstance(effect, m.Finish) for effect in everything) == 1
    assert sum(isinstance(effect, m.Dial) for effect in everything) <= 1


@given(st.lists(FACTS, max_size=12))
def test_what_is_told_twice_happens_once(facts: list[m.Fact]) -> None:
    once = twice = m.State()
    for fact in (m.Arrived(), *facts):
        if isinstance(fact, m.Key):
            continue  # two presses are two presses
        once, _ = m.step(once, fact, FLOW, house)
        twice, _ = m.step(twice, fact, FLOW, house)
        twice, second = m.step(twice, fact, FLOW, house)
        assert [e for e in second if not isinstance(e, m.HangUp)] == []
    assert once == twice
