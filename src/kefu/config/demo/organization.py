"""Who works for 青禾优选: brands, skills, people and teams. Whatever exists already stays as it is."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from kefu.foundation.accounts import actions as accounts
from kefu.foundation.accounts import queries
from kefu.foundation.accounts.models import Brand, Role, Skill, Team, User
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization

CODE = "demo"
NAME = "青禾优选"
PASSWORD = "kefu-demo"
OWNER = "admin@demo.test"

SHOP, TRAVEL, BANK = "qinghe", "travel", "bank"
BRANDS = {
    SHOP: ("青禾优选", "#1f8f5f"),
    TRAVEL: ("青禾出行", "#1677ff"),
    BANK: ("Qinghe Bank (English demo)", "#5b3fd6"),
}
PRESALE, AFTERSALES, REFUND, ON_THE_WAY, ENGLISH = "presale", "aftersales", "refund", "travel", "english"
SKILLS = {PRESALE: "售前", AFTERSALES: "售后", REFUND: "退款", ON_THE_WAY: "出行", ENGLISH: "English"}


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff; `brands` empty means all of them, `skills` maps codes to levels 1..5."""

    login: str
    role: str
    name: str
    nickname: str
    number: str | None = None
    brands: tuple[str, ...] = ()
    skills: tuple[tuple[str, int], ...] = ()

    @property
    def email(self) -> str:
        return f"{self.login}@demo.test"


COLLEAGUES = (
    Colleague("supervisor", "supervisor", "林慧", "林组长"),
    Colleague("qa", "qa", "沈静", "小沈"),
    Colleague(
        "agent1",
        "agent",
        "何晓禾",
        "小禾",
        "8001",
        (SHOP, BANK),
        ((PRESALE, 5), (AFTERSALES, 3), (REFUND, 3), (ENGLISH, 4)),
    ),
    Colleague("agent2", "agent", "米佳", "小米", "8002", (SHOP, BANK), ((PRESALE, 4), (ENGLISH, 3))),
    Colleague("agent3", "agent", "周青", "阿青", "8003", (SHOP,), ((AFTERSALES, 5), (REFUND, 5), (PRESALE, 2))),
    Colleague("agent4", "agent", "陶然", "小陶", "8004", (SHOP,), ((AFTERSALES, 4),)),
    Colleague("agent5", "agent", "郑远", "阿远", "8005", (SHOP, TRAVEL), ((PRESALE, 3), (ON_THE_WAY, 3))),
    Colleague("agent6", "agent", "孙舟", "小舟", "8006", (TRAVEL,), ((ON_THE_WAY, 5),)),
)
LEADER = "supervisor"
TEAMS = {"售前组": ("agent1", "agent2"), "售后组": ("agent3", "agent4"), "出行组": ("agent5", "agent6")}


def founded() -> Actor:
    """Somebody to act in the demo's organization, which is made with its owner when it is missing.

    Raises Conflict when a company that is no demo bears its code.
    """
    organization = Organization.objects.filter(code=CODE).first()
    if organization is None:
        organization, _ = accounts.create_organization(
            code=CODE, name=NAME, admin_email=OWNER, password=PASSWORD, admin_name="青禾店主", is_demo=True
        )
    if not organization.is_demo:
        text = Text(f"代码 {CODE} 已被正式组织使用。", f"The code {CODE} belongs to an organization that is no demo.")
        raise Conflict("no_demo", text)
    return system(organization.id, "kefu demo")


def plant_brands(actor: Actor) -> dict[str, Brand]:
    """The brands by code; the one that every organization is born with becomes the shop."""
    found = {brand.code: brand for brand in queries.brands(actor)}
    if SHOP not in found and "default" in found:
        name, color = BRANDS[SHOP]
        changes = {"code": SHOP, "name": name, "color": color}
        found[SHOP] = accounts.update_brand(actor, brand_id=found["default"].id, changes=changes)
    for code, (name, color) in BRANDS.items():
        if code not in found:
            found[code] = accounts.create_brand(actor, code=code, name=name, color=color)
    return {code: found[code] for code in BRANDS}


def plant_skills(actor: Actor) -> dict[str, Skill]:
    found = {skill.code: skill for skill in queries.skills(actor)}
    for code, name in SKILLS.items():
        if code not in found:
            found[code] = accounts.create_skill(actor, code=code, name=name)
    return {code: found[code] for code in SKILLS}


def plant_people(actor: Actor, brands: dict[str, Brand], skills: dict[str, Skill]) -> dict[str, User]:
    """The staff by login. One hash serves them all: hashing is slow on purpose, and they share the password."""
    found = {user.email: user for user in User.objects.for_actor(actor)}
    roles = {role.code: role for role in Role.objects.for_actor(actor)}
    missing = [colleague for colleague in COLLEAGUES if colleague.email not in found]
    password_hash = make_password(PASSWORD) if missing else None
    for colleague in missing:
        found[colleague.email] = accounts.create_user(
            actor,
            name=colleague.name,
            nickname=colleague.nickname,
            email=colleague.email,
            employee_number=colleague.number,
            role_id=roles[colleague.role].id,
            password=PASSWORD,
            password_hash=password_hash,
            must_change_password=False,
            brand_ids=[brands[code].id for code in colleague.brands],
            skills=[{"skill_id": skills[code].id, "level": level} for code, level in colleague.skills],
        )
    return {colleague.login: found[colleague.email] for colleague in COLLEAGUES}


def plant_teams(actor: Actor, people: dict[str, User]) -> dict[str, Team]:
    found = {team.name: team for team in queries.teams(actor)}
    for name, logins in TEAMS.items():
        if name not in found:
            members = [people[login].id for login in logins]
            found[name] = accounts.create_team(actor, name=name, leader_ids=[people[LEADER].id], member_ids=members)
    return {name: found[name] for name in TEAMS}
