"""What keeps a call flow from being published."""

from __future__ import annotations

from typing import Any

import pytest

from kefu.contact.telephony.rules.flow import check

GOOD: dict[str, Any] = {
    "start": "menu",
    "nodes": {
        "menu": {"kind": "menu", "prompt": "p", "keys": {"1": "line", "9": "menu"}, "otherwise": "line"},
        "line": {"kind": "queue", "queue_id": "q"},
    },
}


def with_node(id: str, **node: Any) -> dict[str, Any]:
    return {**GOOD, "nodes": {**GOOD["nodes"], id: node}}


def test_a_menu_that_repeats_by_a_key_is_sound() -> None:
    assert check(GOOD) == []


@pytest.mark.parametrize(
    ("flow", "node", "words"),
    [
        ({}, "", "no node"),
        ({**GOOD, "start": "nowhere"}, "", "begins"),
        (with_node("line", kind="queue"), "line", "queue"),
        (with_node("line", kind="fly"), "line", "kind"),
        (with_node("line", kind="play", next="menu"), "line", "said"),
        (with_node("menu", kind="menu", prompt="p", keys={"x": "line"}, otherwise="line"), "menu", "key"),
        (with_node("menu", kind="menu", prompt="p", keys={"1": "gone"}, otherwise="line"), "menu", "nowhere"),
        (with_node("menu", kind="menu", prompt="p", keys={"1": "line"}, otherwise="line", tries=99), "menu", "tries"),
        (with_node("line", kind="region", cases=[{"places": [], "to": "menu"}], otherwise="menu"), "line", "regions"),
        (with_node("line", kind="region", cases=[{"places": ["上海"], "to": ""}], otherwise="menu"), "line", "nowhere"),
        (with_node("line", kind="lookup", found="menu", none="menu"), "line", "nowhere"),
        (with_node("line", kind="vip", yes="line", no="menu"), "line", "round"),
        (with_node("lost", kind="end"), "lost", "No way"),
        (with_node("line", kind="play", prompt="p", next="menu"), "line", "round"),
        (with_node("menu", kind="menu", prompt="p", keys={"1": "line"}, otherwise="menu"), "menu", "round"),
    ],
)
def test_what_is_unsound_is_named(flow: dict[str, Any], node: str, words: str) -> None:
    faults = check(flow)
    assert any(fault.node == node and words in fault.text.en for fault in faults), faults
