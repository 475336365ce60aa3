"""What an agent may dial."""

from __future__ import annotations

import pytest

from kefu.contact.telephony.rules import dialling


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("13800138000", "13800138000"),
        (" 138 0013-8000 ", "13800138000"),
        ("+86 138 0013 8000", "13800138000"),
        ("008613800138000", "13800138000"),
        ("（0571）8888 6666", "057188886666"),
        ("１３８００１３８０００", "13800138000"),
        ("+1 (212) 555-0100", "0012125550100"),
    ],
)
def test_numbers_are_dialled_as_the_country_does(written: str, dialled: str) -> None:
    assert dialling.digits(written) == dialled


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("", "wrong_number"),
        ("12", "wrong_number"),
        ("1" * 21, "wrong_number"),
        ("138x", "wrong_number"),
        ("0012125550100", "abroad_not_allowed"),
        ("95588", "hotline_not_allowed"),
        ("96110", "hotline_not_allowed"),
    ],
)
def test_what_is_not_dialled_is_named(number: str, code: str) -> None:
    refusal = dialling.refusal(number, may_dial_any=False, is_repeated=False)
    assert refusal is not None and refusal.code == code


def test_whoever_may_dials_anything_but_not_twice_at_once() -> None:
    for number in ("0012125550100", "95588", "13800138000"):
        assert dialling.refusal(number, may_dial_any=True, is_repeated=False) is None
    refusal = dialling.refusal("13800138000", may_dial_any=True, is_repeated=True)
    assert refusal is not None and refusal.code == "dialled_just_now"


@pytest.mark.parametrize("number", ["110", "119", "120", "122"])
def test_emergency_numbers_are_never_held_back(number: str) -> None:
    assert dialling.refusal(number, may_dial_any=False, is_repeated=True) is None


@pytest.mark.parametrize(("number", "kind"), [(17, "busy"), (19, "no_answer"), (21, "refused"), (1, "unallocated"), (99, "failed")])  # fmt: skip
def test_causes_have_words(number: int, kind: str) -> None:
    found = dialling.cause(number)
    assert found.kind == kind and found.text.zh and found.text.en
