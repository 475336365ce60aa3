"""A report as a file, noted like every file that is taken away."""

import io
from collections.abc import Collection, Sequence

from django.db import transaction

from kefu.kernel import audit, tables
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .. import permissions, queries, sheets


@transaction.atomic
def report(
    actor: Actor, codes: Sequence[str], period: queries.Period, filters: queries.Filters, by: str | None
) -> bytes:
    """The figures as xlsx: the report with its total, the dictionary of its figures, and what it is about."""
    actor.require(permissions.EXPORT)
    lines = queries.figures(actor, codes, period, filters, by)
    total = queries.figures(actor, codes, period, filters) if by else []
    known = queries.dictionary(actor)
    target = io.BytesIO()
    tables.write_book(
        target,
        [
            sheets.report_sheet([*lines, *total], codes),
            sheets.dictionary_sheet(known[code] for code in codes),
            sheets.about_sheet(period, _named(filters)),
        ],
    )
    audit.record(
        actor,
        action="report.exported",
        target_type="report",
        target_id=by or "total",
        after={"since": period.since.isoformat(), "until": period.until.isoformat(), "figures": list(codes)},
    )
    return target.getvalue()


def _named(filters: queries.Filters) -> Collection[tuple[str, str]]:
    count = sum(map(len, (filters.queue_ids, filters.agent_ids, filters.team_ids, filters.brand_ids)))
    return [(Text("筛选条件数", "Filters").in_language(), str(count))] if count else []
