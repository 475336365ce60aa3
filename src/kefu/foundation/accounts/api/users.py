"""Members of staff."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kefu.kernel import tables
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary
from kefu.kernel.tenancy import one

from .. import actions, permissions, queries
from ..models import User
from .schemas import Input, Locale, Name, Password, UserOut, users_out

router = Router()
Login = Annotated[str, Field(max_length=254)]


class SkillLevelIn(Input):
    skill_id: UUID
    level: Annotated[int, Field(ge=1, le=5)]


class UserChangesIn(Input):
    employee_number: Login | None = None
    name: Name = ""
    nickname: Annotated[str, Field(max_length=80)] = ""
    email: Login | None = None
    mobile: Login | None = None
    locale: Locale = "zh-CN"
    role_id: UUID | None = None
    team_ids: list[UUID] = []
    skills: list[SkillLevelIn] = []
    brand_ids: list[UUID] = []
    chat_capacity: Annotated[int, Field(ge=0, le=100)] = 5
    is_active: bool = True


class UserIn(UserChangesIn):
    name: Name
    role_id: UUID
    password: Password


class UserImportOut(Schema):
    read: int
    accepted: int
    quarantined: int
    rejects_url: str | None


class NewPasswordOut(Schema):
    password: str


class Filters(Schema):
    q: Annotated[str, Field(max_length=100)] = ""
    team: UUID | None = None
    role: UUID | None = None
    active: bool | None = None


@router.get("/users", response=Page[UserOut])
def list_users(
    request: ActorRequest, filters: Query[Filters], after: str | None = None, limit: int = 50
) -> dict[str, Any]:
    seen = queries.seen_users(request.auth, q=filters.q, team=filters.team, role=filters.role, active=filters.active)
    found, next = page(seen, after=after, limit=limit, order=("pinyin", "id"))
    return {"items": users_out(request.auth, found), "next": next}


@router.post("/users", response=UserOut)
def create_user(request: ActorRequest, data: UserIn) -> UserOut:
    return _out(request, actions.create_user(request.auth, **data.named()))


@router.get("/users/import-template", openapi_extra=binary(tables.XLSX))
def import_template(request: ActorRequest) -> HttpResponse:
    request.auth.require(permissions.USERS_MANAGE)
    response = HttpResponse(actions.import_template(), content_type=tables.XLSX)
    response["Content-Disposition"] = 'attachment; filename="users.xlsx"'
    return response


@router.post("/users/import", response=UserImportOut)
def import_users(request: ActorRequest, file: File[UploadedFile]) -> actions.Imported:
    return actions.import_users(request.auth, name=file.name or "", content=file.read())


@router.get("/users/{uuid:user_id}", response=UserOut)
def get_user(request: ActorRequest, user_id: UUID) -> UserOut:
    return _out(request, one(queries.seen_users(request.auth).filter(id=user_id)))


@router.patch("/users/{uuid:user_id}", response=UserOut)
def update_user(request: ActorRequest, user_id: UUID, data: UserChangesIn) -> UserOut:
    return _out(request, actions.update_user(request.auth, user_id=user_id, changes=data.named()))


@router.post("/users/{uuid:user_id}/reset-password", response=NewPasswordOut)
def reset_password(request: ActorRequest, user_id: UUID) -> dict[str, str]:
    return {"password": actions.reset_password(request.auth, user_id=user_id)}


def _out(request: ActorRequest, user: User) -> UserOut:
    return users_out(request.auth, [user])[0]
