"""The organization itself: its name, how much of the desk it uses, and from where."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from kefu.kernel.http import ActorRequest, knows_caller
from kefu.kernel.models import Organization

from .. import actions, permissions
from .schemas import Input

router = Router()


class OrganizationOut(Schema):
    id: UUID
    code: str
    name: str
    profile: Literal["shop", "centre", "group"]
    is_demo: bool
    watermark: bool = Field(validation_alias="has_watermark")


class OrganizationChangesIn(Input):
    name: Annotated[str, Field(min_length=1, max_length=120)] = ""
    profile: Literal["shop", "centre", "group"] = "group"
    watermark: bool = True


@router.get("/organization", response=OrganizationOut)
def get_organization(request: ActorRequest) -> Organization:
    return Organization.objects.get(id=request.auth.organization_id)


@router.patch("/organization", response=OrganizationOut)
def change_organization(request: ActorRequest, data: OrganizationChangesIn) -> Organization:
    return actions.update_organization(request.auth, changes=data.named())


class SignInSafetyOut(Schema):
    """`staff_networks` empty: from everywhere. `your_address` is the caller's, null where a proxy hides it."""

    id: UUID
    staff_networks: list[str]
    one_session: bool
    your_address: str | None


class SignInSafetyChangesIn(Input):
    staff_networks: Annotated[list[str], Field(max_length=500)] = []
    one_session: bool = False


@router.get("/organization/sign-in-safety", response=SignInSafetyOut)
def get_sign_in_safety(request: ActorRequest) -> dict[str, Any]:
    request.auth.require(permissions.ORGANIZATION_MANAGE)
    return _safety_out(request, Organization.objects.get(id=request.auth.organization_id))


@router.patch("/organization/sign-in-safety", response=SignInSafetyOut)
def change_sign_in_safety(request: ActorRequest, data: SignInSafetyChangesIn) -> dict[str, Any]:
    """From which networks staff may work, and whether a sign-in ends a person's older ones."""
    changed = actions.change_sign_in_safety(request.auth, changes=data.named(), knows_caller=knows_caller(request))
    return _safety_out(request, changed)


def _safety_out(request: ActorRequest, organization: Organization) -> dict[str, Any]:
    return {
        "id": organization.id,
        "staff_networks": organization.staff_networks,
        "one_session": organization.one_session,
        "your_address": request.auth.ip if knows_caller(request) else None,
    }
