"""What a chat says first: by opening hours, in the visitor's language, with the site's own words or the standard ones."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from kefu.kernel.i18n import Text

from . import tones

Moment = Literal["open", "closed", "holiday"]
SHOP, BACK = ("shop", "店名"), ("back", "回来时间")
VARIABLES = (*SHOP, *BACK)
LATER = Text("稍后", "later")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def moment(*, is_open: bool, kind_of_day: str) -> Moment:
    """Which greeting it is time for; a holiday on which somebody works is an open day."""
    if is_open:
        return "open"
    return "holiday" if kind_of_day == "holiday" else "closed"


def greet(
    settings: Mapping[str, Any], at: Moment, *, language: str, shop: str, back: str | None
) -> tuple[str, Sequence[str]]:
    """The greeting with its variables filled in, and the first questions below it.

    A holiday without words of its own is greeted like the time after hours, and that with the standard text; questions
    that were not written for the moment are those of the opening hours.
    """
    tone = settings.get("tone", "polite")
    if at == "open":
        own = settings.get("greeting", {}).get(language)
        return _filled(own or tones.greeting(tone, language), language, shop, back), _chips(settings, language)
    others = settings.get("greetings", {})
    order = ("holiday", "closed") if at == "holiday" else ("closed",)
    said = [others.get(name, {}).get(language, {}) for name in order]
    text = next((one["text"] for one in said if one.get("text")), None) or tones.away(tone, language)
    chips = next((one["chips"] for one in said if one.get("chips")), None) or _chips(settings, language)
    return _filled(text, language, shop, back), chips


def back_at(opening: datetime | None, now: datetime, language: str) -> str | None:
    """When somebody is back, both times in the zone of the calendar: 今天 14:00, 明天 09:00, 11月28日 09:00."""
    if opening is None:
        return None
    time = f"{opening:%H:%M}"
    if opening.date() == now.date():
        return Text(f"今天 {time}", f"today at {time}").in_language(language)
    if opening.date() == now.date() + timedelta(days=1):
        return Text(f"明天 {time}", f"tomorrow at {time}").in_language(language)
    return Text(
        f"{opening.month}月{opening.day}日 {time}", f"on {opening.day} {_MONTHS[opening.month - 1]} at {time}"
    ).in_language(language)


def unknown_variables(settings: Mapping[str, Any]) -> list[str]:
    """What stands in braces in the greetings and means nothing, in order."""
    texts = list(settings.get("greeting", {}).values())
    texts += [one.get("text", "") for by in settings.get("greetings", {}).values() for one in by.values()]
    return [name for text in texts for name in _VARIABLE.findall(text) if name not in VARIABLES]


def _chips(settings: Mapping[str, Any], language: str) -> Sequence[str]:
    return settings.get("chips", {}).get(language) or ()


def _filled(text: str, language: str, shop: str, back: str | None) -> str:
    values = dict.fromkeys(SHOP, shop) | dict.fromkeys(BACK, back or LATER.in_language(language))
    return _VARIABLE.sub(lambda found: values.get(found[1], found[0]), text)
