"""How contacts and figures stand in files: the columns, in an order that does not change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.timezone import get_current_timezone

from kefu.kernel import clock, masking
from kefu.kernel.i18n import Text
from kefu.kernel.tables import Sheet

from . import queries, rules

CHANNELS = {"chat": Text("在线会话", "Chat"), "message": Text("离线留言", "Left message")}
ENDED_BY = {"agent": Text("客服", "Agent"), "visitor": Text("客户", "Customer"), "system": Text("系统", "System")}
CONTACT_COLUMNS = [
    Text("会话编号", "Number"), Text("渠道", "Channel"), Text("进线时间（北京时间）", "Time (Beijing)"), Text("客户", "Customer"),
    Text("技能组", "Queue"), Text("客服", "Agent"), Text("排队秒数", "Wait, s"), Text("首响秒数", "First reply, s"),
    Text("处理秒数", "Handling, s"), Text("转接次数", "Transfers"), Text("结束时间（北京时间）", "Ended (Beijing)"),
    Text("结束方", "Ended by"), Text("咨询分类", "Reason"), Text("评分", "Score"), Text("评价内容", "Comment"),
    Text("小结", "Summary"), Text("会话标识", "Id"),
]  # fmt: skip
UNITS = {
    "count": Text("个", "count"), "seconds": Text("秒", "seconds"), "share": Text("占比（0–1）", "share (0–1)"),
    "score": Text("分", "score"), "ratio": Text("倍", "ratio"),
}  # fmt: skip


def contact_sheet(batches: Iterable[Sequence[queries.ContactRow]], *, hides_numbers: bool = False) -> Sheet:
    """One row for each contact, with customers' numbers hidden where asked for."""
    told = masking.masked if hides_numbers else list
    return Sheet(
        Text("服务记录", "Contacts").in_language(),
        [column.in_language() for column in CONTACT_COLUMNS],
        (told(_contact(row)) for batch in batches for row in batch),
    )


def _contact(row: queries.ContactRow) -> list[object]:
    channel, ended_by = CHANNELS.get(row.channel), ENDED_BY.get(row.ended_by)
    return [
        row.number, channel.in_language() if channel else row.channel, local(row.at), row.customer, row.queue, row.agent,
        row.wait_seconds, row.first_reply_seconds, row.handle_seconds, row.transfers,
        local(row.ended_at) if row.ended_at else None, ended_by.in_language() if ended_by else "", row.disposition,
        row.score, row.comment, row.summary, str(row.conversation_id),
    ]  # fmt: skip


def report_sheet(lines: Sequence[queries.Line], codes: Sequence[str]) -> Sheet:
    """One row for each group, one column for each figure, as numbers."""
    names = [rules.FIGURES[code].name.in_language() for code in codes]
    rows = ([line.label, *(line.values[code] for code in codes)] for line in lines)
    return Sheet(Text("报表", "Report").in_language(), [Text("分组", "Group").in_language(), *names], rows)


def dictionary_sheet(codes: Iterable[str]) -> Sheet:
    """What each figure means."""
    columns = [
        Text("指标", "Figure"),
        Text("公式", "Formula"),
        Text("单位", "Unit"),
        Text("目标", "Target"),
        Text("代码", "Code"),
    ]
    figures = [rules.FIGURES[code] for code in codes]
    rows = (
        [f.name.in_language(), f.formula.in_language(), UNITS[f.unit].in_language(), f.target, f.code] for f in figures
    )
    return Sheet(Text("指标说明", "Dictionary").in_language(), [c.in_language() for c in columns], rows)


def about_sheet(period: queries.Period, filters: Iterable[tuple[str, str]]) -> Sheet:
    """What the file holds: period, time zone, filters, and when it was made."""

    def lines() -> Iterator[list[object]]:
        last = local(period.until)
        yield [Text("时段", "Period").in_language(), f"{local(period.since)} – {last}"]
        yield [Text("时区", "Time zone").in_language(), Text("北京时间（UTC+8）", "Beijing time (UTC+8)").in_language()]
        for name, value in filters:
            yield [name, value]
        yield [Text("生成时间", "Made at").in_language(), local(clock.now())]

    return Sheet(
        Text("说明", "About").in_language(),
        [Text("项目", "Item").in_language(), Text("内容", "Content").in_language()],
        lines(),
    )


def local(at: datetime) -> str:
    """2026-11-25 18:17:05 in the organization's time zone."""
    return at.astimezone(get_current_timezone()).strftime("%Y-%m-%d %H:%M:%S")
