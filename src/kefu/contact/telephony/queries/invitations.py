"""Reads for whoever follows the link of an invitation to rate."""

import hashlib
from typing import Any

from kefu.contact.routing import queries as routing
from kefu.contact.routing.models import RatingReason
from kefu.kernel import clock
from kefu.kernel.actor import system
from kefu.kernel.errors import Gone, NotFound
from kefu.kernel.i18n import Text

from ..models import RatingInvitation


def hashed_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invitation(token: str) -> RatingInvitation:
    """The one behind a link. Raises NotFound for an unknown link, Gone where its time is over."""
    rows = RatingInvitation.objects.across_organizations("a link names the invitation").select_related("call__brand")
    found = rows.filter(token_hash=hashed_token(token)).first()
    if found is None:
        raise NotFound()
    if found.expires_at < clock.now():
        raise Gone("invitation_over", Text("评价链接已过期。", "The time to rate is over."))
    return found


def invitation_shown(token: str) -> dict[str, Any]:
    """What the page shows: nothing of the customer, and of the call when it was and with which brand."""
    found = invitation(token)
    me = system(found.organization_id, "telephony")
    rating = routing.ratings_of(me, [found.call_id]).get(found.call_id)
    reasons = routing.offered_reasons(me)
    tags = {
        family: [
            reason.name_en if found.locale == "en" else reason.name_zh for reason in reasons if reason.family == family
        ]
        for family in RatingReason.Family.values
    }
    return {
        "brand": {"name": found.call.brand.name, "color": found.call.brand.color},
        "called_at": found.call.started_at,
        "locale": found.locale,
        "tags": tags,
        "score": rating.score if rating else None,
    }
