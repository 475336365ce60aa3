"""Customers with what they are known by, and members of staff."""

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from kefu.foundation.accounts import queries as accounts
from kefu.foundation.accounts.models import User
from kefu.foundation.customers import queries as customers
from kefu.foundation.customers.models import Customer, Identity
from kefu.kernel.actor import Actor
from kefu.kernel.i18n import Text

from .base import Cells, Column, Subject, chosen, column, fixed, moment, yes

TIERS = {"normal": Text("普通", "Normal"), "vip": Text("贵宾", "VIP")}
CUSTOMER_COLUMNS = (
    column("name", "客户", "Customer"),
    column("tier", "等级", "Tier"),
    column("phones", "电话", "Telephones", "多个以“、”分隔", "Several are joined by “、”"),
    column("emails", "邮箱", "E-mails", "多个以“、”分隔", "Several are joined by “、”"),
    column("externals", "外部编号", "External ids", "其他系统中的编号", "As other systems know them"),
    column("address", "地址", "Address"),
    column("tags", "标签", "Tags"),
    column("note", "备注", "Note"),
    column("brand", "品牌", "Brand"),
    column("created_at", "创建时间（北京时间）", "Made (Beijing)"),
    column("updated_at", "更新时间（北京时间）", "Changed (Beijing)"),
    column("id", "客户标识", "Id", "接口使用的标识", "As the API knows it"),
)
STAFF_COLUMNS = (
    column("employee_number", "工号", "Employee number"),
    column("name", "姓名", "Name"),
    column("nickname", "昵称", "Nickname", "客户看到的称呼", "As customers know them"),
    column("role", "角色", "Role"),
    column("teams", "班组", "Teams", "组长后标“*”", "Those that they lead bear “*”"),
    column("skills", "技能", "Skills", "技能与等级", "With their level"),
    column("mobile", "手机", "Mobile"),
    column("email", "邮箱", "E-mail"),
    column("chat_capacity", "同时接待数", "Chats at once"),
    column("is_active", "在用", "Active", "停用后为“否”", "“No” for who was let go"),
    column("id", "员工标识", "Id", "接口使用的标识", "As the API knows it"),
)


def _customers(actor: Actor) -> QuerySet[Customer]:
    return customers.visible(actor).select_related("brand")


def _tell_customers(actor: Actor, found: Sequence[Customer], columns: Sequence[Column]) -> Iterator[Cells]:
    for customer in found:
        known: dict[str, list[str]] = {kind: [] for kind in Identity.Kind.values}
        for identity in customer.identities.all():
            known[identity.kind].append(identity.value)
        yield [
            customer.name, chosen(TIERS, customer.tier), "、".join(known["phone"]), "、".join(known["email"]),
            "、".join(known["external"]), customer.address, "、".join(customer.tags), customer.note, customer.brand.name,
            moment(customer.created_at), moment(customer.updated_at), str(customer.id),
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


CUSTOMERS = Subject("customers", Text("客户", "Customers"), fixed(*CUSTOMER_COLUMNS), _customers, _tell_customers)
STAFF = Subject(
    "staff", Text("员工", "Staff"), fixed(*STAFF_COLUMNS), accounts.seen_users, _tell_staff,
    dated="",
)  # fmt: skip
