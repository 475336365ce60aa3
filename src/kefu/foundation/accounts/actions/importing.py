"""Many members of staff at once, from an Excel sheet or CSV."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kefu.kernel import audit, files, tables
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Invalid, Problem
from kefu.kernel.i18n import Text
from kefu.kernel.text import fold

from .. import permissions, queries, rules
from ..models import Membership, Role, Team, User, UserSkill
from .skills import create_skill
from .teams import create_team
from .users import create_user, update_user, ways_to_sign_in

HEADERS: Mapping[str, tuple[str, ...]] = {
    "employee_number": ("工号", "employee number"),
    "name": ("姓名", "real name"),
    "nickname": ("昵称",),
    "mobile": ("手机", "手机号", "mobile number", "phone"),
    "email": ("邮箱", "e-mail"),
    "team": ("组", "班组", "teams"),
    "skills": ("技能", "skill"),
    "role": ("角色",),
    "password": ("初始密码", "initial password"),
    "capacity": ("接待上限", "chat capacity"),
}
IMPORT_SAMPLES = (
    ("8001", "张三", "小青", "13800000001", "", "售前一组", "退款:3、物流:4", "客服", "Kf-2468-ab", "5"),
    ("8002", "李四", "小禾", "", "lisi@example.com", "售前一组", "退款", "客服", "Kf-2468-ab", "5"),
)
DEFAULT_LEVEL = 3
_LIST = re.compile(r"[、,,;;/|\n]+")
_LEVEL = re.compile(r"\s*[::]\s*(\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Imported:
    """read = accepted + quarantined; `rejects_url` leads to the quarantined rows with a column 原因."""

    read: int
    accepted: int
    quarantined: int
    rejects_url: str | None


def import_template() -> bytes:
    """An xlsx with the columns and two sample rows."""
    return tables.write_xlsx([names[0] for names in HEADERS.values()], IMPORT_SAMPLES)


@transaction.atomic
def import_users(actor: Actor, *, name: str, content: bytes) -> Imported:
    """Create the users of a table; one whose 工号 exists is updated in the cells that are filled, password excepted.

    New ones must change the initial password when they first sign in. Teams and skills that do not exist yet are made.
    Each row stands or falls alone. Raises Invalid or TooLarge when the file is no such table.
    """
    actor.require(permissions.USERS_MANAGE)
    table = tables.read(name, content, headers=HEADERS, required=["employee_number", "name"])
    taken = import_user_rows(actor, table.rows, label=name)
    rejects = [(row, taken.refused[row.number]) for row in table.rows if row.number in taken.refused]
    url = None
    if rejects:
        kept = files.keep(actor, name="rejects.xlsx", content=table.with_reasons(rejects), type=tables.XLSX)
        url = files.link(kept.id)
    return Imported(len(table.rows), len(table.rows) - len(rejects), len(rejects), url)


@transaction.atomic
def import_user_rows(actor: Actor, rows: Sequence[tables.Row], *, label: str) -> tables.Taken:
    """Rows with the fields of HEADERS, as `import_users` takes them; `label` is where they come from."""
    actor.require(permissions.USERS_MANAGE)
    importer = _Importer(actor)
    became: dict[int, str] = {}
    refused: dict[int, str] = {}
    for row in rows:
        try:
            with transaction.atomic():
                became[row.number] = importer.take(row)
        except Problem as problem:
            refused[row.number] = problem.text.in_language()
            importer.read_again()  # a team or skill made for this row is gone with it
    audit.record(
        actor, action="users.imported", target_type="file", target_id=label[:64], target_label=label,
        after={"read": len(rows), "quarantined": len(refused)},
    )  # fmt: skip
    created, updated = (
        frozenset(number for number, what in became.items() if what == wanted) for wanted in ("created", "updated")
    )
    return tables.Taken(created, updated, refused)


class _Importer:
    """What the rows of one file share."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.seen: set[str] = set()
        self.hashes: dict[str, str] = {}
        self.roles: dict[str, Role] = {}
        for role in queries.roles(actor):
            self.roles |= {fold(name): role for name in (role.code, role.name_zh, role.name_en)}
        self.read_again()

    def read_again(self) -> None:
        self.teams = {fold(team.name): team for team in Team.objects.for_actor(self.actor)}
        self.skills = {fold(key): skill for skill in queries.skills(self.actor) for key in (skill.code, skill.name)}

    def take(self, row: tables.Row) -> str:
        """created, updated, or unchanged."""
        number = rules.employee_number(row["employee_number"])
        if not number:
            raise Invalid("wrong_employee_number", Text("请填写工号。", "Give an employee number."))
        if number in self.seen:
            raise Invalid(
                "twice", Text("该工号在文件中出现了多次。", "This employee number occurs more than once in the file.")
            )
        details = self._details(row)
        known = User.objects.for_actor(self.actor).filter(employee_number=number).first()
        became = "created" if known is None else "updated" if self._differs(known, details) else "unchanged"
        if known is None:
            self._create(row, {**details, "employee_number": number})
        elif became == "updated":
            update_user(self.actor, user_id=known.id, changes=details)
        self.seen.add(number)
        return became

    def _differs(self, user: User, details: Mapping[str, Any]) -> bool:
        """Whether the filled cells say anything else of somebody than what is known."""
        plain = {
            name: value for name, value in details.items() if name not in ("team_ids", "skills", "mobile", "email")
        }
        plain |= ways_to_sign_in({name: details[name] for name in ("mobile", "email") if name in details})
        if any(getattr(user, name) != value for name, value in plain.items()):
            return True
        if "team_ids" in details:
            teams = Membership.objects.for_actor(self.actor).filter(user=user).values_list("team_id", flat=True)
            if set(teams) != set(details["team_ids"]):
                return True
        if "skills" in details:
            rows = UserSkill.objects.for_actor(self.actor).filter(user=user).values_list("skill_id", "level")
            return set(rows) != {(one["skill_id"], one["level"]) for one in details["skills"]}
        return False

    def _create(self, row: tables.Row, details: dict[str, Any]) -> None:
        password = row["password"]
        if not password:
            raise Invalid("no_password", Text("请填写初始密码。", "Give an initial password."))
        details.setdefault("name", "")
        details.setdefault("role_id", self._role("agent").id)
        # A sheet gives the same initial password to a whole shift; it lives until the first sign-in, so one hash may do
        # for all of them: hashing takes a quarter of a second on purpose.
        if password not in self.hashes:
            self.hashes[password] = make_password(password)
        create_user(self.actor, password=password, password_hash=self.hashes[password], **details)

    def _details(self, row: tables.Row) -> dict[str, Any]:
        details: dict[str, Any] = {field: row[field] for field in ("name", "nickname", "mobile", "email") if row[field]}
        if row["role"]:
            details["role_id"] = self._role(row["role"]).id
        if row["capacity"]:
            if not row["capacity"].isdecimal():
                raise Invalid("wrong_chat_capacity", Text("接待上限应为数字。", "The capacity must be a number."))
            details["chat_capacity"] = int(row["capacity"])
        if row["team"]:
            details["team_ids"] = [self._team(name) for name in _items(row["team"])]
        if row["skills"]:
            details["skills"] = [self._skill(written) for written in _items(row["skills"])]
        return details

    def _role(self, name: str) -> Role:
        role = self.roles.get(fold(name))
        if role is None:
            raise Invalid("unknown_role", Text(f"没有角色“{name}”。", f"There is no role “{name}”."))
        return role

    def _team(self, name: str) -> UUID:
        key = fold(name)
        if key not in self.teams:
            self.teams[key] = create_team(self.actor, name=name)
        return self.teams[key].id

    def _skill(self, written: str) -> dict[str, Any]:
        level = _LEVEL.search(written)
        name = _LEVEL.sub("", written)
        key = fold(name)
        if key not in self.skills:
            self.skills[key] = create_skill(self.actor, code=name[:40], name=name)
        return {"skill_id": self.skills[key].id, "level": int(level[1]) if level else DEFAULT_LEVEL}


def _items(written: str) -> list[str]:
    return [item.strip() for item in _LIST.split(written) if item.strip()]
