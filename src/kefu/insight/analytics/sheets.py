"""How contacts and figures stand in files: the columns, in an order that does not change."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.timezone import get_current_timezone

from kefu.kernel import clock, masking
from kefu.kernel.i18n import Text
from kefu.kernel.tables import Sheet

from . import queries, rules

ENDED_BY = {"agent": Text("客服", "Agent"), "visitor": Text("客户", "Customer"), "system": Text("系统", "System")}
CONTACT_COLUMNS = [
    Text("会话编号", "Number"), Text("渠道", "Channel"), Text("进线时间（北京时间）", "Time (Beijing)"), Text("客户", "Customer"),
    Text("技能组", "Queue"), Text("客服", "Agent"), Text("排队秒数", "Wait, s"), Text("首响秒数", "First reply, s"),
    Text("处理秒数", "Handling, s"), Text("转接次数", "Transfers"), Text("结束时间（北京时间）", "Ended (Beijing)"),
    Text("结束方", "Ended by"), Text("咨询分类", "Reason"), Text("评分", "Score"), Text("评价内容", "Comment"),
    Text("小结", "Summary"), Text("会话标识", "Id"),
]  # fmt: skip
ANSWER_COLUMNS = [
    Text("会话编号", "Number"), Text("话术", "Script"), Text("版本", "Version"), Text("客服", "Agent"),
    Text("开始时间（北京时间）", "Begun (Beijing)"), Text("状态", "State"), Text("未走完的原因", "Why not finished"),
    Text("问题", "Question"), Text("答案", "Answer"), Text("会话标识", "Id"),
]  # fmt: skip
RUN_STATES = {
    "open": Text("未走完", "Not finished"),
    "done": Text("已走完", "Done"),
    "dropped": Text("已换话术", "Replaced"),
}
YES_NO = {"yes": Text("是", "Yes"), "no": Text("否", "No")}
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


def answer_sheet(batches: Iterable[Sequence[queries.AnswerRow]], *, hides_numbers: bool = False) -> Sheet:
    """One row for each question of a script that was walked on a contact; `Id` joins it to its contact."""
    told = masking.masked if hides_numbers else list
    return Sheet(
        Text("话术答案", "Script answers").in_language(),
        [column.in_language() for column in ANSWER_COLUMNS],
        (told(_answer(row)) for batch in batches for row in batch),
    )


def _answer(row: queries.AnswerRow) -> list[object]:
    said = row.answer
    answer = YES_NO[said.answer].in_language() if said.kind == "yes_no" and said.answer else said.answer
    return [
        row.number, said.script, f"v{said.version}", said.agent, local(said.started_at), RUN_STATES[said.state].in_language(),
        said.reason, said.question, answer, str(row.conversation_id),
    ]  # fmt: skip


def _contact(row: queries.ContactRow) -> list[object]:
    channel, ended_by = rules.CHANNELS.get(row.channel), ENDED_BY.get(row.ended_by)
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


def dictionary_sheet(figures: Iterable[rules.Figure]) -> Sheet:
    """What each figure means, and the target that holds."""
    columns = [
        Text("指标", "Figure"),
        Text("公式", "Formula"),
        Text("单位", "Unit"),
        Text("目标", "Target"),
        Text("代码", "Code"),
    ]
    rows = (
        [f.name.in_language(), f.means.in_language(), UNITS[f.unit].in_language(), f.target, f.code] for f in figures
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
