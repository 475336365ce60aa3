"""Number rules, where numbers are at home, and which branch a caller is for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.contact.telephony.rules import branches, numbers, regions
from kefu.foundation.customers import queries as customers

SHANGHAI, BEIJING, FAR = "+8613918000000", "+8613800138000", "+8617012345678"
MOBILE = "13918000000"


def known_as(written: str, rules: list[dict[str, Any]] | None = None, area: str = "021") -> str:
    """As a call does it: the trunk's rules, then the spelling in which customers are known."""
    number, _ = numbers.came_in(written, rules or [], area)
    return customers.read_phone(number) or ""


@pytest.mark.parametrize(
    "written",
    [
        MOBILE,
        f"0{MOBILE}",
        f"86{MOBILE}",
        f"+86{MOBILE}",
        f"0086{MOBILE}",
        f"+86 {MOBILE[:3]}-{MOBILE[3:]}",
        f"+860{MOBILE}",
    ],
)
def test_every_form_of_a_mobile_is_one_number(written: str) -> None:
    assert known_as(written) == SHANGHAI


@pytest.mark.parametrize(
    "written", ["02162345678", "021-62345678", "862162345678", "+862162345678", "00862162345678", "62345678"]
)
def test_every_form_of_a_fixed_line_is_one_number(written: str) -> None:
    assert known_as(written) == "+862162345678"


def test_an_extension_behind_a_switchboard_stays_apart() -> None:
    assert customers.read_phone("021-62345678-801") == customers.read_phone("+86 21 6234 5678 转 801")
    assert customers.read_phone("021-62345678-801") != known_as("62345678")


@pytest.mark.parametrize("written", ["", "anonymous", "sip:x@y", "１２３abc", "+", "0" * 39])
def test_what_says_nothing_opens_nobody(written: str) -> None:
    assert known_as(written) == ""


def test_rules_are_used_in_their_order_and_once() -> None:
    rules = [{"pattern": "9.", "strip": 1, "add": ""}, {"pattern": "9XXX.", "strip": 4, "add": "1"}]
    assert numbers.apply(rules, f"9{MOBILE}") == (MOBILE, 0)
    assert numbers.apply(rules, MOBILE) == (MOBILE, None)
    assert known_as(f"9{MOBILE}", rules) == SHANGHAI


@pytest.mark.parametrize(
    ("pattern", "number", "does"),
    [("1[3-9]XXXXXXXXX", MOBILE, True), ("1[3-9]XXXXXXXXX", "12918000000", False), ("0N.", "0", False), ("0N.", "021", True),
     (".", "", True), ("+86.", "+8610", True), ("ZX", "00", False), ("[0-24]X", "45", True), ("[0-24]X", "35", False)],
)  # fmt: skip
def test_patterns(pattern: str, number: str, does: bool) -> None:
    assert numbers.faults([{"pattern": pattern}]) == []
    assert numbers.fits(pattern, number) is does


@pytest.mark.parametrize("rule", [{"pattern": ""}, {"pattern": "(a+)+"}, {"pattern": "[9-3]X"}, {"pattern": ".X"}, {"pattern": "X", "add": "a"},
                                  {"pattern": "X", "strip": 99}, {"pattern": "X" * 41}])  # fmt: skip
def test_what_is_no_rule_is_told(rule: dict[str, Any]) -> None:
    assert [fault.at for fault in numbers.faults([{"pattern": "X"}, rule])] == [1]


def test_a_zero_before_mobiles_of_other_regions_where_the_trunk_wants_it() -> None:
    dial = [numbers.goes_out(number, [], "021", zero_before_far=True)[0] for number in (SHANGHAI, BEIJING, FAR)]
    assert dial == [MOBILE, "013800138000", "017012345678"]
    assert numbers.goes_out(BEIJING, [], "021", zero_before_far=False)[0] == "13800138000"
    assert numbers.goes_out(BEIJING, [], "", zero_before_far=True)[0] == "13800138000", (
        "nobody knows where it is at home"
    )


@pytest.mark.parametrize(
    ("number", "dialled"),
    [("+862162345678", "02162345678"), ("+864000000620", "4000000620"), ("+14155552671", "0014155552671"), ("95588", "95588"),
     ("+862162345678;ext=801", "02162345678"), ("8005", "8005")],
)  # fmt: skip
def test_what_goes_to_the_trunk(number: str, dialled: str) -> None:
    assert numbers.goes_out(number, [], "010", zero_before_far=True)[0] == dialled


def test_presets_are_sound_and_what_they_say() -> None:
    for preset in numbers.PRESETS.values():
        assert numbers.faults(preset["rules_in"]) == numbers.faults(preset["rules_out"]) == []
    out = numbers.PRESETS["country_code"]["rules_out"]
    assert numbers.goes_out(SHANGHAI, out, "021", zero_before_far=False)[0] == f"86{MOBILE}"
    assert numbers.goes_out("+862162345678", out, "021", zero_before_far=False)[0] == "862162345678"
    assert numbers.goes_out("+14155552671", out, "021", zero_before_far=False)[0] == "14155552671"
    assert (
        numbers.goes_out(SHANGHAI, numbers.PRESETS["outside_nine"]["rules_out"], "", zero_before_far=False)[0]
        == f"9{MOBILE}"
    )


MOBILES = st.builds("1{}{:09d}".format, st.integers(3, 9), st.integers(0, 10**9 - 1)).filter(
    lambda digits: customers.read_phone(digits) is not None
)
RULES = st.lists(
    st.fixed_dictionaries({
        "pattern": st.text("0123456789XZN+", min_size=1, max_size=12).flatmap(lambda p: st.sampled_from([p, p + "."])),
        "strip": st.integers(0, 20),
        "add": st.text("0123456789+*#", max_size=16),
    }),
    max_size=6,
)  # fmt: skip


@given(MOBILES, st.sampled_from(["", "0", "86", "+86", "0086"]), st.sampled_from(["", "010", "021", "0755"]))
def test_every_form_of_every_mobile_opens_the_same_customer(digits: str, before: str, area: str) -> None:
    assert known_as(before + digits, area=area) == f"+86{digits}"


@given(MOBILES, st.sampled_from(["", "010", "021", "0755"]), st.booleans())
def test_what_is_dialled_comes_back_as_the_same_number(digits: str, area: str, zero: bool) -> None:
    dialled, _ = numbers.goes_out(f"+86{digits}", [], area, zero_before_far=zero)
    assert known_as(dialled, area=area) == f"+86{digits}"


@given(RULES, st.text(max_size=60))
def test_rules_take_whatever_comes_and_make_what_can_be_dialled(rules: list[dict[str, Any]], written: str) -> None:
    assert numbers.faults(rules) == []
    made, used = numbers.came_in(written, rules, "021")
    assert set(made) <= set("0123456789+*#")
    assert used is None or 0 <= used < len(rules)
    numbers.goes_out(made, rules, "021", zero_before_far=True)


@given(
    st.lists(
        st.fixed_dictionaries({"pattern": st.text(max_size=45), "add": st.text(max_size=20), "strip": st.integers()})
    )
)
def test_rules_without_fault_can_be_used(rules: list[dict[str, Any]]) -> None:
    if not numbers.faults(rules):
        numbers.apply(rules, MOBILE)


def test_numbers_are_at_home_where_the_table_says() -> None:
    homes = {number: regions.place(number) for number in (SHANGHAI, BEIJING, FAR, "+862462345678", "+8675512345678")}
    assert [home and home.city for home in homes.values()] == ["上海", "北京", "杭州", "沈阳", "深圳"]
    for elsewhere in ("+14155552671", "+864000000620", "", "+8612345", "+8619999999999999"):
        assert regions.place(elsewhere) is None


@pytest.mark.parametrize(
    ("address", "city"),
    [("上海市浦东新区北京东路1号", "上海"), ("江苏南京中山路", "南京"), ("吉林省吉林市", "吉林"), ("北京市朝阳区", "北京"), ("朝阳区", None), ("", None)],
)  # fmt: skip
def test_an_address_tells_its_city(address: str, city: str | None) -> None:
    found = regions.read(address)
    assert (found.city if found else None) == city


def branch(name: str, *coverage: str, is_open: bool = True, **more: Any) -> branches.Branch:
    return branches.Branch(
        id=name, name=name, code=more.pop("code", ""), coverage=coverage, queue_id=f"q-{name}", is_open=is_open, **more
    )


EVERY = [
    branch("上海网点", "上海", code="021"),
    branch("北京网点", "北京", code="010"),
    branch("江苏网点", "江苏"),
    branch("南京网点", "江苏/南京"),
    branch("总部", is_headquarters=True),
]


@pytest.mark.parametrize(
    ("known", "name", "reason"),
    [
        ({"orders": ("北京网点",), "address": "上海市", "choice": "021", "home": SHANGHAI}, "北京网点", "order"),
        ({"orders": ("没有的网点", "010"), "home": SHANGHAI}, "北京网点", "order"),
        ({"address": "北京市海淀区", "choice": "021", "home": SHANGHAI}, "北京网点", "address"),
        ({"choice": "010", "home": SHANGHAI}, "北京网点", "choice"),
        ({"choice": "999", "home": SHANGHAI}, "上海网点", "region"),
        ({"address": "江苏省南京市"}, "南京网点", "address"),
        ({"address": "江苏省苏州市"}, "江苏网点", "address"),
        ({"home": FAR}, "总部", "headquarters"),
        ({"orders": ("", " ")}, "总部", "headquarters"),
    ],
)
def test_the_first_that_is_known_decides_the_branch(known: dict[str, Any], name: str, reason: str) -> None:
    told = {**known, "address": regions.read(known.get("address", "")), "home": regions.place(known.get("home", ""))}
    found = branches.choose(EVERY, branches.Known(**told))
    assert found is not None and (found[0].name, found[1]) == (name, reason)


def test_a_closed_branch_hands_over_to_its_back_up_and_never_for_ever() -> None:
    a, b = branch("甲", is_open=False, backup="乙"), branch("乙", is_open=False, backup="甲")
    assert branches.open_one([a, b], a) is None
    c = branch("丙")
    assert branches.open_one([a, branch("乙", is_open=False, backup="丙"), c], a) is c
    assert branches.choose([a], branches.Known()) is None, "neither a branch that fits nor headquarters"
