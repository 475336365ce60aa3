"""The demo content and the evaluation data keep what they promise, whoever edits them next."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

CONTENT = Path(__file__).parents[1] / "content"
EVALUATION = Path(__file__).parents[5] / "tests/data"

FAQ_FILES = {
    CONTENT / "faq.zh-CN.csv": 80,
    CONTENT / "faq.travel.zh-CN.csv": 25,
    CONTENT / "faq.en.csv": 77,
    EVALUATION / "banking77_faq.csv": 77,
    EVALUATION / "clinc_faq.csv": 30,
}
EVALUATIONS = [
    ("zh_colloquial.csv", CONTENT / "faq.zh-CN.csv", 250, 80),
    ("zh_unseen.csv", CONTENT / "faq.zh-CN.csv", 60, 0),
    ("banking77_test.csv", CONTENT / "faq.en.csv", 3080, 0),
    ("banking77_test.csv", EVALUATION / "banking77_faq.csv", 3080, 0),
    ("clinc_test.csv", EVALUATION / "clinc_faq.csv", 900, 900),
]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def questions(entry: dict[str, str]) -> list[str]:
    return [entry["question"], *entry["similar"].split("|")]


@pytest.mark.parametrize(("path", "least"), FAQ_FILES.items(), ids=lambda value: getattr(value, "name", ""))
def test_each_faq_entry_is_complete_and_distinct(path: Path, least: int) -> None:
    entries = read(path)
    assert len(entries) >= least
    assert list(entries[0]) == ["key", "question", "similar", "answer", "category"]
    assert all(cell.strip() for entry in entries for cell in entry.values())
    assert all(len(questions(entry)) >= 4 and all(questions(entry)) for entry in entries)
    assert repeated(entry["key"] for entry in entries) == []
    assert repeated(question.casefold() for entry in entries for question in questions(entry)) == []


@pytest.mark.parametrize(("name", "faq", "answerable", "unanswerable"), EVALUATIONS)
def test_evaluation_questions_are_new_to_the_faq_and_have_an_entry(
    name: str, faq: Path, answerable: int, unanswerable: int
) -> None:
    rows, entries = read(EVALUATION / name), read(faq)
    keys = {entry["key"] for entry in entries}
    assert {row["key"] for row in rows if row["key"]} <= keys
    assert sum(bool(row["key"]) for row in rows) == answerable
    assert sum(not row["key"] for row in rows) == unanswerable
    known = {question.casefold() for entry in entries for question in questions(entry)}
    assert [row["query"] for row in rows if row["query"].casefold() in known] == []


def test_colloquial_questions_ask_for_every_entry() -> None:
    asked = {row["key"] for row in read(EVALUATION / "zh_colloquial.csv")}
    assert {entry["key"] for entry in read(CONTENT / "faq.zh-CN.csv")} <= asked


def test_dispositions_form_a_tree_of_three_levels() -> None:
    rows = read(CONTENT / "dispositions.csv")
    depth = {"": 0}
    for row in rows:
        assert row["code"] not in depth, f"{row['code']} stands there twice"
        assert row["parent"] in depth, f"{row['code']} stands before its parent"
        assert row["name_zh"] and row["name_en"]
        depth[row["code"]] = depth[row["parent"]] + 1
    assert max(depth.values()) == 3
    assert max(Counter(row["parent"] for row in rows).values()) <= 9
    assert {"other", "invalid-silent", "invalid-wrong", "invalid-spam"} <= depth.keys()


@pytest.mark.parametrize(
    ("name", "count"), [("colloquial_dialogues.json", 12), ("dialogues.travel.json", 3), ("dialogues.en.json", 2)]
)
def test_dialogues_are_between_known_parties_and_close_with_a_leaf_of_the_tree(name: str, count: int) -> None:
    dispositions = read(CONTENT / "dispositions.csv")
    leaves = {row["code"] for row in dispositions} - {row["parent"] for row in dispositions}
    dialogues = json.loads((CONTENT / name).read_text(encoding="utf-8"))
    assert len(dialogues) == count
    for dialogue in dialogues:
        assert dialogue["topic"] in leaves
        assert dialogue["rating"] in (None, 1, 2, 3, 4, 5)
        messages = dialogue["messages"]
        assert 6 <= len(messages) <= 14
        assert messages[0]["from"] == "visitor" and messages[0]["after_seconds"] == 0
        assert all(message["from"] in {"visitor", "bot", "agent"} and message["text"] for message in messages)
        assert all(message["after_seconds"] > 0 for message in messages[1:])


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
