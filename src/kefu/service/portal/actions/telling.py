"""Customers are told when their ticket is answered, and when it has come to its end: by mail with the answer, by SMS without."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

import structlog
from django.conf import settings

from kefu.contact.mail import actions as mail
from kefu.foundation.sms import actions as sms
from kefu.kernel import clock, timers
from kefu.kernel.actor import system
from kefu.kernel.i18n import Text

from .. import queries, rules
from ..models import PortalTicket
from .hearing import note_return

log = structlog.get_logger(__name__)
TELL = "kefu.service.portal.jobs.tell"
AGAIN = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
SMS_EVERY = timedelta(minutes=30)
"""An SMS says no more than that there is something to read: of several answers within this time there is one."""


def plan_telling(organization_id: UUID, ticket_id: UUID, *, entry_id: UUID | None) -> None:
    """Let whoever made the ticket on a help centre hear of the answer, or without `entry_id` of its end."""
    for mine in queries.to_tell(organization_id, ticket_id):
        _defer(organization_id, mine.id, entry_id, at=None, tries=0)


def tell(organization_id: UUID, mine_id: UUID, entry_id: UUID | None, *, tries: int = 0) -> None:
    """Send it. A mail server that is away is asked again three times; whoever wants no SMS gets none."""
    actor = system(organization_id, "portal")
    rows = PortalTicket.objects.for_actor(actor).select_related("site__brand")
    mine = rows.filter(id=mine_id).first()
    answer = queries.answer(actor, entry_id) if entry_id else ""
    if mine is None or answer is None:
        return
    link = f"{settings.PUBLIC_ADDRESS}/help/{mine.site.key}/ticket?{urlencode({'number': mine.number})}"
    what = _what(mine, is_over=entry_id is None)
    if mine.kind == PortalTicket.Kind.PHONE:
        time = int(clock.now().timestamp() // SMS_EVERY.total_seconds())
        fact = f"portal {mine.id} {'over ' if entry_id is None else ''}{time}"
        text = Text(f"{what.zh}，查看：{link}", f"{what.en}, see {link}").in_language(mine.locale)
        sms.send(
            organization_id, brand_id=mine.site.brand_id, number=mine.contact, text=text, purpose=rules.SMS, fact=fact
        )
        return
    subject = f"{what.in_language(mine.locale)} · {mine.subject}"
    text = _letter(mine, what, answer, link, is_over=entry_id is None).in_language(mine.locale)
    try:
        mail.tell(
            organization_id, brand_id=mine.site.brand_id, to=mine.contact, subject=subject, text=text, about_id=mine.id
        )
    except ConnectionError as away:
        log.warning("portal_notice_not_sent", number=mine.number, error=str(away))
        if tries < len(AGAIN):
            _defer(organization_id, mine_id, entry_id, at=clock.now() + AGAIN[tries], tries=tries + 1)
        else:
            note_return(organization_id, mine_id, str(away))


def _defer(organization_id: UUID, mine_id: UUID, entry_id: UUID | None, *, at: datetime | None, tries: int) -> None:
    timers.defer(
        TELL,
        at=at,
        queue="deliveries",
        once=f"{TELL} {mine_id} {entry_id}",
        organization_id=organization_id,
        mine_id=mine_id,
        entry_id=entry_id or "",
        tries=tries,
    )


def _what(mine: PortalTicket, *, is_over: bool) -> Text:
    if is_over:
        return Text(f"您的工单 {mine.number} 已处理完毕", f"Your ticket {mine.number} is done")
    return Text(f"您的工单 {mine.number} 有新回复", f"Your ticket {mine.number} has been answered")


def _letter(mine: PortalTicket, what: Text, answer: str, link: str, *, is_over: bool) -> Text:
    brand = mine.site.brand.name
    said = f"\n\n{answer}" if answer else ""
    way = (
        Text(
            "还没有解决？直接回复本邮件，或在这里查看、重新打开、评价",
            "Not solved? Just answer this mail, or read it, open it again or rate it here",
        )
        if is_over
        else Text(
            "直接回复本邮件即可补充，或在这里查看全部内容",
            "Just answer this mail to add something, or read everything here",
        )
    )
    return Text(
        f"{mine.name}，您好：\n\n{what.zh}。{said}\n\n{way.zh}：\n{link}\n\n{brand}",
        f"Hello {mine.name},\n\n{what.en}.{said}\n\n{way.en}:\n{link}\n\n{brand}",
    )
