"""Settings of chat sites, their snippet, link and QR code."""

import io
from typing import Annotated, Any, Literal
from uuid import UUID

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Field, File, Router, Schema, Status, UploadedFile

from kefu.kernel import files
from kefu.kernel.http import ActorRequest, Page, page
from kefu.kernel.http.openapi import binary

from .. import actions, permissions, queries
from ..models import Site
from .schemas import FileOut

router = Router(tags=["sites"])
ORIGIN = r"^https?://[A-Za-z0-9.\-\[\]:]+$"


class GreetingIn(Schema):
    text: str = Field("", max_length=500)
    chips: list[Annotated[str, Field(max_length=60)]] = Field([], max_length=8)


class SiteTexts(Schema):
    """`greeting` and `chips` are for the opening hours, `greetings` for the rest; in texts {shop} or {店名} and {back} or {回来时间} are filled in."""

    color: str = Field("", pattern=r"^(#[0-9A-Fa-f]{6})?$")
    title: dict[Literal["zh-CN", "en"], str] = {}
    greeting: dict[Literal["zh-CN", "en"], str] = {}
    chips: dict[Literal["zh-CN", "en"], list[str]] = {}
    greetings: dict[Literal["closed", "holiday"], dict[Literal["zh-CN", "en"], GreetingIn]] = {}
    typing_preview: bool = False
    tone: Literal["polite", "qin"] = "polite"
    blocked: dict[Literal["zh-CN", "en"], str] = {}


class SiteFields(Schema):
    calendar_id: UUID | None = None
    origins: list[str] = Field([], max_length=50)
    locale: Literal["zh-CN", "en"] = "zh-CN"
    settings: SiteTexts = SiteTexts(color="")
    logo_id: UUID | None = None


class SiteIn(SiteFields):
    key: str = Field(min_length=3, max_length=60, pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str = Field(min_length=1, max_length=80)
    brand_id: UUID
    queue_id: UUID


class SiteChanges(SiteFields):
    name: str = Field("", min_length=1, max_length=80)
    queue_id: UUID | None = None


class SiteOut(Schema):
    id: UUID
    key: str
    name: str
    brand_id: UUID
    queue_id: UUID
    calendar_id: UUID | None
    origins: list[str]
    locale: str
    settings: dict[str, Any]
    logo_id: UUID | None
    logo_url: str | None
    identity_secret: str | None
    snippet: str
    chat_url: str


def _public_url(request: HttpRequest) -> str:
    return settings.ENVIRONMENT.public_url or f"{request.scheme}://{request.get_host()}"


def _view(request: ActorRequest, site: Site) -> dict[str, Any]:
    base = _public_url(request)
    return {
        **{
            field: getattr(site, field)
            for field in ("id", "key", "name", "brand_id", "queue_id", "calendar_id", "origins", "locale")
        },
        "settings": site.settings,
        "logo_id": site.logo_id,
        "logo_url": files.link(site.logo_id) if site.logo_id else None,
        "identity_secret": site.identity_secret if request.auth.may(permissions.SITES_MANAGE) else None,
        "snippet": f'<script async src="{base}/widget.js" data-site="{site.key}"></script>',
        "chat_url": f"{base}/c/{site.key}",
    }


def _columns(data: SiteFields) -> dict[str, Any]:
    values = data.model_dump(exclude_unset=True)
    if values.get("queue_id", ...) is None:
        del values["queue_id"]
    return values


@router.get("/sites", response=Page[SiteOut])
def list_sites(request: ActorRequest, after: str | None = None, limit: int = 50) -> Any:
    rows, following = page(queries.sites(request.auth), after=after, limit=limit, order=("name", "id"))
    return {"items": [_view(request, site) for site in rows], "next": following}


@router.post("/sites", response={201: SiteOut})
def create_site(request: ActorRequest, data: SiteIn) -> Status[Any]:
    return Status(201, _view(request, actions.create_site(request.auth, **_columns(data))))


@router.post("/sites/logos", response={201: FileOut})
def upload_logo(request: ActorRequest, file: File[UploadedFile]) -> Status[Any]:
    """Upload a PNG, JPEG or WebP of at most 1 MB; name it as a site's `logo_id`."""
    return Status(201, actions.keep_logo(request.auth, file))


@router.get("/sites/{site_id}", response=SiteOut)
def get_site(request: ActorRequest, site_id: UUID) -> Any:
    return _view(request, queries.site(request.auth, site_id))


@router.patch("/sites/{site_id}", response=SiteOut)
def update_site(request: ActorRequest, site_id: UUID, data: SiteChanges) -> Any:
    return _view(request, actions.update_site(request.auth, site_id, _columns(data)))


@router.get("/sites/{site_id}/qr.{kind}", response={200: None}, openapi_extra=binary("image/*"))
def qr_code(request: ActorRequest, site_id: UUID, kind: Literal["svg", "png"]) -> HttpResponse:
    """The chat link as a QR code, large enough to print."""
    site = queries.site(request.auth, site_id)
    image = io.BytesIO()
    segno.make(f"{_public_url(request)}/c/{site.key}", error="m", micro=False).save(
        image, kind=kind, scale=12, border=4
    )
    response = HttpResponse(image.getvalue(), content_type="image/svg+xml" if kind == "svg" else "image/png")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'"
    return response


class QueueTextOut(Schema):
    code: str
    placeholders: list[str]
    zh: str
    en: str


@router.get("/queue-texts", response=list[QueueTextOut])
def list_queue_texts(request: ActorRequest) -> list[dict[str, Any]]:
    """What is said to visitors where a queue has no words of its own, and the placeholders that may stand there."""
    return queries.queue_texts(request.auth)
