"""The organization itself: its name, and how much of the desk it uses."""

from typing import Annotated, Literal
from uuid import UUID

from ninja import Router, Schema
from pydantic import Field

from kefu.kernel.http import ActorRequest
from kefu.kernel.models import Organization

from .. import actions
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
