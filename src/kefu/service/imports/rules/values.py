"""What a cell says: moments, choices, durations, and numbers that Excel has spoilt."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo

from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

EARLIEST = 1980
REFUSED = "refused"
"""The choice of rows that are left out, such as what was deleted over there."""

_SPOILT = re.compile(r"\d(?:\.\d+)?E\+?\d{2,}", re.IGNORECASE)
_CHINESE_DATE = re.compile(
    r"(\d{4})年(\d{1,2})月(\d{1,2})日?\s*(?:(\d{1,2})[时点:](\d{1,2})(?:[分:](\d{1,2})?秒?)?)?.*"
)
_DAY_FIRST_YEAR = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([ap]m)?)?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})(?:[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,3}):(\d{1,2})")
_CHINESE_CLOCK = re.compile(r"(?:(\d+)(?:小时|时))?(?:(\d+)分钟?)?(?:(\d+)秒)?")


def is_spoilt(written: str) -> bool:
    """Whether Excel has made a long number of digits into 1.2E+17, so that its last ones are lost."""
    return _SPOILT.fullmatch(written) is not None


def moment(written: str, zone: tzinfo) -> datetime | None:
    """A point in time as exports write it, in UTC; one without a zone is of `zone`. None when it is none.

    Known are ISO 8601, 2026/11/26 9:30, 2026年11月26日, the American 11/26/2026 9:30 PM, and seconds or milliseconds since 1970.
    """
    text = written.strip()
    try:
        if re.fullmatch(r"\d{10}|\d{13}", text):
            return _sane(datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC))
        for pattern in (_CHINESE_DATE, _DAY_FIRST_YEAR):
            if found := pattern.fullmatch(text):
                return _sane(_at(found[1], found[2], found[3], found.groups()[3:], zone))
        if found := _MONTH_FIRST.fullmatch(text):
            year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
            month, day = (found[2], found[1]) if int(found[1]) > 12 else (found[1], found[2])
            return _sane(_at(year, month, day, found.groups()[3:], zone))
        parsed = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d{2}:?\d{2}$|UTC$|Z$)", "", text).replace("UTC", "Z"))
        return _sane(parsed if parsed.tzinfo else parsed.replace(tzinfo=zone))
    except (ValueError, OverflowError):
        return None


def _at(year: str, month: str, day: str, rest: tuple[str | None, ...], zone: tzinfo) -> datetime:
    hour, minute, second = (int(part or 0) for part in rest[:3])
    if len(rest) > 3 and rest[3]:
        hour = hour % 12 + (12 if rest[3].lower() == "pm" else 0)
    return datetime(int(year), int(month), int(day), hour, minute, second, tzinfo=zone)


def _sane(found: datetime) -> datetime | None:
    return found.astimezone(UTC) if found.year >= EARLIEST else None


def duration(written: str) -> timedelta | None:
    """Seconds, h:mm:ss or 1小时2分3秒; None when it is none."""
    text = written.strip()
    if re.fullmatch(r"\d{1,7}(?:\.\d+)?", text):
        return timedelta(seconds=float(text))
    found = _CLOCK.fullmatch(text) or (_CHINESE_CLOCK.fullmatch(text) if text else None)
    if found is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


STATUSES: Mapping[str, str] = {
    **dict.fromkeys(
        ["开启", "打开", "新建", "新工单", "待受理", "未受理", "待处理", "处理中", "受理中", "解决中", "进行中", "已提交", "待申领", "待分配", "已分配", "未解决", "未处理", "重新打开", "重开", "跟进中", "open", "new", "active", "solving", "in progress", "in_progress", "opened", "reopened", "assigned", "unassigned", "working", "submitted", "processing"],
        "open",
    ),
    **dict.fromkeys(
        ["等待回复", "待客户", "待客户回复", "待回复", "待用户", "待用户反馈", "等待客户", "挂起", "已挂起", "暂停", "待定", "pending", "hold", "on hold", "on-hold", "waiting", "waiting on customer", "waiting on third party", "waiting for customer", "pending reminder", "pending auto close+", "pending auto close-"],
        "waiting",
    ),
    **dict.fromkeys(["已解决", "解决", "已完成", "完成", "已完结", "完结", "已办结", "办结", "已处理", "resolved", "solved", "done", "completed", "finished"], "done"),
    **dict.fromkeys(
        ["已关闭", "关闭", "已结单", "已归档", "已取消", "取消", "已撤销", "已撤回", "已驳回", "closed", "closed successful", "closed unsuccessful", "archived", "cancelled", "canceled", "merged"],
        "closed",
    ),
    **dict.fromkeys(["已删除", "删除", "deleted", "removed"], REFUSED),
}  # fmt: skip
PRIORITIES: Mapping[str, str] = {
    **dict.fromkeys(["低", "较低", "low", "very low", "1 very low", "2 low", "lowest", "p4", "minor"], "P4"),
    **dict.fromkeys(["中", "普通", "正常", "标准", "一般", "normal", "medium", "3 normal", "p3", "moderate"], "P3"),
    **dict.fromkeys(["高", "较高", "重要", "high", "4 high", "p2", "major"], "P2"),
    **dict.fromkeys(["紧急", "非常紧急", "特急", "urgent", "emergency", "critical", "very high", "5 very high", "highest", "p1", "blocker"], "P1"),
}  # fmt: skip
CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": STATUSES,
    "priority": PRIORITIES,
    "tier": {
        **dict.fromkeys(
            ["vip", "是", "yes", "true", "1", "贵宾", "重要", "重要客户", "高级", "黄金", "白金", "钻石"], "vip"
        ),
        **dict.fromkeys(["普通", "普通客户", "否", "no", "false", "0", "normal", "一般", "标准", "default"], "normal"),
    },
    "comment_public": {
        **dict.fromkeys(["是", "公开", "yes", "true", "1", "public"], "yes"),
        **dict.fromkeys(["否", "内部", "no", "false", "0", "private", "internal"], "no"),
    },
    "channel": {
        **dict.fromkeys(["通话", "电话", "呼叫", "call", "phone", "voice"], "call"),
        **dict.fromkeys(["会话", "在线", "聊天", "网页", "微信", "app", "chat", "web", "im", "conversation"], "chat"),
    },
    "direction": {
        **dict.fromkeys(["呼入", "来电", "in", "inbound", "incoming"], "in"),
        **dict.fromkeys(["呼出", "外呼", "去电", "out", "outbound", "outgoing"], "out"),
    },
}
"""What people write in fields with few values; compared folded."""

NAMED: Mapping[str, Mapping[str, Text]] = {
    "status": {
        "open": Text("处理中", "Open"),
        "waiting": Text("待客户", "Waiting for customer"),
        "done": Text("已办结", "Done"),
        "closed": Text("已关闭", "Closed"),
        REFUSED: Text("不导入", "Leave out"),
    },
    "priority": {
        "P1": Text("P1 紧急", "P1 urgent"),
        "P2": Text("P2 高", "P2 high"),
        "P3": Text("P3 中", "P3 normal"),
        "P4": Text("P4 低", "P4 low"),
    },
    "tier": {"normal": Text("普通", "Normal"), "vip": Text("贵宾", "VIP")},
}
"""The fields whose values people may map themselves, with what they may become."""


def choice(field: str, written: str, own: Mapping[str, str]) -> str | None:
    """What a value means: as this organization said (`own`), as is known, else None."""
    text = fold(written)
    if text in own:
        return own[text]
    known = CHOICES.get(field, {})
    if text in known:
        return known[text]
    if field == "status" and re.match(r"closed\b|已?关闭", text):
        return "closed"
    return None
