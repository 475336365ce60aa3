"""The arithmetic of figures against worked examples.

Sources of the examples: the half-hour ACD report in Gans, Koole and Mandelbaum, "Telephone call centers: tutorial,
review, and research prospects" (2003); the Technion "Anonymous Bank" data of February 1999, phantom calls left out,
after Brown et al., JASA 100 (2005); the service level's variants and the occupancy by hand.
"""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kefu.insight.analytics import rules

START = datetime.fromisoformat("2026-11-25T09:00:00+08:00")

ACD = [  # received, answered, abandoned %, ASA s, AHT s, occupancy %, agents at work
    (332, 308, 7.2, 27, 302, 87.1, 59.3),
    (653, 615, 5.8, 58, 293, 96.1, 104.1),
    (866, 796, 8.1, 63, 308, 97.1, 140.4),
    (1152, 1138, 1.2, 28, 303, 90.8, 211.1),
    (1330, 1286, 3.3, 22, 307, 98.4, 223.1),
    (1364, 1338, 1.9, 33, 296, 99.0, 222.5),
    (1380, 1280, 7.2, 34, 306, 98.2, 222.0),
]


@pytest.mark.parametrize(("received", "answered", "abandoned", "asa", "aht", "occupancy", "agents"), ACD)
def test_a_half_hour_of_the_acd_report(
    received: int, answered: int, abandoned: float, asa: int, aht: int, occupancy: float, agents: float
) -> None:
    measures = {
        "entries": received, "answered": answered, "abandons": received - answered, "short_abandons": 0,
        "wait_seconds": asa * answered, "handled": answered, "handle_seconds": aht * answered,
        "serving_seconds": aht * answered, "staffed_seconds": 1800 * agents,
    }  # fmt: skip
    assert rules.value("abandon_rate", measures) == pytest.approx(abandoned / 100, abs=0.0006)
    assert rules.value("average_wait", measures) == asa
    assert rules.value("aht", measures) == aht
    assert rules.value("occupancy", measures) == pytest.approx(occupancy / 100, abs=0.009)


def test_a_day_is_the_ratio_of_sums_and_not_the_mean_of_shares() -> None:
    added = {
        "entries": float(sum(row[0] for row in ACD)),
        "abandons": float(sum(row[0] - row[1] for row in ACD)),
        "short_abandons": 0.0,
    }
    mean = sum((row[0] - row[1]) / row[0] for row in ACD) / len(ACD)
    assert rules.value("abandon_rate", added) == pytest.approx(316 / 7077, abs=1e-6)
    assert abs(mean - 316 / 7077) > 0.001


def test_whoever_leaves_at_once_is_told_apart_from_whoever_waited() -> None:
    """Of 33,066 calls 27,162 were answered and 5,904 hung up, 1,972 of them at once: 12.65 %, not 17.86 %."""
    measures = {"entries": 33066, "answered": 27162, "abandons": 5904, "short_abandons": 1972}
    assert rules.value("abandon_rate", measures) == pytest.approx(0.1265, abs=5e-5)
    assert rules.value("abandons", measures) == 3932
    assert rules.value("short_abandons", measures) == 1972


def test_the_service_level_is_variant_a() -> None:
    measures = {"entries": 1000, "answered": 950, "answered_in_time": 800, "abandons": 50, "short_abandons": 15}
    assert rules.value("service_level", measures) == 0.8


def test_occupancy_of_an_hour_by_hand() -> None:
    assert rules.value("occupancy", {"serving_seconds": 435, "staffed_seconds": 495}) == pytest.approx(0.8788, abs=5e-5)


def test_nothing_to_divide_by_is_no_value_and_not_nought() -> None:
    for figure in rules.FIGURES.values():
        if figure.unit in ("share", "score", "ratio"):
            assert rules.value(figure.code, {}) is None
        elif figure.unit == "count":
            assert rules.value(figure.code, {}) == 0


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("abandon_rate", 0.05, "good"), ("abandon_rate", 0.09, "near"), ("abandon_rate", 0.11, "bad"),
        ("first_reply_in_time", 0.81, "good"), ("first_reply_in_time", 0.76, "near"), ("first_reply_in_time", 0.7, "bad"),
        ("csat", 4.5, "good"), ("csat", 4.3, "near"), ("csat", 4.0, "bad"),
        ("unanswered", 0, "good"), ("unanswered", 1, "bad"), ("csat", None, "none"), ("offered", 12, "none"),
    ],
)  # fmt: skip
def test_green_amber_red(code: str, value: float | None, expected: str) -> None:
    assert rules.standing(rules.FIGURES[code], value) == expected


def test_every_figure_is_defined_in_both_languages_and_what_stands_together_exists() -> None:
    for figure in rules.FIGURES.values():
        assert all([figure.name.zh, figure.name.en, figure.formula.zh, figure.formula.en])
    shown = [
        *rules.TEN,
        *rules.SECOND_ROW,
        *rules.MINE,
        *rules.BESIDE,
        *(c for more in rules.BESIDE.values() for c in more),
    ]
    assert [code for code in shown if code not in rules.FIGURES] == []
    assert len(rules.TEN) == 10


seconds = st.integers(0, 3600)
spans = st.lists(st.tuples(seconds, seconds).map(sorted), max_size=12)


@given(spans, spans)
def test_what_is_put_off_is_taken_out_to_the_second(drawn: list[list[int]], put_off: list[list[int]]) -> None:
    left = rules.without([(at(a), at(b)) for a, b in drawn], [(at(a), at(b)) for a, b in put_off])
    gone = {second for a, b in put_off for second in range(a, b)}
    assert rules.union_seconds(left) == len({second for a, b in drawn for second in range(a, b)} - gone)
    assert rules.sum_seconds(left) == sum(len(set(range(a, b)) - gone) for a, b in drawn)


def at(second: int) -> int:
    return rules.micros(START + timedelta(seconds=second))


@given(spans)
def test_a_union_counts_every_second_once(drawn: list[list[int]]) -> None:
    taken = [(at(a), at(b)) for a, b in drawn]
    counted = len({second for a, b in drawn for second in range(a, b)})
    assert rules.union_seconds(taken) == counted


@given(spans, st.lists(seconds, min_size=2, max_size=6, unique=True).map(sorted))
def test_windows_side_by_side_add_up(drawn: list[list[int]], cuts: list[int]) -> None:
    taken = [(at(a), at(b)) for a, b in drawn]
    bounds = [at(cut) for cut in cuts]
    whole = rules.union_seconds(rules.clipped(taken, (bounds[0], bounds[-1])))
    assert sum(rules.union_seconds(rules.clipped(taken, window)) for window in pairwise(bounds)) == whole
