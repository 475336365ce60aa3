"""A flow is walked without a telephone, by the machine that leads calls."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kefu.contact.telephony.rules.flow import check
from kefu.contact.telephony.rules.walk import Passed, Said, walk

FLOW: dict[str, Any] = {
    "start": "hours",
    "nodes": {
        "hours": {"kind": "hours", "open": "main", "closed": "bye"},
        "main": {"kind": "menu", "prompt": "p1", "keys": {"1": "vip", "2": "after"}, "otherwise": "line", "tries": 2},
        "after": {"kind": "menu", "prompt": "p2", "keys": {"1": "line", "9": "main"}, "otherwise": "line"},
        "vip": {"kind": "vip", "yes": "line", "no": "home"},
        "home": {"kind": "region", "cases": [{"places": ["上海"], "to": "order"}], "otherwise": "order"},
        "order": {"kind": "lookup", "found": "typed", "none": "near", "unknown": "line"},
        "typed": {"kind": "digits", "prompt": "p3", "length": 3, "next": "near", "otherwise": "near"},
        "near": {"kind": "branch", "otherwise": "line"},
        "line": {"kind": "queue", "queue_id": "q1"},
        "bye": {"kind": "end", "prompt": "p4"},
    },
}


def test_the_flow_is_sound() -> None:
    assert check(FLOW) == []


def test_two_menus_lead_to_the_line() -> None:
    waiting = walk(FLOW, [], {})
    assert waiting.events == (Passed("hours", "open"), Said("main", "p1"))
    assert waiting.waits and not waiting.is_over
    done = walk(FLOW, ["2", "1"], {})
    ways = [(each.node, each.way) for each in done.events if isinstance(each, Passed)]
    assert ways == [("hours", "open"), ("main", "2"), ("after", "1"), ("line", "queue")]
    assert (done.is_over, done.queue_id) == (True, "q1")


def test_who_presses_nothing_hears_it_again_and_goes_on() -> None:
    said = [each for each in walk(FLOW, ["quiet"], {}).events if isinstance(each, Said)]
    assert said == [Said("main", "p1"), Said("main", "p1")]
    assert walk(FLOW, ["quiet", "5"], {}).queue_id == "q1"


def test_answers_choose_the_ways_of_questions() -> None:
    closed = walk(FLOW, [], {"hours": "closed"})
    assert closed.events == (Passed("hours", "closed"), Said("bye", "p4")) and closed.is_over
    done = walk(FLOW, ["1", "4", "2", "#"], {"vip": "no", "home": "otherwise", "order": "found"})
    assert Passed("typed", "42") in done.events and Passed("near", "branch") in done.events
    assert walk(FLOW, ["1"], {"vip": "no", "order": "none", "near": "otherwise"}).queue_id == "q1"


@given(
    st.lists(st.sampled_from([*"0123456789*#", "quiet"]), max_size=100),
    st.dictionaries(st.sampled_from(list(FLOW["nodes"])), st.sampled_from(["open", "closed", "no", "r1", "none", "?"])),
)
def test_every_walk_ends_or_waits_for_a_key(presses: list[str], answers: dict[str, str]) -> None:
    done = walk(FLOW, presses, answers)
    assert done.is_over != done.waits
