"""Words as the phonemes that Kokoro was trained with."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from importlib.resources import files
from types import ModuleType
from typing import Any

SMALL = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
WORD = re.compile(r"[a-z']+|[0-9]|[,.?!;:]", re.IGNORECASE)
ENDINGS = (("s", "z"), ("es", "ɪz"), ("ed", "d"), ("ing", "ɪŋ"), ("'s", "z"))


def phonemes(words: str, language: str) -> str:
    return _chinese(words) if language == "zh" else _english(words)


def _chinese(words: str) -> str:
    """By misaki; jieba, which it cuts words with, comes as rjieba: the same cuts without its 40 MB."""
    import rjieba

    stand_in = ModuleType("jieba")
    stand_in.__dict__["lcut"] = lambda text, **_: list(rjieba.cut(text))
    sys.modules.setdefault("jieba", stand_in)
    from misaki import zh

    told = zh.ZHG2P()(words)
    return str(told[0] if isinstance(told, tuple) else told)


def _english(words: str) -> str:
    """By the two word lists of misaki; a word in neither is spelled, figures are read one by one."""
    said: list[str] = []
    for part in WORD.findall(words):
        if not part[0].isalnum() and part != "'":
            said[-1:] = [said[-1] + part] if said else []
        elif part.isdigit():
            said.append(_word(SMALL[int(part)]) or "")
        else:
            said.append(
                _word(part.lower()) or " ".join(_word(letter.upper()) or "" for letter in part if letter != "'")
            )
    return " ".join(said)


def _word(word: str) -> str | None:
    if word in ("a", "the"):
        return {"a": "ɐ", "the": "ðə"}[word]
    known = _known(word)
    if known:
        return known
    for ending, sound in ENDINGS:
        if word.endswith(ending) and (stem := _known(word[: -len(ending)])):
            return stem + sound
    return None


def _known(word: str) -> str | None:
    for name in ("us_gold.json", "us_silver.json"):
        found = _list(name).get(word)
        if found:
            return str(found["DEFAULT"] if isinstance(found, dict) else found)
    return None


@cache
def _list(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((files("misaki.data") / name).read_text())
    return told
