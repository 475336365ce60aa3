"""Chat sites, as administrators set them up."""

import secrets
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kefu.contact.routing import queries as routing
from kefu.foundation.accounts import queries as accounts
from kefu.foundation.calendars.models import Calendar
from kefu.kernel import audit, files, pictures
from kefu.kernel.actor import Actor
from kefu.kernel.errors import Conflict, FieldError, Invalid, TooLarge
from kefu.kernel.i18n import Text
from kefu.kernel.models import StoredFile
from kefu.kernel.tenancy import one

from .. import greetings, permissions
from ..models import Site

FIELDS = (
    "key",
    "name",
    "brand_id",
    "queue_id",
    "calendar_id",
    "origins",
    "locale",
    "settings",
    "bot_enabled",
    "logo_id",
)

LOGO_TYPES = {"image/png", "image/jpeg", "image/webp"}
LOGO_BYTES = 1024 * 1024
LOGO_SIDE = 2_000  # pixels


@transaction.atomic
def create_site(actor: Actor, *, brand_id: UUID, queue_id: UUID, key: str, name: str, **settings: Any) -> Site:
    """A new place to chat. Raises Conflict when the key is in use anywhere on this installation."""
    actor.require(permissions.SITES_MANAGE)
    site = Site(
        organization_id=actor.organization_id,
        brand_id=brand_id,
        queue_id=queue_id,
        key=key,
        name=name,
        identity_secret=secrets.token_hex(32),
    )
    return _saved(actor, site, settings, before=None)


@transaction.atomic
def update_site(actor: Actor, site_id: UUID, changes: Mapping[str, Any]) -> Site:
    actor.require(permissions.SITES_MANAGE)
    site = one(Site.objects.for_actor(actor).filter(id=site_id).select_for_update())
    return _saved(actor, site, changes, before=_values(site))


def keep_logo(actor: Actor, upload: files.Upload) -> StoredFile:
    """Keep a picture that a site will show as its logo: PNG, JPEG or WebP, up to 1 MB and 2,000 pixels a side.

    Raises TooLarge, and Invalid for what is none of these.
    """
    actor.require(permissions.SITES_MANAGE)
    if (upload.size or 0) > LOGO_BYTES:
        raise TooLarge(
            "logo_too_large",
            Text("标志图片不能超过 1 MB，请压缩后再上传。", "A logo may have at most 1 MB; compress it."),
        )
    type = files.ALLOWED.get(PurePath((upload.name or "").lower()).suffix, "")
    if type not in LOGO_TYPES:
        raise Invalid("logo_type", Text("标志须为 PNG、JPG 或 WebP 图片。", "A logo is a PNG, JPEG or WebP picture."))
    size = pictures.size(type, upload.read())
    if size and max(size) > LOGO_SIDE:
        raise Invalid(
            "logo_too_wide",
            Text(
                f"图片为 {size[0]}×{size[1]} 像素，请缩小到 {LOGO_SIDE}×{LOGO_SIDE} 以内再上传。",
                f"The picture has {size[0]}×{size[1]} pixels; scale it down to {LOGO_SIDE}×{LOGO_SIDE}.",
            ),
        )
    upload.seek(0)
    return files.store(actor, upload)


def _saved(actor: Actor, site: Site, changes: Mapping[str, Any], before: dict[str, Any] | None) -> Site:
    for field, value in changes.items():
        setattr(site, field, value)
    one(accounts.brands(actor).filter(id=site.brand_id))
    if unknown := greetings.unknown_variables(site.settings):
        text = Text(
            f"不认识变量 {{{unknown[0]}}}，可用的是 {{店名}} 和 {{回来时间}}。",
            f"{{{unknown[0]}}} means nothing here; there are {{shop}} and {{back}} (when somebody is there again).",
        )
        raise Invalid("unknown_variable", text, errors=[FieldError("greetings", text)])
    if routing.queue(actor, site.queue_id).brand_id != site.brand_id:
        raise Invalid(
            "queue_of_other_brand",
            Text("技能组不属于该品牌。", "The queue belongs to another brand."),
            errors=[FieldError("queue_id", Text("请选择该品牌的技能组", "Choose a queue of the brand"))],
        )
    if site.logo_id and str(site.logo_id) != (before or {}).get("logo_id"):
        one(StoredFile.objects.for_actor(actor).filter(id=site.logo_id, type__in=LOGO_TYPES, uploader_kind="user"))
    if site.calendar_id:
        Calendar.objects.get_for(actor, site.calendar_id)
    try:
        with transaction.atomic():
            site.save()
    except IntegrityError as error:
        raise Conflict(
            "site_key_taken", Text("site key 已被使用，请换一个。", "The site key is in use; choose another.")
        ) from error
    audit.record(
        actor,
        action="site.updated" if before else "site.created",
        target_type="site",
        target_id=site.id,
        target_label=site.name,
        before=before,
        after=_values(site),
    )
    return site


def _values(site: Site) -> dict[str, Any]:
    values = {field: getattr(site, field) for field in FIELDS}
    return {k: str(v) if isinstance(v, UUID) else v for k, v in values.items()}


def switch_bot(actor: Actor, site_id: UUID, enabled: bool) -> None:
    """Whether a bot answers first on the site; the caller has checked the permission and keeps the audit."""
    Site.objects.for_actor(actor).filter(id=site_id).update(bot_enabled=enabled)
