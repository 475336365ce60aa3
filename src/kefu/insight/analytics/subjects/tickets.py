"""Tickets with the fields of their types, and what was said about them."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.kernel import forms
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text
from kefu.service.portal.models import PortalTicket
from kefu.service.tickets import queries as tickets
from kefu.service.tickets.models import Ticket, TicketEntry

from .base import OWN, Cells, Column, Subject, chosen, column, fixed, moment, yes

CATEGORIES = {
    "open": Text("处理中", "Open"), "waiting": Text("等待中", "Waiting"), "done": Text("已解决", "Solved"),
    "closed": Text("已关闭", "Closed"),
}  # fmt: skip
LEVELS = {"low": Text("低", "Low"), "medium": Text("中", "Medium"), "high": Text("高", "High")}
SOURCES = {
    "desk": Text("工作台", "Desk"), "chat": Text("会话", "Chat"), "call": Text("通话", "Call"), "api": Text("接口", "API"),
    "split": Text("拆分", "Split"), "mail": Text("邮件", "E-mail"), "portal": Text("帮助中心", "Help centre"),
    "import": Text("导入", "Import"),
}  # fmt: skip
AUTHORS = {
    "bot": Text("机器人", "Bot"),
    "user": Text("员工", "Staff"), "customer": Text("客户", "Customer"), "visitor": Text("客户", "Customer"),
    "system": Text("系统", "System"),
}  # fmt: skip
COLUMNS = (
    column("number", "工单编号", "Number", "工单的编号，不会改变", "Its number, which never changes"),
    column("created_at", "创建时间（北京时间）", "Made (Beijing)", "工单建立的时间", "When it was made"),
    column("type", "工单类型", "Type", "决定字段、阶段与时限", "Decides fields, stages and promises"),
    column("subject", "标题", "Subject", "一句话的概要", "What it is about, in one line"),
    column("description", "描述", "Description", "建单时写的内容", "What was written when it was made"),
    column("stage", "阶段", "Stage", "所属类型的流程阶段", "The stage within its type"),
    column("category", "状态", "State", "阶段的类别：处理中、等待中、已解决、已关闭", "Kind of stage: open, waiting, solved, closed"),
    column("priority", "优先级", "Priority", "由影响与紧急程度得出，P1 最高", "From impact and urgency; P1 is the highest"),
    column("impact", "影响", "Impact", "影响范围：低、中、高", "How much it affects: low, medium, high"),
    column("urgency", "紧急程度", "Urgency", "多快要处理：低、中、高", "How soon it matters: low, medium, high"),
    column("source", "来源", "Source", "工单从哪里来", "Where it came from"),
    column("customer", "客户", "Customer", "为谁处理", "Whose ticket it is"),
    column("owner", "处理人", "Owner", "正在处理的员工；无人处理时为空", "Who works on it; empty where nobody does"),
    column("team", "班组", "Team", "负责的班组", "Which team it was given to"),
    column("creator", "创建人", "Made by", "员工；客户自助提交的为空", "A member of staff; empty where the customer made it"),
    column("tags", "标签", "Tags", "员工与规则加的标签，以“、”分隔", "Put on by staff and rules, separated by “、”"),
    column("urges", "催单次数", "Urges", "客户催促的次数", "How often the customer urged"),
    column("reopened", "重开次数", "Reopened", "解决后又打开的次数", "How often it was opened again after its end"),
    column("first_response_at", "首次回复时间（北京时间）", "First answer (Beijing)", "员工首次回复客户的时间", "When a member of staff first answered"),
    column("resolved_at", "解决时间（北京时间）", "Solved (Beijing)", "最近一次解决的时间", "When it was last solved"),
    column("closed_at", "关闭时间（北京时间）", "Closed (Beijing)", "关闭后不再重开", "After that it is not opened again"),
    column("due_at", "最近到期时间（北京时间）", "Due (Beijing)", "最先到期的承诺", "The promise that is due first"),
    column("merged_into", "并入工单", "Merged into", "并入的工单编号", "Number of the ticket that it is part of"),
    column("parent", "父工单", "Parent", "上级工单编号", "Number of the ticket above it"),
    column("score", "客户评分", "Rating", "客户在帮助中心的评分，1–5；未评价的为空", "What the customer gave on the help centre, 1 to 5; empty where they gave none"),
    column("id", "工单标识", "Id", "接口使用的标识", "As the API knows it"),
)  # fmt: skip
SAID_COLUMNS = (
    column("number", "工单编号", "Ticket", "所属工单的编号", "Number of its ticket"),
    column("at", "时间（北京时间）", "Time (Beijing)", "说话的时间", "When it was said"),
    column("kind", "种类", "Kind", "回复：客户能看到；备注：仅内部", "Comment: the customer sees it; note: internal"),
    column("author_kind", "发言方", "Side", "员工、客户或系统", "Staff, customer or system"),
    column("author", "发言人", "Author", "当时的名字", "Their name at that time"),
    column("text", "内容", "Text", "文字内容", "What was written"),
    column("is_public", "客户可见", "Public", "“是”表示客户能看到", "“Yes” where the customer sees it"),
    column("files", "附件", "Files", "附件名，以“、”分隔", "Names of its files"),
    column("ticket_id", "工单标识", "Ticket id", "与工单表相连", "Joins it to its ticket"),
    column("id", "记录标识", "Id", "接口使用的标识", "As the API knows it"),
)
SAID_KINDS = {"comment": Text("回复", "Comment"), "note": Text("备注", "Note")}


def _columns(actor: Actor) -> Sequence[Column]:
    """Those of every ticket, then each field of a type once, by its code; a name that stands there already tells its type."""
    names = {name for one in COLUMNS for name in (one.name.zh, one.name.en)}
    found: dict[str, Column] = {}
    for kind in tickets.types(actor).order_by("position", "id"):
        of_type = Text(kind.name_zh, kind.name_en)
        for field in kind.definition["fields"]:
            if field["code"] in found:
                continue
            name = forms.name_of(field)
            if name.zh in names or name.en in names:
                name = Text(f"{name.zh}（类型：{of_type.zh}）", f"{name.en} (type: {of_type.en})")
            names |= {name.zh, name.en}
            means = Text(f"“{of_type.zh}”的字段", f"Field of “{of_type.en}”")
            found[field["code"]] = Column(OWN + field["code"], name, means)
    return (*COLUMNS, *(found[code] for code in sorted(found)))


def _tickets(actor: Actor) -> QuerySet[Ticket]:
    return tickets.whole(tickets.tickets(actor)).select_related("merged_into", "parent")


def _tell(actor: Actor, found: Sequence[Ticket], columns: Sequence[Column]) -> Iterator[Cells]:
    own = [one.code.removeprefix(OWN) for one in columns[len(COLUMNS) :]]
    rated = PortalTicket.objects.for_actor(actor).filter(ticket__in=found, score__isnull=False)
    scores = dict(rated.values_list("ticket_id", "score"))
    for ticket in found:
        fields = {field["code"]: field for field in ticket.type.definition["fields"]}
        stages = {stage["code"]: forms.name_of(stage) for stage in ticket.type.definition["stages"]}
        yield [
            ticket.number, moment(ticket.created_at), Text(ticket.type.name_zh, ticket.type.name_en).in_language(),
            ticket.subject, ticket.description, chosen(stages, ticket.stage), chosen(CATEGORIES, ticket.category),
            ticket.priority, chosen(LEVELS, ticket.impact), chosen(LEVELS, ticket.urgency), chosen(SOURCES, ticket.source),
            ticket.customer.name if ticket.customer else "", _person(ticket.owner), ticket.team.name if ticket.team else "",
            _person(ticket.creator), "、".join(ticket.tags), ticket.urges, ticket.reopened, moment(ticket.first_response_at),
            moment(ticket.resolved_at), moment(ticket.closed_at), moment(ticket.due_at),
            ticket.merged_into.number if ticket.merged_into else "", ticket.parent.number if ticket.parent else "",
            scores.get(ticket.id, ""), str(ticket.id),
            *(forms.in_words(fields.get(code), ticket.values.get(code)) for code in own),
        ]  # fmt: skip


def _person(user: User | None) -> str:
    return accounts.staff_name(user) if user else ""


def _said(actor: Actor) -> QuerySet[TicketEntry]:
    visible = tickets.tickets(actor).order_by()
    rows = TicketEntry.objects.for_actor(actor).filter(kind__in=SAID_KINDS).select_related("ticket")
    return rows.filter(ticket_id__in=visible.values("id"))


def _tell_said(actor: Actor, found: Sequence[TicketEntry], columns: Sequence[Column]) -> Iterator[Cells]:
    for entry in found:
        yield [
            entry.ticket.number, moment(entry.created_at), chosen(SAID_KINDS, entry.kind),
            chosen(AUTHORS, entry.author_kind), entry.author_name, entry.text, yes(entry.is_public),
            "、".join(file["name"] for file in entry.attachments), str(entry.ticket_id), str(entry.id),
        ]  # fmt: skip


TICKETS = Subject("tickets", Text("工单", "Tickets"), _columns, _tickets, _tell)
TICKET_COMMENTS = Subject(
    "ticket_comments",
    Text("工单回复与备注", "Ticket comments"),
    fixed(*SAID_COLUMNS),
    _said,
    _tell_said,
)
