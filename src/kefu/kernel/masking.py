"""Numbers by which a customer is reached or known, hidden from who may not see them: the one place that decides it.

Whatever leaves for a member of staff passes `for_actor` (answers of the API, files) or `masked` (live events): telephone
numbers, e-mail addresses and identity card numbers, in fields of their own and in the middle of a text.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .actor import Actor
from .permissions import NUMBERS_SEE

_DIGIT = "[0-9０-９]"
_NUMBERS = re.compile(
    # an address of mail, up to the longest that is one
    rf"(?P<mail>[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,4}})"
    # an identity card: region, birthday, three digits and one that checks
    rf"|(?<!{_DIGIT})(?P<card>[1-9]\d{{5}}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}}[\dXx])(?!{_DIGIT})"
    # a mobile number, with or without the country or a carrier's 0, grouped as people group it
    rf"|(?<!{_DIGIT})(?P<phone>(?:(?:\+|00|＋)?(?:86|８６)[- ]?|[0０])?[1１][3-9３-９]{_DIGIT}(?:[-\s]?{_DIGIT}{{4}}){{2}})(?!{_DIGIT})"
    # a line with its area, or a number of another country
    rf"|(?<!{_DIGIT})(?P<line>\(?0\d{{2,3}}\)?[- ]\d{{7,8}}|\+\d{{1,3}}[- ]?\d{{7,12}})(?!{_DIGIT})"
)
_SOUGHT = re.compile(r"[0-9０-９@]")
# Keys whose values are addresses, references, the company's or one's own words: hidden, they would no longer work.
_KEPT = frozenset(
    [
        "id",
        "url",
        "token",
        "ticket",
        "csrf_token",
        "key",
        "next",
        "link",
        "cursor",
        "snippet",
        "draft",
        "step",
        "announcement",
        "number_shown",
    ]
)
_KEPT_ENDINGS = ("_id", "_ids", "_url", "_token", "_at")
MANY_DIGITS = 10**10


def for_actor(actor: Actor, content: Any) -> Any:
    """`content` as the actor may see it."""
    return masked(content) if hides_from(actor) else content


def hides_from(actor: Actor) -> bool:
    """Whether numbers are hidden from the actor; visitors and the application itself see their own."""
    return actor.kind == "user" and not actor.may(NUMBERS_SEE)


def masked(content: Any) -> Any:
    """The same JSON-like content with every number hidden: 138****5678, a***@example.com, 110***********1234."""
    if isinstance(content, str):
        return _NUMBERS.sub(_hidden, content) if len(content) > 4 and _SOUGHT.search(content) else content
    if isinstance(content, Mapping):
        return {key: value if is_kept(key) else masked(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [masked(item) for item in content]
    if isinstance(content, int) and content >= MANY_DIGITS:
        hidden = _NUMBERS.sub(_hidden, str(content))
        return hidden if "*" in hidden else content
    return content


def numbers_in(text: str) -> dict[str, str]:
    """Each hidden form in the text with the number that it hides."""
    return {_hidden(found): found[0] for found in _NUMBERS.finditer(text)}


def restored(text: str, before: str) -> str:
    """`text`, in which numbers of `before` may have come back hidden, with those numbers again."""
    for hidden, number in numbers_in(before).items():
        text = text.replace(hidden, number)
    return text


def unhidden(values: Sequence[str], before: Sequence[str]) -> list[str]:
    """`values`, in which members of `before` may have come back hidden, with those members again, each once."""
    waiting: dict[str, list[str]] = {}
    for value in before:
        waiting.setdefault(masked(value), []).append(value)
    return [waiting[value].pop(0) if waiting.get(value) else value for value in values]


def is_kept(key: Any) -> bool:
    """Whether what stands under this key is a reference and leaves as it is."""
    return isinstance(key, str) and (key in _KEPT or key.endswith(_KEPT_ENDINGS))


def _hidden(found: re.Match[str]) -> str:
    written = found[0]
    if found["mail"]:
        return f"{written[0]}***{written[written.index('@') :]}"
    digits = [at for at, character in enumerate(written) if character.isdigit() or character in "Xx"]
    shown_from = len(digits) - 11 if found["phone"] else 0  # the country of a mobile number stays
    hidden = set(digits[shown_from + 3 : -4])
    return "".join("*" if at in hidden else character for at, character in enumerate(written))
