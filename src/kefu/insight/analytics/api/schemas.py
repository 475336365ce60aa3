"""What clients name and see of figures."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from .. import queries, rules

Group = Literal["day", "half_hour", "agent", "queue", "disposition", "channel", "team", "type"]


class FiltersIn(Schema):
    """Days are of the organization's time zone, both included; without any it is today. Lists restrict when not empty."""

    first_day: date | None = None
    last_day: date | None = None
    queue: list[UUID] = Field([], max_length=200)
    agent: list[UUID] = Field([], max_length=500)
    team: list[UUID] = Field([], max_length=200)
    brand: list[UUID] = Field([], max_length=50)
    disposition: list[UUID] = Field([], max_length=200)
    channel: list[str] = Field([], max_length=10)
    half_hour: list[int] = Field([], max_length=48)

    def period(self) -> queries.Period:
        return queries.Period.of_days(self.first_day, self.last_day)

    def filters(self) -> queries.Filters:
        return queries.Filters(
            queue_ids=frozenset(self.queue),
            agent_ids=frozenset(self.agent),
            team_ids=frozenset(self.team),
            brand_ids=frozenset(self.brand),
            disposition_ids=frozenset(self.disposition),
            channels=frozenset(self.channel),
            half_hours=frozenset(self.half_hour),
        )


class FiguresIn(FiltersIn):
    """`code` names figures of the dictionary; without any, the ten of the first screen with what stands beside them."""

    code: list[str] = Field([], max_length=100)
    by: Group | None = None

    def codes(self) -> list[str]:
        if self.code:
            return list(dict.fromkeys(self.code))
        return [code for first in rules.TEN for code in (first, *rules.BESIDE.get(first, ()))]


class FigureOut(Schema):
    """One entry of the dictionary. `channels` are those whose contacts it counts, none where it counts people or tickets; `rows` names the selection of contacts behind it; `beside` what is shown with it."""

    code: str
    name: str
    formula: str
    unit: Literal["count", "seconds", "share", "score", "ratio"]
    better: Literal["higher", "lower", "none"]
    target: float | None
    moment: bool
    rows: str | None
    channels: list[str]
    beside: list[str]


def figure_out(figure: rules.Figure) -> FigureOut:
    return FigureOut(
        code=figure.code,
        name=figure.name.in_language(),
        formula=figure.means.in_language(),
        unit=figure.unit,
        better=figure.better,
        target=figure.target,
        moment=figure.moment,
        rows=figure.rows or None,
        channels=list(figure.channels),
        beside=list(rules.BESIDE.get(figure.code, ())),
    )


class ValueOut(Schema):
    """`standing` against the target: good, near, bad, or none."""

    value: float | None
    standing: Literal["good", "near", "bad", "none"]


class LineOut(Schema):
    key: str | None
    label: str
    values: dict[str, ValueOut]


class FiguresOut(Schema):
    since: datetime
    until: datetime
    as_of: datetime
    items: list[LineOut]


def values_out(dictionary: Mapping[str, rules.Figure], values: Mapping[str, float | None]) -> dict[str, Any]:
    """Each value with its standing against the target that the dictionary has for it."""
    return {
        code: ValueOut(value=value, standing=rules.standing(dictionary[code], value)) for code, value in values.items()
    }
