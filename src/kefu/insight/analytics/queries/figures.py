"""The one query for figures: every screen, wallboard, report and export asks here."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import get_current_timezone

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import Queue
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import Team
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid
from kefu.kernel.i18n import Text
from kefu.service.tickets.models import TicketType

from .. import permissions, rules
from .filters import HALF_HOUR, Filters, Period, narrowed
from .live import moment
from .measures import GROUPS, OF_CONTACTS, OF_TICKETS, measured
from .rated import rated
from .worked import worked

ALL = Filters()


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one group. `key` is None for everything together, and for what has no agent, queue or reason."""

    key: str | None
    label: str
    values: dict[str, float | None]


def figures(
    actor: Actor, codes: Collection[str], period: Period, filters: Filters = ALL, by: str | None = None
) -> list[Line]:
    """The figures of the dictionary named by `codes`, for one period and all filters; needs analytics.read.

    Without `by` one line, otherwise one for each day, half_hour, agent, queue, disposition, channel, or team or type of tickets, that has
    any; figures of the moment have values only without `by`, those of contacts none by what only tickets have, and the other way round.
    Raises Invalid for a code or grouping that does not exist.
    """
    actor.require(permissions.READ)
    return _figures(actor, codes, period, filters, by)


def my_figures(actor: Actor, period: Period, codes: Collection[str] = rules.MINE) -> dict[str, float | None]:
    """An agent's own figures, for whoever asks for their own."""
    (line,) = _figures(actor, codes, period, Filters(agent_ids=frozenset({actor.user_id})), None)
    return line.values


def _figures(actor: Actor, codes: Collection[str], period: Period, filters: Filters, by: str | None) -> list[Line]:
    if unknown := [code for code in codes if code not in rules.FIGURES]:
        raise Invalid("unknown_figure", Text(f"指标不存在：{unknown[0]}", f"There is no figure {unknown[0]}"))
    if by is not None and by not in GROUPS:
        raise Invalid("unknown_group", Text("不支持的分组方式。", f"Group by one of {', '.join(GROUPS)}."))
    filters = narrowed(actor, filters)
    wanted = [rules.FIGURES[code] for code in codes]
    told = [figure for figure in wanted if _has_values(figure, filters, by)]
    found: dict[Any, dict[str, float]] = {} if by else {None: {}}
    if any(not (figure.moment or figure.needs_time or figure.of_tickets) for figure in told):
        for key, measures in measured(actor, period, filters, by).items():
            found.setdefault(key, {}).update(measures)
    if any(figure.of_tickets for figure in told):
        for key, measures in rated(actor, period, filters, by).items():
            found.setdefault(key, {}).update(measures)
    if any(figure.needs_time for figure in told):
        for key, measures in worked(actor, period, filters, by).items():
            found.setdefault(key, {}).update(measures)
    if any(figure.moment for figure in told):
        found[None].update(moment(actor, filters))
    labels = _labels(actor, by, list(found))
    lines = [
        Line(
            key=_written(key),
            label=labels.get(key, ""),
            values={figure.code: rules.value(figure.code, measures) if figure in told else None for figure in wanted},
        )
        for key, measures in found.items()
    ]
    in_time = by in ("day", "half_hour")
    return sorted(lines, key=lambda line: (line.key is None, line.key if in_time else line.label, line.key or ""))


def _has_values(figure: rules.Figure, filters: Filters, by: str | None) -> bool:
    if figure.of_tickets:
        return by not in OF_CONTACTS and not filters.is_of_contacts
    return by not in OF_TICKETS and not (figure.moment and by)


def _written(key: Any) -> str | None:
    if key is None:
        return None
    if isinstance(key, datetime):
        return key.astimezone(get_current_timezone()).isoformat()
    return key.isoformat() if isinstance(key, date) else str(key)


def _labels(actor: Actor, by: str | None, keys: Sequence[Any]) -> dict[Any, str]:
    """How each group is called, in the current language."""
    nothing = Text("（无）", "(none)").in_language()
    match by:
        case "day":
            return {key: key.isoformat() for key in keys if key}
        case "half_hour":
            zone = get_current_timezone()
            spans = {key: (key.astimezone(zone), (key + HALF_HOUR).astimezone(zone)) for key in keys if key}
            return {key: f"{start:%m-%d %H:%M}–{end:%H:%M}" for key, (start, end) in spans.items()}
        case "agent":
            return agent_labels(actor, [key for key in keys if key]) | {None: nothing}
        case "queue":
            rows = Queue.objects.for_actor(actor).filter(id__in=[key for key in keys if key])
            return dict(rows.values_list("id", "name")) | {None: nothing}
        case "team":
            teams = Team.objects.for_actor(actor).filter(id__in=[key for key in keys if key])
            return dict(teams.values_list("id", "name")) | {None: nothing}
        case "type":
            types = TicketType.objects.for_actor(actor).filter(id__in=[key for key in keys if key])
            return {one.id: Text(one.name_zh, one.name_en).in_language() for one in types}
        case "disposition":
            paths = routing.disposition_paths(actor)
            return {key: " / ".join(paths.get(key, [])) for key in keys} | {None: nothing}
        case "channel":
            return {key: rules.CHANNELS[key].in_language() if key in rules.CHANNELS else str(key) for key in keys}
    return {None: Text("合计", "Total").in_language()}


def agent_labels(actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Employee number and display name, as tables of staff show them."""
    found = accounts.staff_labels(actor, ids)
    return {id: " ".join(filter(None, label)) for id, label in found.items()}
