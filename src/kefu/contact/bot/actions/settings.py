"""The settings of a site's bot."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.contact.conversations import actions as conversations
from kefu.contact.conversations.models import Site
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.errors import FieldError, Invalid
from kefu.kernel.i18n import Text

from .. import permissions
from ..models import BotSettings


@transaction.atomic
def update_settings(actor: Actor, site_id: UUID, changes: Mapping[str, Any]) -> BotSettings:
    """Switch a site's bot on or off, or move its thresholds (0..1, offer ≤ answer; None: as shipped)."""
    actor.require(permissions.MANAGE)
    site = Site.objects.get_for(actor, site_id)
    settings, _ = (
        BotSettings.objects.for_actor(actor)
        .select_for_update()
        .get_or_create(site=site, defaults={"organization_id": actor.organization_id})
    )
    before = _values(settings, site)
    for field in ("answer_threshold", "offer_threshold"):
        if field in changes:
            setattr(settings, field, changes[field])
    if settings.answer_threshold is not None and (settings.offer_threshold or 0) > settings.answer_threshold:
        raise Invalid(
            "thresholds_crossed",
            Text(
                "「您是不是想问」的阈值不能高于直接回答的阈值。",
                "The offer threshold may not be above the answer threshold.",
            ),
            errors=[FieldError("offer_threshold", Text("不能高于回答阈值", "Not above the answer threshold"))],
        )
    settings.save()
    if "enabled" in changes:
        conversations.switch_bot(actor, site_id, bool(changes["enabled"]))
        site.bot_enabled = bool(changes["enabled"])
    audit.record(
        actor,
        action="bot.settings_updated",
        target_type="site",
        target_id=site.id,
        target_label=site.name,
        before=before,
        after=_values(settings, site),
    )
    return settings


def _values(settings: BotSettings, site: Site) -> dict[str, Any]:
    return {
        "enabled": site.bot_enabled,
        "answer_threshold": settings.answer_threshold,
        "offer_threshold": settings.offer_threshold,
    }
