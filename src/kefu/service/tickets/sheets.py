"""How time spent on tickets stands in a file."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import masking
from kefu.kernel.i18n import Text
from kefu.kernel.tables import Sheet

from . import queries
from .models import TimeEntry

LINES = [Text("分组", "Group"), Text("工时（分钟）", "Minutes"), Text("条数", "Entries"), Text("工单数", "Tickets")]
ENTRIES = [
    Text("开始时间（北京时间）", "Begun (Beijing)"), Text("工单编号", "Ticket"), Text("标题", "Subject"), Text("工单类型", "Type"),
    Text("客户", "Customer"), Text("客服", "Agent"), Text("工时（分钟）", "Minutes"), Text("备注", "Note"),
    Text("更正次数", "Corrections"),
]  # fmt: skip


def time_book(
    lines: Sequence[queries.Line], entries: QuerySet[TimeEntry], first: date, last: date, *, hides: bool
) -> Iterable[Sheet]:
    """The report, every entry that it counts, and what it means."""
    told = masking.masked if hides else list
    sums = ([line.label, line.minutes, line.entries, line.tickets] for line in lines)
    yield Sheet(Text("工时报表", "Time").in_language(), _header(LINES), (told(row) for row in sums))
    yield Sheet(Text("明细", "Entries").in_language(), _header(ENTRIES), (told(row) for row in _rows(entries)))
    about = [
        [Text("时段", "Period").in_language(), f"{first} – {last}"],
        [Text("工时", "Time").in_language(), queries.MEANS.in_language()],
    ]
    columns = [Text("项目", "Item").in_language(), Text("内容", "Content").in_language()]
    yield Sheet(Text("说明", "About").in_language(), columns, about)


def _rows(entries: QuerySet[TimeEntry]) -> Iterator[list[object]]:
    zone = get_current_timezone()
    for entry in entries.iterator(chunk_size=500):
        ticket = entry.ticket
        yield [
            entry.worked_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"), ticket.number, ticket.subject,
            Text(ticket.type.name_zh, ticket.type.name_en).in_language(), ticket.customer.name if ticket.customer else "",
            accounts.staff_name(entry.user), entry.minutes, entry.note, len(entry.history),
        ]  # fmt: skip


def _header(columns: Sequence[Text]) -> list[str]:
    return [column.in_language() for column in columns]
