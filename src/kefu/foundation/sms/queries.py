"""Reads of short messages."""

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet

from kefu.kernel.actor import Actor
from kefu.kernel.errors import NotFound
from kefu.kernel.tenancy import one

from . import permissions, rules
from .models import Sms, SmsLine, SmsRefusal

RECEIVING = "sms.receive"


def lines(actor: Actor) -> QuerySet[SmsLine]:
    actor.require(permissions.MANAGE)
    return SmsLine.objects.for_actor(actor)


def line(actor: Actor, line_id: UUID) -> SmsLine:
    return one(lines(actor).filter(id=line_id))


def messages(actor: Actor, line_id: UUID) -> QuerySet[Sms]:
    """What this line was given to send in the last 180 days."""
    return Sms.objects.for_actor(actor).filter(line=line(actor, line_id))


def refusals(actor: Actor) -> QuerySet[SmsRefusal]:
    actor.require(permissions.MANAGE)
    return SmsRefusal.objects.for_actor(actor)


def sends(actor: Actor, brand_id: UUID) -> bool:
    """Whether the brand can send short messages now."""
    return SmsLine.objects.for_actor(actor).filter(brand_id=brand_id, is_active=True).exists()


def takes(number: str) -> bool:
    """Whether a number (as kernel.limits compares them) is one that short messages reach."""
    return rules.is_mobile(number)


def longest_said() -> int:
    """How many characters one message may say."""
    return rules.LONGEST_SAID


def sent_since(actor: Actor, number: str, purpose: str, since: datetime) -> bool:
    """Whether this number (as kernel.limits compares them) was sent one for this purpose; one that failed counts not."""
    rows = Sms.objects.for_actor(actor).filter(number=number, purpose=purpose, created_at__gte=since)
    return rows.exclude(state__in=[Sms.State.FAILED, Sms.State.REFUSED]).exists()


def facts_since(actor: Actor, brand_id: UUID, number: str, purpose: str, since: datetime) -> list[str]:
    """Of what this number was sent by the brand's line for this purpose; of those that failed none."""
    rows = Sms.objects.for_actor(actor).filter(number=number, purpose=purpose, sent_at__gte=since)
    gone = rows.filter(line__brand_id=brand_id, state__in=[Sms.State.SENT, Sms.State.DELIVERED])
    return list(gone.values_list("fact", flat=True))


def receiving_key(line: SmsLine) -> str:
    """What the provider names in the address where it tells of answers and receipts; nobody else can make it up."""
    return signing.Signer(salt=RECEIVING).sign(line.id.hex)


def line_by_key(key: str) -> SmsLine:
    """Raises NotFound."""
    try:
        line_id = UUID(signing.Signer(salt=RECEIVING).unsign(key))
    except (signing.BadSignature, ValueError) as wrong:
        raise NotFound() from wrong
    return one(SmsLine.objects.across_organizations("an address names the line").filter(id=line_id))
