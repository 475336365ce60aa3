"""What every write does for its brand: take its turn, and tell the bot."""

from uuid import UUID

from django.db.models import F

from kefu.foundation.accounts import queries as accounts
from kefu.kernel.actor import Actor
from kefu.kernel.database import lock_for_transaction
from kefu.kernel.errors import NotFound

from ..models import Revision

KNOWLEDGE_LOCK = 7_302_101


def lock(actor: Actor, brand_id: UUID) -> None:
    """Writes of one brand take turns, so that a form and an import cannot cross. NotFound for a brand that is not the actor's."""
    if all(brand.id != brand_id for brand in accounts.brands(actor)):
        raise NotFound()
    lock_for_transaction(KNOWLEDGE_LOCK, str(brand_id))


def bump_revision(actor: Actor, brand_id: UUID) -> None:
    """What the bot may answer has changed."""
    if not Revision.objects.for_actor(actor).filter(brand_id=brand_id).update(number=F("number") + 1):
        Revision.objects.create(organization_id=actor.organization_id, brand_id=brand_id)
