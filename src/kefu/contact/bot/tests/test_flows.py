"""Dialogue flows without any conversation: what is wrong with one, and where each message leads."""

from typing import Any

import pytest

from kefu.contact.bot import flows
from kefu.contact.bot.flows import Found, State

ORDER: dict[str, Any] = {
    "phrases": ["查订单", "我的订单"],
    "steps": [
        {"id": "number", "kind": "ask", "text": "请提供订单号", "save_as": "number", "pattern": "order_number",
         "retry": "订单号是 6 位以上的字母和数字", "tries": 2},
        {"id": "find", "kind": "look_up", "by": "number", "missing": "none"},
        {"id": "tell", "kind": "say", "text": "订单 {order.number}：{order.state}"},
        {"id": "solved", "kind": "choose", "text": "解决了吗？",
         "options": [{"label": "解决了", "next": "bye"}, {"label": "还没有", "next": "person"}]},
        {"id": "none", "kind": "say", "text": "没有查到 {number}", "next": "number"},
        {"id": "person", "kind": "hand_over", "text": "马上转接"},
        {"id": "bye", "kind": "end", "text": "好的"},
    ],
}  # fmt: skip


def look_up(number: str) -> Found | None:
    fields = {"number": number, "state": "已发货", "items": "锅", "parcel": ""}
    return Found(fields) if number == "qh20261120" else None


def talk(definition: dict[str, Any], *messages: str) -> tuple[list[str], str]:
    move = flows.begin(definition, look_up)
    said = [one.text for one in move.said]
    for text in messages:
        move = flows.advance(definition, move.state, text, look_up)
        said += [one.text for one in move.said]
    return said, move.outcome


def test_an_order_is_asked_for_found_and_confirmed() -> None:
    said, outcome = talk(ORDER, "我的单号是 QH20261120 谢谢", "解决了")
    assert said == ["请提供订单号", "订单 qh20261120：已发货", "解决了吗？", "好的"] and outcome == "done"
    assert talk(ORDER, "QH20261120", "还没有") == (
        ["请提供订单号", "订单 qh20261120：已发货", "解决了吗？", "马上转接"],
        "hand_over",
    )


def test_a_misfit_is_asked_again_and_then_leads_to_a_person() -> None:
    assert talk(ORDER, "不知道") == (["请提供订单号", "订单号是 6 位以上的字母和数字"], "waiting")
    assert talk(ORDER, "不知道", "真不知道")[1] == "hand_over"


def test_numbers_that_nobody_knows_lead_to_a_person() -> None:
    assert talk(ORDER, "AB123456", "AB123457")[1] == "waiting"
    assert talk(ORDER, "AB123456", "AB123457", "AB123458")[1] == "hand_over"


def test_leaving_is_always_possible_and_a_lost_step_leads_to_a_person() -> None:
    assert talk(ORDER, "算了")[1] == "left"
    assert flows.advance(ORDER, State("gone"), "1", look_up).outcome == "hand_over"


@pytest.mark.parametrize(("text", "starts"), [("查订单", 3), ("帮我查 订单！", 3), ("查一下发票", 0), ("", 0)])
def test_a_phrase_starts_it(text: str, starts: int) -> None:
    assert flows.starts(ORDER, text) == starts


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("order_number", "单号QH-2026-1120哈", "qh-2026-1120"),
        ("order_number", "hello there", None),
        ("phone", "我电话13812345678", "13812345678"),
        ("phone", "+86 138123456789", None),
        ("email", "寄到 A.b@shop.cn 吧", "a.b@shop.cn"),
        ("digits", "尾号 1234", "1234"),
    ],
)
def test_what_an_answer_must_look_like(pattern: str, text: str, found: str | None) -> None:
    steps = [{"id": "a", "kind": "ask", "text": "?", "save_as": "x", "pattern": pattern, "tries": 5}]
    move = flows.advance({"steps": steps}, State("a"), text, look_up)
    assert move.state.variables.get("x") == found


def test_a_sound_flow_has_no_fault() -> None:
    assert flows.check(ORDER) == []


def broken(at: int, **changes: Any) -> list[str]:
    steps = [dict(step) for step in ORDER["steps"]]
    steps[at] |= changes
    return [f"{fault.step}: {fault.text.en}" for fault in flows.check({**ORDER, "steps": steps})]


@pytest.mark.parametrize(
    ("at", "changes", "fault"),
    [
        (0, {"text": " "}, "number: Write what is said."),
        (0, {"pattern": "anything"}, "number: Choose what the answer looks like."),
        (0, {"save_as": "订单 号"}, "number: Name the answer: lower case, no spaces."),
        (1, {"by": "phone"}, "find: Choose by which answer to look it up."),
        (1, {"missing": "nowhere"}, "find: It leads to a step that does not exist."),
        (2, {"text": "{price}"}, "tell: No step fills the variable {price}."),
        (3, {"options": [{"label": "好"}]}, "solved: Offer at least two options."),
        (5, {"id": "bye"}, "bye: Another step has the same id."),
    ],
)
def test_each_fault_is_named_with_its_step(at: int, changes: dict[str, Any], fault: str) -> None:
    assert fault in broken(at, **changes)


def test_a_circle_without_waiting_is_named() -> None:
    steps = [
        {"id": "ask", "kind": "ask", "text": "?", "save_as": "x", "pattern": "text"},
        {"id": "a", "kind": "say", "text": "1"},
        {"id": "b", "kind": "say", "text": "2", "next": "a"},
    ]
    assert [fault.step for fault in flows.check({"phrases": ["你好吗"], "steps": steps})] == ["a", "b"]


def test_a_step_that_nothing_leads_to_is_named() -> None:
    steps = [{"id": "a", "kind": "end", "text": "好"}, {"id": "b", "kind": "say", "text": "谁看得到"}]
    assert [(fault.step, fault.text.en) for fault in flows.check({"phrases": ["你好吗"], "steps": steps})] == [
        ("b", "No step leads here.")
    ]
    assert len(flows.check({})) == 2
