"""What callers are told in ready files: names of the sounds in `../sounds`, in the order in which they are played.

A name is `LOCALE/NAME`, `zh-CN/hold`; `place(name)` is where it lies without its ending, as `media=sound:` takes it. An engine on
another machine needs a copy of the folder. The words of each stand in `../sounds/manifest.json`.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Literal

Locale = Literal["zh-CN", "en"]

SOUNDS = Path(__file__).resolve().parents[1] / "sounds"
MOST_PLACES, MOST_MINUTES = 99, 60  # what lies beyond is said without a figure


@cache
def words() -> dict[str, str]:
    """Every sound that there is: its name and what is said in it."""
    told = json.loads((SOUNDS / "manifest.json").read_text())["words"]
    return {f"{locale}/{name}": said for locale, names in told.items() for name, said in names.items()}


def place(name: str) -> Path:
    """Where a sound lies, without its ending. Raises KeyError for one that does not exist."""
    words()[name]
    return SOUNDS / name


def phrase(locale: Locale, name: str) -> list[str]:
    """One sound by its name. Raises KeyError for one that does not exist."""
    words()[f"{locale}/{name}"]
    return [f"{locale}/{name}"]


def place_in_line(locale: Locale, position: int) -> list[str]:
    """「当前排队第三位」; `position` counts from 1."""
    if not 1 <= position <= MOST_PLACES:
        return [f"{locale}/place_more"]
    if locale == "en":
        return ["en/place_before", *number("en", position), "en/place_after"]
    return ["zh-CN/place_before", *_counted("place", position)]


def estimated_wait(locale: Locale, minutes: int) -> list[str]:
    """「预计等待五分钟」; 0 is said as less than one minute."""
    if minutes < 1:
        return [f"{locale}/wait_short"]
    if minutes > MOST_MINUTES:
        return [f"{locale}/wait_more"]
    if locale == "en":
        return ["en/wait_before", *number("en", minutes), "en/wait_after_one" if minutes == 1 else "en/wait_after"]
    return ["zh-CN/wait_before", *_counted("minutes", minutes)]


def at_your_service(locale: Locale, agent: str) -> list[str]:
    """「工号八六零一为您服务」, figure by figure; what is no figure in the 工号 is left out."""
    return [f"{locale}/agent_before", *digits(locale, agent), f"{locale}/agent_after"]


def digits(locale: Locale, text: str) -> list[str]:
    """Figure by figure; everything else is left out."""
    sound = "digit" if locale == "zh-CN" else "number"
    return [f"{locale}/{sound}_{each}" for each in text if each in "0123456789"]


def number(locale: Locale, value: int) -> list[str]:
    """A whole number from 0 to 99. Raises ValueError for any other."""
    if not 0 <= value <= 99:
        raise ValueError(f"{value} cannot be spoken: 0 to 99 can")
    tens, ones = value // 10 * 10, value % 10
    if locale == "en":
        return [f"en/number_{each}" for each in ([value] if value < 20 or not ones else [tens, ones])]
    return [*([f"zh-CN/tens_{tens}"] if tens else []), *([f"zh-CN/digit_{ones}"] if ones or not tens else [])]


def _counted(what: str, value: int) -> list[str]:
    """Chinese says the last part in one breath with its measure word: 二十 + 三位."""
    tens, ones = value // 10 * 10, value % 10
    if not ones:
        return [f"zh-CN/{what}_{tens}"]
    last = "minutes_last_2" if what == "minutes" and tens and ones == 2 else f"{what}_{ones}"  # 两分钟, but 十二分钟
    return [*([f"zh-CN/tens_{tens}"] if tens else []), f"zh-CN/{last}"]
