"""The pack of a trade as it is shipped: its entries, and the questions whose answers fill their blanks. 电商 is the one there is."""

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CONTENT = files("kefu.foundation.knowledge") / "content"
NAME, LOCALE = "pack.shop.zh-CN.csv", "zh-CN"
BLANK = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Question:
    """What the owner is asked; `usual` is what most shops would say, empty where nobody can guess."""

    blank: str
    question: str
    usual: str


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    question: str
    similar: str
    answer: str
    category: str
    blanks: frozenset[str]

    def filled(self, answers: Mapping[str, str]) -> str:
        """The answer without blanks. Raises KeyError when one is not answered."""
        return BLANK.sub(lambda found: answers[found[1]], self.answer)


@cache
def questions() -> tuple[Question, ...]:
    rows = json.loads((CONTENT / "pack.shop.questions.json").read_text(encoding="utf-8"))
    return tuple(Question(**row) for row in rows)


@cache
def blanks() -> frozenset[str]:
    return frozenset(question.blank for question in questions())


@cache
def entries() -> tuple[Entry, ...]:
    with (CONTENT / NAME).open(encoding="utf-8") as file:
        return tuple(Entry(**row, blanks=frozenset(BLANK.findall(row["answer"]))) for row in csv.DictReader(file))
