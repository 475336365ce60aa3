"""How other systems export, as data: which header is which field, and which value means what here.

Where the formats are from is written in tests/data/imports/SOURCES.md. A file is recognized by its headers; people may
always map it otherwise.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kefu.kernel.i18n import Text

from .naming import plain

LEAST_SHARE = 0.6
"""Of a layout's headers so many must be there, and all its `marks`, for a file to be taken for it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One kind of file of a system: its headers with our fields, those that tell it from others, and its values.

    A field of "" is dropped; what is not named goes by what headers are usually called.
    """

    columns: Mapping[str, str]
    marks: tuple[str, ...] = ()
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    name: Text
    layouts: Mapping[str, Layout]


def _dropped(*headers: str) -> dict[str, str]:
    return dict.fromkeys(headers, "")


_QIYU_TICKETS = Layout(
    {
        "工单ID": "key", "工单标题": "subject", "工单内容": "description", "工单分类": "category", "工单状态": "status", "优先级": "priority",
        "用户名称": "customer_name", "用户手机": "customer_phone", "用户邮箱": "customer_email", "用户ID": "customer_id", "受理客服": "owner",
        "受理客服组": "team", "创建时间": "created_at", "完结时间": "resolved_at", "工单模板": "kept", "创建人": "kept",
    },
    ("工单ID", "工单标题"),
    {
        "status": {"1": "open", "5": "open", "10": "open", "20": "done", "25": "closed", "50": "waiting"},
        "priority": {"0": "P3", "5": "P2", "8": "P1", "一般": "P3", "紧急": "P2", "非常紧急": "P1"},
    },
)  # fmt: skip
_SOBOT_TICKETS = Layout(
    {
        "工单编号": "key", "工单标题": "subject", "问题描述": "description", "工单分类": "category", "工单状态": "status", "优先级": "priority",
        "发起人": "customer_name", "客户昵称": "customer_name", "客户电话": "customer_phone", "客户邮箱": "customer_email", "受理坐席": "owner",
        "受理技能组": "team", "创建时间": "created_at", "更新时间": "kept", "工单来源": "kept",
    },
    ("工单编号", "工单标题", "问题描述"),
    {
        "status": {"0": "open", "1": "open", "2": "waiting", "3": "done", "99": "closed", "98": "refused"},
        "priority": {"0": "P4", "1": "P3", "2": "P2", "3": "P1"},
    },
)  # fmt: skip
_UDESK_TICKETS = Layout(
    {
        "工单编号": "key", "主题": "subject", "描述": "description", "状态": "status", "优先级": "priority", "客户": "customer_name",
        "客户邮箱": "customer_email", "客户电话": "customer_phone", "受理客服": "owner", "受理客服组": "team", "创建时间": "created_at",
        "更新时间": "kept", "解决时间": "resolved_at", "关闭时间": "closed_at", "工单模板": "kept", "来源": "kept", "标签": "kept",
    },
    ("工单编号", "主题", "受理客服"),
    {"priority": {"紧急": "P1", "高": "P2", "标准": "P3", "低": "P4"}},
)  # fmt: skip
_ZENDESK_TICKETS = Layout(
    {
        "id": "key", "subject": "subject", "raw_subject": "", "description": "description", "status": "status", "priority": "priority",
        "created_at": "created_at", "comments": "comments", "requester.name": "customer_name", "requester.email": "customer_email",
        "requester.phone": "customer_phone", "requester.external_id": "customer_id", "requester.id": "customer_key",
        "requester_id": "customer_key", "assignee.name": "owner", "group.name": "team", "type": "category", "tags": "tags",
        "metric_set.solved_at": "resolved_at",
    },
    ("id", "subject", "status", "created_at"),
)  # fmt: skip
_ZENDESK_TABLE = Layout(
    {
        "Id": "key", "Requester": "customer_name", "Requester id": "customer_key", "Requester external id": "customer_id",
        "Requester email": "customer_email", "Assignee": "owner", "Group": "team", "Subject": "subject", "Tags": "tags", "Status": "status",
        "Priority": "priority", "Via": "kept", "Ticket type": "category", "Created at": "created_at", "Solved at": "resolved_at",
        "Satisfaction Score": "kept",
        **_dropped(
            "Summation column", "Updated at", "Assigned at", "Initially assigned at", "Due date", "Resolution time", "Group stations",
            "Assignee stations", "Reopens", "Replies", "Requester domain", "Submitter",
        ),
    },
    ("Id", "Requester", "Requester email", "Status"),
)  # fmt: skip
_ZENDESK_USERS = Layout(
    {
        "id": "key", "name": "name", "email": "email", "phone": "phone", "external_id": "external_id", "notes": "note", "details": "address",
        "tags": "tags", "role": "role", **_dropped("url", "created_at", "updated_at", "time_zone", "locale", "organization_id", "active"),
    },
    ("id", "name", "email", "role"),
)  # fmt: skip
_OSTICKET = Layout(
    {
        "Ticket Number": "key", "Date Created": "created_at", "Subject": "subject", "From": "customer_name", "From Email": "customer_email",
        "Priority": "priority", "Department": "kept", "Help Topic": "category", "Source": "kept", "Current Status": "status",
        "Closed Date": "closed_at", "Agent Assigned": "owner", "Team Assigned": "team", "Issue Summary": "subject",
        **_dropped(
            "Last Updated", "SLA Due Date", "Due Date", "Overdue", "Merged", "Linked", "Answered", "Thread Count", "Reopen Count",
            "Attachment Count", "Task Count",
        ),
    },
    ("Ticket Number", "From Email", "Help Topic"),
)  # fmt: skip
_FRESHDESK = Layout(
    {
        "Ticket ID": "key", "Subject": "subject", "Status": "status", "Priority": "priority", "Source": "kept", "Type": "category", "Agent": "owner",
        "Group": "team", "Created time": "created_at", "Resolved time": "resolved_at", "Closed time": "closed_at", "Tags": "tags",
        "Full name": "customer_name", "Email": "customer_email", "Work phone": "customer_phone", "Contact ID": "customer_key",
        **_dropped(
            "Due by Time", "Last update time", "Initial response time", "Agent interactions", "Customer interactions",
            "Resolution status", "First response status", "Survey results", "Association type", "Mobile phone", "Every response status",
        ),
    },
    ("Ticket ID", "Created time", "Agent"),
    {"status": {"2": "open", "3": "waiting", "4": "done", "5": "closed"}, "priority": {"1": "P4", "2": "P3", "3": "P2", "4": "P1"}},
)  # fmt: skip
_OTRS = Layout(
    {
        "Ticket#": "key", "Created": "created_at", "Closed": "closed_at", "State": "status", "Priority": "priority", "Queue": "team",
        "Owner": "owner", "CustomerID": "kept", "CustomerName": "customer_name", "From": "customer_email", "Subject": "subject",
        "ArticleTree": "description", **_dropped("Age", "FirstLock", "FirstResponse", "Lock", "AccountedTime", "SolutionInMin"),
    },
    ("Ticket#", "State", "Queue"),
)  # fmt: skip
_COMPLAINTS = Layout(
    {
        "Complaint ID": "key", "Date received": "created_at", "Issue": "subject", "Consumer complaint narrative": "description",
        "Product": "category", "Company response": "status", "Company response to consumer": "status", "Company": "kept",
    },
    ("Complaint ID", "Date received", "Product", "Issue"),
    {"status": {"in progress": "open", "untimely response": "closed"}},
)  # fmt: skip
_CUSTOMERS_OF_QIYU = Layout(
    {"用户ID": "external_id", "姓名": "name", "手机": "phone", "邮箱": "email", "备注": "note", "VIP等级": "tier", "首次联系时间": "", "最近联系时间": ""},
    ("用户ID", "VIP等级"),
    {"tier": {str(level): "vip" for level in range(1, 11)}},
)  # fmt: skip
_CUSTOMERS_OF_UDESK = Layout(
    {"姓名": "name", "昵称": "", "邮箱": "email", "电话": "phone", "描述": "note", "标签": "tags", "客户等级": "tier", "所属公司": "", "负责人": "", "负责组": ""},
    ("负责人", "负责组"),
    {"tier": {"普通": "normal", "vip": "vip"}},
)  # fmt: skip
_CHATS = {
    "会话ID": "key", "访客名称": "customer_name", "访客电话": "phone", "用户ID": "customer_id", "接待客服": "agent", "会话开始时间": "started_at",
    "会话时长": "duration", "会话来源": "", "咨询分类": "summary",
}  # fmt: skip

SOURCES: Mapping[str, Source] = {
    "qiyu": Source(
        Text("网易七鱼", "Qiyu (NetEase)"),
        {
            "tickets": _QIYU_TICKETS,
            "customers": _CUSTOMERS_OF_QIYU,
            "contacts": Layout(_CHATS, ("会话ID", "会话开始时间")),
        },
    ),
    "sobot": Source(Text("智齿", "Sobot"), {"tickets": _SOBOT_TICKETS}),
    "udesk": Source(Text("沃丰 Udesk", "Udesk"), {"tickets": _UDESK_TICKETS, "customers": _CUSTOMERS_OF_UDESK}),
    "zendesk": Source(Text("Zendesk 导出", "Zendesk"), {"tickets": _ZENDESK_TICKETS, "customers": _ZENDESK_USERS}),
    "zendesk_csv": Source(Text("Zendesk 表格", "Zendesk CSV"), {"tickets": _ZENDESK_TABLE}),
    "osticket": Source(Text("osTicket 导出", "osTicket"), {"tickets": _OSTICKET}),
    "freshdesk": Source(Text("Freshdesk 导出", "Freshdesk"), {"tickets": _FRESHDESK}),
    "otrs": Source(Text("OTRS 导出", "OTRS"), {"tickets": _OTRS}),
    "cfpb": Source(Text("CFPB 投诉数据", "CFPB complaints"), {"tickets": _COMPLAINTS}),
}
KEYS_OF = {"zendesk_csv": "zendesk"}
"""Sources that number their records alike: the same ticket in either file is one."""


def recognized(kind: str, columns: Sequence[str]) -> str:
    """The system whose export this looks like most; "" when it is like none."""
    there = {plain(column) for column in columns}
    best, most = "", 0.0
    for code, source in SOURCES.items():
        layout = source.layouts.get(kind)
        if layout is None or not all(plain(mark) in there for mark in layout.marks):
            continue
        wanted = {plain(header) for header in layout.columns}
        share = len(wanted & there) / min(len(wanted), max(len(there), 1))
        if share >= LEAST_SHARE and share > most:
            best, most = code, share
    return best


def layout_of(kind: str, source: str) -> Layout:
    found = SOURCES.get(source)
    return found.layouts.get(kind, Layout({})) if found else Layout({})
