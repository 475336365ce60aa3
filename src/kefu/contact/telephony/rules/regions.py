"""Where a number is at home (号码归属地): the province and city of a Chinese mobile number's first seven digits, or of an area code.

The table beside this file is made by scripts/regions.py; why it is ours to keep, docs/decisions/0029-numbers.md.
"""

from __future__ import annotations

import lzma
import sys
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("regions.xz")
FIRST = 1_300_000
CHINA = "+86"
STREETS = ("区", "路", "街", "县")  # after a city's name they make another one of it


@dataclass(frozen=True, slots=True)
class Place:
    """Names without 省 and 市, as the table has them; `area` with its zero."""

    province: str
    city: str
    area: str


def place(e164: str) -> Place | None:
    """None for a foreign number, a 400 or a service number, and a prefix that nobody has been given."""
    if not e164.startswith(CHINA):
        return None
    digits = e164.removeprefix(CHINA)
    places, prefixes, areas = _table()
    if is_mobile(e164):
        at = int(digits[:7]) - FIRST
        number = prefixes[at] if 0 <= at < len(prefixes) else 0
        return places[number - 1] if number else None
    return areas.get(digits[:2]) or areas.get(digits[:3])


def is_mobile(e164: str) -> bool:
    digits = e164.removeprefix(CHINA)
    return e164.startswith(CHINA) and len(digits) == 11 and digits.isdigit() and digits[0] == "1" and digits[1] > "2"


def read(address: str) -> Place | None:
    """The place of an address as people write it (上海市浦东新区…, 江苏南京…): what stands first in it decides."""
    found = []
    for one in _table()[0]:
        at = address.find(one.city)
        if at >= 0 and address[at + len(one.city) :][:1] not in STREETS:
            found.append((at, -len(one.city), one))
    if not found:
        return None
    provinces = {one.province for _, _, one in found if address.startswith(one.province)}
    within = [each for each in found if each[2].province in provinces] or found
    return min(within, key=lambda each: each[:2])[2]


def names() -> dict[str, list[str]]:
    """Every province with its cities, for whoever chooses."""
    found: dict[str, list[str]] = {}
    for one in _table()[0]:
        cities = found.setdefault(one.province, [])
        if one.city not in cities:
            cities.append(one.city)
    return found


def covers(coverage: list[str], found: Place | None) -> bool:
    """Whether a list of provinces and cities has this place: a city is written 省/市, or alone."""
    if found is None:
        return False
    return bool({found.province, found.city, f"{found.province}/{found.city}"} & set(coverage))


@cache
def _table() -> tuple[list[Place], array[int], dict[str, Place]]:
    """Places, the place of each prefix (from 1, 0 for none), and the places by area code without its zero."""
    head, _, tail = lzma.decompress(TABLE.read_bytes()).partition(b"\0")
    places = [Place(*line.split("|")) for line in head.decode().split("\n")]
    prefixes = array("H")
    prefixes.frombytes(tail)
    if sys.byteorder == "big":
        prefixes.byteswap()
    areas: dict[str, Place] = {}
    for number, _ in Counter(prefixes).most_common():  # of cities that share an area code the largest
        if number:
            areas.setdefault(places[number - 1].area.lstrip("0"), places[number - 1])
    return places, prefixes, areas
