"""A site's bot: on or off, and from when it answers."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from kefu.contact.conversations.models import Site
from kefu.kernel.http import ActorRequest

from .. import actions, queries, thought
from ..models import BotSettings

router = Router(tags=["bot"])


class BotSettingsOut(Schema):
    site_id: UUID
    enabled: bool
    answer_threshold: float | None
    offer_threshold: float | None
    state: str


class BotSettingsChanges(Schema):
    enabled: bool = True
    answer_threshold: float | None = Field(None, ge=0, le=1)
    offer_threshold: float | None = Field(None, ge=0, le=1)


def _view(request: ActorRequest, settings: BotSettings) -> dict[str, Any]:
    site = Site.objects.get_for(request.auth, settings.site_id)
    return {
        "site_id": settings.site_id,
        "enabled": site.bot_enabled,
        "answer_threshold": settings.answer_threshold,
        "offer_threshold": settings.offer_threshold,
        "state": thought.state() if site.bot_enabled else "off",
    }


@router.get("/bot/settings", response=BotSettingsOut)
def get_settings(request: ActorRequest, site: UUID) -> Any:
    """A site's bot: `state` is ready with models, lexical without, off when switched off."""
    return _view(request, queries.settings_of(request.auth, site))


@router.patch("/bot/settings", response=BotSettingsOut)
def update_settings(request: ActorRequest, site: UUID, data: BotSettingsChanges) -> Any:
    return _view(request, actions.update_settings(request.auth, site, data.model_dump(exclude_unset=True)))
