"""Rating by SMS: whoever was served and pressed no key is sent a link, and says there what they think."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from kefu.contact.routing import actions as routing
from kefu.contact.routing import queries as routing_queries
from kefu.foundation.sms import actions as sms
from kefu.foundation.sms import queries as sms_queries
from kefu.kernel import clock, limits, timers
from kefu.kernel.actor import Actor, system
from kefu.kernel.errors import Conflict
from kefu.kernel.i18n import Text
from kefu.kernel.tenancy import one

from .. import queries
from ..models import Call, QueueManner, RatingInvitation

INVITE = "kefu.contact.telephony.jobs.invite_to_rate"
AFTER = timedelta(minutes=2)  # the agent has wrapped up, and may have said that there was nobody to serve
VALID = timedelta(days=3)  # from the moment at which the message may go out


@transaction.atomic
def plan_invitation(organization_id: UUID, call_id: UUID) -> None:
    """Look at an answered call again in two minutes, where its queue asks by SMS."""
    me = system(organization_id, "telephony")
    call = Call.objects.for_actor(me).filter(id=call_id).first()
    if call is not None and queries.manner_of(me, call.queue_id).rating_sms_days:
        timers.defer(INVITE, at=clock.now() + AFTER, organization_id=organization_id, call_id=call_id)


@transaction.atomic
def invite_to_rate(organization_id: UUID, call_id: UUID) -> RatingInvitation | None:
    """Send the link, unless they have rated, were asked not long ago, are blocked, or the contact was none to rate; then None."""
    me = system(organization_id, "telephony")
    call = one(Call.objects.for_actor(me).filter(id=call_id).select_for_update(of=("self",)).select_related("brand"))
    manner = queries.manner_of(me, call.queue_id)
    number = _number(call)
    if not manner.rating_sms_days or not number or not sms_queries.sends(me, call.brand_id):
        return None
    if _is_out_of_question(me, call) or _was_asked(me, call, number, manner.rating_sms_days):
        return None
    token = secrets.token_urlsafe(12)
    locale = "en" if manner.language == QueueManner.Language.ENGLISH else "zh-CN"
    link = f"{settings.PUBLIC_ADDRESS}/r/{token}"
    text = Text(
        f"请评价您刚才与{call.brand.name}的通话，三天内有效：{link} ",
        f"How was your call with {call.brand.name}? Three days: {link} ",
    ).in_language(locale)
    sent = sms.send(
        organization_id, brand_id=call.brand_id, number=number, text=text, purpose="rating", fact=f"rating {call.id}"
    )
    if sent is None:
        return None
    return RatingInvitation.objects.create(
        organization_id=organization_id,
        call=call,
        token_hash=queries.hashed_token(token),
        number=number,
        customer_id=call.customer_id,
        locale=locale,
        expires_at=sent.send_at + VALID,
    )


@transaction.atomic
def rate_by_link(token: str, *, score: int, solved: str = "", tags: Sequence[str] = (), comment: str = "") -> None:
    """What the caller says of the call behind the link, once. Raises Gone for a link that is over, Conflict for a second word."""
    invitation = queries.invitation(token)
    me = system(invitation.organization_id, "telephony")
    if limits.is_blocked(me, phone=invitation.number, customer_id=invitation.customer_id):
        raise Conflict("cannot_rate", Text("该通话不能评价。", "This call cannot be rated."))
    routing.rate(me, invitation.call_id, score=score, solved=solved, tags=tags, comment=comment)


def _number(call: Call) -> str:
    try:
        return limits.comparable_number(call.caller)
    except ValueError:
        return ""


def _is_out_of_question(me: Actor, call: Call) -> bool:
    contact = routing_queries.contact(me, call.id)
    return (
        call.answered_at is None
        or call.id in routing_queries.ratings_of(me, [call.id])
        or routing_queries.is_invalid(me, contact.disposition_id)
        or limits.is_blocked(me, phone=call.caller, customer_id=call.customer_id)
    )


def _was_asked(me: Actor, call: Call, number: str, days: int) -> bool:
    """Of all their calls, whichever line they were for, and by whichever of their numbers."""
    them = Q(number=number) | Q(customer_id=call.customer_id) if call.customer_id else Q(number=number)
    since = clock.now() - timedelta(days=days)
    return RatingInvitation.objects.for_actor(me).filter(them, created_at__gt=since).exists()
