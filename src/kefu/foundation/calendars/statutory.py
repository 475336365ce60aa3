"""Public holidays of China and the weekends worked in exchange for them (调休), as the State Council announced them."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from kefu.kernel.i18n import Text


class StatutoryDay(NamedTuple):
    kind: Literal["holiday", "workday"]
    name: Text


def statutory(day: date) -> StatutoryDay | None:
    """What the announcement says of the day: a holiday, a make-up workday, or (None) nothing.

    For a year not announced yet only the holidays fixed by law are known; make-up workdays then have to be entered.
    """
    return _year(day.year).get(day)


@lru_cache(maxsize=32)
def _year(year: int) -> dict[date, StatutoryDay]:
    try:
        return _announced(year)
    except NotImplementedError:
        return _by_law(year)


def _announced(year: int) -> dict[date, StatutoryDay]:
    import chinese_calendar  # 2 MB in every process that never asks for a year

    found: dict[date, StatutoryDay] = {}
    day = date(year, 1, 1)
    while day.year == year:
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name is not None:
            text = Text(chinese_calendar.Holiday(name).chinese, name)
            found[day] = StatutoryDay("holiday" if is_off else "workday", text if is_off else _made_up(text))
        if day == date.max:
            break
        day += timedelta(days=1)
    return found


def _made_up(text: Text) -> Text:
    return Text(f"{text.zh}调休上班", f"Make-up workday, {text.en}")


def _by_law(year: int) -> dict[date, StatutoryDay]:
    import holidays  # 7 MB in every process that never asks for a year

    chinese = holidays.country_holidays("CN", years=year, language="zh_CN")
    english = holidays.country_holidays("CN", years=year, language="en_US")
    return {day: StatutoryDay("holiday", Text(chinese[day], english[day])) for day in chinese}
