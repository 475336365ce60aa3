"""Invitations: a link by which somebody makes their own account; nothing is mailed."""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.kernel import audit, clock, limits
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict, Gone
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import permissions, queries
from ..models import Invitation, Role, Team, User
from .granting import ensure_may_appoint
from .tokens import hashed
from .users import create_user

DAYS = 7


@transaction.atomic
def create_invitation(
    actor: Actor, *, role_id: UUID, team_id: UUID | None = None, days: int = DAYS
) -> tuple[Invitation, str]:
    """Invite one person for `days` (1..30); returns the invitation and its token, which is not kept."""
    actor.require(permissions.USERS_MANAGE)
    role = one(Role.objects.for_actor(actor).filter(id=role_id))
    ensure_may_appoint(actor, role)
    team = one(Team.objects.for_actor(actor).filter(id=team_id)) if team_id else None
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organization_id=actor.organization_id,
        token_hash=hashed(token),
        role=role,
        team=team,
        expires_at=clock.now() + timedelta(days=days),
        created_by_id=actor.user_id,
    )
    audit.record(
        actor, action="invitation.created", target_type="invitation", target_id=invitation.id, target_label=role.code
    )
    return invitation, token


@transaction.atomic
def withdraw_invitation(actor: Actor, invitation_id: UUID) -> None:
    """Its link opens nothing any more. Raises Conflict when somebody has accepted it already."""
    actor.require(permissions.USERS_MANAGE)
    invitation = one(
        Invitation.objects.for_actor(actor)
        .select_related("role")
        .filter(id=invitation_id)
        .select_for_update(of=("self",))
    )
    if invitation.accepted_at:
        raise Conflict(
            "invitation_accepted",
            Text(
                "对方已接受邀请。如需停用，请到“员工”中停用该账号。",
                "It was accepted already. To let that person go, deactivate the account under Staff.",
            ),
        )
    audit.record(
        actor,
        action="invitation.withdrawn",
        target_type="invitation",
        target_id=invitation.id,
        target_label=invitation.role.code,
    )
    invitation.delete()


def read_invitation(token: str, *, ip: str | None) -> Invitation:
    """The open invitation of a token, with its organization and role. Raises Gone when used, expired or unknown."""
    limits.hit("accounts.invitation", ip or "", limit=60, seconds=60)
    return _open(token, lock=False)


@transaction.atomic
def accept_invitation(token: str, *, ip: str | None, name: str, password: str, **details: Any) -> User:
    """Create the account that the invitation is for; `details`: employee_number, mobile, email. Raises as create_user."""
    limits.hit("accounts.invitation", ip or "", limit=60, seconds=60)
    invitation = _open(token, lock=True)
    host = replace(system(invitation.organization_id, "invitation"), ip=ip)
    queries.ensure_inside(host, invitation.organization.staff_networks)
    user = create_user(
        host,
        name=name,
        role_id=invitation.role_id,
        password=password,
        must_change_password=False,
        team_ids=[invitation.team_id] if invitation.team_id else [],
        **details,
    )
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(
        host, action="invitation.accepted", target_type="invitation", target_id=invitation.id, target_label=user.name
    )
    return user


def _open(token: str, *, lock: bool) -> Invitation:
    rows = Invitation.objects.across_organizations("an invitation's token names it").select_related(
        "organization", "role"
    )
    if lock:
        rows = rows.select_for_update(of=("self",))
    invitation = rows.filter(token_hash=hashed(token), accepted_at=None, expires_at__gt=clock.now()).first()
    if invitation is None:
        raise Gone(
            "invitation_gone",
            Text("邀请链接无效或已过期，请重新索取。", "This invitation is used or expired; ask for another."),
        )
    return invitation
