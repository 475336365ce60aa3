"""Customers with what they are known by, and members of staff."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer, Identity
from kefu.kernel import forms
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .base import OWN, Cells, Column, Subject, chosen, column, fixed, moment, yes

OWN_FIELD = Text("贵组织为客户添加的字段", "A field that your organization gave its customers")
ARCHIVED_FIELD = Text("贵组织为客户添加的字段，已归档", "A field that your organization gave its customers, archived")
TIERS = {"normal": Text("普通", "Normal"), "vip": Text("贵宾", "VIP")}
CUSTOMER_COLUMNS = (
    column("name", "客户", "Customer", "客户的姓名或称呼", "Their name, as staff know them"),
    column("tier", "等级", "Tier", "普通或贵宾", "Normal or VIP"),
    column("phones", "电话", "Telephones", "多个以“、”分隔", "Several are joined by “、”"),
    column("emails", "邮箱", "E-mails", "多个以“、”分隔", "Several are joined by “、”"),
    column("externals", "外部编号", "External ids", "其他系统中的编号", "As other systems know them"),
    column("address", "地址", "Address", "用于选择网点与上门服务", "For branches and visits"),
    column("tags", "标签", "Tags", "多个以“、”分隔", "Several are joined by “、”"),
    column("note", "备注", "Note", "员工写的备注，客户看不到", "Written by staff; customers do not see it"),
    column("brand", "品牌", "Brand", "客户所属的品牌", "To which brand they belong"),
    column("created_at", "创建时间（北京时间）", "Made (Beijing)", "档案建立的时间", "When the record was made"),
    column(
        "updated_at", "更新时间（北京时间）", "Changed (Beijing)", "档案最近修改的时间", "When the record last changed"
    ),
    column("id", "客户标识", "Id", "接口使用的标识", "As the API knows it"),
)
STAFF_COLUMNS = (
    column("employee_number", "工号", "Employee number", "登录与报给客户的工号", "For signing in, and told to callers"),
    column("name", "姓名", "Name", "真实姓名，客户看不到", "Real name; customers do not see it"),
    column("nickname", "昵称", "Nickname", "客户看到的称呼", "As customers know them"),
    column("role", "角色", "Role", "决定能做什么、能看到谁", "Decides what they may do and whose work they see"),
    column("teams", "班组", "Teams", "组长后标“*”", "Those that they lead bear “*”"),
    column("skills", "技能", "Skills", "技能与等级", "With their level"),
    column("mobile", "手机", "Mobile", "转接到手机时拨打的号码", "Called when they work by mobile"),
    column("email", "邮箱", "E-mail", "登录与接收通知的邮箱", "For signing in and notices"),
    column(
        "chat_capacity",
        "同时接待数",
        "Chats at once",
        "最多同时接待的会话数",
        "How many chats they hold at once at most",
    ),
    column("is_active", "在用", "Active", "停用后为“否”", "“No” for who was let go"),
    column("id", "员工标识", "Id", "接口使用的标识", "As the API knows it"),
)


def _customer_columns(actor: Actor) -> Sequence[Column]:
    """Those of every customer, then the organization's own fields, those that are archived too."""
    names = {name for one in CUSTOMER_COLUMNS for name in (one.name.zh, one.name.en)}
    found = list(CUSTOMER_COLUMNS)
    for field in customers.own_fields(actor, with_archived=True):
        name = forms.name_of(field)
        if name.zh in names or name.en in names:
            name = Text(f"{name.zh}（自定义）", f"{name.en} (own)")
        found.append(Column(OWN + field["code"], name, ARCHIVED_FIELD if field["is_archived"] else OWN_FIELD))
    return found


def _customers(actor: Actor) -> QuerySet[Customer]:
    return customers.visible(actor).select_related("brand")


def _tell_customers(actor: Actor, found: Sequence[Customer], columns: Sequence[Column]) -> Iterator[Cells]:
    own = {field["code"]: field for field in customers.own_fields(actor, with_archived=True)}
    codes = [one.code.removeprefix(OWN) for one in columns[len(CUSTOMER_COLUMNS) :]]
    for customer in found:
        known: dict[str, list[str]] = {kind: [] for kind in Identity.Kind.values}
        for identity in customer.identities.all():
            known[identity.kind].append(identity.value)
        yield [
            customer.name, chosen(TIERS, customer.tier), "、".join(known["phone"]), "、".join(known["email"]),
            "、".join(known["external"]), customer.address, "、".join(customer.tags), customer.note, customer.brand.name,
            moment(customer.created_at), moment(customer.updated_at), str(customer.id),
            *(forms.in_words(own.get(code), customer.values.get(code)) for code in codes),
        ]  # fmt: skip


def _tell_staff(actor: Actor, found: Sequence[User], columns: Sequence[Column]) -> Iterator[Cells]:
    for person in accounts.people(actor, found):
        user = person.user
        yield [
            user.employee_number or "", user.name, user.nickname, Text(user.role.name_zh, user.role.name_en).in_language(),
            "、".join(one.team.name + ("*" if one.is_leader else "") for one in person.memberships),
            "、".join(f"{one.skill.code} {one.level}" for one in person.skills), user.mobile or "", user.email or "",
            user.chat_capacity, yes(user.is_active), str(user.id),
        ]  # fmt: skip


CUSTOMERS = Subject("customers", Text("客户", "Customers"), _customer_columns, _customers, _tell_customers)
STAFF = Subject(
    "staff", Text("员工", "Staff"), fixed(*STAFF_COLUMNS), accounts.seen_users, _tell_staff,
    dated="",
)  # fmt: skip
