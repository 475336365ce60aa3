"""The dictionary of figures: each with its name, its formula in words, and the arithmetic that is that formula.

A figure is computed from measures (counts and sums), never from other figures: of several days or agents the measures
are added first, so that a total is the ratio of sums and never the mean of shares.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from kefu.kernel.i18n import Text

Measures = Mapping[str, float]
Unit = Literal["count", "seconds", "share", "score", "ratio"]
Span = tuple[int, int]  # [start, stop), see `micros`: whole numbers add up exactly, and a month of them soon

REPLY_IN_TIME = 30  # seconds to a first reply
ANSWER_IN_TIME = 30  # seconds in the line, variant A
SHORT_ABANDON = 5
UNANSWERED = 180
LOW_SCORE, HIGH_SCORE = 2, 4
REPEAT_WINDOW = timedelta(days=7)
CHANNELS = {
    "chat": Text("在线会话", "Chat"),
    "phone": Text("电话", "Phone"),
    "email": Text("邮件", "Mail"),
    "sms": Text("短信", "Text message"),
    "message": Text("离线留言", "Left message"),
}
SERVED = (
    "chat",
    "phone",
)  # where a customer waits in a line; what is written is answered within hours, a left message after the opening
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """`moment` figures say what is now, the others belong to a period; `better` says which direction is good."""

    code: str
    name: Text
    formula: Text
    unit: Unit
    compute: Callable[[Measures], float | None]
    better: Literal["higher", "lower", "none"] = "none"
    target: float | None = None
    moment: bool = False
    rows: str = ""  # the selection of contacts behind it, see queries.contacts.SELECTIONS
    needs_time: bool = False  # built from time in state: has no value by queue, reason or channel
    channels: tuple[str, ...] = SERVED  # whose contacts it counts; none where it counts people or tickets
    of_tickets: bool = False  # has no value by queue, reason or channel

    @property
    def means(self) -> Text:
        """The formula, and whose contacts it counts."""
        if not self.channels:
            return self.formula
        names = [CHANNELS[channel] for channel in self.channels]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en.lower() for name in names)
        return Text(f"{self.formula.zh}。统计渠道：{zh}", f"{self.formula.en}. Counts: {en}")


def _measure(name: str) -> Callable[[Measures], float | None]:
    return lambda m: m.get(name, 0)


def _known(name: str) -> Callable[[Measures], float | None]:
    return lambda m: m.get(name)


def _ratio(above: str, below: str) -> Callable[[Measures], float | None]:
    """`above` ÷ `below`; None where there is nothing to divide by."""

    def divide(m: Measures) -> float | None:
        return m.get(above, 0) / m[below] if m.get(below) else None

    return divide


def abandon_rate(m: Measures) -> float | None:
    """Abandons without the short ones ÷ entries without the short ones (short: within 5 s)."""
    entries = m.get("entries", 0) - m.get("short_abandons", 0)
    return (m.get("abandons", 0) - m.get("short_abandons", 0)) / entries if entries else None


def _of_tickets(zh: str, en: str) -> Text:
    """A formula, and which tickets it counts where. Written as those of contacts are, so that one reads beside the other."""
    return Text(
        f"{zh}。统计客户在帮助中心提交的工单，归入办结的时间（评价后重新打开的归入评价的时间）与当前的处理人、班组、类型",
        f"{en}. Counts tickets that customers made on a help centre, at the time of their end (of the rating where they were opened again "
        "after it), for whose they are now",
    )


_FIGURES = [
    # ---- now
    Figure("waiting", Text("当前排队", "Waiting"),
           Text("此刻排队等待人工的会话与来电数，不含离线留言", "Chats and callers that wait for a person at this moment, left messages apart"),
           "count", _measure("waiting"), "lower", 5, moment=True, rows="waiting"),
    Figure("waiting_chats", Text("在线", "Chats"),
           Text("此刻排队等待人工的在线会话数", "Chats that wait for a person at this moment"),
           "count", _measure("waiting_chats"), moment=True, rows="waiting_chats", channels=("chat",)),
    Figure("waiting_calls", Text("电话", "Calls"),
           Text("此刻排队或振铃中的来电数", "Callers in the line or ringing at this moment"),
           "count", _measure("waiting_calls"), moment=True, rows="waiting_calls", channels=("phone",)),
    Figure("longest_wait", Text("最长等待", "Longest wait"),
           Text("排队中等待最久的会话或来电已等待的时间", "How long the chat or caller that has waited longest has been waiting"),
           "seconds", _measure("longest_wait"), "lower", 60, moment=True, rows="waiting"),
    Figure("unanswered", Text("超 3 分钟未回复", "Unanswered > 3 min"),
           Text("已接入、客户最后一句话超过 3 分钟仍未得到客服回复的会话数", "Chats with an agent whose customer has been waiting for an answer for over 3 minutes"),
           "count", _measure("unanswered"), "lower", 0, moment=True, rows="unanswered", channels=("chat", "sms")),
    Figure("in_service", Text("服务中会话", "In service"),
           Text("此刻由客服接待的会话数", "Chats that agents have at this moment"), "count", _measure("in_service"), moment=True, rows="in_service", channels=("chat", "email", "sms")),
    Figure("signed_in", Text("签入坐席", "Agents signed in"),
           Text("此刻签入（在线、示忙、小休）的坐席数", "Agents that are online or busy at this moment"), "count", _measure("signed_in"), moment=True, channels=()),
    Figure("idle", Text("空闲坐席", "Idle agents"),
           Text("在线且没有会话与通话的坐席数", "Agents online without a chat or call"), "count", _measure("idle"), moment=True, channels=()),
    Figure("serving", Text("服务中坐席", "Agents serving"),
           Text("在线且至少有一个会话或通话的坐席数", "Agents online with at least one chat or call"), "count", _measure("serving"), moment=True, channels=()),
    Figure("on_break", Text("小休、示忙", "On break or busy"),
           Text("示忙（含小休等原因）的坐席数", "Agents that are busy, with or without a reason"), "count", _measure("on_break"), moment=True, channels=()),
    Figure("over_time", Text("小休超时", "Break over time"),
           Text("小休超过单次或每日时长的坐席数", "Agents whose break lasts longer than the break or the day allows"),
           "count", _measure("over_time"), "lower", 0, moment=True, channels=()),
    Figure("left_messages", Text("未处理留言", "Open messages"),
           Text("尚未结束、也没有人工回复的离线留言数", "Left messages that are neither ended nor answered by a person"),
           "count", _measure("left_messages"), "lower", 0, moment=True, rows="left_messages", channels=("message",)),
    Figure("to_call_back", Text("待回拨", "To call back"),
           Text("尚未了结的未接来电数 + 等待中的排队回呼数，不限日期", "Missed calls, of any day, that are still open + callers who wait to be called back"),
           "count", _measure("to_call_back"), "lower", 0, moment=True, rows="to_call_back", channels=("phone",)),
    # ---- of a period, by entry into the line
    Figure("sessions", Text("会话量", "Sessions"),
           Text("所选时段开始的全部会话与通话（含机器人接待、留言与呼出）", "All conversations and calls of the period, those of the bot, left messages and calls out included"),
           "count", _measure("sessions"), rows="all", channels=tuple(CHANNELS)),
    Figure("offered", Text("进线量", "Offered"),
           Text("所选时段进入人工排队的会话与来电数", "Chats and calls that entered the line for a person"), "count", _measure("entries"), rows="offered"),
    Figure("answered", Text("接通量", "Answered"),
           Text("进线中已由客服接入的会话数", "Of the offered, those that an agent took"), "count", _measure("answered"), rows="answered"),
    Figure("answer_rate", Text("接通率", "Answer rate"),
           Text("接通量 ÷ 进线量", "Answered ÷ offered"), "share", _ratio("answered", "entries"), "higher", 0.85, rows="abandoned"),
    Figure("service_level", Text("30 秒接通率", "Service level 30 s"),
           Text("30 秒内接通 ÷ 进线量（口径 A）", "Answered within 30 s ÷ offered (variant A)"),
           "share", _ratio("answered_in_time", "entries"), "higher", 0.8, rows="offered"),
    Figure("average_wait", Text("平均应答速度", "Average speed of answer"),
           Text("接通的会话与来电的排队时间之和 ÷ 接通量", "Time in the line of answered chats and calls ÷ answered"),
           "seconds", _ratio("wait_seconds", "answered"), "lower", 30, rows="answered"),
    Figure("first_reply_in_time", Text("首响 ≤30 秒占比", "First reply ≤ 30 s"),
           Text("进入排队后 30 秒内得到人工首次回复的在线会话 ÷ 接通且首响已有结果的在线会话（欢迎语不算）",
                "Chats with a person's first reply within 30 s of entering the line ÷ answered chats of which that is known (greetings do not count)"),
           "share", _ratio("replied_in_time", "reply_known"), "higher", 0.8, rows="slow_reply", channels=("chat",)),
    Figure("average_first_reply", Text("平均首响", "Average first reply"),
           Text("从进入排队到人工首次回复的时间之和 ÷ 有首次回复的会话数", "Time from entering the line to a person's first reply ÷ chats that have one"),
           "seconds", _ratio("reply_seconds", "replied"), "lower", 30, rows="slow_reply", channels=("chat",)),
    Figure("abandons", Text("放弃量", "Abandoned"),
           Text("排队中未接通就结束的会话与来电，不含 5 秒内的短放弃", "Chats and calls that ended in the line before anybody took them, those within 5 s apart"),
           "count", lambda m: m.get("abandons", 0) - m.get("short_abandons", 0), "lower", rows="abandoned"),
    Figure("short_abandons", Text("短放弃", "Short abandons"),
           Text("进入排队 5 秒内就结束的会话与来电，另行统计", "Chats and calls that ended within 5 s of entering the line, told apart"),
           "count", _measure("short_abandons"), rows="short_abandoned"),
    Figure("callbacks", Text("排队回呼量", "Callbacks asked for"),
           Text("排队中改为等待回呼的来电数；不算放弃，也不算接通", "Callers who left the line to be called back; neither abandoned nor answered"),
           "count", _measure("callbacks"), rows="callbacks", channels=("phone",)),
    Figure("abandon_rate", Text("放弃率", "Abandon rate"),
           Text("放弃量 ÷（进线量 − 短放弃）；5 秒内的短放弃另计", "Abandoned ÷ (offered − short abandons); abandons within 5 s are told apart"),
           "share", abandon_rate, "lower", 0.05, rows="abandoned"),
    Figure("bot_resolution", Text("机器人独立解决率", "Bot resolution"),
           Text("机器人接待且未转人工即结束的会话 ÷ 机器人接待的会话", "Chats that the bot served and that ended without a person ÷ chats that the bot served"),
           "share", _ratio("bot_solved", "bot_served"), "higher", 0.6, rows="bot_solved", channels=("chat",)),
    Figure("csat", Text("满意度", "CSAT"),
           Text("评分之和 ÷ 评价数（1–5 分）", "Sum of scores ÷ ratings (1 to 5)"), "score", _ratio("score_sum", "rated"), "higher", 4.5, rows="rated", channels=tuple(CHANNELS)),
    Figure("agent_csat", Text("客服满意度", "CSAT of agents"),
           Text("计入客服的评分之和 ÷ 计入客服的评价数；只归因业务的评价不计", "As CSAT, without the ratings that name only the business"),
           "score", _ratio("agent_score_sum", "agent_rated"), "higher", 4.5, rows="rated", channels=tuple(CHANNELS)),
    Figure("participation", Text("参评率", "Participation"),
           Text("评价数 ÷ 已结束的人工会话与接通的通话（可评价）", "Ratings ÷ ended chats and answered calls with an agent, all of which may be rated"),
           "share", _ratio("rated", "invited"), "higher", 0.3, rows="rated", channels=tuple(CHANNELS)),
    Figure("low_ratings", Text("差评", "Low ratings"),
           Text("评分为 1–2 的评价数", "Ratings of 1 or 2"), "count", _measure("low_rated"), "lower", 0, rows="low_rated", channels=tuple(CHANNELS)),
    Figure("open_low_ratings", Text("未跟进差评", "Low, not followed up"),
           Text("至今尚未跟进的 1–2 分评价数，不限日期", "Ratings of 1 or 2, of any day, that no leader has followed up yet"),
           "count", _measure("open_low_ratings"), "lower", 0, moment=True, rows="open_low_rated", channels=tuple(CHANNELS)),
    Figure("handled", Text("接待量", "Handled"),
           Text("由客服接待并已结束的会话与来电数", "Chats and calls that an agent served and that have ended"), "count", _measure("handled"), rows="handled"),
    Figure("aht", Text("平均处理时长", "AHT"),
           Text("从接入到结束的时间之和（含话后处理，不含稍后处理的时间）÷ 接待量",
                "Time from being taken to the end, with wrap-up, without what was put off ÷ handled"), "seconds", _ratio("handle_seconds", "handled"), rows="handled"),
    Figure("transfer_rate", Text("转接率", "Transfer rate"),
           Text("转接次数 ÷ 接通量", "Transfers ÷ answered"), "share", _ratio("transfers", "answered"), "lower", 0.1, rows="transferred"),
    Figure("closing_rate", Text("小结完成率", "Closed with reason"),
           Text("填写了咨询分类的接待 ÷ 接待量", "Handled chats and calls with a reason ÷ handled"), "share", _ratio("disposed", "handled"), "higher", 0.95, rows="undisposed"),
    Figure("fcr", Text("一次解决率", "First-contact resolution"),
           Text("同一客户同一分类 7 天内没有再次进线的首次接触 ÷ 首次接触；只统计已满 7 天的", "First contacts not followed by another of the same customer and reason within 7 days ÷ first contacts; only those whose 7 days are over"),
           "share", _ratio("first_solved", "first_contacts"), "higher", 0.75, rows="handled"),
    Figure("solved_rate", Text("客户确认解决率", "Solved, as customers say"),
           Text("评价中选择“已解决” ÷ 回答了“问题是否解决”的评价", "Ratings that say “solved” ÷ ratings that answer the question"),
           "share", _ratio("solved", "solved_asked"), "higher", 0.8, rows="rated", channels=tuple(CHANNELS)),
    # ---- of tickets
    Figure("ticket_csat", Text("工单满意度", "CSAT of tickets"),
           _of_tickets("工单评分之和 ÷ 工单评价数（1–5 分）", "Sum of tickets' scores ÷ their ratings (1 to 5)"),
           "score", _ratio("ticket_score_sum", "tickets_rated"), "higher", 4.5, channels=(), of_tickets=True),
    Figure("ticket_satisfied", Text("工单满意率", "Satisfied with tickets"),
           _of_tickets("评分为 4–5 的工单评价数 ÷ 工单评价数", "Ratings of tickets with 4 or 5 ÷ ratings of tickets"),
           "share", _ratio("tickets_satisfied", "tickets_rated"), "higher", 0.85, channels=(), of_tickets=True),
    Figure("ticket_participation", Text("工单参评率", "Participation, tickets"),
           _of_tickets("工单评价数 ÷ 客户可评价的工单数（已办结，未并入其他工单）", "Ratings of tickets ÷ tickets that could be rated: done, and not part of another one"),
           "share", _ratio("tickets_rated", "tickets_invited"), "higher", 0.3, channels=(), of_tickets=True),
    Figure("ticket_ratings", Text("工单评价数", "Ratings of tickets"),
           _of_tickets("客户对工单的评价数，每张工单一次", "How many tickets their customers rated, each once"),
           "count", _measure("tickets_rated"), channels=(), of_tickets=True),
    Figure("low_ticket_ratings", Text("工单差评", "Low ratings of tickets"),
           _of_tickets("评分为 1–2 的工单评价数", "Ratings of tickets with 1 or 2"),
           "count", _measure("tickets_low_rated"), "lower", 0, channels=(), of_tickets=True),
    # ---- time in state, cut at the ends of the period
    Figure("concurrency", Text("并发会话", "Concurrency"),
           Text("会话处理时长之和 ÷ 坐席处理会话的时长（均不含稍后处理的时间）",
                "Handling time of chats, added up ÷ time in which agents handled at least one; what is put off is neither"),
           "ratio", _ratio("chat_seconds", "chatting_seconds"), needs_time=True, channels=("chat",)),
    Figure("occupancy", Text("占用率", "Occupancy"),
           Text("处理时长 ÷（处理时长 + 在线空闲时长）；处理＝通话或会话、保持与话后处理，同时多个只计一次，不含稍后处理的时间",
                "Handling time ÷ (that + time online without any). Handling is talk, hold and wrap-up, several at once counted once, without what is put off"),
           "share", _ratio("serving_seconds", "staffed_seconds"), "higher", 0.75, needs_time=True),
    Figure("signed_in_time", Text("签入时长", "Time signed in"),
           Text("在线与示忙时长之和", "Time online and busy"), "seconds", _known("signed_in_seconds"), needs_time=True, channels=()),
    Figure("break_time", Text("示忙时长", "Time busy"),
           Text("示忙（含小休等原因）时长", "Time busy, with or without a reason"), "seconds", _known("busy_seconds"), needs_time=True, channels=()),
    Figure("not_ready_rate", Text("示忙率", "Not-ready share"),
           Text("示忙时长 ÷ 签入时长", "Time busy ÷ time signed in"), "share", _ratio("busy_seconds", "signed_in_seconds"), "lower", 0.15, needs_time=True, channels=()),
]  # fmt: skip
FIGURES: Mapping[str, Figure] = {figure.code: figure for figure in _FIGURES}

TEN = (
    "waiting", "longest_wait", "unanswered", "first_reply_in_time", "abandon_rate", "signed_in", "offered",
    "bot_resolution", "csat", "left_messages",
)  # fmt: skip
BESIDE: Mapping[str, Sequence[str]] = {
    "waiting": ("waiting_chats", "waiting_calls"),
    "first_reply_in_time": ("average_first_reply",),
    "abandon_rate": ("short_abandons",),
    "signed_in": ("idle", "serving", "on_break", "over_time"),
    "offered": ("answered",),
    "csat": ("participation", "low_ratings", "open_low_ratings", "ticket_csat", "ticket_participation"),
    "left_messages": ("to_call_back",),
}
WALL = (*TEN, "to_call_back", "open_low_ratings")  # a wallboard whose maker chose nothing
SECOND_ROW = ("aht", "concurrency", "transfer_rate", "fcr", "occupancy")
MINE = (
    "handled", "first_reply_in_time", "average_first_reply", "agent_csat", "participation", "ticket_csat", "closing_rate", "break_time",
)  # fmt: skip


def value(code: str, measures: Measures) -> float | None:
    """The figure, rounded to six places so that every screen, export and format shows one number."""
    computed = FIGURES[code].compute(measures)
    return None if computed is None else round(float(computed), 6)


# What a target may be, in the figure's unit: the least, the most, and the same in words.
TARGET_RANGES: Mapping[Unit, tuple[float, float, Text]] = {
    "count": (0, 100_000, Text("请填写 0 至 100000 的整数。", "Give a whole number from 0 to 100,000.")),
    "seconds": (1, 86_400, Text("请填写 1 至 86400 秒。", "Give 1 to 86,400 seconds.")),
    "share": (0, 1, Text("请填写 0% 至 100%。", "Give 0% to 100%.")),
    "score": (1, 5, Text("请填写 1 至 5 分。", "Give 1 to 5 points.")),
    "ratio": (0, 100, Text("请填写 0 至 100。", "Give 0 to 100.")),
}


def may_have_target(figure: Figure) -> bool:
    """Whether the figure is held against a target at all."""
    return figure.target is not None and figure.better != "none"


def target_fault(figure: Figure, value: float) -> Text | None:
    """Why the figure cannot have this target; None where it can."""
    least, most, words = TARGET_RANGES[figure.unit]
    if not least <= value <= most or (figure.unit == "count" and value % 1):
        return words
    return None


def standing(figure: Figure, value: float | None) -> Literal["good", "near", "bad", "none"]:
    """Against the target: reached, within a twentieth of it (5 points of a share), or missed."""
    if value is None or figure.target is None or figure.better == "none":
        return "none"
    missing = figure.target - value if figure.better == "higher" else value - figure.target
    if missing <= 0:
        return "good"
    near = 0.05 if figure.unit == "share" else max(abs(figure.target) * 0.05, 0.05)
    return "near" if missing <= near else "bad"


def micros(at: datetime) -> int:
    """Microseconds since 1970, exactly."""
    return (at - EPOCH) // timedelta(microseconds=1)


def sum_seconds(spans: Sequence[Span]) -> float:
    """How long the spans last, one after the other."""
    return sum(stop - start for start, stop in spans) / SECOND


def union_seconds(spans: Sequence[Span]) -> float:
    """How long at least one of the spans lasts."""
    total, end = 0, None
    for start, stop in sorted(spans):
        if end is None or start > end:
            total, end = total + stop - start, stop
        elif stop > end:
            total, end = total + stop - end, stop
    return total / SECOND


def without(spans: Sequence[Span], gaps: Sequence[Span]) -> list[Span]:
    """The parts of the spans that lie in none of the gaps."""
    left: list[Span] = []
    for start, stop in spans:
        for opens, closes in sorted(gaps):
            if opens < stop and closes > start:
                if opens > start:
                    left.append((start, opens))
                start = max(start, closes)
        if start < stop:
            left.append((start, stop))
    return left


def clipped(spans: Sequence[Span], window: Span) -> list[Span]:
    """The parts of the spans that lie in the window."""
    since, until = window
    cut = ((max(start, since), min(stop, until)) for start, stop in spans)
    return [(start, stop) for start, stop in cut if start < stop]
