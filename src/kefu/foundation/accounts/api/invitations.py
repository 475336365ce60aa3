"""Invitations: made by those who manage people, accepted by anybody who holds the link."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import segno
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from kefu.kernel.http import ActorRequest, Page, client_ip, page

from .. import actions, queries
from ..models import Invitation
from .schemas import Input, MeOut, Name, Password
from .session import begin_session

router = Router()
Login = Annotated[str, Field(max_length=254)]


class InvitationIn(Input):
    role_id: UUID
    team_id: UUID | None = None
    days: Annotated[int, Field(ge=1, le=30)] = 7


class AcceptanceIn(Input):
    name: Name
    employee_number: Login | None = None
    mobile: Login | None = None
    email: Login | None = None
    password: Password


class InvitationOut(Schema):
    """`url`, and `qr` with the same as a picture (data:), are told once, when the invitation is made; null afterwards,
    since only a hash of it is kept."""

    id: UUID
    url: str | None
    qr: str | None
    role_id: UUID
    team_id: UUID | None
    expires_at: datetime
    accepted_at: datetime | None


class WelcomeOut(Schema):
    organization: str
    role: str
    expires_at: datetime


@router.get("/invitations", response=Page[InvitationOut])
def list_invitations(request: ActorRequest, after: str | None = None, limit: int = 50) -> dict[str, Any]:
    found, next = page(queries.invitations(request.auth), after=after, limit=limit)
    return {"items": [_out(invitation, url=None) for invitation in found], "next": next}


@router.post("/invitations", response=InvitationOut)
def create_invitation(request: ActorRequest, data: InvitationIn) -> InvitationOut:
    invitation, token = actions.create_invitation(
        request.auth, role_id=data.role_id, team_id=data.team_id, days=data.days
    )
    return _out(invitation, url=request.build_absolute_uri(f"/invite/{token}"))


@router.post("/invitations/{uuid:invitation_id}/withdraw", response={204: None})
def withdraw_invitation(request: ActorRequest, invitation_id: UUID) -> Status[None]:
    """Its link opens nothing any more; 409 when it was accepted already."""
    actions.withdraw_invitation(request.auth, invitation_id)
    return Status(204, None)


@router.get("/invitations/{token}", auth=None, response=WelcomeOut)
def read_invitation(request: HttpRequest, token: str) -> WelcomeOut:
    invitation = actions.read_invitation(token, ip=client_ip(request))
    return WelcomeOut(
        organization=invitation.organization.name,
        role=invitation.role.text.in_language(),
        expires_at=invitation.expires_at,
    )


@router.post("/invitations/{token}/accept", auth=None, response=MeOut)
def accept_invitation(request: HttpRequest, token: str, data: AcceptanceIn) -> MeOut:
    user = actions.accept_invitation(token, ip=client_ip(request), **data.named())
    return begin_session(request, user)


def _out(invitation: Invitation, *, url: str | None) -> InvitationOut:
    return InvitationOut(
        id=invitation.id,
        url=url,
        qr=segno.make(url, error="m", micro=False).svg_data_uri(border=2, light="#fff") if url else None,
        role_id=invitation.role_id,
        team_id=invitation.team_id,
        expires_at=invitation.expires_at,
        accepted_at=invitation.accepted_at,
    )
