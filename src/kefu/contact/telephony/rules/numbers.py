"""Number rules of a trunk (号码规则): what a caller's number means that the carrier writes in its own way, and how a number is written
for the carrier. Plain values in, plain values out.

A rule is `{"pattern", "strip", "add"}`: of a number that fits the pattern the first `strip` characters go and `add` comes before the rest.
In a pattern `X` is any digit, `Z` 1 to 9, `N` 2 to 9, `[3-9]` one of these, `.` anything that follows, at its end; `+` and digits are themselves.
Of several the first that fits is used, once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kefu.kernel.i18n import Text

from . import regions

MAX_RULES, MAX_PATTERN, MAX_ADD, MAX_STRIP, MAX_NUMBER = 50, 40, 16, 20, 40
PATTERN = re.compile(r"(?:[+*#0-9XZN]|\[[0-9](?:-[0-9])?(?:[0-9](?:-[0-9])?)*\])+\.?|\.")
LETTERS = {"X": "[0-9]", "Z": "[1-9]", "N": "[2-9]", ".": ".*", "+": r"\+", "*": r"\*", "#": "#"}
ADDED = re.compile(r"[+*#0-9]*")
TOKEN = re.compile(r"\[[^]]*\]|.")
AREA = re.compile(r"(?:0[1-9][0-9]{1,2})?")

Rule = Mapping[str, Any]

# What Chinese carriers do, to begin with: chosen in the settings, then changed there.
PRESETS: dict[str, dict[str, Any]] = {
    "plain": {"rules_in": [], "rules_out": []},
    "outside_nine": {  # behind a switchboard: 9 for a line outside
        "rules_in": [],
        "rules_out": [{"pattern": ".", "strip": 0, "add": "9"}],
    },
    "country_code": {  # both ways with 86 and without a plus
        "rules_in": [{"pattern": "86XXXXXXXXX.", "strip": 0, "add": "+"}],
        "rules_out": [
            {"pattern": "00.", "strip": 2, "add": ""},
            {"pattern": "0.", "strip": 1, "add": "86"},
            {"pattern": "1[3-9]XXXXXXXXX", "strip": 0, "add": "86"},
        ],
    },
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`at` counts the rules from 0."""

    at: int
    text: Text


def faults(rules: Sequence[Rule]) -> list[Fault]:
    """What is wrong with a list of rules; [] when it can be used."""
    found = []
    if len(rules) > MAX_RULES:
        found.append(Fault(MAX_RULES, Text(f"最多 {MAX_RULES} 条规则。", f"At most {MAX_RULES} rules.")))
    for at, rule in enumerate(rules[:MAX_RULES]):
        pattern, add, strip = str(rule.get("pattern", "")), str(rule.get("add", "")), rule.get("strip", 0)
        if len(pattern) > MAX_PATTERN or not PATTERN.fullmatch(pattern) or ("[" in pattern and not _compiles(pattern)):
            text = Text(
                "匹配只能由数字、+、X、Z、N、[3-9] 组成，末尾可加 .",
                "A pattern is made of digits, +, X, Z, N and [3-9], with . at its end for anything that follows.",
            )
            found.append(Fault(at, text))
        if len(add) > MAX_ADD or not ADDED.fullmatch(add):
            found.append(Fault(at, Text("前面加的只能是数字、+、* 和 #。", "What is added is digits, +, * or #.")))
        if not isinstance(strip, int) or not 0 <= strip <= MAX_STRIP:
            found.append(Fault(at, Text(f"去掉的位数应为 0 到 {MAX_STRIP}。", f"0 to {MAX_STRIP} digits can go.")))
    return found


def fits(pattern: str, number: str) -> bool:
    return re.fullmatch(_expression(pattern), number) is not None


def apply(rules: Iterable[Rule], number: str) -> tuple[str, int | None]:
    """The number as the first rule that fits makes it, and which that was."""
    for at, rule in enumerate(rules):
        if fits(str(rule["pattern"]), number):
            return str(rule.get("add", "")) + number[int(rule.get("strip", 0)) :], at
    return number, None


def plain(written: str) -> str:
    """What can be dialled of it: full-width digits made ordinary, spaces and dashes gone; "" when other things stand there."""
    text = re.sub(r"[\s().\-]", "", unicodedata.normalize("NFKC", written[:MAX_NUMBER]))
    return text if re.fullmatch(r"\+?[0-9*#]+", text) else ""


def came_in(written: str, rules: Iterable[Rule], area: str) -> tuple[str, int | None]:
    """A caller's number as the world writes it, for whoever reads numbers: the rule, then the own area before a local fixed line."""
    number, used = apply(rules, plain(written))
    if area and re.fullmatch(r"[2-8][0-9]{6,7}", number):
        number = area + number
    return number, used


def goes_out(e164: str, rules: Iterable[Rule], area: str, *, zero_before_far: bool) -> tuple[str, int | None]:
    """What the trunk is asked for: a Chinese number in its national form (a 0 before mobiles of other regions where it wants
    one), any other behind 00; then the rule. What is no number of the world (95588, an extension) goes as it is."""
    number = e164.partition(";")[0]
    if number.startswith(regions.CHINA):
        number = _national(number, area, zero_before_far=zero_before_far)
    elif number.startswith("+"):
        number = "00" + number[1:]
    return apply(rules, number)


def _national(e164: str, area: str, *, zero_before_far: bool) -> str:
    digits = e164.removeprefix(regions.CHINA)
    if regions.is_mobile(e164):
        home = regions.place(e164)
        is_far = bool(area) and home is not None and home.area != area
        return f"0{digits}" if zero_before_far and is_far else digits
    if digits.startswith(("400", "800")) and len(digits) == 10:
        return digits
    return f"0{digits}"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(_expression(pattern))
    except re.error:
        return False
    return True


def _expression(pattern: str) -> str:
    return "".join(part if part.startswith("[") else LETTERS.get(part, part) for part in TOKEN.findall(pattern))
