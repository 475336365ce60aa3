"""A customer comes back to a ticket with its number, their contact, and a code that is sent there."""

from __future__ import annotations

import hmac
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from kefu.contact.mail import actions as mail
from kefu.foundation.sms import actions as sms
from kefu.kernel import clock, sealing, timers
from kefu.kernel.actor import system
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..models import HelpCentre, PortalCode, PortalTicket

log = structlog.get_logger(__name__)
POST = "kefu.service.portal.jobs.post_code"


@transaction.atomic
def ask_for_code(found: HelpCentre, *, number: str, value: str, language: str) -> PortalCode:
    """Begin to let somebody in. Whether number and contact fit is not to be seen from the outside: the same row is
    written and the same job deferred, and only the job knows that there is nothing to send."""
    ticket = queries.wanted(found, number, value)
    code = rules.new_code()
    row = PortalCode(
        organization_id=found.organization_id,
        site=found.site,
        ticket=ticket,
        sealed=sealing.seal(code),
        locale=language,
        expires_at=clock.now() + rules.CODE_GOOD_FOR,
    )
    row.digest = rules.digest(code, row.id, settings.SECRET_KEY)
    row.save(force_insert=True)
    timers.defer(POST, queue="deliveries", organization_id=found.organization_id, code_id=row.id)
    return row


def post_code(organization_id: UUID, code_id: UUID) -> None:
    """Send a code to the contact of its ticket, and keep nothing of it but its digest. Told twice, nothing happens."""
    actor = system(organization_id, "portal")
    with transaction.atomic():
        rows = PortalCode.objects.for_actor(actor).select_for_update(of=("self",))
        row = rows.select_related("ticket", "site__brand").filter(id=code_id).exclude(sealed="").first()
        if row is None:
            return
        code, row.sealed = sealing.unseal(row.sealed), ""
        row.save(update_fields=["sealed"])
    if row.ticket is None or row.expires_at <= clock.now():
        return
    minutes = int(rules.CODE_GOOD_FOR.total_seconds() // 60)
    brand, number = row.site.brand.name, row.ticket.number
    said = Text(
        f"您查询工单 {number} 的验证码是 {code}，{minutes} 分钟内有效。不是您本人操作请忽略。",
        f"Your code for ticket {number} is {code}. It is good for {minutes} minutes. Ignore this if it was not you.",
    ).in_language(row.locale)
    if row.ticket.kind == PortalTicket.Kind.PHONE:
        sms.send(
            organization_id,
            brand_id=row.site.brand_id,
            number=row.ticket.contact,
            text=said,
            purpose="code",
            fact=f"portal {row.id}",
        )
        return
    subject = Text(f"{brand}：验证码 {code}", f"{brand}: your code is {code}").in_language(row.locale)
    try:
        mail.tell(organization_id, brand_id=row.site.brand_id, to=row.ticket.contact, subject=subject, text=said)
    except ConnectionError as away:  # whoever waits asks for another one
        log.warning("portal_code_not_sent", code_id=str(row.id), error=str(away))


@transaction.atomic
def try_code(found: HelpCentre, code_id: UUID, written: str) -> tuple[rules.Outcome, PortalTicket | None]:
    """What becomes of a try, and the ticket that the right code opens. Each counts, whether there is a ticket or not."""
    rows = PortalCode.objects.for_actor(system(found.organization_id)).select_for_update(of=("self",))
    row = rows.select_related("ticket").filter(id=code_id, site=found.site).first()
    if row is None:
        return "over", None
    given = rules.digest(rules.typed(written), row.id, settings.SECRET_KEY)
    fits = hmac.compare_digest(given, row.digest) and row.ticket is not None
    now = clock.now()
    found_out = rules.outcome(
        fits=fits, tries=row.tries, expires_at=row.expires_at, is_used=row.used_at is not None, now=now
    )
    row.tries += 1
    if found_out == "right":
        row.used_at = now
    row.tries = min(row.tries, rules.MOST_TRIES)
    row.save(update_fields=["tries", "used_at"])
    if found_out == "wrong" and row.tries >= rules.MOST_TRIES:
        found_out = "over"
    return found_out, row.ticket if found_out == "right" else None


def forget() -> None:
    """Delete codes of yesterday."""
    rows = PortalCode.objects.across_organizations("forgetting old codes")
    rows.filter(created_at__lt=clock.now() - rules.CODES_KEPT).delete()
