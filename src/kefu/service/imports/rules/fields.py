"""What may stand in a file of each kind: the fields with their names, what people call them, and two rows to follow."""

from collections.abc import Iterable
from dataclasses import dataclass

from kefu.kernel import forms
from kefu.kernel.i18n import Text


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its code, its name (the header of the template), what belongs there, other headers, and two samples.

    `reads` says how a cell is read: text; id (digits that Excel must not touch); moment; choice (`rules.values.CHOICES`).
    """

    code: str
    name: Text
    about: Text
    synonyms: tuple[str, ...] = ()
    reads: str = "text"
    is_required: bool = False
    samples: tuple[str, str] = ("", "")
    samples_en: tuple[str, str] | None = None

    def names(self) -> Iterable[str]:
        return (self.code, *self.name, *self.synonyms)

    def sample(self, at: int, language: str) -> str:
        return (self.samples_en or self.samples)[at] if language == "en" else self.samples[at]


CUSTOMERS = (
    Field(
        "external_id", Text("客户编号", "Customer number"),
        Text("贵司系统里的编号；再次导入时用它认人。", "Your own number; the customer is known by it next time."),
        ("客户ID", "用户ID", "会员号", "会员编号", "外部编号", "external id", "customer id", "user id", "foreign id", "crm id"), "id",
        samples=("C10001", "C10002"),
    ),
    Field(
        "name", Text("姓名", "Name"), Text("必填，最多 120 字。", "Required; at most 120 characters."),
        ("客户姓名", "客户名称", "客户", "昵称", "用户名", "用户名称", "联系人", "full name", "customer name", "nickname", "real name"),
        is_required=True, samples=("王芳", "李雷"), samples_en=("Fang Wang", "Lei Li"),
    ),
    Field(
        "phone", Text("电话", "Phone"), Text("手机或带区号的固话；将该列设为“文本”。", "Mobile or with area code; format the column as text."),
        ("手机", "手机号", "手机号码", "联系电话", "电话号码", "mobile", "mobile phone", "work phone", "telephone", "cellphone", "tel"), "id",
        samples=("13800138000", "021-62223333"),
    ),
    Field(
        "email", Text("邮箱", "E-mail"), Text("可留空。", "May be empty."),
        ("电子邮箱", "邮件", "email", "email address", "mail"), samples=("wangfang@example.com", ""),
    ),
    Field(
        "tier", Text("等级", "Tier"), Text("普通或 VIP，默认普通。", "Normal or VIP; normal if empty."),
        ("客户等级", "会员等级", "客户级别", "会员级别", "级别", "vip", "level"), "choice", samples=("VIP", "普通"), samples_en=("VIP", "Normal"),
    ),
    Field(
        "tags", Text("标签", "Tags"), Text("多个用逗号或顿号隔开。", "Several are separated by commas."),
        ("客户标签", "tag", "labels"), samples=("老客户、企业采购", ""), samples_en=("regular, company", ""),
    ),
    Field(
        "address", Text("地址", "Address"), Text("可留空。", "May be empty."),
        ("联系地址", "收货地址", "详细地址"), samples=("上海市静安区南京西路 100 号", ""), samples_en=("100 West Nanjing Road, Shanghai", ""),
    ),
    Field(
        "note", Text("备注", "Note"), Text("可留空。", "May be empty."), ("说明", "notes", "remark", "comment", "details"),
        samples=("喜欢电话联系", ""), samples_en=("Prefers the phone", ""),
    ),
    Field("brand", Text("品牌", "Brand"), Text("品牌的名称或代码；只有一个品牌时留空。", "Name or code of the brand; empty with one brand."), ("店铺",)),
    Field("key", Text("原系统编号", "Number in the old system"), Text("仅用于去重。", "Only to know the row again."), ("origin id",), "id"),
    Field("role", Text("原系统角色", "Role in the old system"), Text("客服账号不会当作客户导入。", "Accounts of agents are no customers."), ()),
)  # fmt: skip

TICKETS = (
    Field(
        "key", Text("工单编号", "Ticket number"), Text("原系统的编号；再次导入时用它去重。", "The number in the other system; the ticket is known by it next time."),
        ("工单号", "工单ID", "ticket id", "ticket no", "complaint id", "编号", "单号", "case id", "case number", "id", "number"), "id",
        samples=("TK0001", "TK0002"),
    ),
    Field(
        "subject", Text("标题", "Subject"), Text("没有时取描述的开头。", "Without one it is the beginning of the description."),
        ("工单标题", "主题", "工单主题", "title", "summary", "issue", "问题标题", "issue summary"),
        samples=("包裹三天没有更新", "发票抬头开错了"), samples_en=("Parcel without news for three days", "Wrong name on the invoice"),
    ),
    Field(
        "description", Text("描述", "Description"), Text("问题的详细内容。", "What it is about."),
        ("工单描述", "内容", "工单内容", "问题描述", "详细描述", "content", "body", "details", "issue details", "consumer complaint narrative", "message"),
        samples=("客户称物流停在杭州中转站。", "需改为公司全称后重开。"), samples_en=("It has been in Hangzhou since Monday.", "Should be the company's full name."),
    ),
    Field(
        "type", Text("工单类型", "Ticket type"), Text("本系统中类型的名称或代码；留空为默认类型。", "Name or code of a type here; empty: the first one."),
        ("ticket type", "type"), samples=("物流核查", "咨询办理"), samples_en=("Parcel enquiry", "Request"),
    ),
    Field(
        "category", Text("问题分类", "Category"), Text("原系统的分类，记入内部备注。", "The category elsewhere; goes into a note."),
        ("工单分类", "分类", "问题类型", "issue type", "product", "help topic", "category name", "类别"), samples=("物流", "发票"), samples_en=("Parcels", "Invoices"),
    ),
    Field(
        "status", Text("状态", "Status"), Text("处理中、待客户、已解决、已关闭等；留空为已关闭。", "Open, pending, solved, closed …; empty: closed."),
        ("工单状态", "当前状态", "current status", "state", "处理状态"), "choice", samples=("已解决", "处理中"), samples_en=("Solved", "Open"),
    ),
    Field(
        "priority", Text("优先级", "Priority"), Text("低、中、高、紧急；留空为中。", "Low, normal, high, urgent; empty: normal."),
        ("紧急程度", "工单优先级", "priority level", "severity"), "choice", samples=("高", "中"), samples_en=("High", "Normal"),
    ),
    Field(
        "tags", Text("标签", "Tags"), Text("多个标签用逗号或顿号分开。", "Several tags are separated by commas."),
        ("工单标签", "ticket tags", "labels"), samples=("大促、破损", ""), samples_en=("peak season, damaged", ""),
    ),
    Field(
        "customer_name", Text("客户姓名", "Customer name"), Text("可留空。", "May be empty."),
        ("客户", "客户名称", "用户名称", "用户姓名", "提单人", "requester", "requester name", "from", "customer", "full name", "联系人", "contact name"),
        samples=("王芳", "李雷"), samples_en=("Fang Wang", "Lei Li"),
    ),
    Field(
        "customer_phone", Text("客户电话", "Customer phone"), Text("用它关联客户；将该列设为“文本”。", "The customer is found by it; format the column as text."),
        ("手机", "手机号", "联系电话", "客户手机", "用户手机", "电话", "phone", "mobile phone", "work phone", "requester phone"), "id",
        samples=("13800138000", ""),
    ),
    Field(
        "customer_email", Text("客户邮箱", "Customer e-mail"), Text("用它关联客户。", "The customer is found by it."),
        ("邮箱", "用户邮箱", "email", "from email", "requester email", "contact email", "customer email"), samples=("", "lilei@example.com"),
    ),
    Field(
        "customer_id", Text("客户编号", "Customer number"), Text("贵司系统里的编号，用它关联客户。", "Your own number; the customer is found by it."),
        ("客户ID", "用户ID", "requester external id", "customerid", "uid", "contact id"), "id",
    ),
    Field("customer_key", Text("客户在原系统的编号", "Customer's number in the old system"), Text("先导入过客户时用它关联。", "For customers who were imported before."), ("requester id",), "id"),
    Field(
        "owner", Text("受理人", "Assignee"), Text("工号、姓名、昵称或邮箱；不认识的按姓名记入备注。", "Employee number, name or e-mail; unknown ones are noted by name."),
        ("受理客服", "受理坐席", "处理人", "负责人", "客服", "agent", "agent assigned", "owner", "assignee name", "坐席"), samples=("8001", ""),
    ),
    Field(
        "team", Text("受理组", "Team"), Text("班组名称；不认识的记入备注。", "Name of a team; unknown ones are noted."),
        ("受理客服组", "受理技能组", "客服组", "group", "team assigned", "department", "queue", "assignee group", "班组"),
    ),
    Field(
        "created_at", Text("创建时间", "Created at"), Text("如 2026-11-26 09:30。", "As in 2026-11-26 09:30."),
        ("提交时间", "创建日期", "created", "date created", "created time", "create date", "date received", "create time", "creation date"), "moment",
        samples=("2026-11-20 09:30", "2026-11-21 14:05"),
    ),
    Field(
        "resolved_at", Text("解决时间", "Solved at"), Text("可留空。", "May be empty."),
        ("完结时间", "完成时间", "办结时间", "solved at", "resolved time", "resolve date", "resolved", "solution time"), "moment", samples=("2026-11-21 10:00", ""),
    ),
    Field(
        "closed_at", Text("关闭时间", "Closed at"), Text("可留空。", "May be empty."), ("closed", "closed date", "closed time", "close date", "结单时间"), "moment",
    ),
    Field(
        "comment", Text("回复内容", "Comment"), Text("一条往来；同一编号可占多行，每行一条。", "One thing that was said; a ticket may take several rows, one for each."),
        ("回复", "评论", "处理记录", "comment body", "reply", "note"),
    ),
    Field("comment_author", Text("回复人", "Comment by"), Text("客户或客服的姓名。", "Name of the customer or agent."), ("评论人", "comment author", "from email of comment")),
    Field("comment_at", Text("回复时间", "Comment at"), Text("如 2026-11-26 09:30。", "As in 2026-11-26 09:30."), ("评论时间", "comment date", "comment time"), "moment"),
    Field("comment_public", Text("是否公开", "Comment is public"), Text("是或否，默认是。", "Yes or no; yes if empty."), ("公开", "public"), "choice"),
    Field("comments", Text("全部往来", "All comments"), Text("JSON 列表，来自系统导出。", "A JSON list out of an export."), ()),
)  # fmt: skip

FAQ = (
    Field("key", Text("标识", "Key"), Text("再次导入时用它找到同一条；可留空。", "The article is known by it next time; may be empty."), ("编号", "id"), "id", samples=("invoice", "refund")),
    Field(
        "question", Text("标准问", "Question"), Text("必填，最多 500 字。", "Required; at most 500 characters."), ("问题", "标准问题", "问句", "title", "标题"),
        is_required=True, samples=("怎么开发票？", "退款多久到账？"), samples_en=("How do I get an invoice?", "When is the refund paid?"),
    ),
    Field(
        "similar", Text("相似问", "Similar questions"), Text("多个用竖线 | 或换行隔开。", "Several are separated by | or line breaks."), ("相似问题", "相似问法", "扩展问"),
        samples=("发票在哪里申请|能开电子发票吗", "退款什么时候到"), samples_en=("Where are invoices|Can I have an e-invoice", "How long does a refund take"),
    ),
    Field(
        "answer", Text("答案", "Answer"), Text("必填，可用 Markdown。", "Required; may be Markdown."), ("回答", "标准答案", "内容", "body", "content"),
        is_required=True, samples=("在订单详情页点击“申请开票”。", "7 天内原路退回。"), samples_en=("On the order's page, press “Invoice”.", "Within 7 days, the way you paid."),
    ),
    Field("category", Text("分类", "Category"), Text("多级用 / 隔开；没有的会新建。", "Levels are separated by /; missing ones are made."), ("类目", "目录", "section"), samples=("发票", "售后/退款"), samples_en=("Invoices", "After sales/Refunds")),
)  # fmt: skip

REPLIES = (
    Field("folder", Text("分组", "Folder"), Text("多级用 / 隔开。", "Levels are separated by /."), ("文件夹", "目录", "分类", "category"), samples=("开场", "售后/退款"), samples_en=("Greeting", "After sales/Refunds")),
    Field("code", Text("编码", "Shortcut"), Text("输入 / 加编码即可调出；可留空。", "Typed after a slash; may be empty."), ("快捷编码", "快捷码", "shortcut code"), samples=("hi", "tk")),
    Field("title", Text("标题", "Title"), Text("留空取内容的开头。", "Empty: the beginning of the text."), ("名称",), samples=("问候", "退款时效"), samples_en=("Hello", "Refund time")),
    Field(
        "text", Text("内容", "Text"), Text("必填；{客户姓名} 等变量会被替换。", "Required; variables in braces are filled in."), ("回复内容", "话术", "快捷短语", "content", "body"),
        is_required=True, samples=("您好，{客户姓名}，请问有什么可以帮您？", "退款会在 7 天内原路退回。"), samples_en=("Hello {客户姓名}, how may I help?", "It will be paid back within 7 days."),
    ),
    Field("disposition", Text("会话小结编码", "Disposition code"), Text("可留空。", "May be empty."), ()),
    Field("tag", Text("客户标签", "Customer tag"), Text("可留空。", "May be empty."), ()),
)  # fmt: skip

AGENTS = (
    Field("employee_number", Text("工号", "Employee number"), Text("必填；再次导入时用它认人。", "Required; somebody is known by it next time."), ("员工编号", "坐席工号", "agent number"), "id", True, ("8001", "8002")),
    Field("name", Text("姓名", "Name"), Text("必填。", "Required."), ("真实姓名", "real name", "full name"), is_required=True, samples=("张三", "李四"), samples_en=("San Zhang", "Si Li")),
    Field("nickname", Text("昵称", "Nickname"), Text("客户看到的名字。", "What customers see."), ("花名", "display name"), samples=("小青", "小禾"), samples_en=("Qing", "He")),
    Field("mobile", Text("手机", "Mobile"), Text("可用于登录。", "May be used to sign in."), ("手机号", "mobile number", "phone"), "id", samples=("13800000001", "")),
    Field("email", Text("邮箱", "E-mail"), Text("可用于登录。", "May be used to sign in."), ("email",), samples=("", "lisi@example.com")),
    Field("team", Text("班组", "Team"), Text("多个用顿号隔开；没有的会新建。", "Several are separated by commas; missing ones are made."), ("组", "teams", "group", "部门"), samples=("售前一组", "售前一组"), samples_en=("Sales 1", "Sales 1")),
    Field("skills", Text("技能", "Skills"), Text("如 退款：3、物流：4。", "As in refunds:3, parcels:4."), ("skill",), samples=("退款:3、物流:4", "退款"), samples_en=("refunds:3, parcels:4", "refunds")),
    Field("role", Text("角色", "Role"), Text("角色的名称；默认客服。", "Name of a role; agent if empty."), (), samples=("客服", "客服"), samples_en=("Agent", "Agent")),
    Field("password", Text("初始密码", "Initial password"), Text("新员工必填，首次登录须修改。", "Required for new ones, who must change it at once."), (), samples=("Kf-2468-ab", "Kf-2468-ab")),
    Field("capacity", Text("接待上限", "Chat capacity"), Text("同时接待的会话数。", "How many chats at a time."), ("最大接待数",), samples=("5", "5")),
)  # fmt: skip

CONTACTS = (
    Field("key", Text("记录编号", "Record number"), Text("原系统的编号，用它去重；可留空。", "Its number elsewhere, by which it is known again; may be empty."), ("通话ID", "会话ID", "call id", "session id", "id", "通话编号", "会话编号"), "id", samples=("A0001", "A0002")),
    Field("channel", Text("渠道", "Channel"), Text("通话或会话；默认通话。", "Call or chat; call if empty."), ("类型", "type"), "choice", samples=("通话", "会话"), samples_en=("Call", "Chat")),
    Field("phone", Text("电话", "Phone"), Text("电话、邮箱、客户编号至少填一项，用来关联客户。", "One of phone, e-mail and customer number is needed to find the customer."), ("客户电话", "主叫号码", "来电号码", "客户号码", "手机号", "caller", "customer number", "访客电话"), "id", samples=("13800138000", "13800138000")),
    Field("email", Text("邮箱", "E-mail"), Text("可留空。", "May be empty."), ("email", "访客邮箱")),
    Field("customer_id", Text("客户编号", "Customer id"), Text("可留空。", "May be empty."), ("客户ID", "用户ID", "external id"), "id"),
    Field("customer_name", Text("客户姓名", "Customer name"), Text("新客户的姓名。", "Name of a new customer."), ("客户", "访客名称", "用户名称", "姓名", "name"), samples=("王芳", "王芳"), samples_en=("Fang Wang", "Fang Wang")),
    Field("direction", Text("方向", "Direction"), Text("呼入或呼出。", "In or out."), ("呼叫类型", "呼叫方向", "call type"), "choice", samples=("呼入", ""), samples_en=("In", "")),
    Field("started_at", Text("开始时间", "Started at"), Text("必填。", "Required."), ("通话时间", "呼叫时间", "会话开始时间", "接入时间", "start time", "date", "created at"), "moment", True, ("2026-11-20 09:30", "2026-11-21 14:05")),
    Field("duration", Text("时长", "Duration"), Text("秒数，或如 0:12:05。", "Seconds or h:mm:ss."), ("通话时长", "会话时长", "talk time", "seconds"), samples=("95", "0:12:05")),
    Field("agent", Text("客服", "Agent"), Text("姓名，按原样记录。", "By name, as it is."), ("坐席", "接待客服", "受理客服", "agent name"), samples=("小青", "小青"), samples_en=("Qing", "Qing")),
    Field("result", Text("结果", "Result"), Text("如 已接通、未接。", "As in answered, missed."), ("通话结果", "接听状态", "status", "disposition"), samples=("已接通", ""), samples_en=("answered", "")),
    Field("summary", Text("小结", "Summary"), Text("可留空。", "May be empty."), ("会话小结", "通话小结", "备注", "咨询分类", "summary note", "内容"), samples=("咨询物流进度", ""), samples_en=("Asked for a parcel", "")),
)  # fmt: skip

FIELDS: dict[str, tuple[Field, ...]] = {
    "customers": CUSTOMERS,
    "tickets": TICKETS,
    "faq": FAQ,
    "replies": REPLIES,
    "agents": AGENTS,
    "contacts": CONTACTS,
}
NAMES: dict[str, Text] = {
    "customers": Text("客户", "Customers"),
    "tickets": Text("工单", "Tickets"),
    "faq": Text("问答", "Questions and answers"),
    "replies": Text("快捷回复", "Quick replies"),
    "agents": Text("员工", "Staff"),
    "contacts": Text("历史往来", "Past calls and chats"),
}
HIDDEN = ("key", "role", "brand", "customer_key", "comments")
"""Fields that only exports of other systems have; templates leave them out, except the key of tickets and the like."""


def in_template(kind: str) -> list[Field]:
    return [field for field in FIELDS[kind] if field.code not in HIDDEN or (field.code == "key" and any(field.samples))]


OF_FORM = Text("该类型工单的表单字段。", "A field of the form of such tickets.")
READS = {
    "text": Text("最多 300 字。", "At most 300 characters."),
    "long": Text("最多 5000 字。", "At most 5000 characters."),
    "number": Text("数字。", "A number."),
    "money": Text("金额，最多两位小数。", "Money, two decimals at most."),
    "date": Text("日期，如 2026-11-26。", "A date as in 2026-11-26."),
    "yes_no": Text("是或否。", "Yes or no."),
}
NEEDED = Text("新客户必填。", "Required of new customers. ")


def own(one: forms.Field) -> Field:
    """An own field of customers; none is needed of those who are known already."""
    names = [forms.name_of(option) for option in one.get("options", [])]
    one_of = Text(
        f"选填其一：{'、'.join(name.zh for name in names)}。", f"One of: {', '.join(name.en for name in names)}."
    )
    needed, reads = NEEDED if one["is_required"] else Text("", ""), READS.get(one["kind"], one_of)
    about = Text(needed.zh + reads.zh, needed.en + reads.en)
    return Field(f"values.{one['code']}", forms.name_of(one), about, (one["code"],))
