"""The settings of help centres over HTTP. What customers see are pages (`pages`), not an API."""

from typing import Any
from uuid import UUID

from django.conf import settings
from ninja import Router, Schema
from pydantic import ConfigDict

from kefu.kernel.http import ActorRequest

from . import actions, queries
from .models import HelpCentre

router = Router(tags=["help centres"])


class HelpCentreChangesIn(Schema):
    """What is absent stays. `type_id`, `team_id` null: as the settings of tickets say."""

    model_config = ConfigDict(extra="forbid")

    is_on: bool = False
    takes_tickets: bool = True
    type_id: UUID | None = None
    team_id: UUID | None = None
    picks_owner: bool = True
    tells_customers: bool = True


class HelpCentreOut(Schema):
    """`id` is the site's: each site has one, which is off until somebody opens it."""

    id: UUID
    name: str
    is_on: bool
    takes_tickets: bool
    type_id: UUID | None
    team_id: UUID | None
    picks_owner: bool
    tells_customers: bool
    url: str


def _view(request: ActorRequest, row: HelpCentre) -> dict[str, Any]:
    base = settings.ENVIRONMENT.public_url or f"{request.scheme}://{request.get_host()}"
    own = {name: getattr(row, name) for name in actions.FIELDS}
    return {**own, "id": row.site_id, "name": row.site.name, "url": f"{base}/help/{row.site.key}"}


@router.get("/help-centres", response=list[HelpCentreOut])
def list_help_centres(request: ActorRequest) -> Any:
    return [_view(request, row) for row in queries.settings(request.auth)]


@router.patch("/help-centres/{site_id}", response=HelpCentreOut)
def change_help_centre(request: ActorRequest, site_id: UUID, data: HelpCentreChangesIn) -> Any:
    return _view(request, actions.set_help_centre(request.auth, site_id, data.model_dump(exclude_unset=True)))
