from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.foundation.accounts import rules
from kefu.kernel import i18n


@pytest.mark.parametrize(
    "written",
    ["13800000001", "138 0000 0001", "138-0000-0001", "+8613800000001", "008613800000001", "１３８０００００００１"],
)
def test_a_mobile_number_is_the_same_however_it_is_written(written: Any) -> None:
    assert rules.mobile_number(written) == "+8613800000001"


@pytest.mark.parametrize("written", ["", "8001", "hello", "138000000012345", "@", "\0"])
def test_what_is_no_number(written: Any) -> None:
    assert rules.mobile_number(written) is None


def test_a_foreign_number_keeps_its_country() -> None:
    assert rules.mobile_number("+44 7911 123456") == "+447911123456"


def test_an_employee_number_is_compared_without_width_case_and_spaces() -> None:
    assert rules.employee_number(" ａ0 01 ") == "A001"


@pytest.mark.parametrize(
    ("language", "nickname", "number", "shown"),
    [
        ("zh-CN", "小青", "8001", "小青"),
        ("zh-CN", "", "8001", "工号 8001"),
        ("en", "", "8001", "Agent 8001"),
        ("zh-CN", "", None, "客服"),
    ],
)
def test_nobody_is_shown_by_their_real_name(language: Any, nickname: Any, number: Any, shown: Any) -> None:
    i18n.use(language)
    try:
        assert rules.display_name(nickname, number) == shown
    finally:
        i18n.use("zh-CN")


@given(st.dictionaries(st.integers(0, 12), st.none() | st.integers(0, 12), max_size=12), st.sets(st.integers(0, 12)))
def test_descendants_are_those_whose_way_up_meets_a_root(raw: Any, roots: Any) -> None:
    parents = {UUID(int=t): None if p is None else UUID(int=p) for t, p in raw.items()}
    wanted = {UUID(int=t) for t in roots}

    def reaches(team: Any) -> Any:
        seen = set()
        while team is not None and team not in seen:
            if team in wanted:
                return True
            seen.add(team)
            team = parents.get(team)
        return False

    assert rules.with_descendants(wanted, parents) == {t for t in parents if reaches(t)} | wanted
