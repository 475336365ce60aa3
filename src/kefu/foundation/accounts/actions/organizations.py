"""A new organization, ready to work in."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.models import Organization, Profile
from kefu.kernel.permissions import BUILTIN_ROLES, BuiltinRole

from .. import permissions
from ..models import Brand, PresenceReason, Role, User
from .saving import save
from .users import create_user

SCOPES: dict[BuiltinRole, str] = {
    "owner": Role.Scope.ALL,
    "admin": Role.Scope.ALL,
    "supervisor": Role.Scope.SUBTREE,
    "agent": Role.Scope.OWN,
    "qa": Role.Scope.ALL,
    "viewer": Role.Scope.ALL,
}
PRESENCE_REASONS = {
    "break": Text("小休", "Break"),
    "meal": Text("用餐", "Meal"),
    "training": Text("培训", "Training"),
    "meeting": Text("会议", "Meeting"),
    "coaching": Text("辅导", "Coaching"),
    "system": Text("系统故障", "System failure"),
    "backoffice": Text("后台处理", "Back-office work"),
    "restroom": Text("洗手间", "Restroom"),
}
BREAKS = {
    "break": {"minutes_a_day": 30, "longest_minutes": 15, "most_percent": 20},
    "meal": {"minutes_a_day": 60, "longest_minutes": 60, "most_percent": 50},
}


@transaction.atomic
def create_organization(
    *,
    code: str,
    name: str,
    admin_email: str = "",
    admin_mobile: str = "",
    password: str,
    admin_name: str = "",
    is_demo: bool = False,
    profile: str = Profile.GROUP,
    locale: str = "zh-CN",
) -> tuple[Organization, User]:
    """A new organization with the built-in roles, presence reasons, one brand, and its owner, who signs in by e-mail or
    mobile. Raises Conflict, Invalid."""
    if not code or not code.replace("-", "").replace("_", "").isalnum() or not code.isascii() or len(code) > 40:
        text = Text(
            "组织代码由字母、数字、- 和 _ 组成，最多 40 个字符。", "A code has up to 40 letters, digits, - and _."
        )
        raise Invalid("wrong_code", text, errors=[FieldError("code", text)])
    organization = Organization(code=code, name=name, is_demo=is_demo, profile=profile)
    save(organization)
    founder = system(organization.id, "setup")
    roles = {
        role: Role(
            organization=organization, code=role, name_zh=text.zh, name_en=text.en, scope=SCOPES[role], is_builtin=True
        )
        for role, text in BUILTIN_ROLES.items()
    }
    Role.objects.bulk_create(list(roles.values()))
    PresenceReason.objects.bulk_create(
        [
            PresenceReason(
                organization=organization,
                code=key,
                name_zh=text.zh,
                name_en=text.en,
                position=at,
                **BREAKS.get(key, {}),
            )
            for at, (key, text) in enumerate(PRESENCE_REASONS.items())
        ]
    )
    Brand.objects.create(organization=organization, code="default", name=name[:80])
    audit.record(
        founder, action="organization.created", target_type="organization", target_id=organization.id, target_label=name
    )
    owner = create_user(
        founder,
        name=admin_name or admin_email.split("@")[0] or name[:80],
        email=admin_email or None,
        mobile=admin_mobile or None,
        role_id=roles["owner"].id,
        locale=locale,
        password=password,
        must_change_password=False,
    )
    return organization, owner


@transaction.atomic
def update_organization(actor: Actor, *, changes: Mapping[str, Any]) -> Organization:
    """Change `name` (1..120 characters), `profile` or `watermark` of the actor's organization. Raises Forbidden, Invalid."""
    actor.require(permissions.ORGANIZATION_MANAGE)
    organization = Organization.objects.select_for_update().get(id=actor.organization_id)
    before = {field: getattr(organization, field) for field in changes}
    for field in ("name", "profile", "watermark"):
        if field in changes:
            setattr(organization, field, changes[field])
    save(organization)
    audit.record(
        actor,
        action="organization.updated",
        target_type="organization",
        target_id=organization.id,
        target_label=organization.name,
        before=before,
        after=dict(changes),
    )
    return organization
