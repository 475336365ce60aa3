"""Roles of an organization's own, beside the built-in ones."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid
from kefu.kernel.i18n import Text
from kefu.kernel.permissions import REGISTER
from kefu.kernel.tenancy import one

from .. import events, permissions, queries
from ..models import Role, User
from .granting import ensure_may_appoint, ensure_may_grant
from .saving import delete, save


@transaction.atomic
def create_role(actor: Actor, *, code: str, name: str, granted: Collection[str], scope: str) -> Role:
    """Create a role. Raises Forbidden for more than the actor's own permissions, Invalid for unknown ones."""
    role = Role(organization_id=actor.organization_id, code=code, name_zh=name, name_en=name)
    _set_bundle(actor, role, granted, scope)
    save(role)
    audit.record(
        actor, action="role.created", target_type="role", target_id=role.id, target_label=name, after=_audited(role)
    )
    return role


@transaction.atomic
def update_role(actor: Actor, *, role_id: UUID, changes: Mapping[str, Any]) -> Role:
    """Change code, name, permissions, scope, as far as named; everybody who has the role is affected at once."""
    role = _own(actor, role_id)
    before = _audited(role)
    _set_bundle(actor, role, changes.get("permissions", role.permissions), changes.get("scope", role.scope))
    role.code = changes.get("code", role.code)
    if "name" in changes:
        role.name_zh = role.name_en = changes["name"]
    save(role)
    audit.record(
        actor, action="role.updated", target_type="role", target_id=role.id, target_label=role.name_zh,
        before=before, after=_audited(role),
    )  # fmt: skip
    for user in User.objects.for_actor(actor).filter(role=role).order_by("id"):
        events.announce_access(user)
    transaction.on_commit(queries.forget)
    return role


@transaction.atomic
def delete_role(actor: Actor, *, role_id: UUID) -> None:
    """Delete a role nobody has. Raises Conflict for a built-in one or while it is in use."""
    role = _own(actor, role_id)
    delete(role)
    audit.record(actor, action="role.deleted", target_type="role", target_id=role_id, target_label=role.name_zh)


def _own(actor: Actor, role_id: UUID) -> Role:
    actor.require(permissions.ROLES_MANAGE)
    role = one(Role.objects.for_actor(actor).select_for_update().filter(id=role_id))
    if role.is_builtin:
        raise Conflict(
            "builtin_role", Text("内置角色不能修改，请新建角色。", "A built-in role cannot be changed; create another.")
        )
    ensure_may_appoint(actor, role)
    return role


def _set_bundle(actor: Actor, role: Role, wanted: Collection[str], scope: str) -> None:
    actor.require(permissions.ROLES_MANAGE)
    unknown = sorted(set(wanted) - REGISTER.keys())
    if unknown:
        text = Text(f"没有这些权限：{'、'.join(unknown)}", f"No such permissions: {', '.join(unknown)}")
        raise Invalid("unknown_permission", text, errors=[FieldError("permissions", text)])
    ensure_may_grant(actor, wanted, scope)
    role.permissions, role.scope = sorted(set(wanted)), scope


def _audited(role: Role) -> dict[str, Any]:
    return {"code": role.code, "name": role.name_zh, "permissions": role.permissions, "scope": role.scope}
