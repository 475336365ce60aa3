"""Whether a site has a help centre, and where what comes in there goes."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from kefu.foundation.accounts import queries as accounts
from kefu.kernel import audit
from kefu.kernel.actor import Actor
from kefu.kernel.tenancy import one
from kefu.service.tickets import queries as tickets

from .. import permissions, queries
from ..models import HelpCentre

FIELDS = ("is_on", "takes_tickets", "type_id", "team_id", "picks_owner", "tells_customers")


@transaction.atomic
def set_help_centre(actor: Actor, site_id: UUID, changes: Mapping[str, Any]) -> HelpCentre:
    """Change what is named of FIELDS. Raises NotFound for a strange site, type or team."""
    actor.require(permissions.MANAGE)
    site = queries.site_of(actor, site_id)
    rows = HelpCentre.objects.for_actor(actor).select_for_update()
    found, _ = rows.get_or_create(site=site, defaults={"organization_id": actor.organization_id})
    before = _described(found)
    for field in FIELDS:
        if field in changes:
            setattr(found, field, changes[field])
    if found.type_id:
        tickets.type_for(actor, found.type_id)
    if found.team_id:
        one(accounts.teams(actor).filter(id=found.team_id))
    found.save()
    audit.record(
        actor,
        action="help_centre.updated",
        target_type="help_centre",
        target_id=found.id,
        target_label=site.name,
        before=before,
        after=_described(found),
    )
    return found


def _described(found: HelpCentre) -> dict[str, Any]:
    values = {field: getattr(found, field) for field in FIELDS}
    return {name: str(value) if isinstance(value, UUID) else value for name, value in values.items()}
