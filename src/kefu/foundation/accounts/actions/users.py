"""Members of staff: creating, changing, deactivating."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kefu.kernel import audit, clock
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one
from kefu.kernel.text import pinyin_key, storable

from .. import events, permissions, queries, rules
from ..models import (
    ApiToken,
    Membership,
    Presence,
    PresenceInterval,
    PresenceStatus,
    Role,
    Skill,
    Team,
    User,
    UserSkill,
)
from .granting import ensure_may_appoint, ensure_may_brand, ensure_may_change
from .passwords import ensure_strong
from .presence import change_presence
from .saving import save

CHANNELS = ["chat"]
AUDITED = (
    "employee_number", "mobile", "email", "name", "nickname", "locale", "role_id", "brand_ids", "chat_capacity", "is_active",
)  # fmt: skip
MAX_CAPACITY = 100
LONGEST = {"employee_number": 32, "email": 254, "name": 80, "nickname": 80}


@transaction.atomic
def create_user(
    actor: Actor,
    *,
    name: str,
    role_id: UUID,
    password: str,
    must_change_password: bool = True,
    password_hash: str | None = None,
    **details: Any,
) -> User:
    """Create a member of staff, offline. `details` as in update_user; one of employee_number, mobile, email is needed.

    `password_hash` spares hashing when many get the same initial password. Raises Conflict when a way to sign in is
    taken, Invalid for wrong fields, Forbidden when the role goes beyond the actor's own permissions.
    """
    actor.require(permissions.USERS_MANAGE)
    role = one(Role.objects.for_actor(actor).filter(id=role_id))
    ensure_may_appoint(actor, role)
    user = User(organization_id=actor.organization_id, role=role, must_change_password=must_change_password)
    _set_fields(actor, user, {"name": name, "brand_ids": list(actor.brand_ids or ()), **details})
    ensure_strong(password, user)
    if password_hash:
        user.password = password_hash
    else:
        user.set_password(password)
    save(user)
    _set_relations(actor, user, details)
    now = clock.now()
    Presence.objects.create(organization_id=user.organization_id, user=user, since=now, channels=CHANNELS)
    PresenceInterval.objects.create(
        organization_id=user.organization_id, user=user, status=PresenceStatus.OFFLINE, started_at=now
    )
    audit.record(
        actor,
        action="user.created",
        target_type="user",
        target_id=user.id,
        target_label=user.name,
        after=_audited(user),
    )
    events.announce_user(user)
    return user


@transaction.atomic
def update_user(actor: Actor, *, user_id: UUID, changes: Mapping[str, Any]) -> User:
    """Change what `changes` names: employee_number, mobile, email, name, nickname, locale, role_id, brand_ids,
    chat_capacity (0..100), is_active, team_ids, skills ([{skill_id, level 1..5}]).

    Raises as create_user does, and Conflict when no active owner would be left.
    """
    actor.require(permissions.USERS_MANAGE)
    others = _lock_owners(actor) - {user_id} if {"role_id", "is_active"} & changes.keys() else set()
    user = one(User.objects.for_actor(actor).select_for_update(of=("self",)).select_related("role").filter(id=user_id))
    ensure_may_change(actor, user)
    before = _audited(user)
    if changes.get("role_id") not in (None, user.role_id):
        role = one(Role.objects.for_actor(actor).filter(id=changes["role_id"]))
        ensure_may_appoint(actor, role)
        _ensure_another_owner(user, others)
        user.role = role
    if changes.get("is_active") is False and user.is_active:
        _ensure_another_owner(user, others)
        _retire(actor, user)
    _set_fields(actor, user, changes)
    save(user)
    _set_relations(actor, user, changes)
    audit.record(
        actor, action="user.updated", target_type="user", target_id=user.id, target_label=user.name,
        before=before, after=_audited(user),
    )  # fmt: skip
    events.announce_user(user)
    if {"role_id", "brand_ids", "team_ids", "is_active"} & changes.keys():
        events.announce_access(user)
        transaction.on_commit(queries.forget)
    return user


def deactivate_user(actor: Actor, *, user_id: UUID) -> User:
    """Take away somebody's access; what they did stays. Raises Conflict for the last owner."""
    return update_user(actor, user_id=user_id, changes={"is_active": False})


def ways_to_sign_in(written: Mapping[str, Any]) -> dict[str, str | None]:
    """Employee number, mobile and e-mail as they are stored, of those that `written` names. Raises Invalid."""
    found: dict[str, str | None] = {}
    if "employee_number" in written:
        found["employee_number"] = rules.employee_number(written["employee_number"] or "") or None
    if "mobile" in written:
        found["mobile"] = None
        if (written["mobile"] or "").strip():
            found["mobile"] = rules.mobile_number(written["mobile"])
            if found["mobile"] is None:
                raise _wrong("mobile", Text("手机号不正确，请检查。", "This is not a valid telephone number."))
    if "email" in written:
        found["email"] = rules.email_address(written["email"] or "") or None
        if found["email"]:
            try:
                validate_email(found["email"])
            except ValidationError as error:
                raise _wrong(
                    "email", Text("邮箱地址不正确，请检查。", "This is not a valid e-mail address.")
                ) from error
    return found


def _set_fields(actor: Actor, user: User, changes: Mapping[str, Any]) -> None:
    for field, value in ways_to_sign_in(changes).items():
        setattr(user, field, value)
    if not (user.employee_number or user.mobile or user.email):
        text = Text("工号、手机号、邮箱至少填写一项。", "Give at least one of employee number, mobile and e-mail.")
        raise _wrong("employee_number", text)
    for field in ("name", "nickname"):
        if field in changes:
            setattr(user, field, storable(changes[field] or "").strip())
    if not user.name:
        raise _wrong("name", Text("请填写姓名。", "Give a name."))
    if changes.get("chat_capacity") is not None:
        if not 0 <= changes["chat_capacity"] <= MAX_CAPACITY:
            raise _wrong("chat_capacity", Text("接待上限为 0 到 100。", "The capacity is between 0 and 100."))
        user.chat_capacity = changes["chat_capacity"]
    if changes.get("locale"):
        user.locale = changes["locale"]
    if changes.get("is_active") is not None:
        user.is_active = changes["is_active"]
    if "brand_ids" in changes:
        ensure_may_brand(actor, changes["brand_ids"] or [])
        user.brand_ids = list(dict.fromkeys(changes["brand_ids"] or []))
    user.pinyin = f"{pinyin_key(user.name, person=True)} {pinyin_key(user.nickname)}".strip()[:400]
    _ensure_lengths(user)


def _ensure_lengths(user: User) -> None:
    for field, longest in LONGEST.items():
        if len(getattr(user, field) or "") > longest:
            raise _wrong(field, Text(f"最多 {longest} 个字符。", f"At most {longest} characters."))


def _set_relations(actor: Actor, user: User, changes: Mapping[str, Any]) -> None:
    if changes.get("team_ids") is not None:
        _set_teams(actor, user, set(changes["team_ids"]))
    if changes.get("skills") is not None:
        _set_skills(actor, user, {skill["skill_id"]: skill["level"] for skill in changes["skills"]})


@transaction.atomic
def set_skills(actor: Actor, user_id: UUID, levels: Mapping[UUID, int]) -> User:
    """Give somebody in the actor's scope exactly these skills at level 1..5; needs skills.manage."""
    actor.require(permissions.SKILLS_MANAGE)
    user = one(User.objects.for_actor(actor).filter(id=user_id, is_active=True).select_for_update())
    if actor.user_ids is not None and user.id not in actor.user_ids:
        raise Forbidden(
            "out_of_scope", Text("该员工不在您的管理范围内。", "This member of staff is outside of your scope.")
        )
    held = UserSkill.objects.for_actor(actor).filter(user=user).values_list("skill_id", "level")
    before = {str(skill): level for skill, level in held}
    _set_skills(actor, user, levels)
    audit.record(
        actor,
        action="user.skills_set",
        target_type="user",
        target_id=user.id,
        target_label=user.name,
        before=before,
        after={str(skill): level for skill, level in levels.items()},
    )
    events.announce_user(user)
    return user


def _set_teams(actor: Actor, user: User, wanted: Collection[UUID]) -> None:
    """Whoever leads a team goes on leading it."""
    if Team.objects.for_actor(actor).filter(id__in=wanted).count() != len(wanted):
        raise _wrong("team_ids", Text("班组不存在。", "A team does not exist."))
    held = Membership.objects.for_actor(actor).filter(user=user)
    held.exclude(team__in=wanted).delete()
    new = set(wanted) - set(held.values_list("team_id", flat=True))
    Membership.objects.bulk_create(
        [Membership(organization_id=actor.organization_id, team_id=team, user=user) for team in sorted(new)]
    )


def _set_skills(actor: Actor, user: User, wanted: Mapping[UUID, int]) -> None:
    if Skill.objects.for_actor(actor).filter(id__in=wanted).count() != len(wanted):
        raise _wrong("skills", Text("技能不存在。", "A skill does not exist."))
    if not all(1 <= level <= 5 for level in wanted.values()):
        raise _wrong("skills", Text("技能等级为 1 到 5。", "A skill's level is between 1 and 5."))
    UserSkill.objects.for_actor(actor).filter(user=user).delete()
    UserSkill.objects.bulk_create(
        [UserSkill(organization_id=actor.organization_id, user=user, skill_id=id, level=n) for id, n in wanted.items()]
    )


def _retire(actor: Actor, user: User) -> None:
    ApiToken.objects.for_actor(actor).filter(user=user).delete()
    change_presence(actor, user_id=user.id, status=PresenceStatus.OFFLINE)


def _lock_owners(actor: Actor) -> set[UUID]:
    """The active owners, locked in one order and before anybody else, so that two of them cannot leave at once."""
    owners = User.objects.for_actor(actor).filter(role__code="owner", role__is_builtin=True, is_active=True)
    return {owner.id for owner in owners.select_for_update(of=("self",)).order_by("id")}


def _ensure_another_owner(user: User, others: Collection[UUID]) -> None:
    if user.role.is_builtin and user.role.code == "owner" and user.is_active and not others:
        raise Conflict("last_owner", Text("必须至少保留一位启用的所有者。", "At least one active owner must remain."))


def _audited(user: User) -> dict[str, Any]:
    return {
        field: [str(id) for id in user.brand_ids] if field == "brand_ids" else _plain(getattr(user, field))
        for field in AUDITED
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


def _wrong(field: str, text: Text) -> Invalid:
    return Invalid(f"wrong_{field}", text, errors=[FieldError(field, text)])
